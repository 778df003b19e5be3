import { messageOf } from "../base";
import type { DataPort, TableRef } from "../engine";
import { readSql, foldCase } from "../notebook";
import { broken, type Grade } from "./grade";
import type { Check } from "./lesson";

/** What a check in SQL is asked of: tables as they are, and those of the run by their names. */
export interface SqlRun {
  readonly data: Pick<DataPort, "query" | "rows">;
  /** The id of the run that has just ended: `$run` in the query. */
  readonly run: string;
  readonly tables: ReadonlyMap<string, TableRef>;
}

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
    const { schema, values } = await data.rows(await data.query(query), 0, 1);
    const cell = (name: string) => values[schema.findIndex((column) => column.name === name)]?.[0];
    const [holds, seen, korean] = [cell("holds"), cell("seen"), cell("seen_ko")];
    if (holds === true) return { kind: "passed" };
    if (typeof seen !== "string") return broken("Its query must give a row with “holds” and “seen”.");
    return { kind: "open", seen: { en: seen, ...(typeof korean === "string" && { ko: korean }) } };
  } catch (error) {
    return broken(messageOf(error));
  }
}

function find(tables: SqlRun["tables"], name: string): TableRef | undefined {
  return tables.get(name) ?? [...tables].find(([one]) => foldCase(one) === foldCase(name))?.[1];
}
