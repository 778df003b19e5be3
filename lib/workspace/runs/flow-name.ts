import type { RunSummary } from "../../storage";

type Named = Pick<RunSummary, "flowName" | "givenName">;

/** The flow's own name. */
export function flowNameOf({ flowName, givenName }: Named): string {
  return givenName ?? flowName;
}

/** The flow's own name, and where that is another, what its notebook calls it: `Daily load (main)`. */
export function flowText({ flowName, givenName }: Named): string {
  return givenName === undefined ? flowName : `${givenName} (${flowName})`;
}
