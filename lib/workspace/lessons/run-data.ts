import { recorded, tableData, tablesOf, type RunData } from "../../lessons";
import type { NotebookTables } from "../notebook/notebook-tables";
import type { ShownRun } from "../shown/shown-run";

/** Rows of each table that checks are told of. */
const mostRows = 200;

/** A run as checks are told of it; with the rows of its tables only where somebody asks for them: that may start the data engine. */
export async function runData(
  { fold }: Pick<ShownRun, "fold">,
  data: Pick<NotebookTables, "rows">,
  asksForRows: boolean,
): Promise<RunData> {
  if (!asksForRows) return recorded(fold);
  const tables: Record<string, RunData["tables"][string]> = {};
  for (const [name, table] of tablesOf(fold)) {
    // What the browser no longer keeps is as if it had not been made.
    const rows = await data.rows(table, 0, mostRows).catch(() => undefined);
    if (rows) tables[name] = tableData(rows, table);
  }
  return recorded(fold, tables);
}
