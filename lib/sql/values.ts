import { tableFromIPC } from "@uwdata/flechette";
import type { Column, Rows } from "../engine";
import { type DuckType, parseDuckType } from "./duck-type";

/**
 * Rows from the Arrow bytes of a `selectList(…, "values")`. Integers of 64 bits and more are numbers where each one of their
 * column, in these rows, is exact as a number, else bigints; decimals are numbers up to 15 digits, else exact text;
 * dates and timestamps are Dates (an Invalid Date outside of what Date can say, such as infinity); everything can be cloned.
 */
export function decodeRows(schema: readonly Column[], arrow: Uint8Array): Rows {
  const table = tableFromIPC(arrow, { useBigInt: true, useDecimalInt: true, useMap: true });
  const values = schema.map(({ type }, index) => {
    const raw = Array.from<unknown>(table.getChildAt(index));
    const parsed = parseDuckType(type);
    const exact = { lost: false };
    const numbers = raw.map(reader(parsed, (value) => asNumber(value, exact)));
    return exact.lost ? raw.map(reader(parsed, (value) => BigInt(value))) : numbers;
  });
  return { schema, values, numRows: table.numRows };
}

type Read = (value: unknown) => unknown;
type ReadInteger = (value: bigint | string) => number | bigint;

function asNumber(value: bigint | string, exact: { lost: boolean }): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) exact.lost = true;
  return number;
}

/** How to turn what flechette gives for a type into what we give. */
function reader(type: DuckType, integer: ReadInteger): Read {
  const read = nonNull(type, integer);
  return (value) => (value === null || value === undefined ? null : read(value));
}

function nonNull(type: DuckType, integer: ReadInteger): Read {
  switch (type.kind) {
    case "scalar":
      return scalar(type.name, integer);
    case "decimal":
      return (value) => decimal(value as bigint, type.precision, type.scale);
    case "list":
    case "array": {
      const read = reader(type.of, integer);
      return (value) => Array.from(value as Iterable<unknown>, read);
    }
    case "struct": {
      const fields = type.fields.map(({ name, type: of }) => [name, reader(of, integer)] as const);
      return (value) =>
        Object.fromEntries(fields.map(([name, read]) => [name, read(ownField(value as object, name))]));
    }
    case "map": {
      const key = reader(type.key, integer);
      const of = reader(type.value, integer);
      return (value) => new Map(Array.from(value as Map<unknown, unknown>, ([k, v]) => [key(k), of(v)]));
    }
  }
}

/** A field named `__proto__` is lost on its way through flechette, and not the prototype. */
function ownField(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : null;
}

function scalar(name: string, integer: ReadInteger): Read {
  switch (name) {
    case "BIGINT":
    case "UBIGINT":
    case "HUGEINT":
    case "UHUGEINT":
      return (value) => integer(value as bigint | string);
    case "DATE":
    case "TIMESTAMP":
    case "TIMESTAMP_S":
    case "TIMESTAMP_MS":
    case "TIMESTAMP_NS":
    case "TIMESTAMP WITH TIME ZONE":
      return (value) => new Date(Math.floor(value as number));
    case "BLOB":
      return (value) => (value as Uint8Array).slice();
    default:
      return (value) => value;
  }
}

function decimal(unscaled: bigint, precision: number, scale: number): number | string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const text = `${unscaled < 0n ? "-" : ""}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ""}`;
  return precision <= 15 ? Number(text) : text;
}
