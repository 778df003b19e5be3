import type { RowsInput, TableRef } from "../../engine";
import { assertCanBeSent, unsent } from "./given-rows";
import { Table, answered, dataPort, signal } from "./table";

/** A file of the notebook, a data cell, a table that `load` kept, or one of runs such as `runnel.flow_runs`, by its name. */
export async function readFile(name: string): Promise<Table> {
  return await answered((data, stop) => data.readFile(name, stop));
}

/** A table of rows (an object each), or of columns (an array each). Throws `rows/bad-value`, naming row and column, for what no table holds. */
export async function fromRows(rows: RowsInput, name = "rows"): Promise<Table> {
  assertCanBeSent(rows);
  try {
    return new Table(await dataPort().fromRows(rows, name, signal()));
  } catch (error) {
    throw unsent(error, rows);
  }
}

/**
 * Keeps a table in this browser under a name such as `warehouse.daily`, by which queries of this and other notebooks read it;
 * `append` adds to what is there.
 */
export async function load(
  table: TableRef,
  name: string,
  { mode = "replace" }: { readonly mode?: "replace" | "append" } = {},
): Promise<Table> {
  return new Table(await dataPort().load(table, name, mode, signal()));
}

/** Hands a table to the person as a file: CSV, Parquet or Arrow, by the file name's ending. */
export async function download(table: TableRef, fileName: string): Promise<void> {
  await dataPort().download(table, fileName, signal());
}
