import { isObject } from "./json-records";
import type { Row } from "../rows/shape";
import type { ImportGuess } from "./guess";

/** A table in pandas' form `split`: the names of its columns once, and its rows as lists. */
export interface SplitTable {
  readonly columns: readonly unknown[];
  readonly data: readonly (readonly unknown[])[];
  readonly index?: readonly unknown[];
}

/** The setting that has it read as its rows, where it is a list of objects otherwise. */
export const splitRows = "data";

/** What is asked of a file in that form, which is read as its rows. As it stands it can be read where its lists are columns of one length. */
export function splitGuess({ columns, data }: SplitTable): ImportGuess {
  return {
    said: "The file is in pandas’ form “split”, and is read as the rows in its list “data”.",
    is: { records: splitRows },
    others:
      columns.length === data.length ? [{ label: "Read it as it stands", settings: { records: "" } }] : [],
  };
}

/** Whether a file is in that form: each of its rows has a value for every column, whose names are all different. */
export function isSplit(value: unknown): value is SplitTable {
  if (!isObject(value)) return false;
  const { columns, data, index, ...others } = value;
  if (!Array.isArray(columns) || !Array.isArray(data) || Object.keys(others).length > 0) return false;
  if (columns.length === 0 || data.length === 0) return false;
  if (new Set(columns.map(nameOf)).size < columns.length) return false;
  if (index !== undefined && !(Array.isArray(index) && index.length === data.length)) return false;
  return data.every((row) => Array.isArray(row) && row.length === columns.length);
}

/** Its rows by their columns' names; the index comes first, where it says more than the rows' numbers. */
export function rowsOfSplit({ columns, data, index }: SplitTable): readonly Row[] {
  const names = columns.map(nameOf);
  const isTelling = index?.some((value, place) => value !== place) ?? false;
  const free = (name: string): string => (names.includes(name) ? free(`${name}_`) : name);
  const own = free("index");
  return data.map((row, place) =>
    Object.fromEntries([
      ...(isTelling ? [[own, index?.[place]] as const] : []),
      ...names.map((name, column) => [name, row[column]] as const),
    ]),
  );
}

/** A column of several levels has a list of names. */
function nameOf(name: unknown): string {
  return Array.isArray(name) ? name.map(String).join("_") : String(name);
}
