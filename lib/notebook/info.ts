import type { CellOptions } from "./cell";

/** What follows a fence's backticks. */
export interface Info {
  /** The first word: the cell's language. */
  readonly word: string;
  readonly options: CellOptions;
  /** Keys that occur more than once; the first of each counts, later ones are kept as bare words. */
  readonly repeated: readonly string[];
}

/** One item: `key="quoted"`, `key=plain`, or a bare word. */
const item = /([^\s="`]+)="((?:[^"\\]|\\.)*)"|([^\s="`]+)=([^\s"`]+)|(\S+)/gu;

/** Reads an info string. Reads any text; what is no `key=value` is a bare word. */
export function parseInfo(text: string): Info {
  const word = /^\s*(\S*)/.exec(text)?.[1] ?? "";
  const options = new Map<string, string>();
  const repeated: string[] = [];
  for (const [raw, quotedKey, quoted = "", plainKey, plain = ""] of text
    .trimStart()
    .slice(word.length)
    .matchAll(item)) {
    const key = quotedKey ?? plainKey ?? raw;
    if (!options.has(key)) options.set(key, quotedKey ? unquote(quoted) : plain);
    else {
      repeated.push(key);
      if (raw !== key) options.set(raw, "");
    }
  }
  return { word, options: Object.fromEntries(options), repeated };
}

/** Writes an info string that `parseInfo` reads back. */
export function serialiseInfo(word: string, options: CellOptions): string {
  const items = Object.entries(options).map(([key, value]) =>
    value === "" ? key : `${key}=${written(value)}`,
  );
  return [word, ...items].join(" ");
}

/** Quotes are JSON's, except that a backtick is escaped too: CommonMark allows none in an info string. */
function written(value: string): string {
  return /^[^\s"`]+$/u.test(value) ? value : JSON.stringify(value).replaceAll("`", "\\u0060");
}

function unquote(quoted: string): string {
  try {
    return JSON.parse(`"${quoted}"`) as string;
  } catch {
    return quoted;
  }
}
