import { readSql, type CompiledNotebook, type Definition, type Notebook } from "../../notebook";
import type { DryDefinition } from "../../runtime/dry-run";
import type { PastRun } from "../run/run-book";
import type { Retried } from "./retried";

/** Definitions as a plan goes through them: queries and data cells as they are, and in the place of code what is known of it. */
export function dryDefinitions(
  definitions: readonly Definition[],
  { cells }: Notebook,
  compiled: CompiledNotebook,
  past: (definition: Definition) => readonly PastRun[],
  retried?: Retried,
): readonly DryDefinition[] {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  return definitions.flatMap((definition): readonly DryDefinition[] => {
    const { name, kind, parameters, source } = definition;
    if (kind === "flow") return [];
    const cell = byId.get(definition.cell);
    switch (cell?.kind) {
      case "sql": {
        const { catalogue, changing } = readSql(cell.code);
        const reads = compiled.cells[cell.id]?.uses[name] ?? [];
        const own = { name, text: cell.code, options: cell.options, source };
        const needs = {
          parameters: parameters.map((one) => one.name),
          catalogue,
          ...(changing !== undefined && { changing }),
        };
        return [{ kind: "sql", cell: { ...own, ...needs }, reads }];
      }
      case "data": {
        const { format, source: from, options } = cell;
        return [{ kind: "data", cell: { name, format, source: from, options }, source }];
      }
      default: {
        const key = retried?.keyOf(definition) ?? fixedKey(definition, past(definition));
        return [{ kind: "code", name, ...(key !== undefined && { key }) }];
      }
    }
  });
}

/** The key that a task of code has whatever it is given: that of its last run, where it was made of its text alone, which is the same. */
function fixedKey({ name, source }: Definition, [last]: readonly PastRun[]): string | undefined {
  const { key, parts = {}, outcome } = last?.decision ?? {};
  const isFixed = Object.keys(parts).join() === "TASK_SOURCE" && (outcome === "hit" || outcome === "miss");
  return isFixed && last?.sources[name] === source ? (key ?? undefined) : undefined;
}
