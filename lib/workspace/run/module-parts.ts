import type { RunnableNotebook } from "../../notebook";
import type { ModulePart } from "../../runtime";

/** What of a notebook's module is which cell's. */
export function partsOf({ lines, cells }: RunnableNotebook): readonly ModulePart[] {
  const places = new Map(lines.map(({ cell }, index) => [cell, index]));
  return lines.map(({ cell, first, count }) => ({
    first,
    count,
    names: cells[cell]?.outputs ?? [],
    needs: cells[cell]?.inputs.flatMap((input) => places.get(input) ?? []) ?? [],
  }));
}
