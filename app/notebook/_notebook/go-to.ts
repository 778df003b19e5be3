import type { CellId, Place } from "@/lib/workspace";

/** The event by which an editor is told to point at a place in its text. */
export const pointEvent = "runnel:point";

export type Pointed = Pick<Place, "line" | "column">;

function elementOf(cell: CellId): Element | null {
  return document.querySelector(`[data-cell="${CSS.escape(cell)}"]`);
}

/** Marks a cell's edge; gives what takes the mark away. */
export function markCell(cell: CellId): () => void {
  const element = elementOf(cell);
  element?.setAttribute("data-marked", "");
  return () => element?.removeAttribute("data-marked");
}

/** Brings a cell into sight, and has its editor point at a place in it. */
export function goTo(cell: CellId, { line, column }: Pointed): void {
  const element = elementOf(cell);
  if (!element) return;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: isCalm ? "instant" : "smooth" });
  element
    .querySelector("[data-editor]")
    ?.dispatchEvent(new CustomEvent<Pointed>(pointEvent, { detail: { line, column } }));
}
