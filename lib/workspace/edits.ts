import type { CellId, NewId } from "../base";
import { cellName, type Cell, type DataCell, type DataFormat, type Notebook } from "../notebook";

/** Changes of a notebook, each a new one; one that changes nothing gives the same. */

/** Replaces a cell's text: its markdown, its code, or its inline data. */
export function withText(notebook: Notebook, id: CellId, text: string): Notebook {
  return mapCell(notebook, id, (cell) => {
    if (textOf(cell) === text) return cell;
    switch (cell.kind) {
      case "markdown":
        return { ...cell, text };
      case "ts":
      case "sql":
        return { ...cell, code: text };
      case "data":
        return { ...cell, source: { type: "inline", text } };
    }
  });
}

/** The text that is edited in a cell; a data cell of a file has none. */
export function textOf(cell: Cell): string | undefined {
  switch (cell.kind) {
    case "markdown":
      return cell.text;
    case "ts":
    case "sql":
      return cell.code;
    case "data":
      return cell.source.type === "inline" ? cell.source.text : undefined;
  }
}

/** Renames a table cell. */
export function withName(notebook: Notebook, id: CellId, name: string): Notebook {
  return mapCell(notebook, id, (cell) =>
    (cell.kind === "sql" || cell.kind === "data") && cell.name !== name ? { ...cell, name } : cell,
  );
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

/** The kinds of cell that can be added empty. */
export type NewCellKind = "markdown" | "sql" | "ts";

/** An empty cell; `taken` are names that it must not have. */
export function emptyCell(kind: NewCellKind, taken: readonly string[], newId: NewId): Cell {
  const id = newId<CellId>();
  switch (kind) {
    case "markdown":
      return { kind, id, text: "" };
    case "ts":
      return { kind, id, code: "", options: {} };
    case "sql":
      return { kind, id, name: cellName("query", taken), code: "", options: {} };
  }
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
  return cells.flatMap((cell) => (isOfFile(cell, file) ? [cell.id] : []));
}

/** Gives a file to the data cells that name it: at first, or in place of what they had. */
export function withFile(notebook: Notebook, { file, hash }: UploadedFile): Notebook {
  const source = { type: "file", file, hash } as const;
  return cellsOfFile(notebook, file).reduce(
    (given, id) =>
      mapCell(given, id, (cell) =>
        isOfFile(cell, file) && cell.source.hash !== hash ? { ...cell, source } : cell,
      ),
    notebook,
  );
}

function isOfFile(
  cell: Cell,
  file: string,
): cell is DataCell & { readonly source: { readonly type: "file" } } {
  return cell.kind === "data" && cell.source.type === "file" && cell.source.file === file;
}

function mapCell(notebook: Notebook, id: CellId, change: (cell: Cell) => Cell): Notebook {
  const cells = notebook.cells.map((cell) => (cell.id === id ? change(cell) : cell));
  return cells.every((cell, index) => cell === notebook.cells[index]) ? notebook : { ...notebook, cells };
}
