import { describe, expect, test } from "vitest";
import type { CellId } from "../../base";
import { readsOf, type Touch } from "../compiled";
import { cellOf, compiled, sql } from "./compile.suite";

const touches = (...cells: Parameters<typeof compiled>) =>
  (cellOf(compiled(...cells), 1).touches ?? []).map(textOf);
const textOf = (touch: Touch) =>
  [touch.kind, touch.name ?? "?", ...(touch.kind === "load" ? [touch.mode ?? "?"] : [])].join(" ");

describe("[NB78] what a cell reaches outside the notebook", () => {
  for (const [code, ...expected] of [
    ["const a = task(async (t) => await load(t, 'w.daily'))", "load w.daily replace"],
    ["const a = task(async (t) => load(t, `w.daily`, { mode: 'append' }))", "load w.daily append"],
    ["const to = 'w.daily', a = task(async (t) => load(t, to, { mode: to }))", "load w.daily ?"],
    ["const a = task(async (t, how) => load(t, 'w.' + t.name, how))", "load ? ?"],
    ["const a = task(async (t, how) => load(t, 'w.daily', { ...how, mode: 'append' }))", "load w.daily ?"],
    ["const a = task(() => readFile('x.csv')), b = task((f) => readFile(f))", "file x.csv", "file ?"],
    [
      "const a = task(() => Secret.load('token')), b = task((s) => Secret.load(s))",
      "secret token",
      "secret ?",
    ],
    ["const a = task({ resultStorage: S3Bucket.load('bucket') }, () => 1)", "secret bucket", "host ?"],
    ["const a = task(() => fetch('https://api.example.com/v1?x=1'))", "host https://api.example.com"],
    ["const a = task((id) => fetch(`https://api.example.com/v1/${id}`))", "host https://api.example.com"],
    ["const at = 'http://127.0.0.1:8080/x', a = task(() => fetch(at))", "host http://127.0.0.1:8080"],
    ["const a = task((host) => fetch(`https://${host}/x`))", "host ?"],
    ["const a = task((port) => fetch(`https://example.com${port}/x`))", "host ?"],
    ["const a = task(() => new WebSocket('wss://live.example.com'))", "host wss://live.example.com"],
    ["const a = task(() => new XMLHttpRequest())", "host ?"],
    ["const a = task(() => 1) // fetch('https://example.com')"],
    ["const a = task((cache) => cache.load('x'))"],
    ["const load = (t, name) => name, a = task((t) => load(t, 'w.daily'))"],
    [
      "const a = task(() => fetch('https://x.org/1')), b = task(() => fetch('https://x.org/2'))",
      "host https://x.org",
    ],
  ] as const)
    test(code, () => {
      expect(touches(code)).toEqual(expected);
    });

  test("a query reaches nothing", () => {
    expect(cellOf(compiled(sql("a", "SELECT 'https://example.com'")), 1)).not.toHaveProperty("touches");
  });
});

test("[NB79] what the text of each name refers to, each once, as the notebook spells it", () => {
  const { cells } = compiled(
    sql("Orders", "SELECT 1 AS n"),
    sql("daily", "SELECT * FROM orders JOIN orders AS b USING (n), rates, elsewhere"),
    "const rates = [{ n: 1 }]; const factor = 2; const twice = (n) => n * factor;",
    "const one = task((n) => n > 0 ? one(n - 1) : twice(n) + twice(n)); const main = flow(() => [one(1), daily()])",
  );
  expect(Object.assign({}, ...Object.values(cells).map(({ uses }) => uses))).toEqual({
    Orders: [],
    daily: ["Orders", "rates"],
    rates: [],
    factor: [],
    twice: ["factor"],
    one: ["twice"],
    main: ["one", "daily"],
  });
});

test("[NB79] what a cell reads of others is what all its names refer to there", () => {
  const notebook = compiled(
    sql("clean", "SELECT 1 AS n"),
    sql("daily", "SELECT * FROM clean, Clean AS b, elsewhere"),
    "const factor = 2; const twice = (n) => n * factor;",
    "const one = task((n) => twice(n)); const main = flow(async () => [one(1), await daily(), await clean(), twice(2)])",
  );
  const reads = Object.keys(notebook.cells).map((id) => readsOf(notebook, id as CellId));
  expect(reads).toEqual([[], ["clean"], [], ["twice", "daily", "clean"]]);
  expect(readsOf(notebook, "gone" as CellId)).toEqual([]);
});
