import { RunnelError } from "../base";

/** What can be brought, for whoever brought something else. */
export const taken =
  "Runnel takes notebooks (.md, .ipynb, .sql, .ts, DuckDB UI's .json), data (CSV, TSV, JSON, NDJSON, Parquet, Arrow), a .zip of these, and its own backups";

/** A file that is not what it says, or nothing that can be read; `what` continues “name”. */
export function unreadable(name: string, what: string, cause?: unknown): RunnelError {
  return new RunnelError("exchange/unreadable", `“${name}” ${what}.`, cause === undefined ? {} : { cause });
}

/** A file that passes a limit. */
export function tooLarge(name: string, what: string): RunnelError {
  return new RunnelError("exchange/too-large", `“${name}” ${what}.`);
}

export function count(number: number): string {
  return number.toLocaleString("en");
}
