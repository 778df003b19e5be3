import { expect, test } from "vitest";
import { Tab } from "./open-session";

/** Values of every kind in a table, each beside what becomes of it: its type and what is shown, or why it is refused. */
const kinds: readonly (readonly [code: string, became: string])[] = [
  ["true", "BOOLEAN true"],
  ["-0", "DOUBLE -0.0"],
  ["2n ** 100n", "HUGEINT 1267650600228229401496703205376"],
  ["NaN", "DOUBLE nan"],
  ["''", "VARCHAR "],
  ["undefined", "VARCHAR null"],
  ["new Date(5)", "TIMESTAMP 1970-01-01 00:00:00.005"],
  ["new Uint8Array([0, 65])", "BLOB \\x00A"],
  ["new ArrayBuffer(2)", "BLOB \\x00\\x00"],
  ["new Float64Array([0.5])", "DOUBLE[] [0.5]"],
  ["new BigInt64Array([2n])", "BIGINT[] [2]"],
  ["[1, null]", "BIGINT[] [1, NULL]"],
  [
    "{ at: new Date(0), in: [{ b: 1 }] }",
    `STRUCT("at" TIMESTAMP, "in" STRUCT(b BIGINT)[]) {'at': '1970-01-01 00:00:00', 'in': [{'b': 1}]}`,
  ],
  ["new Map([[{ k: 1 }, 'v']])", "MAP(STRUCT(k BIGINT), VARCHAR) {{'k': 1}=v}"],
  ["new Map([[1, 'v'], ['1', 'w']])", 'VARCHAR [{"key":1,"value":"v"},{"key":"1","value":"w"}]'],
  ["[new Uint8Array([7]), 'x', NaN]", "VARCHAR[] ['[7]', x, NaN]"],
  ["Object.assign(Object.create(null), { a: 1 })", "STRUCT(a BIGINT) {'a': 1}"],
  ["() => 1", "it is a function"],
  ["Symbol('x')", "it is a symbol"],
  ["{ deep: [() => 1] }", "it is a function"],
  ["/x/", "it is a RegExp"],
  ["new Set([1])", "it is a Set"],
  ["new Error('x')", "it is an Error"],
  ["new Date(NaN)", "it is an invalid Date"],
  ["2n ** 200n", "it is a bigint of more than 128 bits"],
  ["new (class Money { amount = 1 })()", "it is a Money"],
  ["Promise.resolve(1)", "it is a Promise: await it first"],
  ["new WeakMap()", "it is a WeakMap"],
  ["new URL('https://a.test')", "it is a URL"],
  ["new DataView(new ArrayBuffer(1))", "it is a DataView"],
  ["new Proxy({ a: 1 }, {})", "it cannot be copied: give plain data"],
  ["new Map([[null, 1]])", "it has the key null"],
  ["'\\ud83e'", "its text has half a character (one half of a UTF-16 pair), which no table can hold"],
];

test("[SQ33] [SQ34] a value of any kind is stored as what it is, or refused with its row and column", async () => {
  const cases = kinds.map(([code]) => `[${JSON.stringify(code)}, () => (${code})]`);
  const notebook = await (
    await Tab.open()
  ).openNew({
    kind: "ts",
    text: `const main = flow(async () => {
  const became = [];
  for (const [code, make] of [${cases.join(", ")}]) {
    try {
      const table = await fromRows([{ v: null }, { v: make() }]);
      const text = await sql\`SELECT v::VARCHAR AS text FROM \${table}\`;
      became.push({ code, became: table.schema[0].type + " " + (await text.toArray())[1].text });
    } catch (error) {
      became.push({ code, became: error.message });
    }
  }
  return await fromRows(became);
});`,
  });
  expect(await notebook.run()).toBe("Completed");
  const refused = (reason: string) =>
    `Row 2, column “v”: the value cannot be put into a table because ${reason}.`;
  expect(await notebook.rows(0)).toEqual(
    kinds.map(([code, became]) => ({ code, became: /^it[s ]/.test(became) ? refused(became) : became })),
  );
  await notebook.close();
});
