import type { CellId, Place } from "@/lib/workspace";

/** The event by which an editor is told to point at a place in its text. */
export const pointEvent = "runnel:point";

export type Pointed = Pick<Place, "line" | "column">;

/** Brings a cell into sight, and has its editor point at a place in it. */
export function goTo(cell: CellId, { line, column }: Pointed): void {
  const element = document.querySelector(`[data-cell="${CSS.escape(cell)}"]`);
  if (!element) return;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: isCalm ? "instant" : "smooth" });
  element
    .querySelector("[data-editor]")
    ?.dispatchEvent(new CustomEvent<Pointed>(pointEvent, { detail: { line, column } }));
}
