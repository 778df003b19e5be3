import type { TableDifference } from "@/lib/workspace";
import { countText } from "../_ui/time";

/** What changed of a definition's source; `uses` are those that changed where its own text did not. */
export function changeText(uses: readonly string[] | undefined): string {
  if (!uses) return "source changed";
  if (uses.length === 0) return "what it uses changed";
  return `${uses.join(" and ")}, which it uses, changed`;
}

/** What is different of a table, part by part; that nothing is, where that is so. */
export function differenceTexts(difference: TableDifference): readonly string[] {
  const { columnsAdded, columnsRemoved, columnsRetyped, added, removed, changed, key, cells } = difference;
  const rows = [
    ...(added > 0 ? [`${countText(added)} added`] : []),
    ...(removed > 0 ? [`${countText(removed)} removed`] : []),
    ...(changed > 0 ? [`${countText(changed)} changed`] : []),
  ];
  const isSameShape = columnsAdded.length + columnsRemoved.length + columnsRetyped.length === 0;
  return [
    ...(columnsAdded.length > 0 ? [`columns added: ${columnsAdded.join(", ")}`] : []),
    ...(columnsRemoved.length > 0 ? [`columns removed: ${columnsRemoved.join(", ")}`] : []),
    ...columnsRetyped.map(
      ({ name, earlier, later, isCompared }) =>
        `${name}: ${earlier} → ${later}${isCompared ? "" : ", whose values are not compared"}`,
    ),
    ...(rows.length > 0
      ? [`rows: ${rows.join(", ")}${key.length > 0 ? ` (by ${key.join(", ")})` : ""}`]
      : [isSameShape ? "the same rows" : "no row differs otherwise"]),
    ...cells.map(({ column, changed: count }) => `${column} differs in ${countText(count)}`),
  ];
}
