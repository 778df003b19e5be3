import { count, tooLarge, unreadable } from "../problem";

/** Levels of arrays and objects in each other: notebooks have a dozen. */
const deepest = 200;

/** Reads JSON of a foreign file. Throws, by the file's name, for what is none or is nested too deeply: counted before it is read. */
export function boundedJson(name: string, text: string): unknown {
  if (isDeeper(text, deepest))
    throw tooLarge(name, `is nested more than ${count(deepest)} levels deep: no notebook is`);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw unreadable(name, "is no valid JSON: it may be cut off. Save or download it again", cause);
  }
}

/** Whether brackets outside of strings are nested more deeply. A loop, as a pattern would need a stack for long strings. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const mark = text.charCodeAt(at);
    if (mark === quote) {
      for (at++; at < text.length && text.charCodeAt(at) !== quote; at++)
        if (text.charCodeAt(at) === backslash) at++;
    } else if (mark === 0x5b || mark === 0x7b) {
      if (++depth > most) return true;
    } else if (mark === 0x5d || mark === 0x7d) depth--;
  }
  return false;
}

const quote = 0x22;
const backslash = 0x5c;
