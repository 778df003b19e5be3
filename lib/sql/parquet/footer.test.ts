import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { typedParquet } from "./footer";
import { type Struct, readStruct, writeStruct } from "./thrift";

const folder = new URL("samples/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".parquet"));

/** A file's data, and its footer. */
function partsOf(name: string) {
  const bytes = new Uint8Array(readFileSync(new URL(name, folder)));
  const size = new DataView(bytes.buffer, bytes.length - 8).getUint32(0, true);
  const start = bytes.length - 8 - size;
  return { data: bytes.subarray(0, start), footer: bytes.subarray(start, start + size) };
}

/** The file with another footer. */
function withFooter(data: Uint8Array, footer: Uint8Array): Blob {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, footer.length, true);
  return new Blob([data as Uint8Array<ArrayBuffer>, footer as Uint8Array<ArrayBuffer>, length, "PAR1"]);
}

describe("footers of Parquet", () => {
  test.each(names)("[SQ47] that of %s is written as it was read", (name) => {
    const { footer } = partsOf(name);
    expect(writeStruct(readStruct(footer))).toEqual(footer);
  });

  test.each([
    [16, "VARIANT"],
    [17, "GEOMETRY"],
    [18, "GEOGRAPHY"],
  ])("[SQ47] a column of the logical type %i is refused as %s, by its name", async (id, what) => {
    const { data, footer } = partsOf("pyarrow-struct.parquet");
    const read = readStruct(footer);
    const [schema, logical] = [read.fields.get(2), 10];
    const inner = schema && "items" in schema ? (schema.items[4] as Struct) : undefined;
    inner?.fields.set(logical, { type: 12, fields: new Map([[id, { type: 12, fields: new Map() }]]) });
    await expect(typedParquet(withFooter(data, writeStruct(read)), "f.parquet")).rejects.toMatchObject({
      code: "import/type",
      message: expect.stringMatching(`“f.parquet” has a column “x\\.[^”]+” of the type ${what},`) as string,
    });
  });

  test("[SQ47] what is no whole Parquet file is left to its reader", async () => {
    const { data, footer } = partsOf("duckdb-interval.parquet");
    const whole = withFooter(data, footer);
    const cut = [whole.slice(0, 3), whole.slice(0, whole.size - 1), withFooter(data, footer.subarray(9))];
    for (const file of cut) expect((await typedParquet(file, "f")).file).toBe(file);
  });
});
