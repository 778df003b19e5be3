import type { CellId } from "../../base";
import type { CellProblemCode } from "../compiled";
import type { Problem } from "../document";

export type CellProblem = Problem<CellProblemCode>;

/** A problem at an offset of a cell's text. */
export function problemAt(
  text: string,
  offset: number,
  code: CellProblemCode,
  message: string,
  related?: readonly CellId[],
): CellProblem {
  return { code, message, ...placeAt(text, offset), ...(related && { related }) };
}

/** Line and column of an offset, both from 1. */
export function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
