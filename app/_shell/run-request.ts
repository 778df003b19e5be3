import type { NotebookId, RunTarget } from "@/lib/workspace";

/** A notebook that is to be run once its page is there, until it is: kept in the page, so that no address can ask for a run. */
let asked: { readonly id: NotebookId; readonly target: RunTarget } | undefined;

/** Asks the notebook's page to run something of it when it is opened. */
export function requestRun(id: NotebookId, target: RunTarget = { kind: "notebook" }): void {
  asked = { id, target };
}

/** What was asked to be run; asks only once. */
export function takeRunRequest(id: NotebookId): RunTarget | undefined {
  if (asked?.id !== id) return undefined;
  const { target } = asked;
  asked = undefined;
  return target;
}
