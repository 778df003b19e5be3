import type { TableRef } from "../../engine";
import { assertIsParameter } from "./given-rows";
import { Table, answered } from "./table";

/**
 * Runs a query and gives its rows as a table. A table in the text becomes a name, any other value a bound parameter: the
 * text itself never holds a value.
 */
export async function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Promise<Table> {
  const tables = new Map<string, Table>();
  const parameters: Record<string, unknown> = {};
  let text = strings[0] ?? "";
  for (const [index, value] of values.entries()) {
    if (value instanceof Table) text += `"${nameFor(value, tables)}"`;
    else {
      assertIsParameter(value, `Value ${index + 1} of the query`);
      parameters[`p${index}`] = value;
      text += `$p${index}`;
    }
    text += strings[index + 1] ?? "";
  }
  const query = { text, name: "query", tables: Object.fromEntries<TableRef>(tables), parameters };
  return await answered((data, stop) => data.query(query, stop));
}

/** A name for a table in the text: its own, with a number where another table has that; nothing in it needs escaping. */
function nameFor(table: Table, tables: Map<string, Table>): string {
  const own = table.name.replace(/\W/g, "_");
  for (let count = 1; ; count++) {
    const name = count === 1 ? own : `${own}_${count}`;
    const taken = tables.get(name);
    if (taken && taken.lineage !== table.lineage) continue;
    tables.set(name, table);
    return name;
  }
}
