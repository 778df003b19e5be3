import type { NotebookId } from "../base";
import type { Database } from "./database";
import type { TableRecord } from "./records";

/**
 * Forgets that a notebook was given tables. One that no other was given goes, with its rows, unless it is in the catalogue or
 * pinned, or a table that stays is made from it.
 */
export async function forgetTables(database: Database, notebook: NotebookId): Promise<void> {
  const [tables, catalogue, pins] = await Promise.all([
    database.list("tables"),
    database.list("catalogue"),
    database.list("pins"),
  ]);
  const named = new Set([...catalogue.map(({ ref }) => ref.lineage), ...pins.flatMap((pin) => pin.tables)]);
  const isOwn = ({ notebooks = [], ref }: TableRecord) =>
    notebooks.length === 1 && notebooks[0] === notebook && !named.has(ref.lineage);
  const going = new Map(tables.filter(isOwn).map((table) => [table.ref.lineage, table]));
  const staying = tables.filter((table) => !isOwn(table));
  for (const { recipe } of staying)
    for (const lineage of textsIn(recipe)) {
      const source = going.get(lineage);
      if (source && going.delete(lineage)) staying.push(source);
    }
  for (const { ref, notebooks: given = [] } of tables) {
    if (!given.includes(notebook)) continue;
    const { lineage } = ref;
    await database.change(
      "tables",
      lineage,
      (stored, edit) => {
        if (!stored?.notebooks?.includes(notebook)) return;
        const notebooks = stored.notebooks.filter((one) => one !== notebook);
        if (notebooks.length > 0 || !going.has(lineage)) return edit.put("tables", { ...stored, notebooks });
        edit.remove("tables", lineage);
        edit.remove("parquet", lineage);
      },
      { also: ["parquet"] },
    );
  }
}

/** All texts in what a table's maker keeps of how it is made: some are lineages. */
function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const member of Object.values(value)) yield* textsIn(member);
}
