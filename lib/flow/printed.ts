import { withNames } from "../base";
import { Secret } from "./secrets";
import { Table } from "./data/table";

/** What a console would print, as text: the parts with spaces between them, `%s` and its like filled in. */
export function printedText(parts: readonly unknown[]): string {
  const [first, ...rest] = parts;
  if (typeof first !== "string" || rest.length === 0) return parts.map(printed).join(" ");
  const text = first.replace(/%([sdifjoOc%])/g, (whole, kind: string) => {
    if (kind === "%") return "%";
    return rest.length === 0 ? whole : filled(kind, rest.shift());
  });
  return [text, ...rest.map(printed)].join(" ");
}

function filled(kind: string, value: unknown): string {
  switch (kind) {
    case "c":
      return "";
    case "d":
    case "f":
      return numberText(value, Number);
    case "i":
      return numberText(value, (one) => Math.trunc(Number(one)));
    default:
      return printed(value);
  }
}

function numberText(value: unknown, read: (value: unknown) => number): string {
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "object" || typeof value === "symbol" ? "NaN" : String(read(value));
}

/** One value as text: structures as JSON. Never throws. */
function printed(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    if (value instanceof Error) return value.stack === undefined ? String(value) : withNames(value.stack);
    const own = ownText(value);
    if (own !== undefined) return own;
    return typeof value === "object" ? structureText(value) : `${value as number | boolean}`;
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** The text of what JSON has no word for. */
function ownText(value: unknown): string | undefined {
  switch (typeof value) {
    case "bigint":
      return `${value}n`;
    case "symbol":
      return value.toString();
    case "function":
      return `[function ${value.name}]`;
    case "object":
      if (value instanceof Error) return `${value.name}: ${value.message}`;
      if (value instanceof Secret || value instanceof RegExp) return value.toString();
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
      if (value instanceof ArrayBuffer || value instanceof DataView)
        return `${value.constructor.name}(${value.byteLength} bytes)`;
      return value instanceof Table ? `table ${value.name} (${value.numRows} rows)` : undefined;
    default:
      return undefined;
  }
}

function structureText(structure: object | null): string {
  const above: object[] = [];
  return JSON.stringify(structure, function (this: Record<string, unknown>, key, json: unknown) {
    // JSON asks for the members of `this`: all that it holds of those above it.
    while (above.length > 0 && above.at(-1) !== this) above.pop();
    const raw = this[key];
    const shown = ownText(raw) ?? membersShown(raw) ?? json;
    if (typeof shown !== "object" || shown === null) return shown;
    if (above.includes(shown)) return "[Circular]";
    above.push(shown);
    return shown;
  });
}

function membersShown(value: unknown): object | undefined {
  if (value instanceof Set) return [...(value as Set<unknown>)];
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array);
  if (!(value instanceof Map)) return undefined;
  return Object.fromEntries([...(value as Map<unknown, unknown>)].map(([key, one]) => [printed(key), one]));
}
