import { RunnelError } from "../../base";
import { placeOf } from "../statement";

/**
 * JSON as values, integers of any size exact: those that a number cannot hold become bigints. Throws `import/bad-json` with line
 * and column; `line` is where the text begins in its file.
 */
export function parseJson(text: string, fileName: string, line = 1): unknown {
  try {
    // Only a text with a run of so many digits can hold an integer that is not exact as a number.
    return /\d{16}/.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
  } catch (error) {
    const place = placeOf(text, faultOf(text));
    throw new RunnelError(
      "import/bad-json",
      `“${fileName}” is not JSON at line ${line + place.line - 1}, column ${place.column}: correct the file there.`,
      { cause: error },
    );
  }
}

function exactly(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  // Browsers from before 2024 give no source; they keep the nearest number.
  return context?.source && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
}

const token =
  /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.]))/y;

type Expectation = "value" | "value or ]" | "key" | "key or }" | ":" | "after value";

/** Where text stops being JSON. Browsers say it each in its own words, and not always. */
export function faultOf(text: string): number {
  const open: ("[" | "{")[] = [];
  let expected: Expectation = "value";
  token.lastIndex = 0;
  for (;;) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (!found) return at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    const next = step(expected, open, found);
    if (!next) return token.lastIndex - found[0].trimStart().length;
    expected = next;
  }
}

function step(expected: Expectation, open: ("[" | "{")[], found: RegExpExecArray): Expectation | undefined {
  const [, sign, string] = found;
  const inside = open.at(-1);
  if (expected === ":") return sign === ":" ? "value" : undefined;
  if (expected === "key" || expected === "key or }") {
    if (string !== undefined) return ":";
    return sign === "}" && expected === "key or }" ? close(open) : undefined;
  }
  if (expected === "after value") {
    if (sign === ",") return inside === "{" ? "key" : inside === "[" ? "value" : undefined;
    return (sign === "}" && inside === "{") || (sign === "]" && inside === "[") ? close(open) : undefined;
  }
  if (sign === undefined) return "after value";
  if (sign === "]" && expected === "value or ]") return close(open);
  if (sign !== "{" && sign !== "[") return undefined;
  open.push(sign);
  return sign === "{" ? "key or }" : "value or ]";
}

function close(open: ("[" | "{")[]): Expectation {
  open.pop();
  return "after value";
}
