import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { newRig, queryOf } from "../../sql/engine.suite";
import { tableDifference } from "./table-difference";

const { engine } = newRig();
afterAll(() => engine.close());

const tableOf = (text: string) => engine.query(queryOf(text));
const differ = async (earlier: string, later: string) =>
  await tableDifference(engine, await tableOf(earlier), await tableOf(later));

const orders =
  "SELECT * FROM (VALUES (1, 'Bern', 2.5), (2, 'Basel', 3.5), (3, 'Chur', 4.5)) AS t(id, city, sum)";
const same = { columnsAdded: [], columnsRemoved: [], columnsRetyped: [], key: ["id"], added: 0, removed: 0 };

/** Columns of types that are compared in ways of their own, made of a number. */
const rare = (i: string) =>
  Object.entries({
    ...{
      list: `[${i}, NULL]`,
      struct: `{'a': ${i}, 'b': [${i}]}`,
      map: `MAP {'k': ${i}}`,
      fixed: `array_value(${i}, 0)`,
    },
    ...{
      either: `union_value(num := ${i})`,
      blob: `encode(chr((65 + ${i})::INTEGER))`,
      bits: `(${i})::INTEGER::BIT`,
    },
    ...{
      span: `to_days((${i})::INTEGER)`,
      big: `(${i})::HUGEINT`,
      nan: `CASE ${i} WHEN 1 THEN 'NaN' ELSE '1' END::DOUBLE`,
    },
  })
    .map(([name, text]) => `${text} AS ${name}`)
    .join(", ");
const rareNames = ["list", "struct", "map", "fixed", "either", "blob", "bits", "span", "big"];

describe("WS137 a table is compared with an earlier one", () => {
  const cases: Record<string, readonly [string, string, object]> = {
    "the same rows, in another order": [
      orders,
      `${orders} ORDER BY id DESC`,
      { ...same, changed: 0, cells: [] },
    ],
    "rows are added, removed and changed": [
      orders,
      "SELECT * FROM (VALUES (2, 'Basel', 9.5), (3, NULL, 9.5), (4, 'Genf', 1.5)) AS t(id, city, sum)",
      {
        ...{ added: 1, removed: 1, changed: 2, key: ["id"] },
        cells: [
          { column: "city", changed: 1 },
          { column: "sum", changed: 2 },
        ],
      },
    ],
    "columns are added, removed and of another type": [
      orders,
      "SELECT id::BIGINT AS id, city, 1 AS \"new \"\"one\" FROM (VALUES (1, 'Bern'), (2, 'Basel')) AS t(id, city)",
      {
        ...{ columnsAdded: ['new "one'], columnsRemoved: ["sum"], key: ["city"], removed: 1, changed: 0 },
        columnsRetyped: [{ name: "id", earlier: "INTEGER", later: "BIGINT" }],
      },
    ],
    "values of a column of numbers of another type are compared, and others are said not to be": [
      orders,
      "SELECT id, id + 7 AS city, CASE id WHEN 2 THEN 9 ELSE sum END::DOUBLE AS sum FROM (SELECT id::INTEGER AS id, sum FROM (VALUES (1, 2.5), (2, 3.5), (3, 4.5)) AS t(id, sum))",
      {
        ...{ key: ["id"], added: 0, removed: 0, changed: 1, cells: [{ column: "sum", changed: 1 }] },
        columnsRetyped: [
          { name: "city", earlier: "VARCHAR", later: "INTEGER", isCompared: false },
          { name: "sum", earlier: "DECIMAL(2,1)", later: "DOUBLE", isCompared: true },
        ],
      },
    ],
    "values of another type of number are compared where no column tells rows apart": [
      "SELECT 1 AS n FROM range(3)",
      "SELECT n::DOUBLE AS n FROM (VALUES (1), (1), (2)) AS t(n)",
      { key: [], added: 1, removed: 1, changed: 0 },
    ],
    "whole numbers of another type are compared to the last digit": [
      "SELECT id, 9007199254740993 + id AS n FROM range(2) t(id)",
      "SELECT id, (9007199254740993 + 2 * id)::HUGEINT AS n FROM range(2) t(id)",
      { key: ["id"], added: 0, removed: 0, changed: 1, cells: [{ column: "n", changed: 1 }] },
    ],
    "two columns together tell rows apart": [
      "SELECT a, b, 0 AS n FROM range(3) r(a), range(3) s(b)",
      "SELECT a, b, 1 AS n FROM range(3) r(a), range(4) s(b) WHERE a > 0",
      { key: ["a", "b"], added: 2, removed: 3, changed: 6, cells: [{ column: "n", changed: 6 }] },
    ],
    "two columns tell rows apart, and by chance a third": [
      "SELECT * FROM (VALUES ('n', 1, 10), ('n', 2, 20), ('s', 1, 30)) AS t(region, month, total)",
      "SELECT * FROM (VALUES ('n', 1, 11), ('n', 2, 20), ('s', 1, 33), ('s', 2, 40)) AS t(region, month, total)",
      {
        ...{ key: ["region", "month"], added: 1, removed: 0, changed: 2 },
        cells: [{ column: "total", changed: 2 }],
      },
    ],
    "an id that is not the first column": [
      "SELECT * FROM (VALUES ('Bern', 1), ('Bern', 2), ('Chur', 3)) AS t(city, id)",
      "SELECT * FROM (VALUES ('Bern', 1), ('Genf', 2), ('Bern', 3)) AS t(city, id)",
      { key: ["id"], added: 0, removed: 0, changed: 2 },
    ],
    "no column tells rows apart": [
      "SELECT 1 AS n FROM range(3)",
      "SELECT 1 AS n FROM range(2) UNION ALL SELECT NULL FROM range(2)",
      { key: [], added: 2, removed: 1, changed: 0, cells: [] },
    ],
    "one row has no key": [
      "SELECT nullif(i, 0) AS id, i % 2 AS n FROM range(4) r(i)",
      "SELECT nullif(i, 0) AS id, 1::BIGINT AS n FROM range(4) r(i)",
      { key: [], added: 2, removed: 2, changed: 0 },
    ],
    "a column has another name": [
      orders,
      "SELECT id, city AS town, sum FROM (VALUES (1, 'Bern', 2.5), (2, 'Basel', 3.5), (3, 'Chur', 4.5)) AS t(id, city, sum)",
      { ...same, columnsAdded: ["town"], columnsRemoved: ["city"], changed: 0, cells: [] },
    ],
    "a name in other letters": [
      "SELECT 1 AS a, 2 AS City",
      "SELECT 1 AS a, 2 AS city",
      { key: ["a"], columnsAdded: ["city"], columnsRemoved: ["City"], added: 0, removed: 0, changed: 0 },
    ],
    "columns of nested and rare types": [
      `SELECT i AS id, ${rare("i")} FROM range(3) r(i)`,
      `SELECT i AS id, ${rare("i + (i = 2)::INTEGER")} FROM range(3) r(i)`,
      {
        key: ["id"],
        added: 0,
        removed: 0,
        changed: 1,
        cells: rareNames.map((column) => ({ column, changed: 1 })),
      },
    ],
    "nested and rare types without a key": [
      `SELECT ${rare("1")} FROM range(3)`,
      `SELECT ${rare("1")} FROM range(2) UNION ALL SELECT ${rare("2")} FROM range(2)`,
      { key: [], added: 2, removed: 1, changed: 0, cells: [] },
    ],
    "100,000 rows": [
      "SELECT i % 7 AS a, i % 11 AS b, i AS id, i::VARCHAR AS s FROM range(100000) r(i)",
      "SELECT i % 7 AS a, i % 11 AS b, i AS id, (i - i % 2)::VARCHAR AS s FROM range(100000) r(i)",
      { key: ["id"], added: 0, removed: 0, changed: 50_000 },
    ],
    "nothing in common": ["SELECT 1 AS a", "SELECT 1 AS b FROM range(2)", { key: [], added: 2, removed: 1 }],
    "empty tables": ["SELECT 1 AS a WHERE false", "SELECT 1 AS a", { key: ["a"], added: 1, removed: 0 }],
  };
  for (const [title, [earlier, later, difference]] of Object.entries(cases))
    test(title, async () => {
      expect(await differ(earlier, later)).toMatchObject(difference);
    });

  test("any rows, as one would count them by hand", async () => {
    const row = fc.record({ id: fc.integer({ min: 0, max: 6 }), n: fc.integer({ min: 0, max: 2 }) });
    const rows = fc.uniqueArray(row, { selector: ({ id }) => id, minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(rows, rows, async (before, after) => {
        const [earlier, later] = [await engine.fromRows(before, "t"), await engine.fromRows(after, "t")];
        const { added, removed, changed } = await tableDifference(engine, earlier, later);
        const was = new Map(before.map(({ id, n }) => [id, n]));
        const is = new Map(after.map(({ id, n }) => [id, n]));
        expect({ added, removed, changed }).toEqual({
          added: after.filter(({ id }) => !was.has(id)).length,
          removed: before.filter(({ id }) => !is.has(id)).length,
          changed: after.filter(({ id, n }) => was.has(id) && was.get(id) !== n).length,
        });
      }),
      { numRuns: 20 },
    );
  });
});
