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
  /** What would mend it, where that is one change of the cell's text. */
  readonly fix?: Fix;
}

/** A change of a text: what stood at an offset, and what is to stand there. */
export interface Fix {
  /** What it does: “Remove this line”. */
  readonly label: string;
  readonly start: number;
  readonly was: string;
  readonly text: string;
}

/** The text once it is mended; undefined where it is not the one that the fix was made for. */
export function mended(text: string, { start, was, text: now }: Fix): string | undefined {
  if (text.slice(start, start + was.length) !== was) return undefined;
  return text.slice(0, start) + now + text.slice(start + was.length);
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
