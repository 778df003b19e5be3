import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TableRef } from "../engine";
import { readSql } from "../notebook";
import { native } from "./native.suite";
import { functionsElsewhere, typesElsewhere } from "./sql-dialects";
import { answer, failureOf, newRig, queryOf } from "./engine.suite";

const { engine, store } = newRig();
let orders: TableRef;
beforeAll(async () => {
  orders = await engine.query(
    queryOf("SELECT range AS i, 'x' || range AS s, DATE '2024-01-01' + range::INTEGER AS day FROM range(5)"),
  );
});
afterAll(() => engine.close());

const ask = (
  text: string,
  parameters: Record<string, unknown> = {},
  tables: Record<string, TableRef> = { orders },
) => answer(engine, queryOf(text, tables, parameters));
const fail = (text: string, parameters: Record<string, unknown> = {}) =>
  failureOf(engine.query(queryOf(text, { orders }, parameters)));

describe("tables", () => {
  test("[SQ1] a query gives a table that stays in DuckDB", async () => {
    const table = await engine.query(queryOf("SELECT i, s FROM orders WHERE i < 3", { orders }, {}, "few"));
    expect(table).toEqual({
      kind: "table",
      name: "few",
      lineage: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      numRows: 3,
      schema: [
        { name: "i", type: "BIGINT" },
        { name: "s", type: "VARCHAR" },
      ],
    });
    expect((await engine.describe()).inMemory.map(({ lineage }) => lineage)).toContain(table.lineage);
  });

  test("[SQ3] a query whose lineage is kept runs nothing", async () => {
    const query = queryOf("SELECT 3 * range AS r FROM range(3)");
    const [first, shared] = await Promise.all([engine.query(query), engine.query(query)]);
    expect(shared).toEqual(first);
    const again = await engine.query({ ...query, name: "again" });
    expect(again).toEqual({ ...first, name: "again" });
  });

  test.each(["SELECT random() AS r FROM range(3)", "FROM orders USING SAMPLE 3 ROWS"])(
    "[SQ2] [SQ62] %s is another table each time, whose rows are kept with it",
    async (text) => {
      const query = queryOf(text, { orders });
      const [first, second] = await Promise.all([engine.query(query), engine.query(query)]);
      const third = await engine.query(query);
      expect(new Set([first, second, third].map(({ lineage }) => lineage)).size).toBe(3);
      for (const { lineage } of [first, second, third])
        expect(store.records.get(lineage)?.rows?.size).toBeGreaterThan(0);
      expect(engine.lineageOf.query(query)).not.toBe(engine.lineageOf.query(query));
    },
  );

  /** Names of functions that DuckDB does not call consistent, and of macros that call them or tell of the database. */
  const unsteady = `WITH f AS (SELECT * FROM duckdb_functions()),
    changing AS (SELECT function_name AS name FROM f WHERE stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY'))
    SELECT DISTINCT name FROM (
      SELECT name FROM changing
      UNION ALL SELECT function_name FROM f JOIN changing ON regexp_matches(macro_definition, '\\b' || name || '"?\\(')
      UNION ALL SELECT function_name FROM f WHERE regexp_matches(macro_definition, '\\b(?:current_timestamp|duckdb_\\w+|pragma_\\w+)\\b')
    ) WHERE name NOT IN ('error', 'histogram', 'histogram_values', 'duckdb_logs_parsed') ORDER BY name`;

  test("[SQ2] all functions count as changing that DuckDB says are, here and natively", async () => {
    const here = (await ask(unsteady)).map(({ name }) => String(name));
    const there = (await native(unsteady)).values[0] ?? [];
    expect(here.length).toBeGreaterThan(20);
    const steady = [...here, ...there].filter((name) => readSql(`SELECT ${name}()`).changing === undefined);
    expect(steady).toEqual([]);
  });

  test("[SQ4] the record is in the store when the table is there", async () => {
    const query = queryOf("SELECT i FROM orders", { orders });
    const table = await engine.query(query);
    expect(store.records.get(table.lineage)).toMatchObject({
      version: 1,
      ref: table,
      recipe: { type: "query", query },
    });
  });

  test("[SQ5] rows gives any part of a table, in its order", async () => {
    const table = await engine.query(queryOf("SELECT range AS i FROM range(1000) ORDER BY i DESC"));
    const first = async (offset: number, limit: number) =>
      (await engine.rows(table, offset, limit)).values[0];
    expect(await first(0, 2)).toEqual([999, 998]);
    expect(await first(199, 2)).toEqual([800, 799]);
    expect(await first(998, 10)).toEqual([1, 0]);
    expect(await first(1000, 10)).toEqual([]);
    expect(await first(5000, 10)).toEqual([]);
    expect((await engine.rows(table, 0, 1000)).numRows).toBe(1000);
  });

  test("[SQ5] a table with no rows, and one with 500 columns", async () => {
    const none = await engine.query(queryOf("FROM orders WHERE false", { orders }));
    expect(await engine.rows(none, 0, 10)).toEqual({ schema: none.schema, values: [[], [], []], numRows: 0 });
    const many = Array.from({ length: 500 }, (_, index) => `${index} AS c${index}`).join(", ");
    const wide = await engine.query(queryOf(`SELECT ${many}`));
    expect((await engine.rows(wide, 0, 1)).values.map(([value]) => value)).toEqual(
      Array.from({ length: 500 }, (_, index) => index),
    );
  });

  test("[SQ18] a table keeps its query's order, of more rows than one step has", async () => {
    const shuffled = await engine.query(queryOf("SELECT (range * 7919) % 300007 AS i FROM range(300007)"));
    const sorted = await engine.query(queryOf("FROM shuffled ORDER BY i DESC", { shuffled }));
    expect((await engine.rows(sorted, 299_000, 3)).values).toEqual([[1006, 1005, 1004]]);
  });
});

describe("what a query is", () => {
  test.each([
    ["SELECT i FROM orders LIMIT 1", [{ i: 0 }]],
    ["FROM orders SELECT i LIMIT 1;", [{ i: 0 }]],
    ["WITH o AS (FROM orders) SELECT max(i) AS m FROM o -- the end", [{ m: 4 }]],
    ["VALUES (1, 'a')", [{ col0: 1, col1: "a" }]],
    ["PIVOT (SELECT i % 2 AS g, i FROM orders) ON g USING sum(i)", [{ 0: 6, 1: 4 }]],
    [
      "UNPIVOT (SELECT 1 AS a, 2 AS b) ON a, b",
      [
        { name: "a", value: 1 },
        { name: "b", value: 2 },
      ],
    ],
    ["WITH orders AS (SELECT i FROM orders WHERE i > 3) SELECT i FROM orders", [{ i: 4 }]],
    ["SELECT Orders.i FROM ORDERS JOIN orders AS o USING (i) WHERE o.i = 2", [{ i: 2 }]],
    [
      "SELECT (SELECT max(i) FROM orders) AS m, count(*) AS n FROM orders AS a, orders AS b",
      [{ m: 4, n: 25 }],
    ],
    ["TABLE orders ORDER BY i LIMIT 0", []],
    ["(SELECT 1 AS x) UNION ALL (SELECT 2)", [{ x: 1 }, { x: 2 }]],
    ["SELECT 1 AS x; -- '\n ; /* $$ */", [{ x: 1 }]],
    ["/* ; */ SELECT ';' AS s, $$;$$ AS t", [{ s: ";", t: ";" }]],
    ["SELECT 1 AS x -- ; DROP", [{ x: 1 }]],
    ["SELECT 'é🦆' AS s, $x AS p", [{ s: "é🦆", p: 7 }]],
  ])("[SQ11] %s", async (text, rows) => {
    expect(await ask(text, text.includes("$x") ? { x: 7 } : {})).toEqual(rows);
  });

  test("[SQ11] SUMMARIZE, DESCRIBE and SHOW give rows too", async () => {
    expect(await ask("SELECT column_name FROM (DESCRIBE orders)")).toHaveLength(3);
    expect(await ask("SUMMARIZE orders")).toHaveLength(3);
    expect((await ask("DESCRIBE orders")).map((row) => row["column_name"])).toEqual(["i", "s", "day"]);
  });

  test.each([
    "",
    ";",
    "-- nothing",
    "DROP TABLE orders",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE orders",
    "INSERT INTO orders VALUES (1) RETURNING *",
    "UPDATE orders SET i = 1",
    "COPY orders TO 'x.csv'",
    "ATTACH ':memory:' AS m",
    "INSTALL httpfs",
    "LOAD json",
    "SET memory_limit = '1GB'",
    "PRAGMA enable_profiling",
    "CALL pragma_version()",
    "CREATE TABLE t AS SELECT 1",
    "USE memory",
    "EXPLAIN ANALYZE SELECT 1",
    "EXPLAIN DROP TABLE orders",
    "EXPLAIN EXPLAIN SELECT 1",
    "EXPORT DATABASE 'x'",
    "BEGIN",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
  ])("[SQ11] “%s” is none", async (text) => {
    expect(await fail(text)).toMatchObject({ name: "SqlError", code: "sql/not-a-query" });
  });

  test.each([
    "SELECT 1) ; DROP TABLE orders; (SELECT 2",
    "SELECT 1 \n) ; SELECT (2",
    "WITH x AS (SELECT 1) INSERT INTO orders SELECT 1",
    "SELECT 1 $$ ; $$ ; SELECT 2",
    "FROM (DROP TABLE orders)",
    "SELECT * FROM (INSERT INTO orders VALUES (1) RETURNING *)",
    "SELECT 1) ; -- c\n CREATE TABLE memory.main.evil AS SELECT 1; -- c\n (SELECT 2",
    "SELECT 1) ; /* c */ CREATE TABLE memory.main.evil AS SELECT 1 /* c */; /* c */ (SELECT 2",
  ])("[SQ11] “%s” does not get through", async (text) => {
    expect((await fail(text)).code).toMatch(/^sql\/(syntax|not-a-query)$/);
    expect(await ask("SELECT count(*) AS n FROM orders")).toEqual([{ n: 5 }]);
  });

  test("[SQ11] no text makes, drops or changes anything", async () => {
    const piece = fc.constantFrom(
      ..."SELECT 1|(|)|;|--|\n|/*|*/|'|\"|$$|$a$| |CREATE TABLE memory.main.evil AS SELECT 1|DROP VIEW orders|é".split(
        "|",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        await engine.query(queryOf(`SELECT 1${pieces.join("")}`, { orders })).catch(() => undefined);
      }),
      { numRuns: 300 },
    );
    const made = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'";
    expect(await ask(made)).toEqual([]);
    expect((await engine.describe()).losses).toBe(0);
  });

  test("[SQ11] blanks of web pages stand between words as others do, and in quotes for themselves", async () => {
    expect(
      await ask(
        "SELECT\u00a0i,\u202f'x\u00a0y'\u3000AS \"n\u00a0m\" -- don\u00a0't\nFROM\u00a0orders\u2003WHERE i\u00a0<\u00a01",
      ),
    ).toEqual([{ i: 0, "n\u00a0m": "x\u00a0y" }]);
  });

  test("[SQ15] text with NUL, at which DuckDB would stop reading, is refused", async () => {
    expect(await fail("SELECT 1 AS x \0 FROM nonsense")).toMatchObject({
      code: "sql/syntax",
      line: 1,
      column: 15,
    });
  });
});

describe("names", () => {
  test("[SQ12] queries at the same time mean different tables by one name", async () => {
    const tables = await Promise.all(
      [1, 2, 3].map((n) => engine.query(queryOf("SELECT $n AS n", {}, { n }))),
    );
    const answers = await Promise.all(
      tables.map((t) => answer(engine, queryOf("SELECT n FROM t, range(1000) GROUP BY n", { t }))),
    );
    expect(answers).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });

  test("[SQ12] a name may be of any kind, and hide one of DuckDB's", async () => {
    const names = ["a b", 'a"b;drop', "select", "Großes Ä", "main.orders", "range", "duckdb_tables"];
    const tables = Object.fromEntries(names.map((name) => [name, orders]));
    for (const name of names)
      expect(await ask(`SELECT count(*) AS n FROM "${name.replaceAll('"', '""')}"`, {}, tables)).toEqual([
        { n: 5 },
      ]);
  });

  test("[SQ12] a name with a schema, in any case, beside tables without one; one that was not given is not there", async () => {
    const few = await engine.query(queryOf("SELECT 7 AS i"));
    const tables = { orders, "warehouse.orders": few, "warehouse.order": few };
    const text = `SELECT orders.i AS one, w.i AS other FROM orders, Warehouse.Orders AS w, warehouse."order" AS o
      WHERE orders.i = 1`;
    expect(await ask(text, {}, tables)).toEqual([{ one: 1, other: 7 }]);
    expect(await ask("SELECT warehouse.orders.i, orders.i AS j FROM warehouse.orders", {}, tables)).toEqual([
      { i: 7, j: 7 },
    ]);
    const answers = await Promise.all(
      [orders, few].map((table) => ask("SELECT count(*) AS n FROM a.b", {}, { "a.b": table })),
    );
    expect(answers).toEqual([[{ n: 5 }], [{ n: 1 }]]);
    expect(await fail("FROM warehouse.orders")).toMatchObject({ code: "sql/missing-table" });
    expect(
      await ask("SELECT count(*) AS n FROM duckdb_databases() WHERE database_name LIKE 'names%'"),
    ).toEqual([{ n: 0 }]);
  });

  test("[SQ12] a table that was not given is not there, nor is a view of another query", async () => {
    expect(await failureOf(engine.query(queryOf("FROM orders")))).toMatchObject({
      code: "sql/missing-table",
    });
    expect(await fail(`FROM t_${orders.lineage}`)).toMatchObject({ code: "sql/missing-table" });
    expect((await fail("FROM ordrs")).message).toBe(
      'Table with name ordrs does not exist!\nDid you mean "orders"? (line 1, column 6)',
    );
    expect((await fail("FROM tt_1")).message).not.toMatch(/Did you mean/);
  });

  test("[SQ3] the same table twice, and a table made of itself", async () => {
    expect(await ask("SELECT count(*) AS n FROM a JOIN b USING (i)", {}, { a: orders, b: orders })).toEqual([
      { n: 5 },
    ]);
  });
});

describe("what a query cannot reach", () => {
  test.each([
    "FROM read_csv('/etc/passwd')",
    "FROM read_csv_auto('x.csv')",
    "FROM read_text('*')",
    "FROM read_blob('/x')",
    "FROM \"read_text\"('x')",
    "FROM system.main.read_text('x')",
    "FROM READ_TEXT /* x */ ('x')",
    "FROM read_text -- (\n ( /* x */ 'x')",
    "FROM glob('/**')",
    "FROM sniff_csv('x')",
    "FROM read_parquet('x.parquet')",
    "FROM query('FROM read_text(''x'')')",
    "FROM query_table('orders')",
    "FROM enable_logging()",
    "FROM 'http://localhost:1/x.csv'",
    "FROM 'x.csv'",
    "FROM '/etc/passwd.csv'",
  ])("[SQ13] %s", async (text) => {
    expect((await fail(text)).code).toMatch(/^sql\/(forbidden|missing-table)$/);
  });

  test("[SQ13] the directory of files is known, but of no use", async () => {
    const [row] = await ask("SELECT current_setting('allowed_directories')[1] AS dir");
    expect(row).toEqual({ dir: expect.stringMatching(/^\/files_[0-9a-f]{32}\/$/) as string });
    expect(await fail(`FROM '${String(row?.["dir"])}*'`)).toMatchObject({ name: "SqlError" });
  });

  test("[SQ13] names of functions are free as names", async () => {
    expect(await ask("SELECT 1 AS glob, 2 AS query, 'read_csv(' AS s, 'a' GLOB 'a' AS g")).toEqual([
      { glob: 1, query: 2, s: "read_csv(", g: true },
    ]);
  });
});

describe("parameters", () => {
  const now = new Date(Date.UTC(2024, 0, 2, 3, 4, 5, 678));
  test.each([
    ["null", null, null, "INTEGER"],
    ["a boolean", true, true, "BOOLEAN"],
    ["an integer", 5, 5, "INTEGER"],
    ["a large integer", 2 ** 40, 2 ** 40, "BIGINT"],
    ["a fraction", 0.1, 0.1, "DOUBLE"],
    ["minus zero", -0, -0, "DOUBLE"],
    ["infinity", Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, "DOUBLE"],
    ["a bigint", 9007199254740993n, 9007199254740993n, "BIGINT"],
    ["a huge bigint", 2n ** 100n, 2n ** 100n, "HUGEINT"],
    ["text", "it's; DROP TABLE x --", "it's; DROP TABLE x --", "VARCHAR"],
    ["a date", now, now, "TIMESTAMP"],
    ["the last date", new Date(8.64e15), new Date(8.64e15), "TIMESTAMP"],
    ["bytes", new Uint8Array([0, 39, 255]), new Uint8Array([0, 39, 255]), "BLOB"],
    ["an array", [1, null, 3], [1, null, 3], "INTEGER[]"],
    ["an array of text", ["a'", "b"], ["a'", "b"], "VARCHAR[]"],
    ["an empty array", [], [], "INTEGER[]"],
  ])("[SQ14] %s", async (_what, value, back, type) => {
    expect(await ask("SELECT $p AS p, typeof($p) AS type", { p: value })).toEqual([{ p: back, type }]);
  });

  test("[SQ14] are values where they stand: in comparisons, lists, limits and intervals, by name and number", async () => {
    expect(
      await ask("SELECT i FROM orders WHERE day >= $from AND i IN $list", {
        from: "2024-01-03",
        list: [1, 3],
      }),
    ).toEqual([{ i: 3 }]);
    expect(await ask("SELECT i FROM orders ORDER BY i LIMIT $1 OFFSET $2", { 1: 1, 2: 3 })).toEqual([
      { i: 3 },
    ]);
    expect(await ask("SELECT DATE '2024-01-01' + INTERVAL ($days) DAY AS d", { days: 2 })).toEqual([
      { d: new Date(Date.UTC(2024, 0, 3)) },
    ]);
    expect(await ask("SELECT '$p' AS s, $$ $p $$ AS t, 1 AS \"$p\"", {})).toEqual([
      { s: "$p", t: " $p ", $p: 1 },
    ]);
  });

  test("[SQ14] a parameter without a value, or of another kind, is an error, and so is one too many", async () => {
    expect(await fail("SELECT $q")).toMatchObject({ code: "sql/missing-parameter" });
    expect(await fail("SELECT $toString")).toMatchObject({ code: "sql/missing-parameter" });
    expect(await fail("SELECT ?")).toMatchObject({ code: "sql/syntax", line: 1, column: 8 });
    expect(await fail("SELECT $p", { p: { a: 1 } })).toMatchObject({ code: "sql/bad-parameter" });
    expect(await fail("SELECT $q", { q: undefined })).toMatchObject({ code: "sql/missing-parameter" });
    expect(await fail("SELECT $q", { q: [1, undefined] })).toMatchObject({ code: "sql/bad-parameter" });
    expect(await fail("SELECT $p", { p: 1, q: 2 })).toMatchObject({ code: "sql/unknown-parameter" });
    expect(await fail("SELECT 1 AS x", { unused: 5 })).toMatchObject({ code: "sql/unknown-parameter" });
    expect(await ask("SELECT $p AS x", { p: null })).toEqual([{ x: null }]);
  });

  test("[SQ14] a value that cannot be one is refused by its parameter's name", async () => {
    for (const [value, said] of [
      [{ a: 1 }, "$p cannot be an object: give null"],
      [new Map(), "$p cannot be an object: give null"],
      ["\ud800", "$p cannot be text with half a character"],
      [[1, "a", null], "$p is an array of numbers and text: give values of one kind"],
      [[true, 1n], "$p is an array of truth values and numbers"],
    ] as const)
      expect((await fail("SELECT $p", { p: value })).message).toContain(said);
    expect(await ask("SELECT $p AS p", { p: [1, 2n, null, 2.5] })).toEqual([{ p: [1, 2, null, 2.5] }]);
    const inList = await fail("SELECT i FROM orders WHERE s IN ($p)", { p: ["x1"] });
    expect(inList.message).toContain("For one of a list, write IN $p, without the brackets.");
  });

  test("[SQ14] a column without a name shows its parameters as they are written, and so do errors", async () => {
    expect(await ask("SELECT $p, $p + $q, 'getvariable(''z'')'", { p: 1, q: 2 })).toEqual([
      { $p: 1, "($p + $q)": 3, "'getvariable(''z'')'": "getvariable('z')" },
    ]);
    expect(await ask('SELECT $p, 2 AS "$p"', { p: 1 })).toEqual([{ "getvariable('p')": 1, $p: 2 }]);
    const error = await fail("SELECT sum($p)", { p: "text" });
    expect(error.message).not.toContain("getvariable");
  });
});

describe("errors", () => {
  test.each([
    ["SELEC 1", "sql/not-a-query", 1, 1],
    ["SELECT\n  FRM orders, x y z", "sql/syntax", 2, 19],
    ["SELECT 1 +", "sql/syntax", 1, 11],
    ["SELECT (1", "sql/syntax", 1, 10],
    ["SELECT 'abc", "sql/syntax", 1, 8],
    ["SELECT 1 /* abc", "sql/syntax", 1, 10],
    ["SELECT 'a' || $$abc", "sql/syntax", 1, 15],
    ["SELECT *\nFROM ordrs", "sql/missing-table", 2, 6],
    ["SELECT idx\nFROM orders", "sql/missing-column", 1, 8],
    ["-- why\n\nSELECT i\nFROM orders\r\nWHERE nope > 1", "sql/missing-column", 5, 7],
    ["SELECT '🦆日本', idx FROM orders", "sql/missing-column", 1, 16],
    ["\tSELECT\tidx FROM orders", "sql/missing-column", 1, 9],
    ["SELECT $long_name, $long_name, idx FROM orders", "sql/missing-column", 1, 32],
    ["SELECT foo(1)", "sql/missing-function", 1, 8],
    ["SELECT sum(s) FROM orders", "sql/types", 1, 8],
    ["SELECT s::INTEGER FROM orders", "sql/conversion", 1, 9],
    ["SELECT\n  i,\n  error('boom')\nFROM orders", "sql/failed", 3, undefined],
    ["SELECT i,\n  i + 9223372036854775807\nFROM orders", "sql/failed", 2, undefined],
    ["\nSELECT i\nFROM orders\nGROUP BY 7", "sql/types", 4, undefined],
  ])("[SQ16] %j: %s at %s:%s", async (text, code, line, column) => {
    const error = await fail(text, text.includes("$long_name") ? { long_name: 1 } : {});
    expect({ name: error.name, code: error.code, line: error.line, column: error.column }).toEqual({
      name: "SqlError",
      code,
      line,
      column,
    });
  });

  test("[SQ16] in a line that DuckDB shows only in part", async () => {
    const columns = Array.from({ length: 60 }, (_, index) => `i + ${index} AS column_${index}`).join(", ");
    const text = `SELECT ${columns}, nope, ${columns} FROM orders`;
    expect(await fail(text)).toMatchObject({ line: 1, column: text.indexOf("nope") + 1 });
    const broken = text.replace("nope", "nope nope nope");
    expect(await fail(broken)).toMatchObject({
      code: "sql/syntax",
      line: 1,
      column: broken.indexOf("nope") + 11,
    });
  });

  test.each([
    ['SELECT * FROM orders WHERE s = "Ulm"', "Text stands in single quotes: 'Ulm'."],
    ["SELECT `i` FROM orders", 'not in backticks: "i".'],
    ["SELECT i, `s` AS t FROM orders", 'not in backticks: "s".'],
    ["SELECT i s day FROM orders", "A comma may be missing before “day”"],
    ["SELECT TOP 5 * FROM orders", "write LIMIT 5 at the end"],
    ["SELECT i FROM orders WHERE s = :city", "is written $city"],
    ["SELECT i FROM orders WHERE s = @city", "is written $city"],
    ["SELECT [i] FROM [dbo].[orders]", 'not in brackets: "dbo"'],
    ["SELECT SAFE_CAST(s AS BIGINT) FROM orders", "In place of SAFE_CAST, write TRY_CAST."],
    ["SELECT i FROM orders WHERE s RLIKE 'R.*'", "write regexp_matches(text, 'pattern')"],
    ["SELECT i FROM orders MINUS SELECT i FROM orders", "write EXCEPT"],
    ["SELECT * FROM orders o CROSS APPLY (SELECT 1) x", "write CROSS JOIN LATERAL"],
    ["SELECT * EXCEPT (i) FROM orders", "write * EXCLUDE (…)"],
    ["SELECT * FROM orders a, orders b WHERE a.i = b.i(+)", "LEFT JOIN b ON a.id = b.id"],
    ["SELECT * FROM order", "“order” is a word of SQL"],
    ["SELECT * FROM orders a JOIN orders b", "ON a.id = b.id, or USING (id)"],
    ["SELECT * FROM orders a JOIN orders b WHERE a.i > 1", "ON a.id = b.id, or USING (id)"],
    ["SELECT * FROM orders LIMIT 1, 2", "write LIMIT 2 OFFSET 1."],
    ["SELECT i FROM orders WHERE sum(i) > 5 GROUP BY i", "stands in HAVING"],
    ["SELECT i FROM orders WHERE ROWNUM <= 2", "write LIMIT 10 at the end"],
    ["SELECT i FROM orders WHERE s = ‘Ulm’", "in straight ones, 'Ulm'"],
    ["SELECT “i” FROM orders", 'a name in double ones, "i"'],
    ["SELECT s + '!' FROM orders", "put together with ||"],
    ["SELECT sum(s) FROM orders", "write TRY_CAST(column AS DOUBLE)"],
    ["SELECT s / 2 FROM orders", "write TRY_CAST(column AS DOUBLE)"],
    ["SELECT s::INTEGER FROM orders", "TRY_CAST in place of CAST"],
    ["SELECT (SELECT i FROM orders) FROM orders", "by max(…) or LIMIT 1"],
    ["SELECT * FROM {{ ref('orders') }}", "There are no templates here: write the name of a table"],
    ["SELCT i FROM orders", "“SELCT” begins no query: did you mean SELECT?"],
    ["CREATE TABLE x AS SELECT 1", "“CREATE” begins no query: write one statement"],
  ])("[SQ16] %s: what to write is said", async (text, said) => {
    expect((await fail(text)).message).toContain(said);
  });

  test.each(Object.entries(functionsElsewhere))(
    "[SQ16] %s of another database: to write is %s, which works",
    async (name, instead) => {
      expect((await fail(`SELECT ${name}(i, s) FROM orders`)).message).toContain(`here: write ${instead}.`);
      const values = "SELECT 1 AS a, 2 AS b, '01.02.2024' AS text, '.' AS part, DATE '2024-01-01' AS day";
      const isText = ["to_number"].includes(name);
      await ask(`SELECT ${instead} AS x FROM (${isText ? values.replace("01.02.2024", "1.5") : values})`);
    },
  );

  test.each(Object.entries(typesElsewhere))(
    "[SQ16] the type %s of another database: to write is %s, which works",
    async (name, instead) => {
      expect((await fail(`SELECT CAST(i AS ${name}) FROM orders`)).message).toContain(
        `here: write ${instead}.`,
      );
      await ask(`SELECT CAST(NULL AS ${instead}) AS x`);
    },
  );

  test.each(['SELECT "idx" FROM orders', "SELECT nope FROM orders", "SELECT * FROM orders WHERE (i > 1"])(
    "[SQ16] %s: no advice that does not fit",
    async (text) => {
      expect((await fail(text)).message).not.toMatch(/single quotes|comma|TRY_CAST/);
    },
  );

  test("[SQ16] DuckDB's words are kept", async () => {
    expect((await fail("SELECT idx FROM orders")).message).toBe(
      'Referenced column "idx" not found in FROM clause!\nCandidate bindings: "i" (line 1, column 8)',
    );
    expect((await fail("SELECT 1 +")).message).toBe(
      "syntax error at the end of the query (line 1, column 11)",
    );
  });

  test.each([
    ["SELECT timezone('UTC', now())", "This query needs the ICU extension"],
    ["SELECT TIMESTAMP '2024-01-01' AT TIME ZONE 'Europe/Rome'", "This query needs the ICU extension"],
    ["SELECT now() - INTERVAL 7 DAYS", "as in now()::TIMESTAMP - INTERVAL 1 DAY"],
    ["SELECT now()::DATE", "needs the ICU extension"],
    ["SELECT date_trunc('day', now())", "needs the ICU extension"],
    ["SELECT '{}'::JSON", "“JSON” needs the json extension"],
    ["SELECT {'a': 1}->>'a'", "needs the json extension"],
    ["SELECT st_point(1, 2)", "needs the spatial extension"],
  ])("[SQ17] %s", async (text, said) => {
    const error = await fail(text);
    expect(error).toMatchObject({ code: "sql/missing-extension" });
    expect(error.message).toContain(said);
    expect((await engine.describe()).losses).toBe(0);
  });

  test.each([
    ["current_date", "now()::TIMESTAMP::DATE"],
    ["today()", "now()::TIMESTAMP::DATE"],
    ["current_time", "now()::TIMESTAMP::TIME"],
    ["localtime", "now()::TIMESTAMP::TIME"],
    ["localtimestamp", "now()::TIMESTAMP"],
  ])("[SQ17] %s is there without it, in UTC", async (text, plain) => {
    expect(
      await ask(`SELECT ${text} = ${plain} AS same, typeof(${text}) = typeof(${plain}) AS like_it`),
    ).toEqual([{ same: true, like_it: true }]);
  });

  test("[SQ11] EXPLAIN gives the plan as a table, with parameters and errors as of the query itself", async () => {
    const [row] = await ask("-- why?\nEXPLAIN SELECT i FROM orders WHERE i > $least;", { least: 2 });
    expect(row?.["explain_key"]).toBe("physical_plan");
    expect(row?.["explain_value"]).toMatch(/orders|SEQ_SCAN/);
    expect(await fail("EXPLAIN SELECT *\nFROM ordrs")).toMatchObject({
      code: "sql/missing-table",
      line: 2,
      column: 6,
    });
    expect(await ask("SELECT count(*) AS n FROM orders")).toEqual([{ n: 5 }]);
  });

  test("[SQ17] what an error says to write in the place of times with a zone can be written", async () => {
    const text = `SELECT now()::TIMESTAMP - INTERVAL 1 DAY < now()::TIMESTAMP, now()::TIMESTAMP::DATE - 1 < now()::TIMESTAMP::DATE,
      now()::TIMESTAMP::TIME IS NOT NULL, date_trunc('day', now()::TIMESTAMP) <= now()::TIMESTAMP`;
    const { values } = await engine.rows(await engine.query(queryOf(text)), 0, 1);
    expect(values.map(([value]) => value)).toEqual([true, true, true, true]);
  });
});
