import { foldCase, isCatalogueName } from "../name";
import type { Places } from "./scope";
import { changingIn } from "./sql-changing";
import { type SqlToken, sqlTokens } from "./sql-tokens";

export interface SqlReading {
  /** Unqualified names in the place of a table, as first written. */
  readonly tables: Places;
  /** Names with a schema, such as `warehouse.daily`, in the place of a table, each once: tables of the catalogue. */
  readonly catalogue: readonly string[];
  /** Names of `$name` parameters, each once. */
  readonly parameters: readonly string[];
  /** What of it makes its rows others each time: `now()`. */
  readonly changing?: string;
  /** Text that is equal where the query is, layout and comments aside. */
  readonly meaning: string;
}

/** Finds the tables and parameters that a query names. */
export function readSql(text: string): SqlReading {
  const tokens = sqlTokens(text);
  const changing = changingIn(tokens);
  const parameters = new Set(tokens.filter(({ kind }) => kind === "parameter").map((token) => token.text));
  return {
    ...new TableFinder(tokens).find(),
    parameters: [...parameters],
    ...(changing !== undefined && { changing }),
    meaning: tokens.map(({ kind, text }) => `${kind === "word" ? "" : kind}${text}`).join(" "),
  };
}

/** Keywords after which the FROM clause is over. */
const enders = new Set(
  "EXCEPT FETCH GROUP HAVING INTERSECT LIMIT OFFSET ORDER QUALIFY RETURNING SELECT SET UNION VALUES WHERE WINDOW".split(
    " ",
  ),
);
/** Keywords that begin a query whose table follows at once. */
const tableFirst = new Set(
  "DESC DESCRIBE PIVOT PIVOT_LONGER PIVOT_WIDER SHOW SUMMARIZE TABLE UNPIVOT".split(" "),
);
const queryStarts = new Set([...tableFirst, "FROM", "SELECT", "VALUES", "WITH"]);
const closing = new Set([")", "]", "}"]);

/** What a bracket holds: a query, tables joined (`FROM (a JOIN b)`), or anything else (arguments, a column list). */
type Inside = "query" | "tables" | "other";

class TableFinder {
  readonly #tokens: readonly SqlToken[];
  readonly #tables = new Map<string, number>();
  /** By the name without regard to case. */
  readonly #catalogue = new Map<string, string>();
  #at = 0;

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
  }

  find(): Pick<SqlReading, "tables" | "catalogue"> {
    while (this.#at < this.#tokens.length) this.#read("query", new Set());
    return { tables: this.#tables, catalogue: [...this.#catalogue.values()] };
  }

  /** Reads to the end of a bracket, a statement or the text. `hidden` are the names of common table expressions. */
  #read(inside: Inside, hidden: ReadonlySet<string>): void {
    let ctes = hidden;
    let begins = inside === "query";
    let inFrom = inside === "tables";
    let expectsTable = inFrom;
    for (let token = this.#next(); token && !isSymbol(token, ";"); token = this.#next()) {
      const word = keyword(token);
      if (token.kind === "symbol") {
        if (closing.has(token.text)) return;
        if (token.text === ",") expectsTable = inFrom;
        else if ("([{".includes(token.text)) {
          this.#read(this.#bracket(token, expectsTable), ctes);
          expectsTable = false;
        }
      } else if (begins && word === "WITH") {
        ctes = this.#readCtes(ctes);
        continue;
      } else if (begins && (word === "EXPLAIN" || word === "ANALYZE")) continue;
      else if (begins && tableFirst.has(word)) expectsTable = true;
      else if (inside !== "other" && word === "FROM" && !this.#isComparison()) inFrom = expectsTable = true;
      else if (inside !== "other" && word === "JOIN") expectsTable = true;
      else if (enders.has(word)) inFrom = expectsTable = false;
      else if (expectsTable && word !== "LATERAL") expectsTable = this.#readTable(token, ctes);
      begins = false;
    }
  }

  /** Reads one item of a FROM clause; says whether the table is still to come. */
  #readTable(token: SqlToken, ctes: ReadonlySet<string>): boolean {
    if (token.kind !== "word" && token.kind !== "quoted") return false;
    if (this.#skip(":")) return true;
    const parts = [token.text];
    while (this.#skip(".")) parts.push(this.#next()?.text ?? "");
    if (isSymbol(this.#peek(), "(")) return false;
    const name = parts.join(".");
    if (parts.length > 1) {
      const folded = foldCase(name);
      if (isCatalogueName(name) && !this.#catalogue.has(folded)) this.#catalogue.set(folded, name);
    } else if (!ctes.has(foldCase(name)) && !this.#tables.has(name)) this.#tables.set(name, token.start);
    return false;
  }

  /** Reads `[RECURSIVE] name [(columns)] AS (query), …`; gives the names that are hidden from then on. */
  #readCtes(hidden: ReadonlySet<string>): ReadonlySet<string> {
    const isRecursive = this.#skip("RECURSIVE");
    let names = hidden;
    do {
      const name = this.#next();
      if (!name) break;
      const withOwn = new Set([...names, foldCase(name.text)]);
      while (this.#peek() && keyword(this.#peek()) !== "AS")
        if (isSymbol(this.#next(), "(")) this.#read("other", names);
      while (this.#peek() && !isSymbol(this.#peek(), "(")) this.#at++;
      this.#at++;
      /** Its own name is hidden only in a recursive one: `WITH t AS (FROM t)` reads the table t. */
      this.#read("query", isRecursive ? withOwn : names);
      names = withOwn;
    } while (this.#skip(","));
    return names;
  }

  #bracket(open: SqlToken, expectsTable: boolean): Inside {
    const isQuery = open.text === "(" && queryStarts.has(keyword(this.#peek()));
    const isTrim = keyword(this.#tokens[this.#at - 2]) === "TRIM";
    if (isQuery && !isTrim) return "query";
    return open.text === "(" && expectsTable ? "tables" : "other";
  }

  /** Whether the FROM just read is that of `IS [NOT] DISTINCT FROM`. */
  #isComparison(): boolean {
    const [before, distinct] = [this.#tokens[this.#at - 3], this.#tokens[this.#at - 2]].map(keyword);
    return distinct === "DISTINCT" && (before === "IS" || before === "NOT");
  }

  #next(): SqlToken | undefined {
    return this.#tokens[this.#at++];
  }

  #peek(): SqlToken | undefined {
    return this.#tokens[this.#at];
  }

  #skip(text: string): boolean {
    const isNext = keyword(this.#peek()) === text || isSymbol(this.#peek(), text);
    if (isNext) this.#at++;
    return isNext;
  }
}

/** The token as a keyword; "" for what can be none. */
function keyword(token: SqlToken | undefined): string {
  return token?.kind === "word" ? token.text.toUpperCase() : "";
}

function isSymbol(token: SqlToken | undefined, text: string): boolean {
  return token?.kind === "symbol" && token.text === text;
}
