/** One column of a table. */
export interface Column {
  readonly name: string;
  /** DuckDB's own text for the type: `BIGINT`, `DECIMAL(18,3)`, `STRUCT(a INTEGER)`. */
  readonly type: string;
}

/**
 * A table as its users hold it: a name, a shape, and the hash of what it was made from. The rows stay in the data
 * engine, so a handle is cheap to pass, to store and to compare: equal lineages are equal tables.
 */
export interface TableRef {
  readonly kind: "table";
  readonly name: string;
  readonly lineage: string;
  readonly schema: readonly Column[];
  readonly numRows: number;
}

/** A table that was asked for, with what whoever reads it should know. */
export interface TableAnswer extends TableRef {
  readonly warning?: string;
}

/** Some of a table's rows, column by column: `values[c][r]` belongs to `schema[c]`. */
export interface Rows {
  readonly schema: readonly Column[];
  readonly values: readonly (readonly unknown[])[];
  readonly numRows: number;
}

/** One query: text with the names of tables and parameters in it, and what those names mean. */
export interface Query {
  /** A single statement that gives rows. */
  readonly text: string;
  /** What the resulting table is called. */
  readonly name: string;
  /** The tables that the text names. */
  readonly tables: Readonly<Record<string, TableRef>>;
  /** Values of `$name` or `$1`: bound, never text. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Whether the answer may come before the table's record is stored: its asker sees to it that nobody is shown what comes of it until then. */
  readonly ahead?: true;
}

export type TableFormat = "arrow" | "csv" | "parquet";

/** A table's rows as an author gives them: one object a row, or one array a column. */
export type RowsInput =
  readonly Readonly<Record<string, unknown>>[] | Readonly<Record<string, readonly unknown[]>>;

/** Where a data cell's rows come from. */
export type DataSource =
  | { readonly type: "inline"; readonly text: string }
  /** An uploaded file of the notebook; `hash` is its content's. */
  | { readonly type: "file"; readonly file: string; readonly hash?: string }
  /** A file that comes with the app. */
  | { readonly type: "sample"; readonly file: string };

/** A data cell, as the module of its notebook describes it. */
export interface DataCell {
  readonly name: string;
  readonly format: string;
  readonly source: DataSource;
  readonly options: Readonly<Record<string, string>>;
}

/** Hears that work waits for the data engine, which starts or is busy with another's, and that it goes on. */
export type OnWait = (isWaiting: boolean) => void;

/** Where tables live: what `sql`, `readFile` and the other data functions of the authoring API call. */
export interface DataPort {
  query(query: Query, signal?: AbortSignal): Promise<TableAnswer>;
  /** The table of a data cell. */
  readCell(cell: DataCell, signal?: AbortSignal): Promise<TableRef>;
  /** A file or data cell of the notebook, or else a table of the catalogue or of runs, by its name. */
  readFile(name: string, signal?: AbortSignal): Promise<TableAnswer>;
  /** A table of the catalogue, by its name: one that `load` kept, in this or another notebook; or one that tells of runs. */
  readTable(name: string, signal?: AbortSignal): Promise<TableAnswer>;
  fromRows(rows: RowsInput, name: string, signal?: AbortSignal): Promise<TableRef>;
  /** So many rows from an offset on; fewer where the table ends. */
  rows(table: TableRef, offset: number, limit: number, signal?: AbortSignal): Promise<Rows>;
  /** The same rows to look at: text as the data engine prints it, null where there is no value. */
  texts(table: TableRef, offset: number, limit: number, signal?: AbortSignal): Promise<Rows>;
  /** The whole table as a file of that format; `arrow` is an IPC stream. */
  encode(table: TableRef, format: TableFormat, signal?: AbortSignal): Promise<Uint8Array>;
  /** Keeps a table under a name in this browser, for this and other notebooks. */
  load(table: TableRef, name: string, mode: "replace" | "append", signal?: AbortSignal): Promise<TableRef>;
  /** Hands a table to the person as a file; its ending says the format. */
  download(table: TableRef, fileName: string, signal?: AbortSignal): Promise<void>;
  /** The same, where what is asked tells when it waits; absent: nobody could say. */
  telling?(onWait: OnWait): DataPort;
}
