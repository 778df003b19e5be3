import type { ClassRow } from "@/lib/workspace";
import { passedOf, recordText } from "@/lib/workspace/classroom";

/** By what the table of a class is sorted: a number is the place of a check. */
export interface SortBy {
  readonly column: "order" | "who" | "passed" | "runs" | "at" | "record" | number;
  readonly isDown: boolean;
}

/** The rows of a class in another order, each with the place that it was pasted at. */
export function sortRows(
  rows: readonly ClassRow[],
  { column, isDown }: SortBy,
): readonly (ClassRow & { readonly place: number })[] {
  const placed = rows.map((row, place) => ({ ...row, place }));
  const compare = (one: (typeof placed)[number], other: (typeof placed)[number]) => {
    const [a, b] = [keyOf(one, column), keyOf(other, column)];
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
    return (isDown ? -order : order) || one.place - other.place;
  };
  return placed.sort(compare);
}

function keyOf(row: ClassRow & { readonly place: number }, column: SortBy["column"]): string | number {
  switch (column) {
    case "order":
      return row.place;
    case "who":
      return row.who;
    case "passed":
      return row.grades ? passedOf(row) : -1;
    case "runs":
      return row.claims?.runs ?? -1;
    case "at":
      return row.claims?.at ?? -1;
    case "record":
      return recordText(row);
    default:
      return row.grades?.[column]?.kind ?? "";
  }
}
