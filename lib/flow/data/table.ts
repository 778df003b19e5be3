import {
  MissingContextError,
  noteWait,
  registerCodec,
  writeLog,
  type Column,
  type DataPort,
  type Rows,
  type TableAnswer,
  type TableRef,
} from "../../engine";
import { currentContext } from "../ambient";

/**
 * A value of a table. What it is depends on its type and on itself alone:
 *
 * - integers and decimals: a number; an integer beyond 2^53 is a bigint, a decimal that no number says exactly is refused
 * - FLOAT, DOUBLE: a number
 * - DATE and the TIMESTAMPs: a Date in UTC; one finer than milliseconds, infinite or beyond Date's years is refused
 * - BOOLEAN, VARCHAR, BLOB: a boolean, a string, a Uint8Array
 * - lists, structs and maps: arrays, objects and Maps of these
 * - all else (TIME, INTERVAL, UUID, ENUM, BIT, …): the text that DuckDB prints
 */
export type RowValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | RowValue[]
  | { [field: string]: RowValue }
  | Map<RowValue, RowValue>;

/** One row: values by column. Reading it throws `rows/inexact`, naming row and column, for a value that is refused. */
export type Row = Record<string, RowValue>;

/** Rows that are fetched at a time. */
const pageSize = 50_000;

/** A handle on a table. The rows stay in the data engine, and are read only where one of these methods is called. */
export class Table implements TableRef {
  readonly kind = "table";
  readonly name: string;
  readonly lineage: string;
  readonly schema: readonly Column[];
  readonly numRows: number;

  constructor({ name, lineage, schema, numRows }: TableRef) {
    this.name = name;
    this.lineage = lineage;
    this.schema = schema;
    this.numRows = numRows;
  }

  /** The first rows; 10 by default. */
  async head(count = 10): Promise<Row[]> {
    const page = await dataPort().rows(this, 0, Math.min(count, this.numRows), signal());
    return rowsIn(page);
  }

  /** All rows, one object each. */
  async toArray(): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const page of this.#pages()) for (const row of rowsIn(page)) rows.push(row);
    return rows;
  }

  /** All values, one array a column. */
  async columns(): Promise<Record<string, unknown[]>> {
    const columns: unknown[][] = this.schema.map(() => []);
    for await (const { values } of this.#pages())
      for (const [index, column] of columns.entries())
        for (const value of values[index] ?? []) column.push(value);
    return Object.fromEntries(this.schema.map(({ name }, index) => [name, columns[index] ?? []]));
  }

  /** The table as an Arrow IPC stream. */
  async toArrow(): Promise<Uint8Array> {
    return await dataPort().encode(this, "arrow", signal());
  }

  /** The table as CSV, in UTF-8. */
  async toCsv(): Promise<string> {
    return new TextDecoder().decode(await dataPort().encode(this, "csv", signal()));
  }

  /** The table as a Parquet file. */
  async toParquet(): Promise<Uint8Array> {
    return await dataPort().encode(this, "parquet", signal());
  }

  /** The table page by page. The run is noted at once: in a browser it is gone after the first page. */
  async *#pages(): AsyncGenerator<Rows, void> {
    const [data, stop] = [dataPort(), signal()];
    for (let offset = 0; offset < this.numRows; offset += pageSize)
      yield await data.rows(this, offset, pageSize, stop);
  }
}

/** Rows as objects. */
export function rowsIn({ schema, values, numRows }: Rows): Row[] {
  return Array.from({ length: numRows }, (_, row) =>
    Object.fromEntries(schema.map(({ name }, column) => [name, values[column]?.[row] as RowValue])),
  );
}

registerCodec<Table, TableRef>({
  tag: "table",
  is: (value): value is Table => value instanceof Table,
  encode: ({ kind, name, lineage, schema, numRows }) => ({ kind, name, lineage, schema, numRows }),
  decode: (ref) => new Table(ref),
});

/** The data engine of the run around the caller, in whose log is when it waits for that. Throws where there is none. */
export function dataPort(): DataPort {
  const context = currentContext();
  const data = context?.core.data;
  const run = context?.task?.run;
  if (data && run) {
    let goOn: (() => void) | undefined;
    const onWait = (isWaiting: boolean) => {
      if (!isWaiting) goOn?.();
      goOn = isWaiting ? (goOn ?? noteWait(context, run, { reason: "data" })) : undefined;
    };
    return data.telling?.(onWait) ?? data;
  }
  if (data) return data;
  throw new MissingContextError(
    "There is no data engine here: tables can be used inside the flows and tasks of a notebook.",
  );
}

/** A table that the data engine answers with; what it has to say of that is a line in the log of the run around the caller. */
export async function answered(
  ask: (data: DataPort, stop?: AbortSignal) => Promise<TableAnswer>,
): Promise<Table> {
  // Before the first wait: in a browser the run around is gone after it.
  const context = currentContext();
  const answer = await ask(dataPort(), signal());
  if (context && answer.warning !== undefined) writeLog(context, "warning", answer.warning);
  return new Table(answer);
}

/** Stops work with the run around the caller. */
export function signal(): AbortSignal | undefined {
  return currentContext()?.scope.signal;
}
