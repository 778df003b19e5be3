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

describe("WS107 a table is compared with an earlier one", () => {
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
    "two columns together tell rows apart": [
      "SELECT a, b, 0 AS n FROM range(3) r(a), range(3) s(b)",
      "SELECT a, b, 1 AS n FROM range(3) r(a), range(4) s(b) WHERE a > 0",
      { key: ["a", "b"], added: 2, removed: 3, changed: 6, cells: [{ column: "n", changed: 6 }] },
    ],
    "no column tells rows apart": [
      "SELECT 1 AS n FROM range(3)",
      "SELECT 1 AS n FROM range(2) UNION ALL SELECT NULL FROM range(2)",
      { key: [], added: 2, removed: 1, changed: 0, cells: [] },
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
