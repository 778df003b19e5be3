import { describe, expect, test } from "vitest";
import { columnList, selectList, survivesFile } from "./columns";
import { duckTypeText, parseDuckType } from "./duck-type";

const same = (_name: string, text: string) => text;

describe("DuckDB's types", () => {
  test.each([
    "INTEGER",
    "TIMESTAMP WITH TIME ZONE",
    "DECIMAL(18,3)",
    "INTEGER[]",
    "VARCHAR[3][3]",
    'STRUCT("a" INTEGER, "b c" VARCHAR[])',
    "MAP(VARCHAR, DECIMAL(4,1))[]",
    "ENUM('DUCK', 'it''s, (odd)')",
    'STRUCT("quote""d" MAP(INTEGER, STRUCT("x" TIME)))',
  ])("[SQ29] %s is read and written", (text) => {
    expect(duckTypeText(parseDuckType(text), same)).toBe(text);
  });

  test("[SQ29] unquoted field names and unions are read", () => {
    expect(parseDuckType("STRUCT(a INTEGER, b UNION(num INTEGER, str VARCHAR))")).toEqual({
      kind: "struct",
      fields: [
        { name: "a", type: { kind: "scalar", name: "INTEGER", text: "INTEGER" } },
        { name: "b", type: { kind: "scalar", name: "UNION", text: "UNION(num INTEGER, str VARCHAR)" } },
      ],
    });
  });

  test.each(["integer", "STRUCT(a)", "INTEGER[", "MAP(VARCHAR)", "AGGREGATE_STATE<sum(INTEGER)>", "FOO(1)"])(
    "[SQ29] what cannot be read, such as %s, is selected as text and kept in no file",
    (type) => {
      expect(parseDuckType(type)).toEqual({ kind: "scalar", name: type, text: type });
      expect(selectList([{ name: "a", type }], "file")).toBe('CAST("a" AS VARCHAR) AS "a"');
      expect(survivesFile([{ name: "a", type }])).toBe(false);
    },
  );

  test("[SQ29] what Arrow would lose is selected as text", () => {
    const columns = [
      { name: "i", type: "INTERVAL" },
      { name: "n", type: "INTEGER" },
      { name: "s", type: "STRUCT(t TIME, n INTEGER)[]" },
    ];
    expect(selectList(columns, "values")).toBe(
      `CAST("i" AS VARCHAR) AS "i", "n", CAST("s" AS STRUCT("t" VARCHAR, "n" INTEGER)[]) AS "s"`,
    );
    expect(selectList(columns, "file")).toBe(`CAST("i" AS VARCHAR) AS "i", "n", "s"`);
  });

  test("[SQ9] a union does not survive a file", () => {
    expect(survivesFile([{ name: "a", type: "ENUM('x')[]" }])).toBe(true);
    expect(survivesFile([{ name: "a", type: "UNION(a INTEGER)[]" }])).toBe(false);
  });

  test("[SQ15] columns are named with quotes", () => {
    expect(columnList([{ name: 'a"b', type: "INTEGER" }])).toBe('"a""b" INTEGER');
  });

  test.each([
    "INTEGER); DROP TABLE x; --",
    "TIMESTAMP(3); DROP TABLE x",
    "ENUM(a); DROP TABLE x",
    "ENUM('a'; DROP TABLE x)",
    "ENUM('a', (SELECT 1))",
    "STRUCT(a INTEGER); DROP TABLE x",
    "UNION(a INTEGER)",
    "VARCHAR DEFAULT (SELECT 1)",
    "VARCHAR COLLATE NOCASE",
  ])("[SQ15] a stored type such as “%s” makes no SQL", (type) => {
    const columns = [{ name: "a", type }];
    expect(() => columnList(columns)).toThrow(expect.objectContaining({ code: "sql/bad-type" }));
    expect(selectList(columns, "values")).toBe('CAST("a" AS VARCHAR) AS "a"');
  });
});
