import { describe, expect, test } from "vitest";
import { brief, file, opened } from "../brought.suite";

const cellsOf = async (text: string, ...more: readonly File[]) =>
  brief(await opened(file("s.sql", text), ...more));

describe("[EX20] an SQL script", () => {
  test("is a cell for each statement, with the comment above it", async () => {
    expect(await cellsOf("-- All of it\nSELECT 1;\n\n/* more */ FROM t\n;\n")).toEqual([
      "sql query: -- All of it\nSELECT 1",
      "sql query_2: /* more */ FROM t",
    ]);
  });

  test("is not cut within strings, names, dollar quotes and comments", async () => {
    const whole = [
      "SELECT 'a;b', 'it''s;', e'\\';'",
      'SELECT 1 AS "a;""b"',
      "SELECT $$;$$, $x$;$$;$x$",
      "SELECT 1 -- ; no\n  , 2 /* ; /* ; */ ; */",
    ];
    expect(await cellsOf(whole.join(";\n"))).toEqual(
      whole.map((text, index) => `sql ${index === 0 ? "query" : `query_${index + 1}`}: ${text}`),
    );
  });

  test.each([
    ["CREATE TABLE daily AS SELECT 1", "sql daily: SELECT 1"],
    ["create or replace temp view Daily as\nfrom t", "sql Daily: from t"],
    ["CREATE TABLE IF NOT EXISTS a AS (SELECT 1)", "sql a: (SELECT 1)"],
    ["-- Why\nCREATE TABLE a AS WITH b AS (SELECT 1) FROM b", "sql a: -- Why\nWITH b AS (SELECT 1) FROM b"],
    ['CREATE TABLE "order" AS SELECT 1', "sql order_data: SELECT 1"],
    ["CREATE TABLE a.b AS SELECT 1", "~~~sql\nCREATE TABLE a.b AS SELECT 1\n~~~"],
    ["CREATE TABLE a (b INT)", "~~~sql\nCREATE TABLE a (b INT)\n~~~"],
    ["INSERT INTO a VALUES (1); SET x = 1", "~~~sql\nINSERT INTO a VALUES (1);\n\nSET x = 1\n~~~"],
    ["CREATE TABLE orders AS SELECT * FROM read_csv('data/orders.csv')", "csv orders: orders.csv"],
    ["CREATE VIEW o AS FROM 'orders.parquet'", "parquet o: orders.parquet"],
    ["CREATE VIEW o AS FROM 'data/*.parquet'", "sql o: FROM 'data/*.parquet'"],
    ["-- Only words\n-- in two lines", "Only words\nin two lines"],
  ])("%j is %j", async (text, cell) => {
    expect(await cellsOf(text)).toEqual([cell]);
  });

  test("has the data that came along as cells, but for what it reads itself", async () => {
    const script = "CREATE TABLE orders AS FROM 'orders.csv'; SELECT * FROM cities";
    const along = [file("orders.csv", "a\n1\n"), file("cities.json", "[]")];
    expect(await cellsOf(script, ...along)).toEqual([
      "json cities: cities.json",
      "csv orders: orders.csv",
      "sql query: SELECT * FROM cities",
    ]);
  });

  test.each([
    "*".repeat(500_000),
    "/*".repeat(200_000),
    "$a$".repeat(100_000) + "$b$",
    "'".repeat(500_001),
    "(".repeat(400_000),
    "-".repeat(1_000_000),
  ])("[EX3] is read in bounded time (%#)", async (text) => {
    expect(await cellsOf(text)).toBeInstanceOf(Array);
  });

  test("of DuckDB's own UI is read as its database has it", async () => {
    const notebook = {
      cells: [
        { query: "FROM t;", useDatabase: "memory", cellId: 1, isActive: true },
        { query: null, cellId: 2 },
        { query: "CREATE TABLE b AS SELECT 2", cellId: 3 },
      ],
      ...{
        currentDatabase: "memory",
        viewMode: { mode: "default" },
        version: 1,
        notebookSerializationFormat: 3,
      },
    };
    const cells = ["sql query: FROM t", "sql b: SELECT 2"];
    const plain = JSON.stringify(notebook);
    for (const text of [
      plain,
      JSON.stringify({ json: notebook }),
      JSON.stringify({ title: "Mine", json: plain }),
      JSON.stringify([{ json: plain }]),
    ])
      expect(brief(await opened(file("exported.json", text)))).toEqual(cells);
    await expect(opened(file("e.json", '{"notebookSerializationFormat":3}'))).rejects.toThrow(
      "“e.json” is no notebook",
    );
  });
});
