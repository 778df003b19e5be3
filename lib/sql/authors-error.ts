import { likelyPlace } from "./likely-place";
import { adviceOn } from "./sql-advice";
import { adviceOnEnd } from "./sql-dialects";
import { type DuckFault, type SqlError, sqlError } from "./sql-error";
import { type Statement, placeOf } from "./statement";

/** What DuckDB was sent for an author's text. */
export type SentStatement = Pick<Statement, "text" | "parameters" | "originOf">;

/** The fault as one of the author's own text; `statement` was sent for it, behind a line of ours. */
export function authorsError(
  found: DuckFault,
  text: string,
  statement: SentStatement,
  cause: unknown,
): SqlError {
  const fault = { ...found, message: asWritten(found.message, statement) };
  const end = placeOf(text, text.trimEnd().length);
  const atEnd = (message: string) => {
    const missing = adviceOnEnd(text);
    const advice = missing === undefined ? adviceOn({ ...fault, message }, text) : `${message}. ${missing}`;
    return sqlError({ ...fault, message }, end, cause, advice);
  };
  if (fault.message.endsWith("at end of input")) return atEnd("syntax error at the end of the query");
  if (!fault.place) return sqlError(fault, likelyPlace(fault.message, text), cause, adviceOn(fault, text));
  const lines = statement.text.split("\n");
  const line = fault.place.line - 2;
  if (line >= lines.length)
    return atEnd(fault.message.replace(/at or near "[);]"/, "at the end of the query"));
  const before = lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0);
  const at = statement.originOf(before + fault.place.index);
  return sqlError(fault, placeOf(text, at), cause, adviceOn(fault, text, at));
}

/** DuckDB's text with the parameters as the author writes them. */
export function asWritten(text: string, { parameters }: Pick<Statement, "parameters">): string {
  return text.replace(/getvariable\('(\w+)'\)/g, (call, name: string) =>
    parameters.includes(name) ? `$${name}` : call,
  );
}
