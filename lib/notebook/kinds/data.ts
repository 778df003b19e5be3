import type { CellId } from "../../base";
import type { AnyCell, CellOptions, Fence } from "../cell";
import { literal } from "../compile/literal";
import { readTable, sorted, tablePart } from "../compile/table";
import { problemAt } from "../problem";
import type { CellCompiler, CellKind } from "./kind";
import { readImportWords } from "./import-words";
import { nameAsOption, nameAsOutput, ownName } from "./named";

export interface DataCell extends AnyCell {
  readonly kind: "data";
  /** Empty where the author gave none yet. */
  readonly name: string;
  readonly format: DataFormat;
  readonly source: DataSource;
  readonly options: CellOptions;
}

export const dataFormats = ["csv", "tsv", "json", "ndjson", "parquet", "arrow", "xlsx"] as const;
export type DataFormat = (typeof dataFormats)[number];

export type DataSource =
  /** The rows themselves, in the notebook's text. */
  | { readonly type: "inline"; readonly text: string }
  /** An uploaded file of this notebook; `hash` is its content's. */
  | { readonly type: "file"; readonly file: string; readonly hash?: string }
  /** A file that ships with the app. */
  | { readonly type: "sample"; readonly file: string };

/** Whether files of a format are no text. */
function isBinary(format: DataFormat): boolean {
  return format === "parquet" || format === "arrow" || format === "xlsx";
}

/** `sample:` names a file that ships with the app; `file:` is for an uploaded one whose name begins like one of these two, or is empty. */
const sourceName = /^(?:(sample|file):)?([^]*)$/;

function read(
  { word, options: { name = "", ...options }, body }: Fence<DataFormat>,
  id: CellId,
  problem: (code: string, message: string) => void,
): DataCell {
  const { src, hash, ...rest } = options;
  const cell = (source: DataSource, others: CellOptions): DataCell => {
    return { kind: "data", id, name, format: word, source, options: others };
  };
  if (!src) return cell({ type: "inline", text: body }, options);
  if (body !== "") {
    problem("two-sources", "This cell has rows and an option src; the rows count. Remove one of the two.");
    return cell({ type: "inline", text: body }, options);
  }
  const [, scheme, file = ""] = sourceName.exec(src) ?? [];
  if (scheme === "sample")
    return cell({ type: "sample", file }, hash === undefined ? rest : { ...rest, hash });
  return cell({ type: "file", file, ...(hash && { hash }) }, hash === "" ? { ...rest, hash } : rest);
}

function write(cell: DataCell): Fence<DataFormat> {
  const { format, source } = cell;
  const fence = (own: CellOptions, body: string) => {
    return { word: format, options: { ...nameAsOption(cell), ...own, ...cell.options }, body };
  };
  switch (source.type) {
    case "inline":
      return fence({}, source.text);
    case "file": {
      const isClear = source.file !== "" && !sourceName.exec(source.file)?.[1];
      const src = isClear ? source.file : `file:${source.file}`;
      return fence({ src, ...(source.hash && { hash: source.hash }) }, "");
    }
    case "sample":
      return fence({ src: `sample:${source.file}` }, "");
  }
}

/** Rows, which are a table under their name: in the notebook's text, or in a file. */
export const data: CellKind<DataCell, DataFormat> = {
  label: ({ format }) => format.toUpperCase(),
  language: "text",
  isTable: true,
  fence: { words: dataFormats, read, write },
  textOf: ({ source }) => (source.type === "inline" ? source.text : undefined),
  withText: (cell, text) => ({ ...cell, source: { type: "inline", text } }),
  name: ownName,
  outputs: nameAsOutput,
};

export const dataCompiler: CellCompiler<DataCell> = {
  /** A file that is named by its hash means its content, whatever it is called. */
  read({ name, format, source, options }) {
    const from = source.type === "file" && source.hash ? { hash: source.hash } : source;
    const meaning = JSON.stringify(["data", name, format, from, sorted(options)]);
    const reading = readTable(name, format, meaning);
    const { faults } = readImportWords(format, options);
    const problems = faults.map(({ message }) => problemAt("", 0, "bad-option", message));
    if (source.type === "inline" && isBinary(format)) {
      const message = `A ${format} file is not text. Add the file to the notebook and name it: src="data.${format}".`;
      problems.push(problemAt("", 0, "missing-source", message));
    }
    return { ...reading, problems: [...reading.problems, ...problems] };
  },
  write: ({ cell: { format, source: from, options } }, defined) =>
    tablePart(defined, ({ name, source }) => {
      return `$data(${literal({ name, format, source: from, options, hash: source })})`;
    }),
};
