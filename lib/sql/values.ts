import { tableFromIPC } from "@uwdata/flechette";
import { RunnelError } from "../base";
import type { Column, Rows } from "../engine";
import { type DuckType, parseDuckType } from "./duck-type";
import { dateOf, numberOf } from "./exact";

/**
 * Rows from the Arrow bytes of a `selectList(…, "values")`; `offset` is the place of the first one in its table. What a value
 * becomes depends on its type and on itself, never on others of its column. All can be cloned. Throws `rows/inexact`, naming
 * row and column, for one that JavaScript has no exact value for.
 */
export function decodeRows(schema: readonly Column[], arrow: Uint8Array, offset = 0): Rows {
  const table = tableFromIPC(arrow, { useBigInt: true, useMap: true });
  const values = schema.map(({ name, type }, index) => {
    const read = reader(parseDuckType(type));
    return Array.from<unknown, unknown>(table.getChildAt(index), (value, row) => {
      try {
        return read(value);
      } catch (error) {
        if (!(error instanceof Inexact)) throw error;
        throw inexactError(offset + row, name, error);
      }
    });
  });
  return { schema, values, numRows: table.numRows };
}

/** The same, but no rows at all where one of them has no exact value. */
export function exactRows(schema: readonly Column[], arrow: Uint8Array): Rows {
  try {
    return decodeRows(schema, arrow);
  } catch (error) {
    if (!(error instanceof RunnelError) || error.code !== "rows/inexact") throw error;
    return { schema, values: schema.map(() => []), numRows: 0 };
  }
}

/** Rows from the Arrow bytes of a `selectList(…, "texts")`, from a column on: what DuckDB prints, null where there is no value. */
export function decodeTexts(schema: readonly Column[], arrow: Uint8Array, from = 0): Rows {
  const table = tableFromIPC(arrow);
  const values = schema.map((_, index) => Array.from<unknown>(table.getChildAt(from + index)));
  return { schema, values, numRows: table.numRows };
}

/** A value that JavaScript has no exact one for. */
class Inexact extends Error {
  readonly text: string;
  readonly type: string;
  readonly advice: string;

  constructor(text: string, type: string, advice: string) {
    super(text);
    this.text = text;
    this.type = type;
    this.advice = advice;
  }
}

function inexactError(row: number, column: string, { text, type, advice }: Inexact): RunnelError {
  return new RunnelError(
    "rows/inexact",
    `Row ${row + 1}, column “${column}”: TypeScript has no exact value for ${text} (${type}). ${advice}`,
  );
}

type Read = (value: unknown) => unknown;

/** How to turn what flechette gives for a type into what we give. */
function reader(type: DuckType): Read {
  const read = nonNull(type);
  return (value) => (value === null || value === undefined ? null : read(value));
}

function nonNull(type: DuckType): Read {
  switch (type.kind) {
    case "scalar":
      return scalar(type.name);
    case "decimal":
      return (value) => decimal(value as string, type.precision, type.scale);
    case "list":
    case "array": {
      const read = reader(type.of);
      return (value) => Array.from(value as Iterable<unknown>, read);
    }
    case "struct": {
      const fields = type.fields.map(({ name, type: of }) => [name, reader(of)] as const);
      return (value) =>
        Object.fromEntries(fields.map(([name, read]) => [name, read(ownField(value as object, name))]));
    }
    case "map": {
      const [key, of] = [reader(type.key), reader(type.value)];
      return (value) => new Map(Array.from(value as Map<unknown, unknown>, ([k, v]) => [key(k), of(v)]));
    }
  }
}

/** A field named `__proto__` is lost on its way through flechette, and not the prototype. */
function ownField(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : null;
}

function scalar(name: string): Read {
  switch (name) {
    case "BIGINT":
    case "UBIGINT":
    case "HUGEINT":
    case "UHUGEINT":
    case "BIGNUM":
      return (value) => integer(value as bigint | string);
    case "DATE":
    case "TIMESTAMP":
    case "TIMESTAMP_S":
    case "TIMESTAMP_MS":
    case "TIMESTAMP_NS":
    case "TIMESTAMP WITH TIME ZONE":
      return (value) => date(value as string, name);
    case "BLOB":
      return (value) => (value as Uint8Array).slice();
    default:
      return (value) => value;
  }
}

/** A number where it says the integer exactly, else a bigint: so that equal integers are equal, from whichever table they are. */
function integer(value: bigint | string): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value);
}

function decimal(text: string, precision: number, scale: number): number {
  const number = numberOf(text);
  if (number !== undefined) return number;
  const exact = scale === 0 ? "::HUGEINT gives a bigint" : "::VARCHAR gives all digits";
  throw new Inexact(
    text,
    `DECIMAL(${precision},${scale})`,
    `In the query, ${exact}, and ::DOUBLE the nearest number.`,
  );
}

function date(text: string, type: string): Date {
  const value = dateOf(text);
  if (value !== undefined) return value;
  const isFine = /\.\d{4}/.test(text);
  const advice = isFine
    ? "A Date has milliseconds. In the query, ::TIMESTAMP_MS leaves out what is finer, and ::VARCHAR gives all digits."
    : "A Date goes from the year -271821 to 275760. In the query, ::VARCHAR gives it as text.";
  throw new Inexact(text, type, advice);
}
