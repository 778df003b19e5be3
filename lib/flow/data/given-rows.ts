import { RunnelError } from "../../base";
import { isPlain, tagOf, type RowsInput } from "../../engine";

/**
 * Refuses, by row and column, what would be lost on its way to the data engine, or stop it there: functions, symbols, instances of
 * classes. Throws `rows/bad-value`.
 */
export function assertCanBeSent(rows: RowsInput): void {
  const isRows = Array.isArray(rows);
  for (const [outer, members] of Object.entries(rows as Readonly<Record<string, unknown>>)) {
    if (typeof members !== "object" || members === null) continue;
    for (const [inner, value] of Object.entries(members)) {
      const reason = reasonAgainst(value, 0);
      if (reason === undefined) continue;
      const [row, column] = isRows ? [outer, inner] : [inner, outer];
      throw new RunnelError(
        "rows/bad-value",
        `Row ${Number(row) + 1}, column “${column}”: the value cannot be put into a table because ${reason}.`,
      );
    }
  }
}

/** Refuses a query's parameter that would be lost on its way to the data engine, or stop it there. Throws `sql/bad-parameter`. */
export function assertIsParameter(value: unknown, what: string): void {
  const reason = reasonAgainst(value, 0);
  if (reason !== undefined)
    throw new RunnelError(
      "sql/bad-parameter",
      `${what} cannot be used because ${reason}. Give a value, or an array of values.`,
    );
}

/** Levels that are looked into; what is deeper, or contains itself, the data engine refuses. */
const deepest = 32;

function reasonAgainst(value: unknown, depth: number): string | undefined {
  if (typeof value === "function" || typeof value === "symbol") return `it is a ${typeof value}`;
  if (typeof value !== "object" || value === null || depth > deepest) return undefined;
  if (value instanceof Date || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return undefined;
  const tag = tagOf(value);
  if (tag !== undefined && tag !== "error") return `it is a ${tag}`;
  if (Array.isArray(value)) return firstReason(value, depth);
  if (value instanceof Map) return firstReason([...(value as Map<unknown, unknown>)].flat(), depth);
  if (!isPlain(value))
    return `it is a ${value.constructor.name}${value instanceof Promise ? ": await it first" : ""}`;
  return firstReason(Object.values(value), depth);
}

function firstReason(values: readonly unknown[], depth: number): string | undefined {
  for (const value of values) {
    const reason = reasonAgainst(value, depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
