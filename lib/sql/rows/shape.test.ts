import { tableFromIPC } from "@uwdata/flechette";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { batchesOf } from "./from-rows";
import { joinKinds, kindOf } from "./kind";
import { uniqueNames } from "./shape";

const typeOf = (values: unknown[]) => batchesOf({ x: values }).columns[0]?.type;

describe("rows in", () => {
  test.each<[string, unknown[]]>([
    ["BOOLEAN", [true, null, false]],
    ["BIGINT", [1, 2, undefined]],
    ["BIGINT", [1, 9007199254740993n]],
    ["HUGEINT", [1, 2n ** 64n]],
    ["DOUBLE", [1, 1.5]],
    ["DOUBLE", [-0]],
    ["DOUBLE", [1e300, Number.NaN]],
    ["VARCHAR", ["a", null]],
    ["VARCHAR", [null, undefined]],
    ["VARCHAR", []],
    ["VARCHAR", [1, "a"]],
    ["DOUBLE", [1.5, 2n, 100000000000000000000n]],
    ["VARCHAR", [1.5, 9007199254740993n]],
    ["TIMESTAMP", [new Date(0)]],
    ["BLOB", [new Uint8Array([1])]],
    ["BIGINT[]", [[1], [], null]],
    ["DOUBLE[]", [[1], [1.5]]],
    ["DOUBLE[]", [new Float64Array([0.5])]],
    ["VARCHAR[]", [[], [1, "a"]]],
    ['STRUCT("a" BIGINT, "b" VARCHAR)', [{ a: 1 }, { b: "x" }, {}]],
    ["MAP(VARCHAR, BIGINT)", [new Map([["k", 1]]), null, new Map()]],
    ["MAP(DOUBLE, BIGINT[])", [new Map([[1, [1]]]), new Map([[1.5, null]])]],
    [
      "VARCHAR",
      [
        new Map<unknown, number>([
          ["k", 1],
          [2, 2],
        ]),
      ],
    ],
    ["VARCHAR", [new Map([["k", 1]]), { k: 1 }]],
    ["VARCHAR", [{ a: 1 }, [1]]],
    ["VARCHAR", [{}]],
    ["VARCHAR", [{ a: 1, A: 2 }]],
    ["VARCHAR", [Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`k${i}`, i]))]],
  ])("[SQ33] %s (case %#)", (type, values) => {
    expect(typeOf(values)).toBe(type);
  });

  test("[SQ33] values of several kinds are text, objects JSON", () => {
    const { batches } = batchesOf({ x: [1, "a", true, new Date(0), { a: [1n, 2n ** 60n] }, null] });
    expect([...tableFromIPC(batches[0]!).getChild("x")]).toEqual([
      "1",
      "a",
      "true",
      "1970-01-01T00:00:00.000Z",
      '{"a":[1,"1152921504606846976"]}',
      null,
    ]);
  });

  test.each<[unknown, string]>([
    [() => 1, "it is a function"],
    [Symbol("x"), "it is a symbol"],
    [new Date(Number.NaN), "it is an invalid Date"],
    [2n ** 127n, "it is a bigint of more than 128 bits"],
    [/x/, "it is a RegExp"],
    [new Map([[null, 1]]), "it has the key null"],
    [
      new Map([
        [new Date(0), 1],
        [new Date(0), 2],
      ]),
      "two of its keys are the same",
    ],
    ["\ud83e", "its text has half a character (one half of a UTF-16 pair), which no table can hold"],
    [
      { x: "\udd86\ud83e" },
      "its text has half a character (one half of a UTF-16 pair), which no table can hold",
    ],
  ])("[SQ34] %s cannot be used", (value, reason) => {
    expect(() => batchesOf([{ a: 1 }, { a: 2, b: { c: [value] } }])).toThrow(
      expect.objectContaining({
        code: "rows/bad-value",
        message: `Row 2, column “b”: the value cannot be put into a table because ${reason}.`,
      }),
    );
  });

  test("[SQ34] what contains itself cannot be used", () => {
    const ring: unknown[] = [];
    ring.push(ring);
    expect(() => batchesOf([{ ring }])).toThrow(/contains itself/);
  });

  test("[SQ34] rows must be objects, columns equally long, and one column there at least", () => {
    expect(() => batchesOf([{ a: 1 }, 5] as never)).toThrow(
      expect.objectContaining({ code: "rows/bad-row" }),
    );
    expect(() => batchesOf({ a: [1], b: [] })).toThrow(expect.objectContaining({ code: "rows/bad-columns" }));
    expect(() => batchesOf({ a: 1 } as never)).toThrow(expect.objectContaining({ code: "rows/bad-columns" }));
    expect(() => batchesOf([])).toThrow(expect.objectContaining({ code: "rows/no-columns" }));
  });

  test("[SQ35] names that DuckDB cannot tell apart are numbered", () => {
    expect(uniqueNames(["a", "A", "", "a_1", "b\0", "__proto__"])).toEqual([
      "a",
      "A_1",
      "column2",
      "a_1_1",
      "b",
      "__proto__",
    ]);
  });

  test("[SQ33] the kind of a column does not depend on the order of its values", () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double(),
      fc.bigInt({ min: -(2n ** 126n), max: 2n ** 126n }),
      fc.string(),
      fc.date({ noInvalidDate: true }),
      fc.array(fc.oneof(fc.integer(), fc.string())),
    );
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(joinKinds(kindOf(a), kindOf(b))).toEqual(joinKinds(kindOf(b), kindOf(a)));
      }),
    );
  });
});
