import type { NotebookId } from "@/lib/workspace";

/*
 * The home page makes a notebook of a dropped file, and the notebook's own page reads it. The wish to run crosses in this
 * tab's session storage, which no address can write: opening a link runs nothing.
 */
const key = "runnel:run-once";

/** The wish where the browser denies the tab its storage: there, the notebook opens on the same page. */
let askedHere: NotebookId | undefined;

/** Asks the notebook's page to run it when it is opened. */
export function requestRun(id: NotebookId): void {
  try {
    sessionStorage.setItem(key, id);
  } catch {
    askedHere = id;
  }
}

/** Whether a run was asked for; asks only once. */
export function takeRunRequest(id: NotebookId): boolean {
  try {
    const isAsked = sessionStorage.getItem(key) === id;
    if (isAsked) sessionStorage.removeItem(key);
    return isAsked;
  } catch {
    const isAsked = askedHere === id;
    askedHere = undefined;
    return isAsked;
  }
}
