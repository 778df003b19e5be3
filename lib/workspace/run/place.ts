import { isTable, locateError, type RunnableNotebook } from "../../notebook";
import { moduleName } from "../../runtime";

/** A place in a notebook that outlives its editing session: a cell by a name that it defines, a line and column from 1. */
export interface Place {
  readonly definition: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Where in the notebook an error comes from: by its own word, for one in the text of the table whose task it
 * ended; else by its stack.
 */
export function placeOf(
  error: unknown,
  task: string | undefined,
  compiled: RunnableNotebook,
): Place | undefined {
  if (!(error instanceof Error)) return undefined;
  const { line, column = 1 } = error as { line?: number; column?: number };
  const table = compiled.definitions.find((one) => one.name === task && isTable(one));
  if (line !== undefined && table) return { definition: table.name, line, column };
  const found = error.stack === undefined ? undefined : locateError(compiled.lines, error.stack, moduleName);
  if (!found) return undefined;
  const [definition] = compiled.cells[found.cell]?.outputs ?? [];
  return definition === undefined ? undefined : { definition, line: found.line, column: found.column };
}
