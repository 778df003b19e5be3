import { RunnelError } from "../../base";
import type { RowsInput } from "../../engine";
import { type Row, type Shape, rowsInBatch, shapeReader } from "./shape";

/** Rows as they go into a table: its columns, and Arrow IPC streams of their values. */
export interface RowBatches extends Pick<Shape, "columns" | "decimals"> {
  readonly batches: readonly Uint8Array<ArrayBuffer>[];
}

/** Turns objects, one a row, or arrays, one a column, into batches. */
export function batchesOf(input: RowsInput): RowBatches {
  const rows = isRows(input) ? input : rowsOfColumns(input);
  const reader = shapeReader(isRows(input) ? [] : Object.keys(input));
  rows.forEach((row: unknown, index) => {
    if (!isRow(row))
      throw new RunnelError(
        "rows/bad-row",
        `Row ${index + 1} is not an object: give one object a row, or one array a column.`,
      );
    reader.add(row);
  });
  const shape = reader.done();
  if (shape.columns.length === 0)
    throw new RunnelError("rows/no-columns", "The rows have no columns: a table needs at least one.");
  const batches: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < rows.length; start += rowsInBatch)
    batches.push(shape.batch(rows.slice(start, start + rowsInBatch)));
  const { columns, decimals } = shape;
  return { columns, decimals, batches };
}

function isRows(input: RowsInput): input is readonly Row[] {
  return Array.isArray(input);
}

function isRow(row: unknown): row is Row {
  return typeof row === "object" && row !== null && !Array.isArray(row);
}

/** Arrays of one length, one a column, as rows. Throws `rows/bad-columns` where they are not. */
export function rowsOfColumns(columns: Readonly<Record<string, readonly unknown[]>>): Row[] {
  const entries = Object.entries(columns);
  const [first] = entries;
  const numRows = first?.[1].length ?? 0;
  for (const [name, values] of entries) {
    if (typeof values !== "object" || typeof values.length !== "number")
      throw new RunnelError("rows/bad-columns", `Column “${name}” is not an array: give one array a column.`);
    if (values.length !== numRows)
      throw new RunnelError(
        "rows/bad-columns",
        `Column “${name}” has ${values.length} values where “${first?.[0] ?? ""}” has ${numRows}: make them equally long.`,
      );
  }
  return Array.from({ length: numRows }, (_, index) =>
    Object.fromEntries(entries.map(([name, values]) => [name, values[index]])),
  );
}
