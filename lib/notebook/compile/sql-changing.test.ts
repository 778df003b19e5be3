import { expect, test } from "vitest";
import { readSql } from "./sql-tables";

test.each([
  ["SELECT now()", "now()"],
  ["SELECT NOW ( )::TIMESTAMP", "NOW()"],
  ['SELECT "random"() * 2', "random()"],
  ["SELECT pg_catalog.now()", "pg_catalog"],
  ["SELECT main.uuid()", "uuid()"],
  ["SELECT * FROM t WHERE day >= current_date - 7", "current_date"],
  ["SELECT /* when */ Current_Timestamp -- now", "Current_Timestamp"],
  ["SELECT localtime", "localtime"],
  ["SELECT today()", "today()"],
  ["FROM t SELECT age(born)", "age()"],
  ["SELECT age(max(born, 1))", "age()"],
  ["SELECT nextval('s')", "nextval()"],
  ["WITH r AS (SELECT gen_random_uuid() AS id) FROM r", "gen_random_uuid()"],
  ["FROM t USING SAMPLE 10%", "USING SAMPLE"],
  ["FROM t USING SAMPLE reservoir(50 ROWS)", "USING SAMPLE"],
  ["SELECT * FROM t TABLESAMPLE 10 PERCENT", "TABLESAMPLE"],
  ["FROM duckdb_tables()", "duckdb_tables()"],
  ["FROM duckdb_tables", "duckdb_tables"],
  ["FROM information_schema.columns", "information_schema"],
  ["FROM sqlite_master", "sqlite_master"],
  ["SHOW ALL TABLES", "SHOW ALL"],
  ["SHOW TABLES", "SHOW TABLES"],
])("[NB101] %s gives another table each time", (text, what) => {
  expect(readSql(text).changing).toBe(what);
});

test.each([
  "SELECT 'now()' AS s, $$random()$$ AS t -- now()",
  "SELECT now, random FROM t",
  "SELECT t.current_date FROM t",
  "SELECT 1 AS current_date",
  'SELECT "current_date" FROM t',
  "SELECT age(a, b) FROM t",
  "SELECT age(a, max(b)) FROM t",
  "SELECT sample, error('no') FROM t",
  "FROM t USING SAMPLE 10% (system, 377)",
  "FROM t USING SAMPLE reservoir(50 ROWS) REPEATABLE (100)",
  "FROM t TABLESAMPLE 10% REPEATABLE (3)",
  "FROM t TABLESAMPLE reservoir(10%) REPEATABLE (3)",
  "SHOW t",
  "DESCRIBE t",
  "SELECT getvariable('x'), $day::DATE",
  "FROM t JOIN u USING (id)",
])("[NB101] %s is a function of its tables and parameters", (text) => {
  expect(readSql(text).changing).toBeUndefined();
});
