import { describe, expect, test } from "vitest";
import { newIds } from "../../base";
import { parseNotebook } from "../../notebook";
import type { DataSample } from "../../share";
import { missingFiles, withStandIns, type StandIns } from "./stand-ins";

const text = `\`\`\`csv name=flights src=flights.csv
\`\`\`

\`\`\`parquet name=rates src=rates.parquet
\`\`\`

\`\`\`csv name=orders src="All orders.csv"
\`\`\`

\`\`\`csv name=days src=days.csv
\`\`\`

\`\`\`csv name=inline
a
1
\`\`\`
`;
const sample = (name: string, format: string, numSampled: number): DataSample => ({
  ...{ name, format, schema: [{ name: "day", type: "DATE" }], numRows: 3, numSampled },
  values: [Array.from({ length: numSampled }, () => "2026-01-01")],
});
const { notebook } = parseNotebook(text, newIds(Date.now, Math.random));
const data = [
  ...[sample("flights", "csv", 0), sample("orders", "csv", 2), sample("days", "csv", 3)],
  // Rows of a file that only code reads become no file.
  sample("codes.json", "json", 3),
];
const opened = { notebook, shared: { notebook: text, parameters: {}, data } };
const missing = missingFiles(opened);
const picked = (...names: string[]) => names.map((name) => ({ file: new File(["a"], name) }));
const names = (standIns: StandIns) =>
  Object.fromEntries([...standIns].map(([file, one]) => [file, one.file.name]));
const given = (...files: string[]) => {
  const { standIns, left } = withStandIns(new Map(), missing, picked(...files));
  return [names(standIns), left.map(({ file }) => file.name)];
};

describe("[OP11] a file that did not come along", () => {
  test("is named with its columns, also one that only code reads; one whose rows all came is not missing", () => {
    expect(missing.map(({ file, cell, schema }) => [file, cell, schema.length])).toEqual([
      ["flights.csv", "flights", 1],
      ["rates.parquet", "rates", 0],
      ["All orders.csv", "orders", 1],
      ["codes.json", undefined, 1],
    ]);
    const along = missingFiles({ ...opened, files: picked("flights.csv", "codes.json") });
    expect(along.map(({ file }) => file)).toEqual(["rates.parquet", "All orders.csv"]);
  });

  test("is stood in for by the file of its name, else by the only one of its format; what is for none is told", () => {
    expect(given("FLIGHTS.csv")).toEqual([{ "flights.csv": "FLIGHTS.csv" }, []]);
    expect(given("mine.csv")).toEqual([{ "flights.csv": "mine.csv" }, []]);
    expect(given("mine.parquet", "mine.json")).toEqual([
      { "rates.parquet": "mine.parquet", "codes.json": "mine.json" },
      [],
    ]);
    // Rows of it came along: only who names it means it.
    expect(given("all orders.csv")).toEqual([{ "All orders.csv": "all orders.csv" }, []]);
    expect(given("mine.csv", "flights.csv")).toEqual([{ "flights.csv": "flights.csv" }, ["mine.csv"]]);
    expect(given("a.csv", "b.csv", "c.tsv")).toEqual([{ "flights.csv": "a.csv" }, ["b.csv", "c.tsv"]]);
  });

  test("is stood in for by any file, where it is the only one; a later file of its name takes the place", () => {
    const first = withStandIns(new Map(), missing.slice(0, 1), picked("mine.parquet"));
    expect(names(first.standIns)).toEqual({ "flights.csv": "mine.parquet" });
    const second = withStandIns(first.standIns, missing.slice(0, 1), picked("other.csv", "flights.csv"));
    expect(names(second.standIns)).toEqual({ "flights.csv": "flights.csv" });
    expect(second.left.map(({ file }) => file.name)).toEqual(["other.csv"]);
    expect(withStandIns(new Map(), [], picked("a.csv")).left).toHaveLength(1);
    expect(withStandIns(new Map(), missing.slice(0, 1), picked("a.md")).left).toHaveLength(1);
  });
});
