import type { DataCell } from "../../engine";
import type { Notebook } from "../../notebook";

/** The data cells of a notebook, as its code may name them. */
export function dataCells({ cells }: Notebook): readonly DataCell[] {
  return cells.flatMap((cell) => {
    if (cell.kind !== "data" || cell.name === "") return [];
    const { name, format, source, options } = cell;
    return [{ name, format, source, options }];
  });
}
