import * as v from "valibot";
import { isId, type Id } from "../base";

/*
 * Limits of what the sandbox may say, as tests by hand and as schemas: nearly all that it says are a few kinds of event,
 * for which a schema takes ten times as long.
 */

const longestText = 1_100_000;
const longestName = 2_000;
const mostNames = 1_000;
/** Until then, moments a thousandth of a millisecond apart are still two numbers, and each is a date. */
const latest = Date.UTC(2200, 0, 1);

/** A name as long as the page takes one: an author's template may make any. */
export function cutName(written: string): string {
  return written.length <= longestName ? written : `${written.slice(0, longestName - 1)}…`;
}

/** Names, as long and as many as the page takes. */
export function cutNames(written: readonly string[]): readonly string[] {
  return written.length <= mostNames && written.every(isName)
    ? written
    : written.slice(0, mostNames).map(cutName);
}

/** A text as long as the page takes one. */
export function cutText(written: string): string {
  return written.length <= longestText ? written : `${written.slice(0, longestText - 1)}…`;
}

/** What a value is by a schema; undefined where it is not. */
export function valid<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isRecordOf<T>(
  value: unknown,
  is: (member: unknown) => member is T,
): value is Readonly<Record<string, T>> {
  if (!isRecord(value)) return false;
  for (const key of Object.keys(value)) if (!isName(key) || !is(value[key])) return false;
  return true;
}

export function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= longestText;
}

export function isName(value: unknown): value is string {
  return typeof value === "string" && value.length <= longestName;
}

export function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= mostNames && value.every(isName);
}

export function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value < latest;
}

export const id = <T extends Id<string>>(): v.GenericSchema<unknown, T> =>
  v.custom<T>((value) => isId(value));
export const text = v.custom<string>(isText);
export const name = v.custom<string>(isName);
export const names = v.custom<readonly string[]>(isNames);
export const time = v.custom<number>(isTime);
export const texts = v.custom<Readonly<Record<string, string>>>((value) => isRecordOf(value, isText));

/** A moment, as JSON has it. */
export const date = v.pipe(
  v.string(),
  v.transform((written) => new Date(written)),
  v.date(),
);
