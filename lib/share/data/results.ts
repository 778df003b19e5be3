import { ByteReader, ByteWriter, malformed, type Budget } from "../bytes";
import type { TableResult } from "../shared-notebook";
import { readColumn, writeColumn } from "./column";

/** Rows of a run's tables as bytes: of each what it is called, how many rows, and its columns. */
export function writeResults(results: readonly TableResult[]): Uint8Array {
  const writer = new ByteWriter();
  writer.count(results.length);
  for (const { lineage, numSampled, values } of results) {
    writer.text(lineage);
    writer.count(numSampled);
    writer.count(values.length);
    for (const column of values) writeColumn(writer, column.slice(0, numSampled));
  }
  return writer.bytes;
}

/** The rows that `writeResults` wrote. Throws `share/malformed`, `share/too-large`. */
export function readResults(bytes: Uint8Array, budget: Budget): readonly TableResult[] {
  const reader = new ByteReader(bytes, budget);
  const results = Array.from({ length: reader.many() }, (): TableResult => {
    const lineage = reader.text();
    const numSampled = reader.count();
    const values = Array.from({ length: reader.many() }, () => readColumn(reader, numSampled));
    if (numSampled === 0 || values.length === 0) throw malformed();
    return { lineage, numSampled, values };
  });
  reader.end();
  return results;
}
