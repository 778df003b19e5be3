import { nearest } from "../base";
import { type Edit, edited, originOf } from "./edits";
import { literal } from "./quote";
import { SqlError } from "./sql-error";

/** Where DuckDB's lexer saw each token begin, in UTF-8 bytes, and of which type it is. */
export interface Tokens {
  readonly offsets: readonly number[];
  readonly types: readonly number[];
}

const stringType = 2;

/** An author's query, found to be one row-giving statement, with `getvariable('name')` in place of each `$name`. */
export interface Statement {
  readonly text: string;
  /** Whether its plan is wanted, and not its rows; `text` is then without the word. */
  readonly isExplained: boolean;
  /** Whether it does nothing but select: it names no other tables, and has no parameters. */
  readonly isPlain: boolean;
  /** The parameters that it names. */
  readonly parameters: readonly string[];
  /** Where in the author's text a place in this one comes from. */
  originOf(offset: number): number;
}

const rowGiving = new Set(
  "select from with values table pivot pivot_wider unpivot pivot_longer summarize describe desc show (".split(
    " ",
  ),
);

/** Words of statements that name tables of their own, or are several to DuckDB, or look at names themselves. */
const special = new Set(
  "with pivot pivot_wider unpivot pivot_longer summarize describe desc show table recursive setseed".split(
    " ",
  ),
);

/** Table functions that read files, run other text, take addresses in memory, or change the engine. */
const forbidden = new RegExp(
  `^(?:${[
    ...["read_\\w+", "sniff_csv", "glob", "parquet_\\w+", "query", "query_table"],
    ...["\\w+_scan", "scan_\\w+", "arrow_scan_dumb"],
    ...["(?:enable|disable)_logging", "(?:force_)?checkpoint", "truncate_duckdb_logs"],
    ...["duckdb_logs", "duckdb_log_contexts", "duckdb_external_file_cache"],
  ].join("|")})$`,
);

/**
 * Quotes and comments, in which a blank of any kind is text, and which go on to the end where nothing ends them; else a blank that is
 * no ASCII, as text from a web page or Word has it.
 */
const spaces =
  /'[^']*(?:'|$)|"[^"]*(?:"|$)|--[^\n]*|\/\*[^]*?(?:\*\/|$)|(\$\w*\$)[^]*?(?:\1|$)|([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff])/g;

/** The text with plain blanks between its words, which is all that DuckDB's tokens know. Places stay. */
export function withPlainSpaces(text: string): string {
  return text.replace(spaces, (found, _tag, blank: string | undefined) =>
    blank === undefined ? found : " ",
  );
}

/** Reads an author's text. Throws a `SqlError` unless it is exactly one statement that gives rows and reads only tables. */
export function readStatement(text: string, tokens: Tokens): Statement {
  const nul = text.indexOf("\0");
  if (nul >= 0)
    throw new SqlError("sql/syntax", "The query holds the NUL character: remove it.", placeOf(text, nul));

  const words = wordsOf(text, tokens);
  const unfinished = unfinishedIn(text, words.at(-1));
  if (unfinished !== undefined)
    throw new SqlError("sql/syntax", "A quote or a comment here does not end.", placeOf(text, unfinished));
  let end = text.length;
  for (let last = words.at(-1); last?.text === ";"; last = words.at(-1)) {
    end = last.at;
    words.pop();
  }
  const explain = words[0]?.text.toLowerCase() === "explain" ? words.shift() : undefined;
  if (explain && words[0]?.text.toLowerCase() === "analyze")
    throw new SqlError(
      "sql/not-a-query",
      "EXPLAIN ANALYZE runs the query without its rows: write EXPLAIN for the plan, and see in the run how long the query took.",
      placeOf(text, explain.at),
    );
  const first = words[0];
  if (!first)
    throw new SqlError(
      "sql/not-a-query",
      "The query is empty: write a statement that gives rows, such as SELECT …",
    );
  const second = words.find((word) => word.text === ";");
  if (second)
    throw new SqlError(
      "sql/not-a-query",
      "The query holds more than one statement: put each into a cell of its own.",
      placeOf(text, second.at),
    );
  if (!rowGiving.has(first.text.toLowerCase())) {
    const meant = nearest(
      first.text,
      [...rowGiving].filter((word) => word !== "("),
    )?.toUpperCase();
    const advice = meant
      ? `did you mean ${meant}?`
      : "write one statement that gives rows, such as SELECT …; tables are made from cells and files, never changed.";
    throw new SqlError(
      "sql/not-a-query",
      `“${first.text}” begins no query: ${advice}`,
      placeOf(text, first.at),
    );
  }

  const parameters = new Set<string>();
  // Blank, so that places stay.
  const edits: Edit[] = explain ? [{ at: explain.at, length: 7, text: " ".repeat(7) }] : [];
  words.forEach((word, index) => {
    const next = words[index + 1];
    if (next?.text === "(" && word.type !== stringType && forbidden.test(nameOf(word.text)))
      throw new SqlError(
        "sql/forbidden",
        `A query may not call ${nameOf(word.text)}: it sees only the tables that it names. Add a file to the notebook and name its table.`,
        placeOf(text, word.at),
      );
    if (word.text === "?")
      throw new SqlError(
        "sql/syntax",
        "Name each parameter: write $name instead of ?.",
        placeOf(text, word.at),
      );
    const parameter = parameterAt(word, next);
    if (parameter === undefined) return;
    parameters.add(parameter);
    edits.push({ at: word.at, length: parameter.length + 1, text: `getvariable(${literal(parameter)})` });
  });
  return {
    text: edited(text.slice(0, end), edits),
    isExplained: explain !== undefined,
    isPlain: !explain && parameters.size === 0 && !words.some(({ text }) => special.has(text.toLowerCase())),
    parameters: [...parameters],
    originOf: (offset) => originOf(edits, offset),
  };
}

interface Word {
  readonly at: number;
  readonly type: number;
  readonly text: string;
}

/** A name with or without quotes, a numbered parameter, or a single character of anything else. */
const lexeme = /"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\$\d+|[^]/y;

/** The tokens, with their places in the text's own units. The lexer gives no ends, and comments stand between tokens. */
function wordsOf(text: string, { offsets, types }: Tokens): Word[] {
  const toIndex = byteIndex(text);
  return offsets.map((offset, index) => {
    const at = toIndex(offset);
    lexeme.lastIndex = at;
    return { at, type: types[index] ?? 0, text: lexeme.exec(text)?.[0] ?? "" };
  });
}

/** Where the lexer gave up: behind its last token then stands more than comments. */
function unfinishedIn(text: string, last: Word | undefined): number | undefined {
  if (!last || last.type === stringType) return undefined;
  const start = last.at + last.text.length;
  const rest = text.slice(start).replace(/--[^\n]*|\/\*[^]*?\*\//g, (comment) => " ".repeat(comment.length));
  const at = rest.search(/['"]|\$\w*\$|\/\*/);
  return at < 0 ? undefined : start + at;
}

/** Turns places in UTF-8 bytes, asked for in order, into places in the text. */
function byteIndex(text: string): (bytes: number) => number {
  let index = 0;
  let bytes = 0;
  return (target) => {
    while (bytes < target && index < text.length) {
      const code = text.codePointAt(index) ?? 0;
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      index += code < 0x10000 ? 1 : 2;
    }
    return index;
  };
}

/** `$1` is one token, `$name` two that touch. */
function parameterAt(word: Word, next: Word | undefined): string | undefined {
  if (word.type === stringType) return undefined;
  const numbered = /^\$(\d+)$/.exec(word.text);
  if (numbered) return numbered[1];
  if (word.text !== "$" || next?.at !== word.at + 1) return undefined;
  return /^\w+$/.exec(next.text)?.[0];
}

/** A function's name as DuckDB looks it up. */
function nameOf(word: string): string {
  return (word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word).toLowerCase();
}

/** A place in a text as line and column, both from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
