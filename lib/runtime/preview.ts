import { tagOf, type TableRef } from "../engine";

/** What a value looks like: small enough to keep with a run's events, and to show before anything else is loaded. */
export type Preview =
  | { readonly kind: "nothing" }
  | { readonly kind: "table"; readonly table: TableRef }
  | {
      readonly kind: "rows";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly total: number;
      /** How many columns the rows have, where not all are shown. */
      readonly numColumns?: number;
    }
  | { readonly kind: "text"; readonly text: string; readonly isWhole: boolean };

const mostRows = 50;
const mostColumns = 30;
const longestCell = 200;
const longestText = 4_000;

/** A preview of any value: a table by its handle, a list of records as rows, anything else as text. Never throws. */
export function previewOf(value: unknown): Preview {
  if (value === undefined || value === null) return { kind: "nothing" };
  if (isTable(value)) {
    const { kind, name, lineage, schema, numRows } = value;
    return { kind: "table", table: { kind, name, lineage, schema, numRows } };
  }
  if (isRecords(value)) return rowsOf(value);
  if (isRecords([value])) return rowsOf([value as Readonly<Record<string, unknown>>]);
  const text = textOf(value, longestText + 1);
  return { kind: "text", text: text.slice(0, longestText), isWhole: text.length <= longestText };
}

/** A value as a short text: an argument in a list of runs. */
export function shortText(value: unknown): string {
  return isTable(value) ? `table ${value.name}` : textOf(value, 80);
}

/** By its tag, not by its class: what shows a run needs none of the classes that authors use. */
function isTable(value: unknown): value is TableRef {
  return typeof value === "object" && value !== null && tagOf(value) === "table";
}

/** Whether a value says in a text of its own what may be seen of it. */
function isShownByItself(value: object): boolean {
  const tag = tagOf(value);
  return tag === "secret" || tag === "state";
}

function isRecords(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value
    .slice(0, mostRows)
    .every((row) => typeof row === "object" && row !== null && isPlain(row as object));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function rowsOf(records: readonly Readonly<Record<string, unknown>>[]): Preview {
  const shown = records.slice(0, mostRows);
  const names = new Set(shown.flatMap((row) => Object.keys(row)));
  const columns = [...names].slice(0, mostColumns);
  const rows = shown.map((row) => columns.map((column) => (column in row ? cellText(row[column]) : "")));
  const wide = names.size > columns.length && { numColumns: names.size };
  return { kind: "rows", columns, rows, total: records.length, ...wide };
}

function cellText(value: unknown): string {
  const text = textOf(value, longestCell + 1);
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}

function textOf(value: unknown, longest: number): string {
  if (typeof value === "string") return value.slice(0, longest);
  if (typeof value === "function") return `function ${value.name}`.slice(0, longest);
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return String(value).slice(0, longest);
  return structureText(value, longest);
}

/** A structure as JSON-like text, cut off without ever building more than that. */
function structureText(root: object, longest: number): string {
  let left = longest;
  const seen = new Set<object>();
  const write = (value: unknown): string => {
    if (left <= 0) return "";
    const text = piece(value);
    left -= text.length;
    return text;
  };
  const piece = (value: unknown): string => {
    if (typeof value === "string") return JSON.stringify(value.slice(0, left));
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (value instanceof RegExp) return String(value);
    if (value instanceof URL) return `URL ${value.href}`;
    if (value instanceof Blob) return `${value.constructor.name}(${value.size} bytes)`;
    if (value instanceof ArrayBuffer || value instanceof DataView)
      return `${value.constructor.name}(${value.byteLength} bytes)`;
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "function") return `function ${value.name}`;
    if (Object.is(value, -0)) return "-0";
    if (typeof value !== "object" || value === null) return String(value);
    if (isTable(value)) return `table ${value.name}`;
    if (isShownByItself(value)) return (value as { toString(): string }).toString();
    if (seen.has(value)) return "[circular]";
    seen.add(value);
    const parts = members(value);
    seen.delete(value);
    return parts;
  };
  const members = (value: object) => {
    if (Array.isArray(value)) return list(value);
    if (value instanceof Set) return `Set(${value.size}) {${joined(value, write)}}`;
    if (value instanceof Map)
      return `Map(${value.size}) {${joined(value as Map<unknown, unknown>, ([key, one]) => `${write(key)} => ${write(one)}`)}}`;
    if (isTypedArray(value)) return `${value.constructor.name}(${value.length}) ${list(value)}`;
    return `{${joined(Object.entries(value), ([key, one]) => `${keyText(key)}: ${write(one)}`)}}`;
  };
  const list = (items: Iterable<unknown>) => `[${joined(items, write)}]`;
  const keyText = (key: string) => {
    const text = shortKey(key.slice(0, left));
    left -= text.length;
    return text;
  };
  const joined = <T>(items: Iterable<T>, each: (item: T) => string) => {
    const texts: string[] = [];
    for (const item of items) {
      if (left <= 0) {
        texts.push("…");
        break;
      }
      left -= 2;
      texts.push(each(item));
    }
    return texts.join(", ");
  };
  try {
    return write(root).slice(0, longest);
  } catch {
    return Object.prototype.toString.call(root);
  }
}

function isTypedArray(value: object): value is Uint8Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function shortKey(text: string): string {
  return /^[\w$]+$/.test(text) ? text : JSON.stringify(text);
}
