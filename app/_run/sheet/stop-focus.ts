/** Whether the focus waits for a button that stops the run, which is still to be drawn. */
let isOwed = false;

/** Hands the focus of a button that runs or stops, and that goes, to the one that takes its place; where that is not there yet, it takes it as it comes. */
export function handOnFocus(): void {
  const find = (what: string) => document.querySelector<HTMLElement>(what);
  const next = find("[data-stop]") ?? find("[data-run]");
  isOwed = next === null || !isDrawn(next);
  next?.focus();
}

/** Takes the focus that waits for a button that stops. */
export function takeOwedFocus(stop: HTMLElement | null): void {
  if (isOwed && !isDrawn(document.activeElement)) stop?.focus();
  isOwed = false;
}

/** Whether an element is there to be seen; the page itself counts as none. */
export function isDrawn(element: Element | null): boolean {
  return element instanceof HTMLElement && element.offsetParent !== null;
}
