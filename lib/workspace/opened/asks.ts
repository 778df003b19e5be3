import type { CompiledNotebook, Notebook } from "../../notebook";
import { touchedBy, type Touched } from "../plan/touched";

/** What all of a notebook reaches outside of it, where this browser has given it nothing yet. */
export function asksOf({ cells }: Notebook, compiled: CompiledNotebook): Touched {
  return touchedBy(new Set(cells.map(({ id }) => id)), cells, compiled, {
    tables: [],
    hostAccess: () => "asked",
    secretAccess: () => "missing",
    fileState: () => undefined,
  });
}
