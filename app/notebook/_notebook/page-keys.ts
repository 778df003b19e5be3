import { taken } from "../../_run/whole-page";
import { cellAround, cellFrom, hasLeftText } from "./cells-on-page";

/** The parts of the page, between which F6 goes. */
const parts = "header, .lesson-text, main, #run";

/** What has the text of a cell. */
const text = "[data-editor] :is(.cm-content, [role=textbox], textarea)";

/** Listens to the keys of a notebook's page until the returned function is called; `onHelp`: somebody asks for them. */
export function listenToKeys(onHelp: () => void): () => void {
  const press = (event: KeyboardEvent) => {
    const { key, target, shiftKey } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(target instanceof Element) || target.closest("[role=dialog], [role=alertdialog]")) return;
    if (key === "F6") goToPart(target, shiftKey ? -1 : 1);
    else if (target.closest(taken)) return;
    else if (key === "?") onHelp();
    else if (key === "j" || key === "k") cellFrom(target, key === "j" ? 1 : -1)?.focus();
    else if (cellAround(target) !== target || !pressedOnCell(target, event)) return;
    event.preventDefault();
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}

/** Keys on a cell itself; gives whether that was all. */
function pressedOnCell(cell: Element, { key, shiftKey }: KeyboardEvent): boolean {
  const editor = cell.querySelector<HTMLElement>(text);
  switch (key) {
    case "ArrowDown":
    case "ArrowUp":
      cellFrom(cell, key === "ArrowDown" ? 1 : -1)?.focus();
      return true;
    case "Enter":
      if (editor) editor.focus();
      else cell.querySelector<HTMLElement>("[data-edit]")?.click();
      return true;
    case "Tab":
      // From there the browser goes on: whoever left the text does not come to it again.
      if (!shiftKey && hasLeftText(cell)) editor?.focus();
      return false;
    default:
      return false;
  }
}

function goToPart(from: Element, steps: number): void {
  const all = [...document.querySelectorAll<HTMLElement>(parts)].filter(
    (part) => part.checkVisibility() && part.parentElement?.closest(parts) === null,
  );
  const at = all.findIndex((part) => part.contains(from));
  focusPart(all.at((at + (at < 0 && steps < 0 ? 0 : steps)) % all.length));
}

/** Goes to a part of the page as a whole. */
export function focusPart(part: HTMLElement | null | undefined): void {
  if (!part) return;
  part.tabIndex = -1;
  part.focus();
}
