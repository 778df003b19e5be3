import { foldCase } from "../name";
import { readSql } from "./sql-tables";
import { sqlTokens, type SqlToken } from "./sql-tokens";

/** A query in which a table has another name, also where it stands before its columns; the same text where it names no such table. */
export function renameTable(text: string, from: string, to: string): string {
  const old = foldCase(from);
  // In any case it means the same.
  if (old === foldCase(to)) return text;
  let renamed = text;
  for (let at = placeOf(renamed, old); at !== undefined; at = placeOf(renamed, old))
    renamed = replaced(renamed, at, to);
  if (renamed === text) return text;
  const tokens = sqlTokens(renamed);
  const isOld = (token: SqlToken | undefined) =>
    (token?.kind === "word" || token?.kind === "quoted") && foldCase(token.text) === old;
  // Something else has that name in the query.
  if (tokens.some((token, index) => isOld(token) && /^as$/i.test(tokens[index - 1]?.text ?? "")))
    return renamed;
  const qualifiers = tokens.filter(
    (token, index) => isOld(token) && tokens[index + 1]?.text === "." && tokens[index - 1]?.text !== ".",
  );
  return qualifiers.reduceRight((now, { start }) => replaced(now, start, to), renamed);
}

/** The first place where a query names that table. */
function placeOf(text: string, folded: string): number | undefined {
  return [...readSql(text).tables].find(([name]) => foldCase(name) === folded)?.[1];
}

/** Another name in the place of one, quoted as that is. */
function replaced(text: string, at: number, to: string): string {
  const [was = ""] =
    /^(?:"(?:[^"]|"")*"|[^\s\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]+)/.exec(text.slice(at)) ?? [];
  return text.slice(0, at) + (was.startsWith('"') ? `"${to}"` : to) + text.slice(at + was.length);
}
