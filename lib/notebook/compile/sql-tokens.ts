export interface SqlToken {
  /** A `word` is a keyword or a plain identifier; `quoted` is an identifier in double quotes, `parameter` a `$name`. */
  readonly kind: "word" | "quoted" | "string" | "number" | "parameter" | "symbol";
  /** As written; without quotes for `quoted`, without `$` for `parameter`. */
  readonly text: string;
  readonly start: number;
}

const letter = String.raw`(?:[A-Za-z_]|[^\s\x00-\x7F])`;
const pattern = new RegExp(
  [
    String.raw`(?<space>\s+|--[^\n]*)`,
    String.raw`(?<comment>/\*)`,
    String.raw`(?<string>[eE]'[^'\\]*(?:(?:\\[^]|'')[^'\\]*)*'?|'[^']*(?:''[^']*)*'?)`,
    String.raw`"(?<quoted>[^"]*(?:""[^"]*)*)"?`,
    String.raw`(?<dollar>\$(?:${letter}(?:${letter}|\d)*)?\$)`,
    String.raw`\$(?<parameter>(?:${letter}|\d)+)`,
    String.raw`(?<number>\d[\w.]*|\.\d\w*)`,
    String.raw`(?<word>${letter}(?:${letter}|[\d$])*)`,
    String.raw`(?<symbol>::|[^])`,
  ].join("|"),
  "y",
);

/** DuckDB's SQL as tokens, white space and comments left out. Reads any text: what is never closed runs to the end. */
export function sqlTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let start = 0;
  while (start < text.length) {
    pattern.lastIndex = start;
    const { groups = {} } = pattern.exec(text) ?? {};
    let end = pattern.lastIndex;
    const push = (kind: SqlToken["kind"], value: string) => tokens.push({ kind, text: value, start });
    if (groups.comment !== undefined) end = commentEnd(text, end);
    else if (groups.dollar !== undefined) {
      const close = text.indexOf(groups.dollar, end);
      end = close < 0 ? text.length : close + groups.dollar.length;
      push("string", text.slice(start, end));
    } else if (groups.quoted !== undefined) push("quoted", groups.quoted.replaceAll('""', '"'));
    else
      for (const kind of ["string", "parameter", "number", "word", "symbol"] as const) {
        const value = groups[kind];
        if (value !== undefined) push(kind, value);
      }
    start = end;
  }
  return tokens;
}

/** Block comments nest. */
function commentEnd(text: string, from: number): number {
  let depth = 1;
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  while (depth > 0) {
    const found = mark.exec(text);
    if (!found) return text.length;
    depth += found[0] === "/*" ? 1 : -1;
  }
  return mark.lastIndex;
}
