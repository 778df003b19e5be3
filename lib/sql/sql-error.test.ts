import { describe, expect, test } from "vitest";
import { readFault, sqlError } from "./sql-error";

const fault = (message: string, sent = "") => readFault(new Error(message), sent);
const explain = (message: string) => sqlError(fault(message), undefined, undefined);

describe("DuckDB's errors", () => {
  test("[SQ16] text and JSON are both read", () => {
    const sent = "CREATE TABLE x AS FROM (\nselect nope from t\n)";
    const place = { line: 2, index: 7 };
    expect(
      fault(
        'Binder Error: Referenced column "nope" not found!\nCandidates: "i"\n\nLINE 2: select nope from t\n               ^',
        sent,
      ),
    ).toEqual({ kind: "Binder", message: 'Referenced column "nope" not found!\nCandidates: "i"', place });
    const json = {
      exception_type: "Parser",
      exception_message: 'syntax error at or near "nope"\n\nLINE 2: select nope from t\n               ^',
    };
    expect(fault(JSON.stringify(json), sent)).toEqual({
      kind: "Parser",
      message: 'syntax error at or near "nope"',
      place,
    });
  });

  test("[SQ16] a place that is shown twice is read once", () => {
    const shown = "\n\nLINE 2: SELEC 1\n              ^";
    expect(fault(`Parser Error: syntax error at or near "1"${shown}${shown}`, "FROM (\nSELEC 1\n)")).toEqual({
      ...{ kind: "Parser", message: 'syntax error at or near "1"', place: { line: 2, index: 6 } },
    });
  });

  test("[SQ16] a place in a long line, of which DuckDB shows a part, is found", () => {
    const line = `select ${"i as aaaa, ".repeat(30)}nope, ${"i as bbbb, ".repeat(30)}1`;
    const shown = line.slice(line.indexOf("nope") - 60, line.indexOf("nope") + 50);
    const message = `Binder Error: no\n\nLINE 1: ...${shown}...\n${" ".repeat("LINE 1: ...".length + 60)}^`;
    expect(fault(message, line).place?.index).toBeGreaterThan(0);
    expect(line.slice(fault(message, line).place?.index).startsWith("nope")).toBe(true);
  });

  test.each([
    ["select '日本語', nope", 12],
    ["select '🦆', nope", 11],
    ["\tselect\t1,\tnope", 11],
    ["select 'e\u0301', nope", 12],
  ])("[SQ16] columns of a terminal are turned into places of the text: %j", (line, index) => {
    const width = { 日: 2, 本: 2, 語: 2, "🦆": 2, "\t": 0, "\u0301": 0 } as Record<string, number>;
    const before = Array.from(line.slice(0, index)).reduce((sum, each) => sum + (width[each] ?? 1), 0);
    expect(fault(`Binder Error: no\n\nLINE 1: ${line}\n${" ".repeat(8 + before)}^`, line).place?.index).toBe(
      index,
    );
  });

  test.each([
    ['Catalog Error: Table with name ordrs does not exist!\nDid you mean "orders"?', "sql/missing-table"],
    ["Catalog Error: Scalar Function with name foo does not exist!", "sql/missing-function"],
    ['Binder Error: Referenced table "z" not found!', "sql/missing-column"],
    ["Binder Error: No function matches the given name and argument types 'sum(VARCHAR)'.", "sql/types"],
    ["Conversion Error: Could not convert string 'abc' to INT32", "sql/conversion"],
    ["Out of Memory Error: could not allocate", "sql/out-of-memory"],
    ["Permission Error: Cannot access file", "sql/forbidden"],
    ["Invalid Input Error: boom", "sql/failed"],
    ["something else", "sql/failed"],
  ])("[SQ16] %j has the code %s", (message, code) => {
    expect(explain(message).code).toBe(code);
  });

  test("[SQ16] a suggestion is kept, unless it is a name that the author cannot know", () => {
    const missing = "Catalog Error: Table with name x does not exist!\nDid you mean ";
    expect(explain(`${missing}"orders"?`).message).toMatch(/Did you mean "orders"/);
    expect(explain(`${missing}"tables_1.t_2"?`).message).not.toMatch(/Did you mean/);
    expect(explain(`${missing}"pg_am"?`).message).not.toMatch(/Did you mean/);
    expect(explain(`${missing}"duckdb_constraints"?`).message).not.toMatch(/Did you mean/);
  });

  test.each([
    [
      'Catalog Error: Scalar Function with name "json_extract" is not in the catalog, but it exists in the json extension.',
      "“json_extract” needs the json extension",
    ],
    [
      "Extension Autoloading Error: An error occurred while trying to automatically install the required extension 'icu': no",
      "This query needs the ICU extension",
    ],
    [
      "Binder Error: No function matches the given name and argument types '-(TIMESTAMP WITH TIME ZONE, INTERVAL)'.",
      "now()::TIMESTAMP",
    ],
  ])("[SQ17] %j names what lacks", (message, said) => {
    expect(explain(message).code).toBe("sql/missing-extension");
    expect(explain(message).message).toContain(said);
  });

  test("[SQ17] a list of candidates with a zone in it is no sign of a missing extension", () => {
    const message =
      "Binder Error: No function matches 'date_trunc(INTEGER)'.\n\tdate_trunc(TIMESTAMP WITH TIME ZONE)";
    expect(explain(message).code).toBe("sql/types");
  });
});
