import { expect, test } from "vitest";
import type { CellId } from "../../base";
import { parseNotebook, type CompiledCell, type Touch } from "../../notebook";
import { touchedBy, type TouchedPorts } from "./touched";

const ports: TouchedPorts = {
  tables: [
    { name: "own.daily", rows: 12 },
    { name: "their.daily", rows: 3, owner: "Other" },
  ],
  hostAccess: (origin) => (origin === "https://a.org" ? "allowed" : "asked"),
  secretAccess: (name) => (name === "token" ? "granted" : "missing"),
  fileState: (name) => (name === "orders.csv" ? "kept" : undefined),
};

/** What a notebook of a cell of code, a data cell and one that nobody comes to reaches. */
function touched(...touches: readonly Touch[]) {
  let count = 0;
  const newId = () => String(++count);
  const { cells } = parseNotebook(
    "```ts\n```\n\n```csv name=orders src=orders.csv\n```\n\n```csv name=lost src=lost.csv\n```\n\n```csv name=planes src=sample:planes.csv\n```\n\n```csv name=unused src=unused.csv\n```\n",
    newId as never,
  ).notebook;
  const said = { outputs: [], lines: {}, uses: {}, inputs: [], fingerprint: "", problems: [] };
  const compiled = Object.fromEntries(
    cells.map(({ id, kind }): [CellId, CompiledCell] => [id, kind === "ts" ? { ...said, touches } : said]),
  );
  const reached = new Set(cells.slice(0, -1).map(({ id }) => id));
  return touchedBy(reached, cells, { cells: compiled, definitions: [], main: [] }, ports);
}

test("[WS121] a table that is loaded is new, written over, appended to, or another notebook's", () => {
  const load = (name: string, mode?: "replace" | "append"): Touch => ({
    kind: "load",
    name,
    ...(mode && { mode }),
  });
  const effects = (...touches: Touch[]) =>
    touched(...touches).tables.map(({ name, effect, owner }) => `${name} ${effect} ${owner ?? ""}`.trim());
  expect(effects(load("own.new", "append"))).toEqual(["own.new new"]);
  expect(effects(load("OWN.daily", "replace"))).toEqual(["OWN.daily replace"]);
  expect(effects(load("own.daily", "append"))).toEqual(["own.daily append"]);
  expect(effects(load("own.daily"))).toEqual(["own.daily either"]);
  expect(effects(load("own.daily", "append"), load("own.daily", "replace"))).toEqual(["own.daily either"]);
  expect(effects(load("their.daily", "replace"))).toEqual(["their.daily taken Other"]);
  expect(effects(load("daily", "replace"))).toEqual(["daily no-name"]);
  expect(touched(load("own.daily", "append")).tables).toMatchObject([{ rows: 12 }]);
});

test("[WS121] [WO12] hosts, secrets and files are as the browser has them, and what nobody knows is said", () => {
  const found = touched(
    { kind: "host", name: "https://a.org" },
    { kind: "host", name: "https://b.org" },
    { kind: "host", name: "https://world.test" },
    { kind: "host" },
    { kind: "secret", name: "token" },
    { kind: "secret", name: "other" },
    { kind: "file", name: "orders" },
    { kind: "file", name: "own.daily" },
    { kind: "file", name: "gone.csv" },
  );
  expect(found.hosts).toEqual([
    { origin: "https://a.org", access: "allowed" },
    { origin: "https://b.org", access: "asked" },
    // Nobody is asked for what the app itself answers.
    { origin: "https://world.test", access: "answered" },
  ]);
  expect(found.secrets).toEqual([
    { name: "token", access: "granted" },
    { name: "other", access: "missing" },
  ]);
  expect(found.files).toEqual([
    { name: "orders.csv", state: "kept" },
    { name: "lost.csv", state: "missing" },
    { name: "planes.csv", state: "sample" },
    { name: "gone.csv", state: "missing" },
  ]);
  expect(found.unknown).toEqual(["host"]);
});
