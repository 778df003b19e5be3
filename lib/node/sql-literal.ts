import { RunnelError } from "../base";

/** A value as DuckDB's SQL says it. Throws `sql/bad-value` for what has no form there. */
export function sqlLiteral(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  switch (typeof value) {
    case "boolean":
      return String(value);
    case "bigint":
      return value >= -(2n ** 63n) && value < 2n ** 63n ? `${value}::BIGINT` : `${value}::HUGEINT`;
    case "number":
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? `${value}::BIGINT` : `'${value}'::DOUBLE`;
    case "string":
      return quoted(value);
    case "object":
      return objectLiteral(value);
    default:
      throw new RunnelError("sql/bad-value", `A ${typeof value} cannot be in a table: give a value.`);
  }
}

function objectLiteral(value: object): string {
  if (value instanceof Date) return `${quoted(value.toISOString().replace("Z", ""))}::TIMESTAMP`;
  if (value instanceof Uint8Array)
    return `${quoted(Array.from(value, (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""))}::BLOB`;
  if (Array.isArray(value)) return `[${value.map(sqlLiteral).join(", ")}]`;
  if (value instanceof Map)
    return `MAP {${[...value].map(([key, item]) => `${sqlLiteral(key)}: ${sqlLiteral(item)}`).join(", ")}}`;
  const fields = Object.entries(value).map(([name, item]) => `${quoted(name)}: ${sqlLiteral(item)}`);
  return fields.length === 0 ? "NULL" : `{${fields.join(", ")}}`;
}

/** Text in SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name in SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
