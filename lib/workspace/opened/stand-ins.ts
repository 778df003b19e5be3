import type { Column } from "../../engine";
import { isNotebookFile, type PickedFile } from "../data/picked-file";
import { filedCells } from "./filed-cells";
import type { OpenedNotebook } from "./read-link";

/** A file that a notebook reads, and of which not all came along with it. */
export interface MissingFile {
  readonly file: string;
  /** The data cell that reads it; absent: only code does. */
  readonly cell?: string;
  readonly format: string;
  /** Its columns; none where nothing is known of them. */
  readonly schema: readonly Column[];
  /** Rows of the whole, and those that are here. */
  readonly numRows: number;
  readonly numSampled: number;
}

/** What a person gives in the place of a file, by the name that the notebook has for that. */
export type StandIns = ReadonlyMap<string, PickedFile>;

/** The files that a notebook reads, and that did not come along as they were. */
export function missingFiles({ notebook, shared, files = [] }: OpenedNotebook): readonly MissingFile[] {
  const here = new Set(files.map(({ file }) => file.name));
  const cells = filedCells(notebook);
  const known = new Set(notebook.cells.flatMap((cell) => (cell.kind === "data" ? [cell.name] : [])));
  const ofCode = shared.data.filter(({ name }) => !known.has(name));
  return [
    ...cells.map(({ name, format, source }): MissingFile => {
      const sample = shared.data.find((one) => one.name === name);
      const { schema = [], numRows = 0, numSampled = 0 } = sample ?? {};
      return { file: source.file, cell: name, format, schema, numRows, numSampled };
    }),
    // Rows of it are made into no file: only a data cell says how one is written.
    ...ofCode.map(({ name, format, schema, numRows }): MissingFile => {
      return { file: name, format, schema, numRows, numSampled: 0 };
    }),
  ].filter(({ file, numRows, numSampled }) => !here.has(file) && (numSampled === 0 || numSampled < numRows));
}

/**
 * Takes files as stand-ins: for the missing file of the same name; else for the only one that nothing stands in for, all of them or those of
 * its format. Gives also what was for none.
 */
export function withStandIns(
  before: StandIns,
  missing: readonly MissingFile[],
  picked: readonly PickedFile[],
): { readonly standIns: StandIns; readonly left: readonly PickedFile[] } {
  const standIns = new Map(before);
  const nameOf = ({ file }: PickedFile) => file.name.toLowerCase();
  const isNamed = (one: PickedFile) => missing.find(({ file }) => file.toLowerCase() === nameOf(one));
  const left: PickedFile[] = [];
  // Who names one has it, wherever it comes in the list.
  for (const one of picked) {
    const named = isNamed(one);
    if (named) standIns.set(named.file, one);
  }
  for (const one of picked) {
    if (isNamed(one)) continue;
    const open = missing.filter(({ file, numSampled }) => !standIns.has(file) && numSampled === 0);
    const ofFormat = open.filter(({ format, file }) =>
      [format, endingOf(file)].some((ending) => ending !== "" && ending === endingOf(one.file.name)),
    );
    const [found] = open.length === 1 ? open : ofFormat.length === 1 ? ofFormat : [];
    if (found && !isNotebookFile(one.file)) standIns.set(found.file, one);
    else left.push(one);
  }
  return { standIns, left };
}

function endingOf(name: string): string {
  return /\.(\w+)$/.exec(name.toLowerCase().replace(/\.gz$/, ""))?.[1] ?? "";
}
