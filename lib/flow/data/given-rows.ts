import { RunnelError, isError } from "../../base";
import { isPlain, tagOf, type RowsInput } from "../../engine";

/**
 * Refuses, by row and column, what would be lost on its way to the data engine, or stop it there: functions, symbols, instances of
 * classes. Throws `rows/bad-value`, or `rows/bad-row` for rows that are none.
 */
export function assertCanBeSent(rows: RowsInput): void {
  eachCell(rows, (value, row, column) => {
    const reason = reasonAgainst(value, 0);
    if (reason !== undefined) throw badValue(row, column, reason);
  });
}

/** Says of rows that the platform would not copy which value it is. */
export function unsent(error: unknown, rows: RowsInput): unknown {
  if (!isError(error) || error.name !== "DataCloneError") return error;
  try {
    eachCell(rows, (value, row, column) => {
      try {
        structuredClone(value);
      } catch {
        throw badValue(row, column, "it cannot be copied: give plain data", error);
      }
    });
  } catch (found) {
    return found;
  }
  return new RunnelError("rows/bad-row", "The rows cannot be copied: give plain objects.", { cause: error });
}

function badValue(row: string, column: string, reason: string, cause?: unknown): RunnelError {
  return new RunnelError(
    "rows/bad-value",
    `Row ${Number(row) + 1}, column “${column}”: the value cannot be put into a table because ${reason}.`,
    { cause },
  );
}

/** Goes through the values of rows, or of columns. Throws where they are neither. */
function eachCell(rows: RowsInput, visit: (value: unknown, row: string, column: string) => void): void {
  const isRows = Array.isArray(rows);
  if (!isRows) assertHasMembers(rows, "What is given", "a list of objects, or an object of lists");
  for (const [outer, members] of Object.entries(rows as Readonly<Record<string, unknown>>)) {
    // Numbers alone.
    if (!isRows && ArrayBuffer.isView(members)) continue;
    const wanted = isRows ? "one object a row" : "one list a column";
    assertHasMembers(members, isRows ? `Row ${Number(outer) + 1}` : `Column “${outer}”`, wanted);
    if (typeof members !== "object" || members === null) continue;
    for (const [inner, value] of Object.entries(members))
      visit(value, isRows ? outer : inner, isRows ? inner : outer);
  }
}

/**
 * Refuses what has its values elsewhere than in members, so that a table would be without them, or cannot be sent. What is no object,
 * or a list, the data engine refuses itself.
 */
function assertHasMembers(value: unknown, what: string, wanted: string): void {
  if (typeof value === "object") {
    if (value === null || Array.isArray(value) || hasMembers(value)) return;
  } else if (typeof value !== "function" && typeof value !== "symbol") return;
  const found = typeof value === "object" ? kindText(value) : withArticle(typeof value);
  throw new RunnelError("rows/bad-row", `${what} is ${found}: give ${wanted}.`);
}

/** Whether what an object holds are its own members: of a Map, a Date or a Promise it is not. */
function hasMembers(value: object): boolean {
  return tagOf(value) === undefined && Object.prototype.toString.call(value) === "[object Object]";
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

/** Levels that values may be deep. */
const deepest = 32;

function reasonAgainst(value: unknown, depth: number): string | undefined {
  if (typeof value === "function" || typeof value === "symbol") return `it is a ${typeof value}`;
  if (typeof value !== "object" || value === null) return undefined;
  if (depth > deepest) return `it is nested more than ${deepest} levels deep, or contains itself`;
  if (value instanceof Date || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return undefined;
  const tag = tagOf(value);
  if (tag !== undefined && tag !== "error") return `it is ${kindText(value)}`;
  if (Array.isArray(value)) return firstReason(value, depth);
  if (value instanceof Map) return firstReason([...(value as Map<unknown, unknown>)].flat(), depth);
  if (!isPlain(value)) return `it is ${kindText(value)}`;
  return firstReason(Object.values(value), depth);
}

function firstReason(values: readonly unknown[], depth: number): string | undefined {
  for (const value of values) {
    const reason = reasonAgainst(value, depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function kindText(value: object): string {
  const { constructor: made } = value as { constructor?: { name?: unknown } };
  const name = typeof made?.name === "string" && made.name !== "" ? made.name : "object";
  const tag = tagOf(value);
  return `${withArticle(tag === undefined || tag === "error" ? name : tag)}${value instanceof Promise ? ": await it first" : ""}`;
}

function withArticle(name: string): string {
  return `${/^[AEIO]/i.test(name) ? "an" : "a"} ${name}`;
}
