import { messageOf } from "../../base";
import { ValueError } from "../errors";
import { floatText, typeName } from "../text";

/** What `tableData` makes a table of: an object a row, an array a column, or an array a row. */
export type TableRows =
  | readonly Readonly<Record<string, unknown>>[]
  | Readonly<Record<string, readonly unknown[]>>
  | readonly (readonly unknown[])[];

/** A link as the markdown that it is kept as; its text defaults to its address (rule 11.1). */
export function linkData(link: string, linkText?: string): string {
  return `[${linkText === undefined || linkText === "" ? link : linkText}](${link})`;
}

/** A table as JSON; what is not a number becomes null (rule 11.1). Throws `TypeError` for what is no table. */
export function tableData(table: TableRows): string {
  if (!isTable(table))
    throw new TypeError(
      `A table artifact needs an array of objects, an object of arrays, or an array of arrays; got ${typeName(table)}.`,
    );
  try {
    return JSON.stringify(table, jsonValue);
  } catch (error) {
    throw new ValueError(`The table cannot be written as JSON: ${messageOf(error)}`, { cause: error });
  }
}

/** A percentage from 0 to 100: one beyond is moved to the nearer end, of which `warn` hears (rule 11.1). */
export function progressData(progress: number, warn: (message: string) => void): number {
  if (typeof progress !== "number" || Number.isNaN(progress))
    throw new TypeError(`Progress must be a number from 0 to 100, got ${String(progress)}.`);
  if (progress >= 0 && progress <= 100) return progress;
  const nearest = progress < 0 ? 0 : 100;
  warn(`ProgressArtifact received an invalid value, Progress: ${floatText(progress)}%`);
  warn(`Interpreting as ${floatText(nearest)}% progress`);
  return nearest;
}

function isTable(table: unknown): table is TableRows {
  const isRecord = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  if (Array.isArray(table)) return table.every(isRecord) || table.every(Array.isArray);
  return isRecord(table) && Object.values(table as object).every(Array.isArray);
}

/** What JSON has no word for, in a cell: DuckDB's big integers, maps, sets and bytes. */
function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...(value as Set<unknown>)];
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  return value;
}
