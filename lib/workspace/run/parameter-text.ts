import type { Parameter, ParameterType } from "../../notebook";

/** What a person's text gives for a parameter: its value, that it is left to its default, or what is wrong with it. */
export type ReadParameter =
  { readonly value: unknown } | { readonly isDefault: true } | { readonly problem: string };

/** Reads what was filled in for a parameter. */
export function readParameter({ type, hasDefault }: Parameter, text: string): ReadParameter {
  if (text.trim() === "" && hasDefault) return { isDefault: true };
  if (text.trim() === "") return { problem: type?.kind === "text" ? emptyText : "It needs a value." };
  switch (type?.kind) {
    case "number":
      return readNumber(text.trim());
    case "text":
      return { value: quoted(text) ?? text };
    case "boolean":
      return text === "true" || text === "false"
        ? { value: text === "true" }
        : { problem: "Choose true or false." };
    case "choice":
      return type.of.includes(text) ? { value: text } : { problem: `Choose one of ${type.of.join(", ")}.` };
    case "date":
      return readDate(text.trim());
    case undefined:
      return readJson(text);
  }
}

const emptyText = 'It needs a value: "" for empty text.';

/** How a value that a run had stands in the field of its parameter. */
export function parameterText(type: ParameterType | undefined, value: unknown): string {
  if (type?.kind === "choice" && typeof value === "string") return value;
  // As it is, unless a field would change it: one without text, in quotes, or with ends of lines.
  if (type?.kind === "text" && typeof value === "string")
    return value.trim() === "" || quoted(value) !== undefined || /[\r\n]/.test(value)
      ? JSON.stringify(value)
      : value;
  if (type?.kind !== "date") return JSON.stringify(value);
  const time = value instanceof Date ? value.getTime() : typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? "" : new Date(time).toISOString().slice(0, -1);
}

/** The text in a JSON string, so that one can write quotes as in code, and what a field has no other way for. */
function quoted(text: string): string | undefined {
  const json = text.trim();
  if (!/^".*"$/.test(json)) return undefined;
  const read = readJson(json);
  return "value" in read && typeof read.value === "string" ? read.value : undefined;
}

function readNumber(text: string): ReadParameter {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) {
    const written = /^[+-]?\d+,\d+$/.test(text) ? text.replace(",", ".") : "1.5";
    return { problem: `This is no number. Write one as ${written}.` };
  }
  const value = Number(text);
  if (!Number.isFinite(value)) return { problem: "This is beyond the largest number, about 1.8e308." };
  if (/^[+-]?\d+$/.test(text) && !Number.isSafeInteger(value))
    return { problem: "A number keeps no more than 16 digits. Make the parameter text, or a bigint." };
  return { value };
}

/** As `datetime-local` gives it, and always in UTC. */
function readDate(text: string): ReadParameter {
  const [, day, time = "00:00"] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?))?$/.exec(text) ?? [];
  const value = new Date(`${day}T${time}Z`);
  const isDay = !Number.isNaN(value.getTime()) && value.toISOString().slice(0, 10) === day;
  return isDay ? { value } : { problem: "This is no date. Write one as 2026-01-31T00:00." };
}

function readJson(text: string): ReadParameter {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: "This is not JSON. Text needs quotes." };
  }
}
