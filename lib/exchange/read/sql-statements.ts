import { sqlTokens, type SqlToken } from "../../notebook";

/** A statement of a script, with the comment above it. */
export interface SqlStatement {
  /** Without the semicolon. */
  readonly text: string;
  readonly tokens: readonly SqlToken[];
}

/** A script's statements. Semicolons in strings, dollar quotes, quoted names and comments end none. */
export function sqlStatements(script: string): readonly SqlStatement[] {
  const statements: SqlStatement[] = [];
  let start = 0;
  let tokens: SqlToken[] = [];
  const end = (at: number) => {
    const text = script.slice(start, at);
    const lead = text.length - text.trimStart().length;
    const shift = start + lead;
    if (text.trim() !== "")
      statements.push({
        text: text.trim(),
        tokens: tokens.map((token) => ({ ...token, start: token.start - shift })),
      });
    start = at + 1;
    tokens = [];
  };
  for (const token of sqlTokens(script))
    if (token.kind === "symbol" && token.text === ";") end(token.start);
    else tokens.push(token);
  end(script.length);
  return statements;
}
