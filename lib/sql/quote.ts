import { RunnelError } from "../base";
import { hasHalfPair } from "./half-pair";

/** A name as SQL: `orders` → `"orders"`. Refuses NUL, at which DuckDB's parser stops reading, and halves of UTF-16 pairs. */
export function identifier(name: string): string {
  if (name.includes("\0")) throw new RunnelError("sql/bad-name", "A name cannot hold the NUL character.");
  if (hasHalfPair(name))
    throw new RunnelError("sql/bad-name", "A name cannot hold half a character, one half of a UTF-16 pair.");
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * A value as SQL that evaluates to it: null, booleans, numbers, bigints, strings, Dates (as UTC timestamps), bytes, and
 * arrays of these. Throws `sql/bad-parameter` for anything else.
 */
export function literal(value: unknown): string {
  switch (typeof value) {
    case "boolean":
      return value ? "TRUE" : "FALSE";
    case "number":
      return numberLiteral(value);
    case "bigint":
      return bigintLiteral(value);
    case "string":
      return stringLiteral(value);
    case "object":
      return value === null ? "NULL" : objectLiteral(value);
    default:
      throw unusable(value === undefined ? "undefined" : `a ${typeof value}`);
  }
}

/** A parameter's value as SQL. Throws `sql/bad-parameter`, by the parameter's name, for what cannot be one. */
export function parameterLiteral(name: string, value: unknown): string {
  const kinds = new Set((Array.isArray(value) ? value : []).flatMap((one) => kindOf(one) ?? []));
  if (kinds.size > 1)
    throw new RunnelError(
      "sql/bad-parameter",
      `$${name} is an array of ${[...kinds].join(" and ")}: give values of one kind, such as text alone.`,
    );
  try {
    return literal(value);
  } catch (error) {
    if (!(error instanceof RunnelError)) throw error;
    const message = error.message.replace(/^A query's parameter/, `$${name}`);
    throw new RunnelError(error.code, message, { cause: error });
  }
}

/** What DuckDB takes a value in a list for; undefined for null, which goes with all. */
function kindOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "number":
    case "bigint":
      return "numbers";
    case "string":
      return "text";
    case "boolean":
      return "truth values";
    default:
      return value === null || value === undefined ? undefined : "objects";
  }
}

function stringLiteral(text: string): string {
  if (hasHalfPair(text)) throw unusable("text with half a character, one half of a UTF-16 pair");
  // No literal can hold NUL: the parser takes it for the end of the text.
  const parts = text.split("\0");
  const quoted = parts.map((part) => `'${part.replaceAll("'", "''")}'`);
  return quoted.length === 1 ? quoted.join("") : `(${quoted.join(" || chr(0) || ")})`;
}

function numberLiteral(value: number): string {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value);
  return `CAST('${Object.is(value, -0) ? "-0.0" : value}' AS DOUBLE)`;
}

const hugeintLimit = 2n ** 127n;

function bigintLiteral(value: bigint): string {
  if (value >= hugeintLimit || value < -hugeintLimit) throw unusable("a bigint of more than 128 bits");
  return `CAST('${value}' AS ${BigInt.asIntN(64, value) === value ? "BIGINT" : "HUGEINT"})`;
}

function objectLiteral(value: object): string {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw unusable("an invalid Date");
    return `make_timestamp(${BigInt(value.getTime()) * 1000n})`;
  }
  if (value instanceof ArrayBuffer) return bytesLiteral(new Uint8Array(value));
  if (value instanceof Uint8Array) return bytesLiteral(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  throw unusable("an object");
}

function bytesLiteral(bytes: Uint8Array): string {
  return `unhex('${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}')`;
}

function unusable(what: string): RunnelError {
  return new RunnelError(
    "sql/bad-parameter",
    `A query's parameter cannot be ${what}: give null, a boolean, a number, a bigint, text, a Date, bytes or an array of these.`,
  );
}
