import {
  type DataType,
  TimeUnit,
  binary,
  bool,
  field,
  float64,
  int64,
  list,
  map,
  struct,
  timestamp,
  utf8,
} from "@uwdata/flechette";
import { halfPair, hasHalfPair } from "../half-pair";
import { identifier } from "../quote";
import { LongNumber } from "./long-number";

/** What kind of value a column has, read from its values. */
export type Kind =
  /** Nothing but nulls so far. */
  | { readonly type: "null" }
  | { readonly type: "boolean" | "double" | "string" | "timestamp" | "bytes" }
  /** `exact`: all of them are exact as numbers, so that they may stand among fractions. */
  | { readonly type: "integer"; readonly bits: 64 | 128; readonly exact: boolean }
  /** Numbers of a file some of which are none of JavaScript's: text, from which the table may get a DECIMAL. */
  | { readonly type: "decimal" }
  /** Values of kinds that have no other in common than text. */
  | { readonly type: "mixed" }
  | { readonly type: "list"; readonly of: Kind }
  | { readonly type: "map"; readonly key: Kind; readonly value: Kind }
  | { readonly type: "struct"; readonly fields: ReadonlyMap<string, Kind> };

/** Objects with more different keys than this are kept as JSON text: they are maps, whose keys are data. */
const mostFields = 200;
const deepest = 32;

/** A value that no table can hold; `reason` continues “cannot be used because …”. */
export class UnusableValue extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** A value within a JSON text: what JSON has no form for as text, and the entries of a Map as objects. */
export function plainJson(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof LongNumber) return value.text;
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (value instanceof ArrayBuffer) return Array.from(new Uint8Array(value));
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array);
  if (value instanceof Map)
    return Array.from(value, ([key, item]: [unknown, unknown]) => ({ key, value: item }));
  return value;
}

/** One of each, so that most of a column's kinds are the same object. */
const simple = {
  null: { type: "null" },
  boolean: { type: "boolean" },
  integer: { type: "integer", bits: 64, exact: true },
  double: { type: "double" },
  string: { type: "string" },
  timestamp: { type: "timestamp" },
  bytes: { type: "bytes" },
  decimal: { type: "decimal" },
  mixed: { type: "mixed" },
} as const satisfies Record<string, Kind>;

/** The kind of one value. Throws `UnusableValue` for functions, symbols, objects of classes and what contains itself. */
export function kindOf(value: unknown, depth = 0): Kind {
  switch (typeof value) {
    case "undefined":
      return simple.null;
    case "boolean":
      return simple.boolean;
    case "number":
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? simple.integer : simple.double;
    case "bigint":
      return bigintKind(value);
    case "string":
      if (hasHalfPair(value)) throw new UnusableValue(halfPair);
      return simple.string;
    case "object":
      return value === null ? simple.null : objectKind(value, depth);
    default:
      throw new UnusableValue(`it is a ${typeof value}`);
  }
}

function withArticle(name: string): string {
  return `${/^[AEIO]/i.test(name) ? "an" : "a"} ${name}`;
}

function bigintKind(value: bigint): Kind {
  if (BigInt.asIntN(128, value) !== value) throw new UnusableValue("it is a bigint of more than 128 bits");
  const bits = BigInt.asIntN(64, value) === value ? 64 : 128;
  return { type: "integer", bits, exact: BigInt(Number(value)) === value };
}

function objectKind(value: object, depth: number): Kind {
  if (depth > deepest)
    throw new UnusableValue(`it is nested more than ${deepest} levels deep, or contains itself`);
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new UnusableValue("it is an invalid Date");
    return simple.timestamp;
  }
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return simple.bytes;
  if (value instanceof LongNumber) return simple.decimal;
  if (value instanceof Map) return mapKind(value, depth);
  const items = itemsOf(value);
  if (items) {
    let of: Kind = simple.null;
    for (const item of items) of = joinKinds(of, kindOf(item, depth + 1));
    return { type: "list", of };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null)
    throw new UnusableValue(`it is ${withArticle(value.constructor.name)}`);
  const fields = new Map(Object.entries(value).map(([name, item]) => [name, kindOf(item, depth + 1)]));
  return structKind(fields);
}

/** The kind of a Map. Keys of several kinds have no column of theirs: then it is text. */
function mapKind(entries: ReadonlyMap<unknown, unknown>, depth: number): Kind {
  let [key, value]: [Kind, Kind] = [simple.null, simple.null];
  const keys = new Set<string>();
  for (const [name, item] of entries) {
    if (name === null || name === undefined) throw new UnusableValue(`it has the key ${String(name)}`);
    key = joinKinds(key, kindOf(name, depth + 1));
    value = joinKinds(value, kindOf(item, depth + 1));
    keys.add(JSON.stringify(name, plainJson));
  }
  if (keys.size < entries.size) throw new UnusableValue("two of its keys are the same");
  return key.type === "mixed" ? key : { type: "map", key, value };
}

/** An array's items; undefined for anything else. */
export function itemsOf(value: object): Iterable<unknown> | undefined {
  if (Array.isArray(value)) return value as unknown[];
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return value as unknown as Iterable<unknown>;
  return undefined;
}

function structKind(fields: ReadonlyMap<string, Kind>): Kind {
  const names = new Set(Array.from(fields.keys(), (name) => name.toLowerCase()));
  const asText = fields.size > mostFields || names.size < fields.size || names.has("");
  return asText ? simple.mixed : { type: "struct", fields };
}

/** The narrowest kind that both can be. */
export function joinKinds(a: Kind, b: Kind): Kind {
  if (a === b || b.type === "null") return a;
  if (a.type === "null") return b;
  if (a.type === "list" && b.type === "list") return { type: "list", of: joinKinds(a.of, b.of) };
  if (a.type === "map" && b.type === "map") {
    const key = joinKinds(a.key, b.key);
    return key.type === "mixed" ? key : { type: "map", key, value: joinKinds(a.value, b.value) };
  }
  if (a.type === "struct" && b.type === "struct") {
    const fields = new Map(a.fields);
    for (const [name, kind] of b.fields) fields.set(name, joinKinds(fields.get(name) ?? simple.null, kind));
    return structKind(fields);
  }
  if (a.type === "integer" && b.type === "integer")
    return { type: "integer", bits: a.bits > b.bits ? a.bits : b.bits, exact: a.exact && b.exact };
  if (a.type === b.type) return a;
  if (a.type === "decimal" && isNumeric(b)) return a;
  if (b.type === "decimal" && isNumeric(a)) return b;
  if (a.type === "double" && b.type === "integer" && b.exact) return a;
  if (b.type === "double" && a.type === "integer" && a.exact) return b;
  return simple.mixed;
}

function isNumeric({ type }: Kind): boolean {
  return type === "integer" || type === "double";
}

/** The kind as DuckDB's type. */
export function duckTypeOf(kind: Kind): string {
  switch (kind.type) {
    case "boolean":
      return "BOOLEAN";
    case "integer":
      return kind.bits === 64 ? "BIGINT" : "HUGEINT";
    case "double":
      return "DOUBLE";
    case "timestamp":
      return "TIMESTAMP";
    case "bytes":
      return "BLOB";
    case "null":
    case "string":
    case "decimal":
    case "mixed":
      return "VARCHAR";
    case "list":
      return `${duckTypeOf(kind.of)}[]`;
    case "map":
      return `MAP(${duckTypeOf(kind.key)}, ${duckTypeOf(kind.value)})`;
    case "struct":
      if (kind.fields.size === 0) return "VARCHAR";
      return `STRUCT(${Array.from(kind.fields, ([name, of]) => `${identifier(name)} ${duckTypeOf(of)}`).join(", ")})`;
  }
}

/** The kind as the Arrow type that its values are carried in; DuckDB makes the rest of it on arrival. */
export function arrowTypeOf(kind: Kind): DataType {
  switch (kind.type) {
    case "boolean":
      return bool();
    case "integer":
      return kind.bits === 64 ? int64() : utf8();
    case "double":
      return float64();
    case "timestamp":
      return timestamp(TimeUnit.MILLISECOND);
    case "bytes":
      return binary();
    case "null":
    case "string":
    case "decimal":
    case "mixed":
      return utf8();
    case "list":
      return list(arrowTypeOf(kind.of));
    case "map":
      return map(field("key", arrowTypeOf(kind.key), false), field("value", arrowTypeOf(kind.value)));
    case "struct":
      if (kind.fields.size === 0) return utf8();
      return struct(Array.from(kind.fields, ([name, of]) => field(name, arrowTypeOf(of))));
  }
}
