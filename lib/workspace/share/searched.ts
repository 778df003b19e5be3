import { kindOf, type Notebook } from "../../notebook";
import type { Searched } from "./link-maker";

/** The texts of a notebook in which a key may be: each cell's, and what stands above them. */
export function searchedIn({ title, settings, cells }: Notebook): readonly Searched[] {
  const head = [
    title,
    ...Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
  ];
  return [
    { place: "front matter", text: head.join("\n") },
    ...cells.map((cell, place) => ({ place, text: kindOf(cell).textOf(cell) ?? "" })),
  ];
}
