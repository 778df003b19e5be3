import { afterAll, describe, expect, test } from "vitest";
import { anyColumns, anyRows } from "./any-value.suite";
import { newRig, queryOf } from "./engine.suite";
import { native } from "./native.suite";

const { engine } = newRig();
afterAll(() => engine.close());

describe("rows to look at", () => {
  test("[SQ45] values of every type, drawn at random, are what native DuckDB prints", async () => {
    const text = anyRows(Object.keys(anyColumns), 15, 1);
    const table = await engine.query(queryOf(text));
    const expected = await native(text);
    expect(table.schema).toEqual(expected.schema);
    const shown = await engine.texts(table, 0, table.numRows);
    table.schema.forEach(({ name }, index) => {
      expect(shown.values[index], name).toEqual(expected.values[index]);
    });
  });

  test("[SQ45] rows at some positions are those, in their order", async () => {
    const table = await engine.query(queryOf("SELECT range AS n, range / 2 AS half FROM range(300000)"));
    const { values, numRows } = await engine.textsAt(table, [0, 7, 131_072, 299_999]);
    expect(numRows).toBe(4);
    expect(values).toEqual([
      ["0", "7", "131072", "299999"],
      ["0.0", "3.5", "65536.0", "149999.5"],
    ]);
  });

  test("[SQ45] what is very long ends with an ellipsis", async () => {
    const text =
      "SELECT repeat('🦆', 10001) AS s, repeat('🦆', 10000) AS whole, repeat('x', 1001)::BLOB AS b, range(9000) AS l";
    const { values } = await engine.texts(await engine.query(queryOf(text)), 0, 1);
    const [s, whole, b, l] = values.map(([value]) => value);
    expect(s).toBe(`${"🦆".repeat(10_000)}…`);
    expect(whole).toBe("🦆".repeat(10_000));
    expect(b).toBe(`${"x".repeat(1000)}…`);
    expect(l).toMatch(/^\[0, 1, .*…$/);
  });
});
