import type { CellId } from "../../base";
import type { CompiledNotebook, Definition } from "../../notebook";
import type { Entry } from "../../runtime";

/** What a run comes to from where it begins, as far as the texts tell. */
export interface Reach {
  /** What is defined there, each after what it uses. */
  readonly definitions: readonly Definition[];
  /** The cells of all names that are used, helpers' too. */
  readonly cells: ReadonlySet<CellId>;
  /** The definitions that a name comes to first, be it by way of helpers. */
  next(name: string): readonly Definition[];
}

/** What a run of that entry comes to. */
export function reachOf(entry: Entry, compiled: CompiledNotebook): Reach {
  const known = new Map(compiled.definitions.map((one) => [one.name, one]));
  const uses = new Map<string, readonly string[]>();
  const owners = new Map<string, CellId>();
  for (const [id, cell] of Object.entries(compiled.cells))
    for (const [name, used] of Object.entries(cell.uses)) {
      uses.set(name, used);
      owners.set(name, id as CellId);
    }
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const used of uses.get(name) ?? []) visit(used);
    const definition = known.get(name);
    if (definition) definitions.push(definition);
  };
  const definitions: Definition[] = [];
  for (const name of entry.kind === "cells" ? entry.names : [entry.name]) visit(name);
  return {
    definitions,
    cells: new Set([...seen].flatMap((name) => owners.get(name) ?? [])),
    next(name) {
      const found = new Set<Definition>();
      const past = new Set<string>();
      const look = (from: string): void => {
        for (const used of uses.get(from) ?? []) {
          if (past.has(used)) continue;
          past.add(used);
          const definition = known.get(used);
          if (definition) found.add(definition);
          else look(used);
        }
      };
      look(name);
      return [...found];
    },
  };
}
