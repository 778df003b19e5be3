import { tableFromIPC } from "@uwdata/flechette";
import type { Column, OnWait, TableRef } from "../engine";
import { readNumber, readShared } from "./connection";
import type { Instance } from "./instance";
import { identifier } from "./quote";

/** Where a table is: in which database, and under which name there. */
export interface Place {
  readonly instance: Instance;
  readonly table: string;
  /** Whether its rows are packed whenever some were put in: they take a fifth of the memory, and a sixth more time to put in. */
  readonly isPacked: boolean;
}

/** A table whose rows are in a database. */
export interface Resident {
  readonly place: Place;
  /** The table as it turned out. */
  readonly ref: TableRef;
}

/** The place that a lineage's table has in a database. */
export function placeOfTable(instance: Instance, lineage: string, isPacked: boolean): Place {
  return { instance, table: `t_${lineage}`, isPacked };
}

/** The same place, where whoever works there is told when DuckDB is busy with another's work. */
export function watched(place: Place, onWait: OnWait | undefined): Place {
  if (!onWait) return place;
  const { instance } = place;
  return { ...place, instance: { ...instance, call: (work) => instance.call(work, onWait) } };
}

/** A place's name as SQL: in full, as a query may see another database first. */
export function nameIn({ instance, table, isPacked }: Place): string {
  const where = isPacked ? `${instance.packed}.main` : `memory.${instance.schema}`;
  return `${where}.${identifier(table)}`;
}

/** Cells that are read in one step: enough to be quick, few enough to keep no other query waiting. */
const cellsInStep = 2 ** 20;

/** How many rows of so many columns to take at a time. */
function rowsInStep(columns: number): number {
  return Math.max(Math.min(Math.floor(cellsInStep / columns), 65_536), 1024);
}

/** Reads rows of a table as an Arrow file. Nothing is ever deleted from a table, so row ids are positions, and quicker than OFFSET. */
export function readRows(place: Place, select: string, offset: number, limit: number): Promise<Uint8Array> {
  const from = Math.floor(offset);
  const sql = `SELECT ${select} FROM ${nameIn(place)} WHERE rowid >= ${from} AND rowid < ${from + Math.floor(limit)}`;
  return readShared(place.instance, sql);
}

/** Reads the rows at these positions, in their order. */
export function readRowsAt(place: Place, select: string, rows: readonly number[]): Promise<Uint8Array> {
  const sql = `SELECT ${select} FROM ${nameIn(place)} WHERE rowid IN (${rows.map(Math.floor).join(",")}) ORDER BY rowid`;
  return readShared(place.instance, sql);
}

/** How many rows a table has. */
export function countRows(place: Place): Promise<number> {
  return readNumber(place.instance, `SELECT count(*) FROM ${nameIn(place)}`);
}

/** Reads a whole table in steps, as Arrow files: at least one, so that an empty table has its columns. */
export async function* readSteps(
  { place, ref }: Resident,
  select: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const step = rowsInStep(ref.schema.length);
  for (let offset = 0; offset < ref.numRows || offset === 0; offset += step) {
    signal?.throwIfAborted();
    yield await readRows(place, select, offset, step);
  }
}

/** A table's columns as DuckDB describes them. */
export async function describeTable(place: Place): Promise<Column[]> {
  const table = tableFromIPC(await readShared(place.instance, `DESCRIBE ${nameIn(place)}`));
  const names = table.getChild("column_name");
  const types = table.getChild("column_type");
  return Array.from<unknown, Column>(names, (name, index) => ({
    name: String(name),
    type: String(types.at(index)),
  }));
}
