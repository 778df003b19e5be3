import type { DataCell } from "../../engine";
import { kindOf, type Notebook } from "../../notebook";
import { dataCells } from "../data/data-cells";

/** Data of a notebook that is not in its text. */
export interface DataSource {
  /** The name of its data cell; of a file that only code reads, the file's. */
  readonly name: string;
  /** The file that it is read from. */
  readonly file: string;
  /** Whether everybody has it: it comes with the app. */
  readonly isCommon: boolean;
  /** How it is read. */
  readonly cell: DataCell;
}

/** The data of a notebook that is in files: those of its data cells, and `files` of its own that only its code names. */
export function sourcesIn(notebook: Notebook, files: readonly string[]): readonly DataSource[] {
  const ofCells = dataCells(notebook).flatMap((cell): readonly DataSource[] => {
    const { name, source } = cell;
    if (source.type === "inline") return [];
    return [{ name, file: source.file, isCommon: source.type === "sample", cell }];
  });
  const known = new Set(ofCells.flatMap(({ name, file }) => [name, file]));
  const ofCode = files.filter(
    (file) =>
      !known.has(file) &&
      notebook.cells.some((cell) => kindOf(cell).namesFiles && kindOf(cell).textOf(cell)?.includes(file)),
  );
  return [
    ...ofCells,
    ...ofCode.map((file): DataSource => {
      const cell = { name: file, format: "", source: { type: "file", file }, options: {} } as const;
      return { name: file, file, isCommon: false, cell };
    }),
  ];
}

/** The format of a source, as its cell or its file's name says. */
export function formatOf({ cell, file }: DataSource): string {
  return cell.format === "" ? (/\.([a-z0-9]{1,10})$/i.exec(file)?.[1]?.toLowerCase() ?? "") : cell.format;
}
