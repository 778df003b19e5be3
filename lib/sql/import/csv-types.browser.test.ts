import { afterAll, describe, expect, test } from "vitest";
import { newRig } from "../engine.suite";
import { native } from "../native.suite";

const { engine } = newRig();
afterAll(() => engine.close());

/** More rows than those that a type is guessed from. */
const pastSample = 25_000;

/** A column's values as the text of a CSV file, as our type and as we show them; with what native DuckDB makes of it. */
async function read(values: readonly string[], many = 0) {
  const rows = [...Array.from({ length: many }, () => values[0] ?? ""), ...values];
  const bytes = new TextEncoder().encode(`id,x\n${rows.map((value, id) => `${id},${value}\n`).join("")}`);
  const table = await engine.importFile(new Blob([bytes]), { name: "t", fileName: "t.csv" });
  const texts = await engine.texts(table, many, values.length);
  const options = `delim = ',', quote = '"', escape = '"', header = true, sample_size = -1`;
  return {
    type: table.schema[1]?.type,
    texts: texts.values[1],
    native: async () => {
      const { schema, values } = await native(`FROM read_csv($file, ${options})`, bytes);
      return [schema[1]?.type, values[1]];
    },
  };
}

describe("types of CSV", () => {
  test.each<[type: string, values: string[]]>([
    ["BIGINT", ["9223372036854775807", "-9223372036854775808"]],
    ["DOUBLE", ["1.5", "-2"]],
    ["DOUBLE", ["12.30", "5.00"]],
    ["DOUBLE", ["1e5", "2"]],
    ["DOUBLE", ["1.000000000000000055e-01", "1"]],
    ["DOUBLE", ["123456789012.345", "0.30000000000000004"]],
    ["DOUBLE", ["10000000000000000000000", ".5"]],
    ["DOUBLE", ["nan", "-0.0"]],
    ["BOOLEAN", ["TRUE", "f"]],
    ["DATE", ["2024-02-29", "0044-03-15 (BC)", "infinity", "10000-01-01"]],
    ["DATE", ["31/12/2024", "01/02/2024"]],
    ["TIME", ["1:02:03", "10:00:00.123456"]],
    ["TIMESTAMP", ["2024-01-01T00:00:00.123456", "2024-01-02 10:00"]],
    ["VARCHAR", ["007", "12"]],
    ["VARCHAR", ["+1", "2"]],
    ["VARCHAR", ["1_000", "2"]],
  ])("[SQ46] %s of %j is what native DuckDB finds", async (type, values) => {
    const { type: own, texts, native } = await read(values);
    expect(own).toBe(type);
    expect([own, texts]).toEqual(await native());
  });

  test.each<[type: string, values: string[], shown?: string[]]>([
    ["HUGEINT", ["12345678901234567890", "12345678901234567891"]],
    ["HUGEINT", ["1", "-170141183460469231731687303715884105728"]],
    [
      "DECIMAL(22,3)",
      ["1234567890123456789.125", "1.5", "-2"],
      ["1234567890123456789.125", "1.500", "-2.000"],
    ],
    ["DECIMAL(18,17)", ["0.10000000000000001", "1"], ["0.10000000000000001", "1.00000000000000000"]],
    ["VARCHAR", ["1234567890123456789012345678901234567890", "1"]],
    ["VARCHAR", ["0.1234567890123456789012345678901234567890", "1"]],
    ["VARCHAR", ["12345678901234567890", "1e5"]],
    ["VARCHAR", ["1e400", "1"]],
    ["VARCHAR", ["1e-400", "1"]],
    ["VARCHAR", ["0x10", "1"]],
    ["TIMESTAMP_NS", ["2024-01-01 00:00:00.123456789", "2024-01-02 00:00:00"]],
    ["VARCHAR", ["1500-01-01 00:00:00.123456789", "2024-01-02 00:00:00"]],
    ["VARCHAR", ["10:00:00.123456789", "10:00:00"]],
  ])("[SQ46] %s of %j is read exactly, where native DuckDB rounds", async (type, values, shown = values) => {
    for (const many of [0, pastSample]) {
      const { type: own, texts, native } = await read(values, many);
      expect([own, texts]).toEqual([type, shown]);
      expect(await native()).not.toEqual([own, texts]);
    }
  });

  test.each([
    ["every field", '"id","x"\r\n"1","2024-01-01"\r\n'],
    ["every value", 'id,x\n"1","2024-01-01"\n'],
    ["every field of a lone column", '"id"\r\n"1"\r\n"2"\r\n'],
    ["dates and names", '"id","x"\r\n1,"2024-01-01"\r\n'],
  ])(
    "[SQ51] a file of others with %s in quotes has the types that native DuckDB finds",
    async (_what, text) => {
      const bytes = new TextEncoder().encode(text);
      const table = await engine.importFile(new Blob([bytes]), { name: "t", fileName: "t.csv" });
      const { schema } = await native("FROM read_csv($file)", bytes);
      expect(table.schema).toEqual(schema);
      expect(schema.map(({ type }) => type)).not.toContain("VARCHAR");
    },
  );

  test("[SQ46] text between quotes is text, also where it is empty; of other types it is none", async () => {
    for (const many of ["", "1,x,2.5\n".repeat(pastSample)]) {
      const file = new Blob([`id,note,amount\n${many}1,"",""\n2,,\n"","null","3"\n`]);
      const table = await engine.importFile(file, { name: "t", fileName: "t.csv" });
      expect(table.schema.map(({ type }) => type).slice(0, 2)).toEqual(["BIGINT", "VARCHAR"]);
      const { values } = await engine.rows(table, table.numRows - 3, 3);
      expect(values).toEqual([
        [1, 2, null],
        ["", null, "null"],
        [null, null, 3],
      ]);
    }
  });
});
