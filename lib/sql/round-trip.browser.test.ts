import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TableRef } from "../engine";
import { anyColumns, anyRows } from "./any-value.suite";
import { newRig, queryOf } from "./engine.suite";
import { native } from "./native.suite";
import { identifier } from "./quote";

const { engine } = newRig();
afterAll(() => engine.close());

const names = Object.keys(anyColumns);
let table: TableRef;
beforeAll(async () => {
  table = await engine.query(queryOf(anyRows(names, 15, 2)));
});

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

describe("a file of ours that is read again", () => {
  test.each(["csv", "arrow", "parquet"] as const)("[SQ48] every value comes back from %s", async (format) => {
    const { back } = await there(format);
    expect(back.numRows).toBe(table.numRows);
    const [was, is] = [await engine.texts(table, 0, table.numRows), await asBefore(back)];
    table.schema.forEach(({ name }, index) => {
      expect(is.values[index], name).toEqual(was.values[index]);
    });
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
