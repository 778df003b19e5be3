import { ByteReader, ByteWriter, malformed, type Budget } from "../bytes";
import type { DataSample } from "../shared-notebook";
import { readTexts, writeTexts } from "../texts";
import { readColumn, writeColumn } from "./column";

/** Columns of a sample that are read. */
const mostColumns = 10_000;

/** A sample as bytes: what it is of, and then its columns. */
export function writeSample({ name, format, schema, numRows, numSampled, values }: DataSample): Uint8Array {
  const writer = new ByteWriter();
  writeTexts(writer, [name, format, ...schema.flatMap((column) => [column.name, column.type])]);
  writer.count(numRows);
  writer.count(numSampled);
  for (const [index] of schema.entries()) {
    const column = values[index] ?? null;
    writer.byte(column ? 1 : 0);
    if (column) writer.raw(written(column, numSampled));
  }
  return writer.bytes;
}

/** Columns that were written: who shares tries one choice of them after the other. */
const known = new WeakMap<
  readonly (string | null)[],
  { readonly numRows: number; readonly bytes: Uint8Array }
>();

function written(column: readonly (string | null)[], numRows: number): Uint8Array {
  const before = known.get(column);
  if (before?.numRows === numRows) return before.bytes;
  const writer = new ByteWriter();
  writeColumn(writer, column.slice(0, numRows));
  known.set(column, { numRows, bytes: writer.bytes });
  return writer.bytes;
}

/** The sample that `writeSample` wrote. Throws `share/malformed`, `share/too-large`. */
export function readSample(bytes: Uint8Array, budget: Budget): DataSample {
  const reader = new ByteReader(bytes, budget);
  const [name, format, ...shape] = readTexts(reader);
  if (name === undefined || format === undefined || shape.length % 2 > 0) throw malformed();
  if (shape.length / 2 > mostColumns) throw malformed();
  const schema = Array.from({ length: shape.length / 2 }, (_, index) => ({
    ...{ name: shape[2 * index] ?? "", type: shape[2 * index + 1] ?? "" },
  }));
  const [numRows, numSampled] = [reader.count(), reader.count()];
  if (numSampled > numRows) throw malformed();
  const values = schema.map(() => (reader.byte() === 0 ? null : readColumn(reader, numSampled)));
  reader.end();
  return { name, format, schema, numRows, numSampled, values };
}
