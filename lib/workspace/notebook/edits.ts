import type { CellId, NewId } from "../../base";
import {
  cellKinds,
  cellName,
  kindOf,
  type AnyCell,
  type Cell,
  type CellOptions,
  type DataFormat,
  type Kinds,
  type Notebook,
} from "../../notebook";

/** Changes of a notebook, each a new one; one that changes nothing gives the same. */

/** Replaces a cell's text: its markdown, its code, or its inline data. */
export function withText<C extends AnyCell>(
  notebook: Notebook<C>,
  id: CellId,
  text: string,
  kinds: Kinds = cellKinds,
): Notebook<C> {
  return mapCell(notebook, id, (cell) => {
    const kind = kindOf(cell, kinds);
    return kind.textOf(cell) === text ? cell : kind.withText(cell, text);
  });
}

/** Renames a cell of a kind that has names. */
export function withName<C extends AnyCell>(
  notebook: Notebook<C>,
  id: CellId,
  name: string,
  kinds: Kinds = cellKinds,
): Notebook<C> {
  return mapCell(notebook, id, (cell) => {
    const named = kindOf(cell, kinds).name;
    return !named || named.of(cell) === name ? cell : named.with(cell, name);
  });
}

/** Gives a data cell other options. */
export function withOptions(notebook: Notebook, id: CellId, options: CellOptions): Notebook {
  return mapCell(notebook, id, (cell) => (cell.kind === "data" ? { ...cell, options } : cell));
}

/** Puts a cell after another; at the top, where that is null. */
export function withCellAfter(notebook: Notebook, after: CellId | null, cell: Cell): Notebook {
  const index = after === null ? 0 : notebook.cells.findIndex(({ id }) => id === after) + 1;
  return { ...notebook, cells: notebook.cells.toSpliced(index, 0, cell) };
}

export function withoutCell(notebook: Notebook, id: CellId): Notebook {
  return { ...notebook, cells: notebook.cells.filter((cell) => cell.id !== id) };
}

/** Moves a cell up (-1) or down (1). */
export function withCellMoved(notebook: Notebook, id: CellId, by: -1 | 1): Notebook {
  const from = notebook.cells.findIndex((cell) => cell.id === id);
  const cell = notebook.cells[from];
  const to = from + by;
  if (!cell || to < 0 || to >= notebook.cells.length) return notebook;
  return { ...notebook, cells: notebook.cells.toSpliced(from, 1).toSpliced(to, 0, cell) };
}

/** A notebook that was read anew, with the ids that its cells had: those that are unchanged, else those of the same place and kind. */
export function keepingIds(before: Notebook, after: Notebook): Notebook {
  const left = new Map(before.cells.map((cell, index) => [cell.id, { cell, index }]));
  const taken = (found: CellId | undefined) => {
    if (found !== undefined) left.delete(found);
    return found;
  };
  const same = after.cells.map((cell) => {
    const text = JSON.stringify({ ...cell, id: "" });
    return taken([...left.values()].find((one) => JSON.stringify({ ...one.cell, id: "" }) === text)?.cell.id);
  });
  const cells = after.cells.map((cell, place) => {
    const near = () => [...left.values()].find((one) => one.index === place && one.cell.kind === cell.kind);
    return { ...cell, id: same[place] ?? taken(near()?.cell.id) ?? cell.id };
  });
  return { ...after, cells };
}

/** An uploaded file, as a data cell names it. */
export interface UploadedFile {
  readonly file: string;
  readonly hash: string;
  readonly format: DataFormat;
}

/** A data cell of an uploaded file; `taken` are names that it must not have. */
export function fileCell({ file, hash, format }: UploadedFile, taken: readonly string[], newId: NewId): Cell {
  const source = { type: "file", file, hash } as const;
  return { kind: "data", id: newId<CellId>(), name: cellName(file, taken), format, source, options: {} };
}

/** The data cells that name an uploaded file. */
export function cellsOfFile({ cells }: Notebook, file: string): readonly CellId[] {
  const isOfFile = (cell: Cell) =>
    cell.kind === "data" && cell.source.type === "file" && cell.source.file === file;
  return cells.filter(isOfFile).map(({ id }) => id);
}

/** Gives a file to the data cells that name it: at first, or in place of what they had. */
export function withFile(notebook: Notebook, { file, hash }: UploadedFile): Notebook {
  return withHashes(notebook, (name, known) => (name === file ? hash : known));
}

/**
 * A notebook whose data cells say which content their files have, so that a changed file is a changed cell. What its text says of
 * that does not count: it may have been written elsewhere.
 */
export function withHashesOf(notebook: Notebook, files: Readonly<Record<string, string>>): Notebook {
  // A file may be called “constructor”.
  const hashOf = (file: string) => (Object.hasOwn(files, file) ? files[file] : undefined);
  return withHashes(notebook, hashOf);
}

/** Says which content the files of data cells have; `hashOf` is told a file's name and the hash that its cell says. */
export function withHashes(
  notebook: Notebook,
  hashOf: (file: string, known: string | undefined) => string | undefined,
): Notebook {
  return mapCells(notebook, (cell) => {
    if (cell.kind !== "data" || cell.source.type !== "file") return cell;
    const { file, hash: known } = cell.source;
    const hash = hashOf(file, known);
    if (hash === known) return cell;
    return { ...cell, source: { type: "file", file, ...(hash !== undefined && { hash }) } };
  });
}

function mapCell<C extends AnyCell>(notebook: Notebook<C>, id: CellId, change: (cell: C) => C): Notebook<C> {
  return mapCells(notebook, (cell) => (cell.id === id ? change(cell) : cell));
}

function mapCells<C extends AnyCell>(notebook: Notebook<C>, change: (cell: C) => C): Notebook<C> {
  const cells = notebook.cells.map(change);
  return cells.every((cell, index) => cell === notebook.cells[index]) ? notebook : { ...notebook, cells };
}
