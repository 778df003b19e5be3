import { RunnelError } from "../../base";
import { LongNumber, isDouble } from "../rows/long-number";
import { placeOf } from "../statement";

/**
 * JSON as values, numbers exact: integers that a number cannot hold are bigints, up to 128 bits, and whatever else it cannot hold
 * is a `LongNumber`. Throws `import/bad-json` with line and column; `line` is where the text begins in its file.
 */
export function parseJson(text: string, fileName: string, line = 1): unknown {
  const bad = (at: number, what: string, cause?: unknown) => {
    const place = placeOf(text, at);
    const where = `at line ${line + place.line - 1}, column ${place.column}`;
    return new RunnelError("import/bad-json", `“${fileName}” ${what.replace("HERE", where)}`, { cause });
  };
  let value: unknown;
  try {
    value = holdsLongNumber(text) ? JSON.parse(text, exactly) : JSON.parse(text);
  } catch (error) {
    if (error instanceof RunnelError) throw error;
    const loose = parseLoose(text);
    if (loose !== undefined) return loose;
    throw bad(faultOf(text), "is not JSON HERE: correct the file there.", error);
  }
  const half = loneSurrogateIn(text);
  if (half !== undefined)
    throw bad(
      half.at,
      `has half a character, ${half.escape}, HERE: write both of its halves, or leave it out.`,
    );
  return value;
}

/** A number that JSON has not, as Python writes it; or a string, in which it is none. */
const noNumber = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;

/** A key that stands for such a number. */
const numberKey = "\u0000number";

/** A text with NaN or Infinity in it, but else JSON; undefined where it is no such. */
function parseLoose(text: string): unknown {
  if (!/\b(?:NaN|Infinity)\b/.test(text)) return undefined;
  const strict = text.replace(noNumber, (found) =>
    found.startsWith('"') ? found : JSON.stringify({ [numberKey]: found }),
  );
  try {
    return JSON.parse(
      strict,
      function (this: unknown, key: string, value: unknown, context?: { source?: string }) {
        const isNumber = typeof value === "object" && value !== null && numberKey in value;
        return isNumber ? Number(value[numberKey]) : exactly.call(this, key, value, context);
      },
    );
  } catch (error) {
    if (error instanceof RunnelError) throw error;
    return undefined;
  }
}

/** A number of so many digits, or of so large an exponent, that a double may be another one. It may also stand in a string. */
const longNumber = /[\s:,[-](\d(?:[\d.]{15,}|[\d.]*[eE][+-]?\d{3})[\deE+.-]*)/g;

/** Whether there may be a number in a text that a number of JavaScript does not hold; a parser that asks of each is slow. */
function holdsLongNumber(text: string): boolean {
  for (const [, found = ""] of text.matchAll(longNumber)) if (!isHeld(found)) return true;
  return false;
}

function isHeld(text: string): boolean {
  return /^-?\d+$/.test(text) ? Number.isSafeInteger(Number(text)) : isDouble(text);
}

function exactly(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number") return value;
  const text = context?.source;
  if (text === undefined)
    throw new RunnelError(
      "import/long-number",
      "The file has numbers of more than 15 digits, which this browser cannot read exactly: update it, or write them in quotes.",
    );
  if (isHeld(text)) return value;
  if (!/^-?\d+$/.test(text)) return new LongNumber(text);
  const integer = BigInt(text);
  return BigInt.asIntN(128, integer) === integer ? integer : new LongNumber(text);
}

const escape =
  /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(u[dD][89a-fA-F][\da-fA-F]{2})|[^])/g;

/** The first half of a pair of UTF-16 units that has no other half. No text of a table can hold it. */
function loneSurrogateIn(text: string): { readonly at: number; readonly escape: string } | undefined {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return undefined;
  for (const { index, 0: found, 1: half } of text.matchAll(escape))
    if (half !== undefined) return { at: index, escape: found };
  return undefined;
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
