import { RunnelError } from "../base";
import type { Column } from "../engine";
import { duckTypeText, leavesOf, parseDuckType } from "./duck-type";
import { identifier } from "./quote";

const plain = [
  ...["BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL", "FLOAT", "DOUBLE"],
  ...["UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "VARCHAR", "BLOB"],
  ...["DATE", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE"],
];

/** Types whose values are read from Arrow as they are. */
const readable = new Set(plain);

/** Types that a Parquet or Arrow file keeps. */
const storable = new Set([...plain, "TIME", "TIMESTAMP_MS"]);

/** Types that come back from their text unchanged. */
const textual = new Set([
  ...["TIME", "TIME_NS", "TIME WITH TIME ZONE", "INTERVAL", "BIT", "UHUGEINT", "ENUM", "UUID", "BIGNUM"],
  ...["TIMESTAMP_S", "TIMESTAMP_MS"],
]);

/**
 * What to select so that Arrow loses nothing: columns as they are, or as text where Arrow has no such type. For
 * `values` that includes what JavaScript has no type for either.
 */
export function selectList(columns: readonly Column[], purpose: "values" | "file"): string {
  const kept = purpose === "values" ? readable : storable;
  const leaf = (name: string, text: string) => {
    if (kept.has(name)) return text;
    // Arrow keeps these two, but the first not in Parquet, and flechette cannot read all of the second's.
    return name === "TIMESTAMP_S" || name === "TIMESTAMP_MS" ? "TIMESTAMP" : "VARCHAR";
  };
  return columns
    .map(({ name, type }) => {
      const column = identifier(name);
      const parsed = parseDuckType(type);
      if (leavesOf(parsed).every((leafName) => kept.has(leafName))) return column;
      return `CAST(${column} AS ${duckTypeText(parsed, leaf)}) AS ${column}`;
    })
    .join(", ");
}

/** Whether a table with these columns comes back from a file unchanged. */
export function survivesFile(columns: readonly Column[]): boolean {
  return columns.every(({ type }) =>
    leavesOf(parseDuckType(type)).every((leaf) => storable.has(leaf) || textual.has(leaf)),
  );
}

/** Columns as `CREATE TABLE` takes them. Throws `sql/bad-type` for types that survive no file, which nothing asks for. */
export function columnList(columns: readonly Column[]): string {
  const leaf = (name: string, text: string) => {
    if (storable.has(name) || textual.has(name)) return text;
    throw new RunnelError("sql/bad-type", `No table can be made with a column of type “${name}”.`);
  };
  return columns
    .map(({ name, type }) => `${identifier(name)} ${duckTypeText(parseDuckType(type), leaf)}`)
    .join(", ");
}
