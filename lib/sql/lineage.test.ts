import { describe, expect, test } from "vitest";
import type { Query, TableRef } from "../engine";
import { fileLineage, queryLineage, rowsLineage } from "./lineage";

const table = (lineage: string, name = "t"): TableRef => ({
  kind: "table",
  name,
  lineage,
  schema: [],
  numRows: 0,
});
const query = (change: Partial<Query> = {}): Query => ({
  text: "FROM a WHERE x = $x",
  name: "result",
  tables: { a: table("1") },
  parameters: { x: 5 },
  ...change,
});

describe("lineage", () => {
  test("[SQ2] is the same for the same text, values and tables, whatever they are called", () => {
    const same = query({ name: "other", tables: { a: table("1", "renamed") }, parameters: { x: 5 } });
    expect(queryLineage(same)).toBe(queryLineage(query()));
    const parameters = { b: 1, a: 2 };
    expect(queryLineage(query({ parameters }))).toBe(queryLineage(query({ parameters: { a: 2, b: 1 } })));
  });

  test.each<[string, Partial<Query>]>([
    ["text", { text: "FROM a" }],
    ["a value", { parameters: { x: 6 } }],
    ["a value's type", { parameters: { x: "5" } }],
    ["a table", { tables: { a: table("2") } }],
    ["a table's name in the text", { tables: { b: table("1") } }],
  ])("[SQ2] changes with %s", (_what, change) => {
    expect(queryLineage(query(change))).not.toBe(queryLineage(query()));
  });

  test("[SQ2] of files and rows changes with content, format, settings and columns", () => {
    const lineages = [
      fileLineage("h", "csv", {}),
      fileLineage("i", "csv", {}),
      fileLineage("h", "tsv", {}),
      fileLineage("h", "csv", { skip: 1 }),
      rowsLineage([], "h"),
      rowsLineage([{ name: "a", type: "BIGINT" }], "h"),
    ];
    expect(new Set(lineages).size).toBe(lineages.length);
  });
});
