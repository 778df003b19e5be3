const cells = "[data-cell]";

/** The cell of the page that an element is in. */
export function cellAround(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>(cells);
}

/** Goes from a cell's text to the cell itself, where keys are no text; gives whether there is one. */
export function leaveText(text: Element): boolean {
  const cell = cellAround(text);
  if (!cell) return false;
  cell.dataset["left"] = "";
  cell.addEventListener("blur", () => delete cell.dataset["left"], { once: true });
  cell.focus();
  return true;
}

/** Whether somebody is on a cell whose text they have just left: Tab goes on from there. */
export function hasLeftText(cell: Element): boolean {
  return cell.hasAttribute("data-left");
}

/** The cell so many below the one that an element is in, or above it; from outside of all, the first or last. */
export function cellFrom(element: Element, steps: number): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>(cells)];
  const own = cellAround(element);
  return own ? all[all.indexOf(own) + steps] : all.at(steps > 0 ? 0 : -1);
}

/** The cell that is next where the one that an element is in goes: the one below it, else the one above. */
export function besideCell(element: Element): HTMLElement | undefined {
  return cellFrom(element, 1) ?? cellFrom(element, -1);
}
