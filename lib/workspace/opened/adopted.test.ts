import { expect, test } from "vitest";
import { newIds } from "../../base";
import { parseNotebook } from "../../notebook";
import { memoryStores } from "../../storage";
import { Library } from "../library";
import { orders, recordedRun } from "../../share/realistic.suite";
import type { SharedNotebook } from "../../share";
import { askedThere, cameAlong as keptOf } from "./came-along";
import { isTypeText } from "./sample-file";

const newId = newIds(Date.now, Math.random);

test("[OP6] a backup and a copy keep where a notebook came from", async () => {
  const stores = memoryStores();
  const library = new Library(stores, newId, (path) => `https://runnel.example/${path}`);
  const { notebook } = parseNotebook("# Here\n", newId);
  const sampled = { rows: 2, of: 9 };
  const data = [{ name: "a", file: "a.csv", schema: [{ name: "day", type: "DATE" }], sampled }];
  const asked = { flow: "main", parameters: '{"least":7}' };
  const cameFrom = { kind: "link", address: "r1x", at: 5, text: "abc", data, asked } as const;
  const id = await library.keep(notebook, [{ file: "a.csv", hash: "h", format: "csv" }], cameFrom);
  const { record } = await library.read(id);
  expect(record).toMatchObject({ origin: "import", cameFrom, files: { "a.csv": "h" } });
  const copy = await library.read(await library.copy(notebook, record));
  expect(copy.record).toMatchObject({ origin: "import", cameFrom });

  const { file } = await stores.backup();
  const other = memoryStores();
  await other.restore(file, "add");
  expect((await other.notebooks.read(id))?.cameFrom).toEqual(cameFrom);
  expect((await other.notebooks.list())[0]).not.toHaveProperty("cameFrom");
});

test("[OP7] a type in a link is a type or nothing", () => {
  for (const type of [
    ...["BIGINT", "DECIMAL(18,2)", "TIMESTAMP WITH TIME ZONE", "INTEGER[]", "INTEGER[3][]"],
    ...['STRUCT(a INTEGER, "b "" c" VARCHAR)[]', "MAP(VARCHAR, DOUBLE)", "ENUM('a', 'it''s')"],
  ])
    expect([type, isTypeText(type)]).toEqual([type, true]);
  for (const text of [
    ...[
      "",
      "INTEGER) FROM x; --",
      "INTEGER, 1",
      "INTEGER) AS a, (SELECT 1",
      "INT; SELECT 1",
      "a -- b",
      "a /* b",
    ],
    ...["'x", "INTEGER(", "(SELECT 1)", "a = b", "x::y", 'a"', "$1"],
  ])
    expect([text, isTypeText(text)]).toEqual([text, false]);
});

test("[OP12] [OP13] a copy keeps the columns of its data and what its flow was asked with, as far as they are small", async () => {
  const shared = { notebook: "", parameters: { least: 7, to: ["de"] }, data: [orders(3)] };
  const { notebook } = parseNotebook("```csv name=orders src=o.csv\n```\n", newId);
  const cameAlong = (of: SharedNotebook, made?: ReadonlySet<string>) =>
    keptOf({ notebook, shared: of }, made);
  const run = await recordedRun();
  const kept = cameAlong({ ...shared, run });
  const { schema } = orders(3);
  expect(kept.data).toEqual([{ name: "orders", file: "o.csv", schema }]);
  // A file that was made of some of its rows is known to be a sample.
  const sampled = { rows: 3, of: 120 };
  expect(cameAlong(shared, new Set(["o.csv"])).data).toEqual([{ ...kept.data?.[0], sampled }]);
  const whole = { ...shared, data: [{ ...orders(3), numRows: 3 }] };
  expect(cameAlong(whole, new Set(["o.csv"])).data).toEqual(kept.data);
  expect(kept.asked?.flow).toBe("report");
  expect(askedThere(kept)).toEqual({ least: 7, to: ["de"] });
  expect(cameAlong(shared).asked).toEqual({ parameters: '{"least":7,"to":["de"]}' });
  expect(cameAlong({ ...shared, parameters: {}, data: [{ ...orders(3), schema: [] }], run })).toEqual({});

  const wide = Array.from({ length: 1000 }, (_, n) => ({ name: `c${n}`.padEnd(80, "x"), type: "BIGINT" }));
  const data = ["a", "b"].map((name) => ({ ...orders(1), name, schema: wide }));
  const bounded = cameAlong({ ...shared, data, parameters: { text: "x".repeat(20_000) } });
  expect(bounded.data?.map(({ name }) => name)).toEqual(["a"]);
  expect(bounded.asked).toBeUndefined();
});

test("[OP13] what a copy was asked with is values by name, or nothing, whoever wrote it", () => {
  for (const parameters of ["", "{", "null", "7", "[1]", "{}", '"a"'])
    expect([parameters, askedThere({ asked: { parameters } })]).toEqual([parameters, undefined]);
  expect(askedThere({})).toBeUndefined();
  const hostile = askedThere({ asked: { parameters: '{"__proto__":{"x":1},"a":2}' } });
  expect(Object.keys(hostile ?? {})).toEqual(["__proto__", "a"]);
  expect(hostile).not.toHaveProperty("x");
});
