import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TableRef } from "../engine";
import { anyColumns, anyRows } from "./any-value.suite";
import { newRig, queryOf } from "./engine.suite";
import { native } from "./native.suite";
import { identifier, literal } from "./quote";

const { engine } = newRig();
afterAll(() => engine.close());

const names = Object.keys(anyColumns);
let table: TableRef;
beforeAll(async () => {
  table = await engine.query(queryOf(anyRows(names, 15, 2)));
});

/** What a column of a type is once it was in a CSV file: each of these types is told from its values. */
function typeInCsv(type: string): string {
  if (type.endsWith("]")) return "VARCHAR";
  if (/^(BOOLEAN|DOUBLE|DATE|TIME|TIMESTAMP|TIMESTAMP_NS|HUGEINT)$/.test(type)) return type;
  if (/^TIMESTAMP/.test(type)) return "TIMESTAMP";
  if (/^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(type)) return type === "UBIGINT" ? "HUGEINT" : "BIGINT";
  if (type === "DECIMAL(4,2)" || type === "FLOAT") return "DOUBLE";
  if (type === "DECIMAL(9,0)") return "BIGINT";
  return type.startsWith("DECIMAL") ? type : "VARCHAR";
}

async function there(format: "csv" | "arrow" | "parquet") {
  const bytes = new Uint8Array(await engine.encode(table, format));
  const back = await engine.importFile(new Blob([bytes]), { name: "t", fileName: `t.${format}` });
  return { bytes, back };
}

/** A table's values as texts of the types that they had, which a file may only have as text. */
async function asBefore(back: TableRef) {
  const casts = table.schema.map(
    ({ name, type }) => `CAST(${identifier(name)} AS ${type}) AS ${identifier(name)}`,
  );
  const cast = await engine.query(queryOf(`SELECT ${casts.join(", ")} FROM t`, { t: back }));
  return await engine.texts(cast, 0, cast.numRows);
}

/** Texts that are something else to whoever sees no quotes. */
const deceptive = {
  numbers: ["1.10", "1.1", "1E5"],
  zeros: ["007", "0x10", "+1", "12345678901234567890"],
  truths: ["true", "f", "TRUE"],
  dates: ["2024-01-01", "2024-12-31", "infinity"],
  times: ["10:00:00", "10:00:00.123456789"],
  moments: ["2024-01-01 10:00:00.123456789", "2024-01-01T10:00:00Z", "2024-01-01 10:00:00+02"],
  nothing: ["", "null", "NULL", " ", "nan"],
  others: ["a,b", '"', "\r\n", "# 1", " 1 ", "\\", "é🦆"],
};
const listed = (values: readonly string[]) => `unnest([${[...values, null].map(literal).join(", ")}])`;
const numNulls = 150_000;
const nulls = `SELECT NULL::VARCHAR AS numbers FROM range(${numNulls}) UNION ALL BY NAME`;

describe("a file of ours that is read again", () => {
  test.each(["csv", "arrow", "parquet"] as const)("[SQ48] every value comes back from %s", async (format) => {
    const { back } = await there(format);
    expect(back.numRows).toBe(table.numRows);
    const [was, is] = [await engine.texts(table, 0, table.numRows), await asBefore(back)];
    table.schema.forEach(({ name }, index) => {
      expect(is.values[index], name).toEqual(was.values[index]);
    });
  });

  test("[SQ48] every type comes back from CSV but those that its text cannot have", async () => {
    const { back } = await there("csv");
    expect(back.schema).toEqual(table.schema.map(({ name, type }) => ({ name, type: typeInCsv(type) })));
  });

  test("[SQ48] text that looks like something else comes back from CSV as text", async () => {
    const columns = Object.entries(deceptive).map(([name, values]) => `${listed(values)} AS ${name}`);
    const shapes: Record<string, number> = {
      ...Object.fromEntries(columns.map((column) => [`SELECT ${column}`, 0])),
      [`SELECT ${columns.join(", ")}`]: 0,
      [`SELECT ${columns.join(", ")}, 1 AS "2024"`]: 0,
      // The first values are far behind what is looked at first.
      [`${nulls} SELECT ${columns.join(", ")}, 1 AS "2024"`]: numNulls,
      [`${nulls} SELECT ${columns[0]}`]: numNulls,
    };
    for (const [text, from] of Object.entries(shapes)) {
      const was = await engine.query(queryOf(text));
      const bytes = new Uint8Array(await engine.encode(was, "csv"));
      const back = await engine.importFile(new Blob([bytes]), { name: "t", fileName: "t.csv" });
      const typeOf = (name: string) => (name === "2024" ? "BIGINT" : "VARCHAR");
      expect(back.schema).toEqual(was.schema.map(({ name }) => ({ name, type: typeOf(name) })));
      const last = async (table: TableRef) => (await engine.texts(table, from, 20)).values;
      expect([back.numRows, await last(back)]).toEqual([was.numRows, await last(was)]);
    }
  });

  test("[SQ48] every type comes back from Parquet", async () => {
    expect((await there("parquet")).back.schema).toEqual(table.schema);
  });

  test("[SQ32] native DuckDB reads the same of Parquet", async () => {
    const { bytes } = await there("parquet");
    const casts = table.schema.map(({ name, type }) => `CAST(${identifier(name)} AS ${type})`);
    const { values } = await native(`SELECT ${casts.join(", ")} FROM read_parquet($file)`, bytes);
    expect(values).toEqual((await engine.texts(table, 0, table.numRows)).values);
  });
});
