import type { CellId } from "../base";

/** Something that the author must know about a place in the document. */
export interface Problem {
  /** The rules of `SPEC.md` list them; a kind of cell may have others of its own. */
  readonly code: string;
  /** Says what is wrong and what to do. */
  readonly message: string;
  /** Both count from 1: in the notebook's text for a problem of the format, in the cell's own text for one of a cell. */
  readonly line: number;
  readonly column: number;
  /** Other cells that have to do with it. */
  readonly related?: readonly CellId[];
}

/** A problem at an offset of a cell's text. */
export function problemAt(
  text: string,
  offset: number,
  code: string,
  message: string,
  related?: readonly CellId[],
): Problem {
  return { code, message, ...placeAt(text, offset), ...(related && { related }) };
}

/** Line and column of an offset, both from 1. */
export function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
