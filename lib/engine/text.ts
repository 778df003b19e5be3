import { errorName, messageOf, toWire } from "../base";

/** A number of seconds as Prefect prints it: always with a decimal point. */
export function floatText(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Text in quotation marks, as Python's `repr` writes it. */
export function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `${mark}${mark === "'" ? escaped.replaceAll("'", "\\'") : escaped}${mark}`;
}

/** An error as Prefect prints it in messages: `TypeError('text')`. */
export function errorText(thrown: unknown): string {
  return `${errorName(thrown)}(${quoted(messageOf(thrown))})`;
}

/** Where an error came from, to stand below the message that tells of it; empty for anything else that was thrown. */
export function tracebackText(thrown: unknown): string {
  const wire = toWire(thrown);
  return wire.kind === "error" && wire.stack !== undefined ? `\n${wire.stack}` : "";
}

/** A short text for any value, as in error messages: never throws, never long. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (typeof value === "function") return value.name === "" ? "function" : `function ${value.name}`;
  try {
    const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
    return text.length > 200 ? `${text.slice(0, 200)}…` : text;
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** The name of a value's type, as in `expected string, got array`. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}
