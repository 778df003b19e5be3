import type { RowsInput } from "../engine";
import { identifier, sqlLiteral } from "./sql-literal";

/** A query that gives rows. */
export function rowsQuery(rows: RowsInput): string {
  const isList = (value: RowsInput): value is readonly Readonly<Record<string, unknown>>[] =>
    Array.isArray(value);
  if (!isList(rows)) {
    const columns = Object.entries(rows);
    const count = Math.max(0, ...columns.map(([, values]) => values.length));
    return valuesQuery(
      columns.map(([name]) => name),
      Array.from({ length: count }, (_, row) => columns.map(([, values]) => values[row])),
    );
  }
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return valuesQuery(
    names,
    rows.map((row) => names.map((name) => row[name])),
  );
}

function valuesQuery(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const columns = names.length === 0 ? ["rows"] : names;
  if (rows.length === 0)
    return `SELECT ${columns.map((name) => `NULL AS ${identifier(name)}`).join(", ")} LIMIT 0`;
  const lines = rows.map((row) => `(${columns.map((_, index) => sqlLiteral(row[index])).join(", ")})`);
  return `FROM (VALUES ${lines.join(",\n")}) AS given(${columns.map(identifier).join(", ")})`;
}

/** Whether values of a type are read as such; others as the text that DuckDB prints. */
export function hasValue(type: string): boolean {
  return /^(?:BOOLEAN|VARCHAR|U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|DOUBLE|FLOAT|DECIMAL.*|DATE|TIMESTAMP.*|BLOB|STRUCT.*|MAP.*|.*\[\d*\])$/.test(
    type,
  );
}

/** A value as the browser's tables give it. */
export function valueOf(value: unknown, type: string): unknown {
  if (typeof value === "bigint")
    return BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) {
    if (type.startsWith("MAP("))
      return new Map(
        (value as { key: unknown; value: unknown }[]).map((entry) => [
          valueOf(entry.key, ""),
          valueOf(entry.value, ""),
        ]),
      );
    return value.map((item) => valueOf(item, ""));
  }
  if (Buffer.isBuffer(value)) return new Uint8Array(value);
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, valueOf(item, "")]));
  return value;
}
