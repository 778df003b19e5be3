import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSql } from "./sql-tables";

const catalogue = (text: string) => readSql(text).catalogue;
const tables = (text: string) => [...readSql(text).tables.keys()];

describe("tables that a query names", () => {
  test.each<[string, string[]]>([
    ["SELECT * FROM a", ["a"]],
    ["select x from a, b as c, d e, f", ["a", "b", "d", "f"]],
    ["FROM a SELECT x, y WHERE z", ["a"]],
    ["FROM a", ["a"]],
    [
      "SELECT * FROM a JOIN b ON a.x = b.x, c LEFT JOIN d USING (x, y) WHERE e IN (1, 2)",
      ["a", "b", "c", "d"],
    ],
    ["SELECT * FROM a ASOF JOIN b POSITIONAL JOIN c NATURAL JOIN d CROSS JOIN e", ["a", "b", "c", "d", "e"]],
    ['SELECT * FROM "my table" AS t, "a""b"', ["my table", 'a"b']],
    ["SELECT * FROM a o(x, y), b", ["a", "b"]],
    ["SELECT * FROM x: a, b", ["a", "b"]],
    ["SELECT 1 FROM a WHERE x = (SELECT max(y) FROM b) AND EXISTS (FROM c) GROUP BY z, w", ["a", "b", "c"]],
    ["SELECT * FROM (SELECT * FROM a) s, (b JOIN (c JOIN d ON true) ON true)", ["a", "b", "c", "d"]],
    ["(SELECT * FROM a) UNION ALL BY NAME (FROM b) EXCEPT SELECT * FROM c", ["a", "b", "c"]],
    ["SELECT * FROM ((SELECT * FROM a) UNION (SELECT * FROM b)) u", ["a", "b"]],
    [
      "SELECT EXTRACT(year FROM stamp), substring(s FROM 2), trim(both 'x' from t), trim(from t) FROM a",
      ["a"],
    ],
    ["SELECT extract(day FROM (SELECT max(d) FROM b)) FROM a", ["b", "a"]],
    ["SELECT * FROM a WHERE x IS DISTINCT FROM y AND x IS NOT DISTINCT FROM z", ["a"]],
    ["SELECT DISTINCT x FROM a", ["a"]],
    [
      "SELECT * FROM range(10), read_csv('x.csv') r, a, unnest([1, 2]), generate_series(1, (SELECT n FROM b))",
      ["a", "b"],
    ],
    ["SELECT * FROM 'file.csv', a", ["a"]],
    ["SELECT * FROM main.a, memory.main.b, c, c.list", ["c"]],
    ["SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.x = a.x)", ["a", "b"]],
    ["WITH c AS (SELECT * FROM a) SELECT * FROM c JOIN C ON true", ["a"]],
    [
      "WITH c AS (FROM a), d(x, y) AS MATERIALIZED (FROM c), e AS NOT MATERIALIZED (FROM d, b) FROM e, f",
      ["a", "b", "f"],
    ],
    ["WITH a AS (SELECT * FROM a WHERE x) SELECT * FROM a", ["a"]],
    ["WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n, a) FROM n", ["a"]],
    ["WITH RECURSIVE t(k) USING KEY (k) AS (FROM a UNION FROM t) FROM t", ["a"]],
    ["SELECT * FROM (WITH c AS (FROM a) FROM c), c", ["a", "c"]],
    ["WITH c AS (FROM a) FROM b WHERE x IN (WITH d AS (FROM c) FROM d, e)", ["a", "b", "e"]],
    ["PIVOT a ON year, month USING sum(x) GROUP BY y, z", ["a"]],
    ["PIVOT (SELECT * FROM a, b) ON year", ["a", "b"]],
    ["WITH c AS (FROM a) PIVOT c ON year", ["a"]],
    ["UNPIVOT a ON jan, feb INTO NAME month VALUE sales", ["a"]],
    ["SELECT * FROM a PIVOT (sum(x) FOR year IN (2020, 2021) GROUP BY c), b", ["a", "b"]],
    ["SELECT * FROM a UNPIVOT (v FOR n IN (x, y))", ["a"]],
    ["FROM (PIVOT a ON x) JOIN (SUMMARIZE b) ON true", ["a", "b"]],
    ["SUMMARIZE a", ["a"]],
    ["SUMMARIZE SELECT x, y FROM a", ["a"]],
    ["DESCRIBE a", ["a"]],
    ["DESCRIBE SELECT * FROM a", ["a"]],
    ["EXPLAIN ANALYZE SELECT * FROM a", ["a"]],
    ["TABLE a", ["a"]],
    ["VALUES (1, 2)", []],
    ["SELECT * FROM (VALUES (1), (2)) t(x), a", ["a"]],
    ["SELECT * FROM a WINDOW w AS (PARTITION BY x, y ORDER BY z) QUALIFY row_number() OVER w = 1", ["a"]],
    [
      "SELECT * EXCLUDE (x) REPLACE (y AS z), [v FOR v IN l], {k: 1, m: 2} FROM a TABLESAMPLE 10%, b LIMIT 3",
      ["a", "b"],
    ],
    [
      "SELECT 'x FROM b' || $$ FROM c $$ || $t$ FROM d $$ $t$ || e'\\' FROM f' -- FROM g\n/* FROM h /* i */ FROM j */ FROM a",
      ["a"],
    ],
    ["SELECT x::int[1], y FROM a", ["a"]],
    ["SELECT * FROM größe, a$b, _c1", ["größe", "a$b", "_c1"]],
    ["SELECT 1; SELECT * FROM a; FROM b", ["a", "b"]],
    ['SELECT ";" FROM a', ["a"]],
  ])("[NB30] %s", (text, expected) => {
    expect(tables(text)).toEqual(expected);
  });

  test("[NB31] $name is a parameter, once, and nothing else is", () => {
    const { parameters } = readSql(
      "SELECT $low, $1, '$no', \"$no\", $$ $no $$, a$no FROM t WHERE x < $low AND y > $high -- $no",
    );
    expect(parameters).toEqual(["low", "1", "high"]);
  });

  test("[NB32] layout and comments do not change what a query means", () => {
    const { meaning } = readSql("SELECT a,b FROM t WHERE x='y' AND \"z\"=$p");
    expect(readSql("SELECT a , b -- c\nFROM t /* d */ WHERE x = 'y'\n AND \"z\" = $p").meaning).toBe(meaning);
    for (const other of [
      "SELECT a,b FROM t WHERE x='y ' AND \"z\"=$p",
      "SELECT a,b FROM t WHERE x='y' AND z=$p",
    ])
      expect(readSql(other).meaning).not.toBe(meaning);
  });

  test("[NB30] any text is read", () => {
    const token = fc.constantFrom(
      ...[
        "FROM",
        "JOIN",
        "WITH",
        "RECURSIVE",
        "AS",
        "(",
        ")",
        ",",
        "a",
        "b",
        '"c',
        '"',
        "'",
        "$$",
        "$x",
        ";",
        "SELECT",
        "/*",
        "[",
        ":",
        ".",
      ],
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), fc.constantFrom(" ", ""), (words, space) => {
        const text = words.join(space);
        // In quotes, a quote is written twice.
        expect(tables(text).every((name) => text.includes(name.replaceAll('"', '""')))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("tables of the catalogue that a query names", () => {
  test.each<[string, string[]]>([
    ["SELECT * FROM warehouse.daily", ["warehouse.daily"]],
    ["FROM w.a JOIN w.b USING (x), w.A, (SELECT * FROM v.c)", ["w.a", "w.b", "v.c"]],
    ["WITH daily AS (FROM w.daily) FROM daily", ["w.daily"]],
    ['FROM "w"."order", w."x y"', ["w.order"]],
    ["SELECT w.daily.x FROM daily AS w", []],
    ["FROM w.fn(1), information_schema.tables, pg_catalog.pg_tables, main.a, TEMP.b, x.y.z", []],
    ["FROM 'a.csv', \"b.parquet\", 'https://a.b/c.d'", []],
  ])("NB30 %s", (text, names) => {
    expect(catalogue(text)).toEqual(names);
  });
});
