import { isError, withNames } from "../../base";
import type { sandbox } from "../../flow";
import type { ModulePart } from "../protocol";
import { loadModule, placesIn } from "./load-module";

export interface LoadedNotebook {
  readonly module: sandbox.NotebookModule;
  /** The module's text without what could not be loaded; its lines are where they were. */
  readonly text: string;
  /** What cells threw that were left out, in order. */
  readonly thrown: readonly ThrownByCell[];
}

interface ThrownByCell {
  readonly error: unknown;
  /** In the module, as its stack has it. */
  readonly place: string;
  /** The names that are missing for it: the cell's own, and those of cells that need it. */
  readonly names: readonly string[];
}

/**
 * Loads a notebook's module; a cell that throws while it is loaded is left out with those that need it, and the rest is loaded
 * without. Rejects with what was thrown where it came from no cell.
 */
export async function loadNotebook(text: string, parts: readonly ModulePart[]): Promise<LoadedNotebook> {
  // Lines, and between them what ends them: a line may end within a string, which must stay as it is.
  const pieces = text.split(lineEnd);
  const thrown: ThrownByCell[] = [];
  const left = new Set(parts);
  for (;;) {
    const rest = pieces.join("");
    try {
      return { module: await loadModule(rest), text: rest, thrown };
    } catch (error) {
      const place = placeOf(error);
      const failed = place && partAt(place, left);
      if (!failed) throw error;
      const names: string[] = [];
      thrown.push({ error, place, names });
      for (const part of withDependents(failed, parts)) {
        if (!left.delete(part)) continue;
        for (let line = part.first; line < part.first + part.count; line++) pieces[2 * (line - 1)] = "";
        names.push(...part.names);
      }
    }
  }
}

/** What ends a line for whoever counts those of a stack. */
const lineEnd = /(\r\n|[\n\r\u2028\u2029])/;

/** Where in the module's top level an error was thrown: the outermost place of its stack. */
function placeOf(error: unknown): string | undefined {
  return isError(error) && typeof error.stack === "string"
    ? placesIn(withNames(error.stack)).at(-1)
    : undefined;
}

function partAt(place: string, parts: ReadonlySet<ModulePart>): ModulePart | undefined {
  const line = Number(place.split(":")[1]);
  return [...parts].find(({ first, count }) => line >= first && line < first + count);
}

/** A part, and all that cannot be without it. */
function withDependents(part: ModulePart, parts: readonly ModulePart[]): ReadonlySet<ModulePart> {
  const found = new Set([part]);
  const isFound = (index: number) => {
    const needed = parts[index];
    return needed !== undefined && found.has(needed);
  };
  // Parts come after those that they need.
  for (const one of parts) if (one.needs.some(isFound)) found.add(one);
  return found;
}
