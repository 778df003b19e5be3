import { isError, withNames } from "../../base";
import type { sandbox } from "../../flow";
import { moduleName } from "../module-name";
import type { ModulePart } from "../protocol";
import { loadModule } from "./load-module";

export interface LoadedNotebook {
  readonly module: sandbox.NotebookModule;
  /** The module's text without what could not be loaded; its lines are where they were. */
  readonly text: string;
  /** What was thrown while a cell was loaded, by the names that are missing for it: its own, and those of cells that need it. */
  readonly faults: ReadonlyMap<string, unknown>;
  /** What cells threw that were left out, with names or without, in order. */
  readonly thrown: readonly unknown[];
}

/**
 * Loads a notebook's module; a cell that throws while it is loaded is left out with those that need it, and the rest is loaded
 * without. Rejects with what was thrown where it came from no cell.
 */
export async function loadNotebook(text: string, parts: readonly ModulePart[]): Promise<LoadedNotebook> {
  // Lines, and between them what ends them: a line may end within a string, which must stay as it is.
  const pieces = text.split(lineEnd);
  const faults = new Map<string, unknown>();
  const thrown: unknown[] = [];
  const left = new Set(parts);
  for (;;) {
    const rest = pieces.join("");
    try {
      return { module: await loadModule(rest), text: rest, faults, thrown };
    } catch (error) {
      const failed = partOf(error, left);
      if (!failed) throw error;
      thrown.push(error);
      for (const part of withDependents(failed, parts)) {
        if (!left.delete(part)) continue;
        for (let line = part.first; line < part.first + part.count; line++) pieces[2 * (line - 1)] = "";
        for (const name of part.names) faults.set(name, error);
      }
    }
  }
}

/** What ends a line for whoever counts those of a stack. */
const lineEnd = /(\r\n|[\n\r\u2028\u2029])/;

/** The part at whose top level an error was thrown: the outermost place of its stack. */
function partOf(error: unknown, parts: ReadonlySet<ModulePart>): ModulePart | undefined {
  if (!isError(error) || typeof error.stack !== "string") return undefined;
  const places = [
    ...withNames(error.stack).matchAll(new RegExp(`${moduleName.replaceAll(".", "\\.")}:(\\d+):\\d+`, "g")),
  ];
  const line = Number(places.at(-1)?.[1]);
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
