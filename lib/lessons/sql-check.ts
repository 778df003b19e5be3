import { messageOf } from "../base";
import type { DataPort, TableRef } from "../engine";
import { readSql, foldCase } from "../notebook";
import { broken, type Grade } from "./grade";
import type { Check } from "./lesson";

/** What a check in SQL is asked of: tables as they are, and those of the run by their names. */
export interface SqlRun {
  readonly data: SqlData;
  /** The id of the run that has just ended: `$run` in the query. */
  readonly run: string;
  readonly tables: ReadonlyMap<string, TableRef>;
}

/** What answers it, until a signal says that it is too late. */
interface SqlData {
  query(query: Parameters<DataPort["query"]>[0], signal?: AbortSignal): Promise<TableRef>;
  rows(table: TableRef, offset: number, limit: number, signal?: AbortSignal): ReturnType<DataPort["rows"]>;
}

/** Milliseconds that a check in SQL may take; in the first, the data engine may start. */
const patience = 15_000;

/**
 * Asks a check in SQL: its query gives a row whose `holds` says whether it holds, and whose `seen` what was seen instead (`seen_ko` in
 * Korean). It reads the run's tables by their names, `runnel.*`, and tables of the catalogue.
 */
export async function gradeSql({ code }: Check, { data, run, tables }: SqlRun): Promise<Grade> {
  const read = readSql(code);
  const missing = [...read.tables.keys()].find((name) => !find(tables, name));
  if (missing !== undefined)
    return {
      kind: "open",
      seen: { en: `The run gave no table ${missing}.`, ko: `${missing} 테이블이 만들어지지 않았습니다.` },
    };
  try {
    const named = [...read.tables.keys()].flatMap((name) => {
      const table = find(tables, name);
      return table ? [[name, table] as const] : [];
    });
    const parameters = read.parameters.includes("run") ? { run } : {};
    const query = { text: code, name: "check", tables: Object.fromEntries(named), parameters };
    const late = AbortSignal.timeout(patience);
    const { schema, values } = await data.rows(await data.query(query, late), 0, 1, late);
    const cell = (name: string) => values[schema.findIndex((column) => column.name === name)]?.[0];
    const [holds, seen, korean] = [cell("holds"), cell("seen"), cell("seen_ko")];
    if (holds === true) return { kind: "passed" };
    if (typeof seen !== "string") return broken("Its query must give a row with “holds” and “seen”.");
    return { kind: "open", seen: { en: seen, ...(typeof korean === "string" && { ko: korean }) } };
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return broken(isLate ? "It took too long, and was ended." : messageOf(error));
  }
}

function find(tables: SqlRun["tables"], name: string): TableRef | undefined {
  return tables.get(name) ?? [...tables].find(([one]) => foldCase(one) === foldCase(name))?.[1];
}
