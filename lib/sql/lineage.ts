import { sha256 } from "../base";
import type { Column, Query } from "../engine";
import type { ImportFormat, ImportSettings } from "./import/format";
import { parameterLiteral } from "./quote";

/** What a query's table is made from: its text, its parameters' values, and which table each name means. */
export function queryLineage({ text, tables, parameters }: Query): string {
  return hash(
    "query",
    text,
    sorted(tables).map(([name, table]) => [name, table.lineage]),
    // A parameter that is undefined is none, of which the query itself tells.
    sorted(parameters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, parameterLiteral(name, value)]],
    ),
  );
}

/** What a file's table is made from: its content, and how that is read. */
export function fileLineage(contentHash: string, format: ImportFormat, settings: ImportSettings): string {
  return hash("file", contentHash, format, sorted({ ...settings }));
}

/** What a table of given rows is made from: its columns, and the content of its batches. */
export function rowsLineage(columns: readonly Column[], contentHash: string): string {
  return hash(
    "rows",
    columns.map(({ name, type }) => [name, type]),
    contentHash,
  );
}

/** That of a table whose rows nobody could make again: it is new each time. */
export function temporaryLineage(): string {
  return hash("temporary", crypto.randomUUID());
}

/** The version is part of it: a table made by other rules is another table. */
function hash(...parts: readonly unknown[]): string {
  return sha256(JSON.stringify([4, ...parts]));
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
