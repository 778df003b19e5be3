import { kindOf, type Notebook } from "../../notebook";
import type { Searched } from "./keys/keys-found";

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

/** Whether a notebook's queries may read what has run in this browser, also of other notebooks. */
export function queriesRuns({ cells }: Notebook): boolean {
  return cells.some(
    (cell) => cell.kind !== "markdown" && /\brunnel"?\s*\./i.test(kindOf(cell).textOf(cell) ?? ""),
  );
}
