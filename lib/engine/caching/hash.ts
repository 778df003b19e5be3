import { md5, messageOf } from "../../base";
import { HashError } from "../errors";
import type { TableRef } from "../ports/data";

/**
 * Prefect's hash of some objects (rule 7.21): MD5 of the JSON that Python writes for `[[…objects], {}]`, with sorted
 * keys. What JSON has no word for is written as an object that names its class. Throws `HashError` for what has no
 * stable content: functions, symbols, promises, proxies, weak collections, and values that contain themselves.
 */
export function hashObjects(...objects: readonly unknown[]): string {
  for (const object of objects) assertCloneable(object);
  try {
    return md5(`[${json(objects, { above: new Set(), known: new Map() })}, {}]`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new HashError("Unable to create hash - a value is nested too deeply, or is too long as text.", {
      cause: error,
    });
  }
}

/** What is known while a value is written: what is around the part at hand, and the text of each object, which may come often. */
interface Writing {
  readonly above: Set<unknown>;
  readonly known: Map<object, string>;
}

/** The platform itself says what can leave its realm; this is how a proxy is told from the object behind it. */
function assertCloneable(object: unknown): void {
  if (typeof object !== "object" || object === null) return;
  try {
    structuredClone(object);
  } catch (error) {
    throw new HashError(`Unable to create hash - objects could not be serialized: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function json(value: unknown, writing: Writing): string {
  switch (typeof value) {
    case "string":
      return ascii(value);
    case "number":
      return numberText(value);
    case "bigint":
      return tagged("bigint", String(value), writing);
    case "boolean":
      return value ? "true" : "false";
    case "undefined":
      return tagged("undefined", null, writing);
    case "object":
      return value === null ? "null" : objectJson(value, writing);
    default:
      throw new HashError(`Unable to create hash - a ${typeof value} could not be serialized.`);
  }
}

function objectJson(value: object, writing: Writing): string {
  const known = writing.known.get(value);
  if (known !== undefined) return known;
  const { above } = writing;
  if (above.has(value)) throw new HashError("Unable to create hash - a value contains itself.");
  above.add(value);
  const text = newText(value, writing);
  above.delete(value);
  writing.known.set(value, text);
  return text;
}

function newText(value: object, writing: Writing): string {
  if (Array.isArray(value)) return `[${value.map((one) => json(one, writing)).join(", ")}]`;
  if (isTable(value)) return tagged("Table", value.lineage, writing);
  if (value instanceof Date)
    return tagged("Date", Number.isNaN(value.getTime()) ? null : value.toISOString(), writing);
  if (value instanceof Map) return tagged("Map", [...value.entries()], writing);
  if (value instanceof Set) return tagged("Set", [...value.values()], writing);
  if (value instanceof RegExp) return tagged("RegExp", String(value), writing);
  if (ArrayBuffer.isView(value)) return bytesJson(value.constructor.name, value, writing);
  if (value instanceof ArrayBuffer) return bytesJson("ArrayBuffer", new Uint8Array(value), writing);
  if (value instanceof Error) return tagged(value.name, value.message, writing);
  return entriesJson(value, writing);
}

function entriesJson(value: object, writing: Writing): string {
  const entries = Object.entries(value)
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([key, one]) => `${ascii(key)}: ${json(one, writing)}`);
  const name = (Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null)?.constructor
    ?.name;
  const text = `{${entries.join(", ")}}`;
  return name === undefined || name === "Object" ? text : `{"__class__": ${ascii(name)}, "data": ${text}}`;
}

/** A table counts by what it was made from, so that a key over millions of rows costs nothing. */
function isTable(value: object): value is TableRef {
  return "kind" in value && value.kind === "table" && "lineage" in value;
}

function tagged(name: string, data: unknown, writing: Writing): string {
  return `{"__class__": ${ascii(name)}, "data": ${json(data, writing)}}`;
}

function bytesJson(name: string, view: ArrayBufferView, writing: Writing): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192)
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return tagged(name, `${bytes.length}:${md5(text)}`, writing);
}

/** A number as Python writes it: a small fraction with an exponent of two digits. */
function numberText(value: number): string {
  if (value === 0 || !(Math.abs(value) < 1e-4)) return String(value);
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}

/** Python sorts by code points, JavaScript by UTF-16 units: they differ beyond the basic plane. */
function byCodePoint(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

/** Text as Python's `json.dumps` writes it: everything outside ASCII escaped. */
function ascii(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
