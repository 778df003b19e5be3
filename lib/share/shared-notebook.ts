import type { Column } from "../engine";
import type { StoredEvent } from "../runtime";

/**
 * What travels in a link. It has no place for ids, hashes, paths or secrets: a notebook's text names its files and secrets,
 * and the ids of a run are made anew where it is read.
 */
export interface SharedNotebook {
  /** Markdown, as `lib/notebook` writes it without hashes. */
  readonly notebook: string;
  /** What the flow is asked with, by name: plain data. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly data: readonly DataSample[];
  /** The recorded run: the lines of its stored log, from its making on. */
  readonly run?: readonly StoredEvent[];
  /** Rows of tables that the run gave. */
  readonly results?: readonly TableResult[];
  /** The moment of the run that is looked at, as `lib/fold` writes it: `1204~3`. */
  readonly moment?: string;
  /** Where the notebook came from: the address of a file, or a title. */
  readonly origin?: string;
}

/** Some rows of a data cell. */
export interface DataSample {
  /** The cell's name. */
  readonly name: string;
  /** The cell's format: `csv`, `parquet`. */
  readonly format: string;
  /** All columns of the whole, with DuckDB's text for each type. */
  readonly schema: readonly Column[];
  /** Rows of the whole. */
  readonly numRows: number;
  /** How many rows of it are here. */
  readonly numSampled: number;
  /** By column, as the schema has them: DuckDB's own text of each value, or NULL; null in place of a column that was left out. */
  readonly values: readonly (readonly (string | null)[] | null)[];
}

/** The first rows of a table that a recorded run gave. */
export interface TableResult {
  /** The table's, as the run's lines have it. */
  readonly lineage: string;
  readonly numSampled: number;
  /** By column, the first ones of the table's: DuckDB's own text of each value, or NULL. */
  readonly values: readonly (readonly (string | null)[])[];
}

/** A part of a link: what it costs, and what may be lost. `sample` is of one data cell, `results` of all tables of the run. */
export type PartKind = "notebook" | "about" | "run" | "sample" | "results";
