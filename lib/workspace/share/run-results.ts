import type { TableRef } from "../../engine";
import { parseEvent, type Preview, type StoredEvent } from "../../runtime";
import type { TableResult } from "../../share";
import type { DataAccess } from "../data/data-client";

/** Tables, rows and columns of a run's results that go along at most. */
const most = { tables: 30, columns: 30 };
export const mostResultRows = 20;

/** Characters of a value, and of all values of a table. */
const longest = { value: 400, table: 10_000 };

/** The first rows of a table that a run gave, and what is called how in it. */
export interface NamedResult extends TableResult {
  readonly name: string;
  readonly columns: readonly string[];
}

/** The tables that a run gave, each once, but for those of these names. */
export function tablesIn(lines: readonly StoredEvent[], without: ReadonlySet<string>): readonly TableRef[] {
  const tables = new Map<string, TableRef>();
  for (const line of lines) {
    const event = parseEvent(line);
    if (event?.type !== "task-state" && event?.type !== "flow-state") continue;
    const given = event.state.isCompleted() ? (event.state.data as Preview | undefined) : undefined;
    if (given?.kind === "table" && !without.has(given.table.name))
      tables.set(given.table.lineage, given.table);
  }
  return [...tables.values()].slice(0, most.tables);
}

/** The first rows of tables; a table that is not kept any more is left out. */
export async function resultsOf(
  tables: readonly TableRef[],
  data: Pick<DataAccess, "api">,
  signal: AbortSignal,
): Promise<readonly NamedResult[]> {
  const read = await Promise.all(
    tables.map(async (table) => {
      try {
        const { schema, values } = await (await data.api()).texts(table, 0, mostResultRows, signal);
        const texts = values as readonly (readonly (string | null)[])[];
        return fitting(
          table,
          schema.map(({ name }) => name),
          texts,
        );
      } catch {
        return undefined;
      }
    }),
  );
  return read.flatMap((one) => one ?? []);
}

/** As many of the rows as have no more characters than go along. */
function fitting(
  { name, lineage }: TableRef,
  columns: readonly string[],
  texts: readonly (readonly (string | null)[])[],
): NamedResult | undefined {
  const values = texts.slice(0, most.columns).map((column) => column.map(short));
  let [numSampled, left] = [0, longest.table];
  for (; numSampled < (values[0]?.length ?? 0); numSampled++) {
    left -= values.reduce((sum, column) => sum + (column[numSampled]?.length ?? 0), 0);
    if (left < 0) break;
  }
  if (numSampled === 0) return undefined;
  return {
    name,
    lineage,
    columns: columns.slice(0, most.columns),
    ...firstRows({ numSampled, values }, numSampled),
  };
}

function short(text: string | null): string | null {
  return text !== null && text.length > longest.value ? `${text.slice(0, longest.value)}…` : text;
}

/** The first so many of some rows. */
export function firstRows(
  { numSampled, values }: Pick<TableResult, "numSampled" | "values">,
  count: number,
): Pick<TableResult, "numSampled" | "values"> {
  return { numSampled: Math.min(numSampled, count), values: values.map((column) => column.slice(0, count)) };
}
