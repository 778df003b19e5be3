import type { CellId } from "../../base";
import { isTable, locate, locateError, type Location, type RunnableNotebook } from "../../notebook";
import { moduleName } from "../../runtime";

/** A place in a notebook that outlives its editing session: a cell by a name that it defines, or by its number where it defines none, a line and column from 1. */
export interface Place {
  readonly definition: string;
  readonly line: number;
  readonly column: number;
}

/** Places of one error that are kept: enough to see the way, few enough for a run of many errors. */
const mostPlaces = 8;

/**
 * Where in the notebook an error comes from, innermost first: by its own word, for one in the text of the table whose task it
 * ended; else by its stack.
 */
export function placesOf(
  error: unknown,
  task: string | undefined,
  compiled: RunnableNotebook,
): readonly Place[] {
  if (!(error instanceof Error)) return [];
  const { line, column = 1 } = error as { line?: number; column?: number };
  const table = compiled.definitions.find((one) => one.name === task && isTable(one));
  if (line !== undefined && table) return [{ definition: table.name, line, column }];
  const found = error.stack === undefined ? [] : locateError(compiled.lines, error.stack, moduleName);
  // A function that calls itself is one place.
  const ways = found.filter(({ cell, line }, index) => {
    const inner = found[index - 1];
    return inner?.cell !== cell || inner.line !== line;
  });
  return ways.slice(0, mostPlaces).map((location) => ({
    definition: definitionAt(location, compiled),
    line: location.line,
    column: location.column,
  }));
}

/** Where a crash comes from, by the end of its message as `withPlaces` has it; undefined where that says no place of the notebook. */
export function crashedAt(message: string, compiled: RunnableNotebook): Place | undefined {
  const [, definition = "", line] = / \(([^(),]+), line (\d+)\)$/.exec(message) ?? [];
  const isKnown =
    compiled.definitions.some(({ name }) => name === definition) || ownersIn(compiled).has(definition);
  return isKnown ? { definition, line: Number(line), column: 1 } : undefined;
}

/** The name that a place of a cell goes by: of what is defined last before it, a task, a flow, a function or a value, else the cell's first, or its number. */
function definitionAt({ cell, line }: Location, { cells }: RunnableNotebook): string {
  const { outputs = [], lines = {} } = cells[cell] ?? {};
  const before = outputs.filter((name) => (lines[name] ?? 1) <= line);
  const [latest] = before.sort((a, b) => (lines[b] ?? 1) - (lines[a] ?? 1));
  return latest ?? outputs[0] ?? `cell ${Object.keys(cells).indexOf(cell) + 1}`;
}

/** The cells by the names that their places go by. */
export function ownersIn({ cells }: Pick<RunnableNotebook, "cells">): ReadonlyMap<string, CellId> {
  return new Map(
    Object.entries(cells).flatMap(([id, { outputs }], index) =>
      (outputs.length > 0 ? outputs : [`cell ${index + 1}`]).map((name) => [name, id as CellId]),
    ),
  );
}

/** A frame of a stack that is the app's own, as Chromium writes it, or Firefox and Safari. */
const ownFrame = /^\s*(?:at |\S*@).*(?:blob:|https?:)/;

/** A text of the log whose stacks, if it has any, are the author's: places are those of cells, and the app's own frames are left out. */
export function withPlaces(text: string, compiled: RunnableNotebook): string {
  if (!text.includes(":")) return text;
  return text
    .split("\n")
    .flatMap((line) => {
      const placed = line.replace(modulePlace, (whole, atLine: string, atColumn: string) => {
        const location = locate(compiled.lines, Number(atLine), Number(atColumn));
        return location ? `${definitionAt(location, compiled)}, line ${location.line}` : whole;
      });
      return placed === line && ownFrame.test(line) ? [] : placed;
    })
    .join("\n");
}

const modulePlace = new RegExp(`${moduleName.replaceAll(".", "\\.")}:(\\d+):(\\d+)`, "g");
