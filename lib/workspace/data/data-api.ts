import type { DataCell, Query, Rows, RowsInput, TableFormat, TableRef } from "../../engine";
import type { DataSample } from "../../share";
import type { DataAssets, ImportGuess, ImportPreview } from "../../sql";
import type { Stores } from "../../storage";
import type { UploadedFile } from "../notebook/edits";
import type { CellSample, SampledRows } from "./cell-sample";
import type { SampledCell } from "../opened/sample-text";
import type { LoadRequest, Reader } from "./kept-tables";
import type { PickedFile } from "./picked-file";
import type { RunStores } from "./run-tables/read-runs";
import type { TableDifference } from "./table-difference";

/** What a data worker is opened with. */
export interface DataConfig {
  readonly assets: DataAssets;
  /** To the page, which makes the workers of the data engine. */
  readonly workers: MessagePort;
  /** The address of the folder of the app's sample files. */
  readonly samples: string;
  /** The notebook that it serves; without one it serves the person, to whom all that is kept is open. */
  readonly reader?: Reader;
  /** Where the browser keeps nothing: the way to the page's own stores, which outlive the worker. */
  readonly stores?: MessagePort;
}

/** What a data worker needs of the stores. */
export type DataStores = Pick<Stores, "files" | "tables" | "catalogue" | "notebooks"> & RunStores;

/** The files and data cells that a notebook's code may name. */
export interface DataNames {
  /** Content hashes of uploaded files, by file name. */
  readonly files: Readonly<Record<string, string>>;
  readonly cells: readonly DataCell[];
}

/** A table that a run would make, or read in the catalogue. */
export type Foreseeable =
  | { readonly kind: "query"; readonly query: Query }
  | { readonly kind: "cell"; readonly cell: DataCell; readonly files: DataNames["files"] }
  | { readonly kind: "rows"; readonly rows: RowsInput }
  | { readonly kind: "table"; readonly name: string };

/** What the page may ask of it. */
export interface DataApi {
  open(config: DataConfig): Promise<void>;
  /** Says what the notebook's files and data cells are from now on. */
  name(names: DataNames): void;
  /** Starts DuckDB ahead of need. */
  warm(): Promise<void>;
  /** Keeps a file of the notebook in this browser, as a copy or as its handle, and says what it is. */
  keepFile(picked: PickedFile): Promise<UploadedFile>;
  /** Keeps rows of a data cell that came in a link as a file of the cell's format, under a name. */
  keepSample(sample: DataSample, cell: SampledCell, fileName: string): Promise<UploadedFile>;
  /** Resolves once the records of all tables are stored that were given ahead of that, and say that they are the notebook's; rejects where one could not be. */
  settled(): Promise<void>;
  /** The lineage that a table would have. Makes none, and keeps nothing; rejects where the run would fail to make it. */
  foresee(wanted: Foreseeable): Promise<string>;
  /** The table that a query makes, of what the notebook's own code may name. */
  query(query: Query, signal?: AbortSignal): Promise<TableRef>;
  rows(table: TableRef, offset: number, limit: number, signal?: AbortSignal): Promise<Rows>;
  /** The same rows to look at: the first columns of them. */
  texts(table: TableRef, offset: number, limit: number, signal?: AbortSignal): Promise<Rows>;
  /** Some rows of a data cell, as text, and what they are of. */
  sample(cell: DataCell, rows: SampledRows, signal?: AbortSignal): Promise<CellSample>;
  /** What was guessed of the file that a table is made from, and may be wrong. */
  guesses(table: TableRef): Promise<readonly ImportGuess[]>;
  /** The first rows of a data cell as it would be read. Keeps nothing. */
  preview(cell: DataCell, signal?: AbortSignal): Promise<ImportPreview>;
  encode(table: TableRef, format: TableFormat, signal?: AbortSignal): Promise<Uint8Array>;
  /** How a table differs from an earlier one. */
  difference(earlier: TableRef, later: TableRef, signal?: AbortSignal): Promise<TableDifference>;
  /** Keeps a table as a file in this browser. */
  keepTable(table: TableRef, format: TableFormat, fileName: string): Promise<{ hash: string; size: number }>;
  /** Keeps a table under a name, for all notebooks. */
  load(request: LoadRequest, signal?: AbortSignal): Promise<TableRef>;
  /** Takes no table from now on that holds this secret: tables are kept in this browser. */
  conceal(name: string, secret: string): void;
  /** A port on which the sandbox is served, until it floods that, which `talk` is told with why, or until something is said there. */
  sandboxPort(talk: MessagePort): MessagePort;
  /** Tells the engine's status on the port, now and at each change. */
  watch(port: MessagePort): Promise<void>;
}
