import { RunnelError } from "../base";
import type { Column } from "../engine";
import { type DuckType, duckTypeText, leavesOf, parseDuckType } from "./duck-type";
import { identifier } from "./quote";

/** Types whose values are read from Arrow as they are; all others are read from their text, which says all of them. */
const readable = new Set([
  ...["BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE"],
  ...["UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "VARCHAR", "BLOB"],
]);

/** Types that a Parquet or Arrow file keeps. */
const storable = new Set([
  ...[...readable, "HUGEINT", "DECIMAL", "DATE", "TIME"],
  ...["TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"],
]);

/** Types that come back from their text unchanged. */
const textual = new Set([
  ...["TIME", "TIME_NS", "TIME WITH TIME ZONE", "INTERVAL", "BIT", "UHUGEINT", "ENUM", "UUID", "BIGNUM"],
  ...["TIMESTAMP_S", "TIMESTAMP_MS"],
]);

function readableLeaf(name: string, text: string): string {
  return readable.has(name) ? text : "VARCHAR";
}

function storableLeaf(name: string, text: string): string {
  if (storable.has(name)) return text;
  // In seconds or milliseconds Parquet has no infinity that others read.
  return name === "TIMESTAMP_S" || name === "TIMESTAMP_MS" ? "TIMESTAMP" : "VARCHAR";
}

/** What rows are read for: to be values of JavaScript, to be looked at, or to be written into a file. */
type Purpose = "values" | "texts" | "file";

/**
 * What to select so that nothing is lost: columns as they are, or as text where Arrow has no such type; `values` leaves nothing
 * to flechette that it cannot say exactly, and `texts` is what DuckDB prints.
 */
export function selectList(columns: readonly Column[], purpose: Purpose): string {
  if (purpose === "texts") return columns.map(shownSql).join(", ");
  const leaf = purpose === "values" ? readableLeaf : storableLeaf;
  return columns
    .map(({ name, type }) => {
      const column = identifier(name);
      const parsed = parseDuckType(type);
      const read = duckTypeText(parsed, leaf);
      return read === duckTypeText(parsed, (_, text) => text)
        ? column
        : `CAST(${column} AS ${read}) AS ${column}`;
    })
    .join(", ");
}

/** Letters of a value, and bytes of a blob, that are shown. */
const [mostLetters, mostBytes] = [10_000, 1000];

/** A column as DuckDB prints it; what nobody could read through to its end is cut off with an ellipsis. */
function shownSql({ name, type }: Column): string {
  const column = identifier(name);
  const shown = type === "BLOB" ? `array_slice(${column}, 1, ${mostBytes})` : column;
  const text = `CAST(${shown} AS VARCHAR)`;
  if (type === "BLOB")
    return `CASE WHEN octet_length(${column}) > ${mostBytes} THEN ${text} || '…' ELSE ${text} END AS ${column}`;
  if (neverLong(type)) return `${text} AS ${column}`;
  return `CASE WHEN length(${text}) > ${mostLetters} THEN left(${text}, ${mostLetters}) || '…' ELSE ${text} END AS ${column}`;
}

/** Whether a type is a scalar other than text. */
function neverLong(type: string): boolean {
  const parsed = parseDuckType(type);
  return (
    parsed.kind === "decimal" ||
    (parsed.kind === "scalar" && parsed.name !== "VARCHAR" && storable.has(parsed.name))
  );
}

/** Whether a type is what one that a table had becomes in a Parquet file of ours: there is no HUGEINT, and arrays are lists. */
export function isTypeInFile(type: string, was: string): boolean {
  const leaf = (name: string, text: string) =>
    name === "HUGEINT" ? "DECIMAL(38,0)" : storableLeaf(name, text);
  return plainText(parseDuckType(type)) === duckTypeText(parseDuckType(was), leaf).replace(/\[\d+\]/g, "[]");
}

function plainText(type: DuckType): string {
  return duckTypeText(type, (_, text) => text);
}

/** Whether a table with these columns comes back from a file unchanged. */
export function survivesFile(columns: readonly Column[]): boolean {
  return columns.every(({ type }) =>
    leavesOf(parseDuckType(type)).every((leaf) => storable.has(leaf) || textual.has(leaf)),
  );
}

/** Columns as `CREATE TABLE` takes them. Throws `sql/bad-type` for types that survive no file, which nothing asks for. */
export function columnList(columns: readonly Column[]): string {
  return columns.map((column) => `${identifier(column.name)} ${typeText(column)}`).join(", ");
}

/** A column's type as SQL; throws as `columnList` does. */
export function typeText({ type }: Column): string {
  return duckTypeText(parseDuckType(type), (name, text) => {
    if (storable.has(name) || textual.has(name)) return text;
    throw new RunnelError("sql/bad-type", `No table can be made with a column of type “${name}”.`);
  });
}
