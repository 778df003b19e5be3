import { afterAll, describe, expect, test } from "vitest";
import { newRig, objects } from "../engine.suite";

const { engine } = newRig();
afterAll(() => engine.close());

const when = new Date(Date.UTC(2024, 1, 29, 12, 0, 0, 5));
const rows = [
  {
    flag: true,
    int: 1,
    big: 9007199254740993n,
    huge: 2n ** 100n,
    double: 1.5,
    text: "it's 🦆",
    when,
    bytes: new Uint8Array([0, 255]),
    none: null,
    list: [1, null],
    struct: { a: 1, b: ["x"] },
    map: new Map([["a", 1n]]),
    maps: [new Map([[1, { when }]])],
    mixed: 1,
  },
  {
    flag: null,
    int: undefined,
    big: 1,
    huge: null,
    double: Number.POSITIVE_INFINITY,
    text: "",
    when: new Date(-1),
    bytes: new Uint8Array(),
    list: [],
    struct: { b: [] },
    map: new Map([
      ["b", null],
      ["", 2n ** 70n],
    ]),
    maps: [new Map(), null],
    mixed: { a: 1 },
    late: true,
  },
];

describe("rows in", () => {
  test("[SQ33] values of every kind, as rows", async () => {
    const table = await engine.fromRows(rows, "t");
    expect(Object.fromEntries(table.schema.map(({ name, type }) => [name, type]))).toEqual({
      flag: "BOOLEAN",
      int: "BIGINT",
      big: "BIGINT",
      huge: "HUGEINT",
      double: "DOUBLE",
      text: "VARCHAR",
      when: "TIMESTAMP",
      bytes: "BLOB",
      none: "VARCHAR",
      list: "BIGINT[]",
      struct: "STRUCT(a BIGINT, b VARCHAR[])",
      map: "MAP(VARCHAR, HUGEINT)",
      maps: 'MAP(BIGINT, STRUCT("when" TIMESTAMP))[]',
      mixed: "VARCHAR",
      late: "BOOLEAN",
    });
    expect(objects(await engine.rows(table, 0, 10))).toEqual([
      { ...rows[0], map: new Map([["a", 1]]), mixed: "1", late: null },
      { ...rows[1], int: null, none: null, struct: { a: null, b: [] }, mixed: '{"a":1}' },
    ]);
  });

  test("[SQ33] columns, among them typed arrays, and none of any length", async () => {
    const table = await engine.fromRows({ a: [1, 2], b: new Float64Array([0.5, 1]) as never }, "t");
    expect(objects(await engine.rows(table, 0, 10))).toEqual([
      { a: 1, b: 0.5 },
      { a: 2, b: 1 },
    ]);
    expect(await engine.fromRows({ a: [], b: [] }, "t")).toMatchObject({
      numRows: 0,
      schema: [
        { name: "a", type: "VARCHAR" },
        { name: "b", type: "VARCHAR" },
      ],
    });
  });

  test("[SQ2] [SQ3] the same rows are the same table", async () => {
    const one = await engine.fromRows([{ a: 1 }], "one");
    expect(await engine.fromRows({ a: [1] }, "two")).toEqual({ ...one, name: "two" });
    expect((await engine.fromRows([{ a: 2 }], "one")).lineage).not.toBe(one.lineage);
  });

  test("[SQ33] rows of a table give that table's values back", async () => {
    const table = await engine.fromRows(rows, "t");
    const again = await engine.fromRows(objects(await engine.rows(table, 0, 10)), "again");
    expect(again.lineage).toBe(table.lineage);
  });

  test("[SQ33] many rows keep their order", async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ i: index, s: `row ${index}` }));
    const table = await engine.fromRows(many, "many");
    expect(table.numRows).toBe(100_000);
    expect(objects(await engine.rows(table, 59_999, 3))).toEqual(many.slice(59_999, 60_002));
  });

  test("[SQ34] a value that no table can hold names its row and column", async () => {
    await expect(engine.fromRows([{ a: 1 }, { a: () => 1 }], "t")).rejects.toMatchObject({
      code: "rows/bad-value",
      message: "Row 2, column “a”: the value cannot be put into a table because it is a function.",
    });
  });

  test("[SQ35] hostile names are names", async () => {
    const table = await engine.fromRows(
      [{ 'a"b': 1, A: 2, a: 3, "": 4, ["__proto__"]: 5, "x;DROP": 6 }],
      "t",
    );
    expect(table.schema.map(({ name }) => name)).toEqual([
      'a"b',
      "A",
      "a_1",
      "column3",
      "__proto__",
      "x;DROP",
    ]);
    expect((await engine.rows(table, 0, 1)).values).toEqual([[1], [2], [3], [4], [5], [6]]);
  });
});
