import type { Place } from "./sql-error";

/** What DuckDB calls an operator or a function by other words than its name. */
const called: readonly (readonly [said: RegExp, names: readonly string[]])[] = [
  [/\baddition\b/, ["+"]],
  [/\bsubtraction\b|\bnegation\b/, ["-"]],
  [/\bmultiplication\b/, ["*"]],
  [/\bleft-shift\b/, ["<<"]],
  [/\blogarithm\b/, ["ln", "log", "log2", "log10"]],
  [/\bsquare root\b/, ["sqrt"]],
  [/\bformat specifier\b/, ["strptime", "try_strptime", "strftime"]],
  [/\btype specifier\b/, ["format", "printf"]],
  [/\bcodepoint\b/, ["chr"]],
  [/\bhex digit\b/, ["unhex", "from_hex"]],
  [/\bslice step\b/, ["["]],
  [/\bset operations\b/, ["union", "intersect", "except"]],
  [/\bsubquery\b/, ["("]],
  [/^date out of range/, ["make_date", "make_timestamp"]],
];

/** Quoted texts, quoted and plain names, numbers, and marks, behind comments, which count for nothing. */
const token = /--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\w$]*|\d[\w.]*|<<|\S/gu;

interface Token {
  readonly text: string;
  readonly line: number;
  /** Whether a bracket follows, as behind a function's name. */
  readonly isCalled: boolean;
}

/**
 * The line of a query that an error is about, where DuckDB does not say it: that of a value, name, function or operator of
 * which its message speaks and which stands in one line alone; else the lines of the whole query.
 */
export function likelyPlace(message: string, text: string): Place {
  const tokens = tokensOf(text);
  const isAt = (test: (token: Token) => boolean) => {
    const lines = new Set(tokens.filter(test).map(({ line }) => line));
    const [line] = lines;
    return lines.size === 1 ? line : undefined;
  };
  for (const test of meantBy(message)) {
    const line = isAt(test);
    if (line !== undefined) return { line };
  }
  const line = tokens[0]?.line ?? 1;
  const last = tokens.at(-1)?.line ?? line;
  return last > line ? { line, last } : { line };
}

/** What a message may speak of, the surest first. */
function* meantBy(message: string): Generator<(token: Token) => boolean> {
  // The author's own words: error('…').
  yield ({ text }) => text.startsWith("'") && unquoted(text) === message;
  const quoted = [...message.matchAll(/"([^"\n]+)"|'([^'\n]+)'/g)].map(([, a, b]) => (a ?? b ?? "").trim());
  for (const said of quoted) yield ({ text }) => sameName(unquoted(text), said);
  for (const said of quoted) yield ({ text }) => text.startsWith("'") && unquoted(text).includes(said);
  const numbers = message.match(/\d[\d.]+/g) ?? [];
  for (const number of numbers.sort((a, b) => b.length - a.length)) yield ({ text }) => text === number;
  const words = new Set<string>(message.toLowerCase().match(/[a-z_]\w+/g));
  yield ({ text, isCalled }) => isCalled && words.has(text.toLowerCase());
  const names = called.flatMap(([said, named]) => (said.test(message.toLowerCase()) ? named : []));
  yield ({ text }) => names.includes(text.toLowerCase());
  const clauses: readonly string[] = message.match(/\b[A-Z]{5,}\b/g) ?? [];
  yield ({ text }) => clauses.includes(text.toUpperCase());
}

function tokensOf(text: string): readonly Token[] {
  let line = 1;
  let counted = 0;
  return [...text.matchAll(token)].flatMap((found) => {
    const [written] = found;
    for (; counted < found.index; counted++) if (text[counted] === "\n") line++;
    const isComment = written.startsWith("--") || written.startsWith("/*");
    const isCalled = /^\s*\(/.test(
      text.slice(found.index + written.length, found.index + written.length + 9),
    );
    return isComment || written === ";" ? [] : [{ text: written, line, isCalled }];
  });
}

function unquoted(text: string): string {
  return /^['"]/.test(text)
    ? text.slice(1, -1).replaceAll(text.slice(0, 1).repeat(2), text.slice(0, 1))
    : text;
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
