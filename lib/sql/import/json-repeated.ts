import { LongNumber } from "../rows/long-number";
import { placeOf } from "../statement";
import type { ImportGuess } from "./guess";

/** A key that an object has twice, and the line where it stands again. */
export interface RepeatedKey {
  readonly key: string;
  readonly line: number;
}

const [quote, colon, backslash] = [34, 58, 92];

/**
 * The first key that stands twice in an object of a JSON text, of which only the last value is in `value`, what was made of the text.
 * To count keys is quick, and they are compared only where some are missing. `line` is where the text begins in its file.
 */
export function repeatedKey(text: string, value: unknown, line = 1): RepeatedKey | undefined {
  if (colonsIn(text) === keysIn(value)) return undefined;
  const found = firstRepeated(text);
  return found && { key: found.key, line: line + placeOf(text, found.at).line - 1 };
}

/** What is said of it: JSON has no word for which of the two is meant. */
export function repeatedGuess(repeated: RepeatedKey | undefined): readonly ImportGuess[] {
  if (!repeated) return [];
  const said = `The key “${repeated.key}” stands twice in one object, again in line ${repeated.line}: its last value is read. Give the two other names in the file, if both are meant.`;
  return [{ said, is: {}, others: [] }];
}

/** Outside of texts there is one behind each key, and no other. */
function colonsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === colon) count++;
    else if (code === quote) at = endOfText(text, at);
  }
  return count;
}

function endOfText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at > 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === backslash) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}

function keysIn(value: unknown): number {
  let count = 0;
  const left = [value];
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one !== "object" || one === null || one instanceof LongNumber) continue;
    const values: readonly unknown[] = Array.isArray(one) ? one : Object.values(one);
    if (!Array.isArray(one)) count += values.length;
    for (const inside of values) if (typeof inside === "object") left.push(inside);
  }
  return count;
}

function firstRepeated(text: string): { readonly key: string; readonly at: number } | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "{") open.push(new Set());
    else if (sign === "[") open.push(undefined);
    else if (sign === "}" || sign === "]") open.pop();
    if (sign !== '"') continue;
    const end = endOfText(text, at);
    const keys = open.at(-1);
    if (keys && /^\s*:/.test(text.slice(end + 1, end + 100))) {
      const key = String(JSON.parse(text.slice(at, end + 1)));
      if (keys.has(key)) return { key, at };
      keys.add(key);
    }
    at = end;
  }
  return undefined;
}
