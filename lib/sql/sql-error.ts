import { RunnelError, messageOf } from "../base";

export type SqlErrorCode =
  | "sql/syntax"
  | "sql/not-a-query"
  | "sql/forbidden"
  | "sql/missing-table"
  | "sql/missing-column"
  | "sql/missing-function"
  | "sql/missing-extension"
  | "sql/missing-parameter"
  | "sql/unknown-parameter"
  | "sql/types"
  | "sql/conversion"
  | "sql/out-of-memory"
  | "sql/failed";

/** A place in the author's text; lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  /** Left out where only the line is known. */
  readonly column?: number;
  /** The last line, where no more is known than that it is one of several. */
  readonly last?: number;
}

function placeText({ line, column, last }: Place): string {
  if (last !== undefined) return `in lines ${line} to ${last}`;
  return column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
}

/** A query that cannot be run, with the place in its author's text where that is known. */
export class SqlError extends RunnelError {
  declare readonly code: SqlErrorCode;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(code: SqlErrorCode, message: string, place?: Place, options: { cause?: unknown } = {}) {
    super(code, place ? `${message} (${placeText(place)})` : message, {
      ...options,
      name: "SqlError",
    });
    this.line = place?.line;
    this.column = place?.column;
  }
}

/** What DuckDB says went wrong, taken apart. */
export interface DuckFault {
  /** DuckDB's own kind: `Parser`, `Catalog`, `Binder`, `Conversion`, `Out of Memory`, … */
  readonly kind: string;
  readonly message: string;
  /** Where in the text that was sent: the line from 1, and the place in that line from 0. */
  readonly place?: { readonly line: number; readonly index: number };
}

/** Reads an error of DuckDB's, whose text is JSON or `<kind> Error: <message>`; `sent` is the text that it is about. */
export function readFault(thrown: unknown, sent: string): DuckFault {
  const text = messageOf(thrown);
  const { kind, message } = kindAndMessage(text);
  // Native DuckDB shows the place of a fault in the grammar twice.
  const found = /(?:\n+LINE (\d+): (.*)\n( *)\^)+\s*$/.exec(message);
  if (!found) return { kind, message: message.trim() };
  const [whole, lineText = "1", excerpt = "", caret = ""] = found;
  const line = Number(lineText);
  const width = caret.length - `LINE ${line}: `.length;
  const index = indexInLine(sent.split("\n")[line - 1] ?? "", excerpt, width);
  return { kind, message: message.slice(0, message.length - whole.length).trim(), place: { line, index } };
}

function kindAndMessage(text: string): { kind: string; message: string } {
  if (text.startsWith('{"exception_type"')) {
    try {
      const fields = JSON.parse(text) as { exception_type?: unknown; exception_message?: unknown };
      return { kind: String(fields.exception_type), message: String(fields.exception_message) };
    } catch {
      // Not JSON after all.
    }
  }
  const [, kind, message] = /^([\w ]+?) Error: ([^]*)$/.exec(text) ?? [];
  return kind !== undefined && message !== undefined ? { kind, message } : { kind: "Unknown", message: text };
}

/** DuckDB shows a part of a long line, between dots, and counts in columns of a terminal. */
function indexInLine(line: string, excerpt: string, width: number): number {
  const cut = excerpt.startsWith("...") && !line.startsWith("...");
  const shown = excerpt.slice(cut ? 3 : 0);
  const start = cut ? Math.max(line.indexOf(shown.replace(/\.{3}$/, "")), 0) : 0;
  let index = 0;
  let left = width - (cut ? 3 : 0);
  for (const character of shown) {
    left -= widthOf(character);
    if (left < 0) break;
    index += character.length;
  }
  return start + index;
}

const wide = /[\p{Emoji_Presentation}ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹯＀-｠￠-￦]/u;

function widthOf(character: string): number {
  if (/[\p{Cc}\p{Mn}\p{Me}]/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** The error that an author sees for a fault; `advice` is said in place of what DuckDB says. */
export function sqlError(
  fault: DuckFault,
  place: Place | undefined,
  cause: unknown,
  advice?: string,
): SqlError {
  const [code, message] = explained(fault);
  return new SqlError(code, advice ?? message, place, { cause });
}

function explained({ kind, message }: DuckFault): [SqlErrorCode, string] {
  const extension = missingExtension(message);
  if (extension) return ["sql/missing-extension", extension];
  switch (kind) {
    case "Parser":
      return ["sql/syntax", message];
    case "Catalog":
      if (/^Table with name/.test(message)) return ["sql/missing-table", withoutInternals(message)];
      if (/Function with name/.test(message)) return ["sql/missing-function", message];
      return ["sql/failed", message];
    case "Binder":
      if (/^Referenced (column|table)|^Table .* does not have a column|^Ambiguous/.test(message))
        return ["sql/missing-column", message];
      return ["sql/types", message];
    case "Conversion":
      return ["sql/conversion", message];
    case "Permission":
      return [
        "sql/forbidden",
        "A query sees only the tables that it names: it reads no files and no network. Add a file to the notebook and name its table.",
      ];
    case "Out of Memory":
      return [
        "sql/out-of-memory",
        "The query needs more memory than DuckDB has in a browser (3.1 GiB): take fewer rows or columns, or aggregate earlier.",
      ];
    default:
      return ["sql/failed", message];
  }
}

/** A suggestion is of use only where it is a name that the author could write. */
function withoutInternals(message: string): string {
  return message.replace(/\nDid you mean "(pg_|duckdb_|sqlite_|pragma_|[^"]*\.)[^"]*"\?/, "");
}

const zonedAdvice =
  "Times with a zone need it: take the plain time first, in UTC, as in now()::TIMESTAMP - INTERVAL 1 DAY, or column::TIMESTAMP.";

function missingExtension(message: string): string | undefined {
  const name =
    /it exists in the (\w+) extension/.exec(message)?.[1] ??
    /exists in the (\w+) extension, but it's of a different type/.exec(message)?.[1] ??
    /install the required extension '(\w+)'/.exec(message)?.[1] ??
    (/^[^\n]*(TIMESTAMP WITH TIME ZONE|ICU extension)/.test(message) ? "icu" : undefined);
  if (name === undefined) return undefined;
  const what = /^(?:\w+ )*(?:Function|Type|Collation) with name "([^"]+)"/.exec(message)?.[1];
  const subject = what === undefined ? "This query" : `“${what}”`;
  const shown = name === "icu" ? "ICU" : name;
  return `${subject} needs the ${shown} extension, which the browser's DuckDB does not have.${name === "icu" ? ` ${zonedAdvice}` : ""}`;
}
