import type { CellId } from "../base";

/** A notebook: what its Markdown file says, as plain data. Line ends are LF throughout. */
export interface Notebook {
  /** Empty where the file gives none. */
  readonly title: string;
  /** The rest of the front matter: JSON values, of which this folder knows none, so that unknown keys survive. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly cells: readonly Cell[];
}

export type Cell = MarkdownCell | TsCell | SqlCell | DataCell;

export interface MarkdownCell {
  readonly kind: "markdown";
  readonly id: CellId;
  readonly text: string;
}

export interface TsCell {
  readonly kind: "ts";
  readonly id: CellId;
  readonly code: string;
  readonly options: CellOptions;
}

export interface SqlCell {
  readonly kind: "sql";
  readonly id: CellId;
  /** Empty where the author gave none yet. */
  readonly name: string;
  readonly code: string;
  readonly options: CellOptions;
}

export interface DataCell {
  readonly kind: "data";
  readonly id: CellId;
  /** Empty where the author gave none yet. */
  readonly name: string;
  readonly format: DataFormat;
  readonly source: DataSource;
  readonly options: CellOptions;
}

/** What the fence's info string says besides the keys that make up the cell; a bare word has the value "". */
export type CellOptions = Readonly<Record<string, string>>;

export const dataFormats = ["csv", "tsv", "json", "ndjson", "parquet", "arrow"] as const;
export type DataFormat = (typeof dataFormats)[number];

export type DataSource =
  /** The rows themselves, in the notebook's text. */
  | { readonly type: "inline"; readonly text: string }
  /** An uploaded file of this notebook; `hash` is its content's. */
  | { readonly type: "file"; readonly file: string; readonly hash?: string }
  /** A file that ships with the app. */
  | { readonly type: "sample"; readonly file: string };

/** Something that the author must know about a place in the document. */
export interface Problem<Code extends string = string> {
  readonly code: Code;
  /** Says what is wrong and what to do. */
  readonly message: string;
  /** Both count from 1: in the notebook's text for a problem of the format, in the cell's own text for one of a cell. */
  readonly line: number;
  readonly column: number;
  /** Other cells that have to do with it. */
  readonly related?: readonly CellId[];
}

export type FormatProblemCode =
  | "front-matter"
  | "repeated-option"
  | "two-sources"
  | "unclosed-comment"
  | "unclosed-fence"
  | "unclosed-wrapper";
