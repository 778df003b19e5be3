import type { CellId } from "../base";

/** A place in a cell's text; line and column count from 1. */
export interface Location {
  readonly cell: CellId;
  readonly line: number;
  readonly column: number;
}

/** Where a cell's lines are in a module. */
export interface CellLines {
  readonly cell: CellId;
  /** The module's line, from 1, of the cell's first. */
  readonly first: number;
  readonly count: number;
  /** Text in these lines that the author did not write, in order. */
  readonly insertions: readonly Insertion[];
}

/** Text put into a line; line and column are the module's. */
export interface Insertion {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Which lines of a compiled module are which cell's. */
export type LineMap = readonly CellLines[];

/** The cell's line and column for a module's; undefined for a line that no cell wrote. */
export function locate(lines: LineMap, line: number, column: number): Location | undefined {
  const owner = lines.find(({ first, count }) => line >= first && line < first + count);
  if (!owner) return undefined;
  let inserted = 0;
  for (const insertion of owner.insertions) {
    if (insertion.line !== line || insertion.column > column) continue;
    inserted += Math.min(insertion.length, column - insertion.column);
  }
  return { cell: owner.cell, line: line - owner.first + 1, column: column - inserted };
}

/**
 * The places of author's code in an error's stack, innermost first, as Chromium, Firefox and Safari write it, for a module
 * loaded from `url`.
 */
export function locateError(lines: LineMap, stack: string, url: string): readonly Location[] {
  return stack.split("\n").flatMap((frame) => {
    const at = frame.indexOf(`${url}:`);
    const place = at < 0 ? undefined : /^(\d+):(\d+)\)?\s*$/.exec(frame.slice(at + url.length + 1));
    return (place && locate(lines, Number(place[1]), Number(place[2]))) ?? [];
  });
}
