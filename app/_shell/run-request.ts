import type { NotebookId } from "@/lib/workspace";

/** A notebook that was made to be run at once, until it is: kept in the page, so that no address can ask for a run. */
let asked: NotebookId | undefined;

/** Asks the notebook's page to run it when it is opened. */
export function requestRun(id: NotebookId): void {
  asked = id;
}

/** Whether a run was asked for; asks only once. */
export function takeRunRequest(id: NotebookId): boolean {
  const isAsked = asked === id;
  if (isAsked) asked = undefined;
  return isAsked;
}
