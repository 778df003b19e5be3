import { afterAll, describe, expect, test } from "vitest";
import { failureOf, newRig } from "../engine.suite";
import { native } from "../native.suite";
import { readStruct, writeStruct } from "./thrift";

const { engine } = newRig();
afterAll(() => engine.close());

const urls = import.meta.glob<string>("./samples/*.parquet", {
  query: "?url",
  import: "default",
  eager: true,
});
const names = Object.keys(urls).map((path) => path.replace(/^.*\/|\.parquet$/g, ""));

async function bytesOf(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(urls[`./samples/${name}.parquet`] ?? "");
  return new Uint8Array(await response.arrayBuffer());
}

const load = (name: string, bytes: Uint8Array<ArrayBuffer>) =>
  engine.importFile(new Blob([bytes]), { name: "t", fileName: `${name}.parquet` });

/** Types that have another name here, and the same values: native DuckDB has an extension for JSON, and no milliseconds of Parquet's. */
const asNative = (type: string) => (type === "TIMESTAMP_MS" ? "TIMESTAMP" : type);
const asOurs = (type: string) => (type === "JSON" ? "VARCHAR" : type);

/** Native DuckDB prints the last moment of all a millisecond late where it has a zone. */
const misprinted = "294247-01-10 04:00:54.776806+00";
/** Native DuckDB reads these wrongly: digits beyond 38 as a DOUBLE that is another number. */
const refused: Readonly<Record<string, string>> = {
  "pyarrow-decimal-256": "a column “x” of the type DECIMAL of 60 digits",
};

describe("Parquet of others", () => {
  test.each(names.filter((name) => !(name in refused)))(
    "[SQ47] %s is what native DuckDB reads",
    async (name) => {
      const bytes = await bytesOf(name);
      const table = await load(name, bytes);
      const expected = await native("FROM read_parquet($file)", bytes);
      expect(table.schema.map(({ name, type }) => [name, asNative(type)])).toEqual(
        expected.schema.map(({ name, type }) => [name, asOurs(type)]),
      );
      const shown = await engine.texts(table, 0, table.numRows);
      table.schema.forEach(({ name }, index) => {
        const values = expected.values[index]?.map((text) =>
          text === misprinted ? text.replace("776", "775") : text,
        );
        expect(shown.values[index], name).toEqual(values);
      });
    },
  );

  test.each([
    ["pyarrow-timestamp-ms", 9n],
    ["polars-at", 10n],
  ])("[SQ47] %s, as old writers say its type, and without its number of rows", async (name, converted) => {
    const bytes = await bytesOf(name);
    const start = bytes.length - 8 - new DataView(bytes.buffer, bytes.length - 8).getUint32(0, true);
    const footer = readStruct(bytes.subarray(start, -8));
    const elements = footer.fields.get(2);
    for (const one of elements && "items" in elements ? elements.items.slice(1) : []) {
      if (!("fields" in one)) continue;
      one.fields.delete(10);
      one.fields.set(6, { type: 5, value: converted });
      const fields = [...one.fields].sort(([a], [b]) => a - b);
      one.fields.clear();
      for (const [id, value] of fields) one.fields.set(id, value);
    }
    footer.fields.set(3, { type: 6, value: 0n });
    footer.fields.delete(5);
    const written = writeStruct(footer);
    const length = new Uint8Array(new Uint32Array([written.length]).buffer);
    const file = new Uint8Array(
      await new Blob([bytes.slice(0, start), written, length, "PAR1"]).arrayBuffer(),
    );
    const table = await load(name, file);
    const expected = await native("FROM read_parquet($file)", file);
    expect(table.schema.map(({ type }) => asNative(type))).toEqual(expected.schema.map(({ type }) => type));
    expect((await engine.texts(table, 0, table.numRows)).values).toEqual(expected.values);
    expect(table.numRows).toBeGreaterThan(0);
  });

  test.each(Object.entries(refused))("[SQ47] %s is refused: %s", async (name, message) => {
    const failure = await failureOf(load(name, await bytesOf(name)));
    expect(failure).toMatchObject({ code: "import/type" });
    expect(failure.message).toContain(`“${name}.parquet” has ${message}, which cannot be read here`);
  });
});
