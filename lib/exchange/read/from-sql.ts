import { formatOfName } from "../format-of-name";
import { foldCase, type Notebook, type SqlToken } from "../../notebook";
import { noId } from "../fence-cell";
import { GatheredCells, keptText } from "./gathered-cells";
import { sqlStatements, type SqlStatement } from "./sql-statements";

/** Reads an SQL script: each statement that gives rows is a cell. Throws where there are too many. */
export function fromSql(file: string, text: string): Notebook {
  const gathered = new GatheredCells(file);
  addSqlScript(gathered, text.replace(/^\uFEFF/u, ""));
  return { title: "", settings: {}, cells: gathered.cells };
}

/**
 * Adds the statements of a script. `CREATE TABLE x AS …` is the cell `x`, or the data cell `x` where it only reads a file; what
 * gives no rows is kept as text. `name` is wanted for the only query of the script.
 */
export function addSqlScript(gathered: GatheredCells, text: string, name?: string): void {
  let kept: string[] = [];
  const endKept = () => {
    if (kept.length > 0) gathered.addMarkdown(keptText("sql", kept.join(";\n\n")));
    kept = [];
  };
  const statements = sqlStatements(text);
  for (const statement of statements) {
    if (statement.tokens.length === 0) {
      endKept();
      gathered.addMarkdown(commentText(statement.text));
      continue;
    }
    const created = createdTable(statement);
    const file = created && fileOf(created.tokens);
    if (created && file !== undefined) {
      endKept();
      gathered.add({
        ...{ kind: "data", id: noId, name: created.name, format: formatOfName(file) ?? "csv" },
        ...{ source: { type: "file", file }, options: {} },
      });
    } else if (created && givesRows(created.tokens)) {
      endKept();
      gathered.addSql(created.code, created.name);
    } else if (givesRows(statement.tokens)) {
      endKept();
      gathered.addSql(statement.text, statements.length === 1 ? name : undefined);
    } else kept.push(statement.text);
  }
  endKept();
}

const rowGiving = new Set(
  "SELECT FROM WITH VALUES TABLE PIVOT PIVOT_WIDER UNPIVOT PIVOT_LONGER SUMMARIZE DESCRIBE DESC SHOW".split(
    " ",
  ),
);

function givesRows(tokens: readonly SqlToken[]): boolean {
  const first = tokens.find((token) => !(token.kind === "symbol" && token.text === "("));
  return rowGiving.has(keyword(first));
}

interface Created {
  readonly name: string;
  /** What it is made of, with the comment that stood above the statement. */
  readonly code: string;
  readonly tokens: readonly SqlToken[];
}

/** Reads `CREATE [OR REPLACE] [TEMP] TABLE|VIEW [IF NOT EXISTS] name AS …`; names with a schema are not this notebook's. */
function createdTable({ text, tokens }: SqlStatement): Created | undefined {
  const words = tokens.slice(0, 10).map(keyword);
  if (words[0] !== "CREATE") return undefined;
  const kind = words.findIndex((word) => word === "TABLE" || word === "VIEW");
  const isPlain = words
    .slice(1, kind)
    .every((word) => ["OR", "REPLACE", "TEMP", "TEMPORARY", "LOCAL"].includes(word));
  if (kind < 0 || !isPlain) return undefined;
  const at = words[kind + 1] === "IF" ? kind + 4 : kind + 1;
  const name = tokens[at];
  const body = tokens[at + 2];
  if (!name || !body || (name.kind !== "word" && name.kind !== "quoted") || keyword(tokens[at + 1]) !== "AS")
    return undefined;
  const above = text.slice(0, tokens[0]?.start ?? 0).trim();
  const code = text.slice(body.start);
  return { name: name.text, code: above === "" ? code : `${above}\n${code}`, tokens: tokens.slice(at + 2) };
}

/** The file that a query does nothing but read: `FROM 'orders.csv'`, `SELECT * FROM read_csv('data/orders.csv')`. */
function fileOf(tokens: readonly SqlToken[]): string | undefined {
  const words = tokens.map((token) => (token.kind === "string" ? "'" : keyword(token) || token.text));
  const isRead =
    /^(?:SELECT \* )?FROM (?:'|READ_(?:CSV|CSV_AUTO|PARQUET|JSON|JSON_AUTO|NDJSON|NDJSON_AUTO) \( ' \))$/.test(
      words.join(" "),
    );
  const quoted = tokens.find(({ kind }) => kind === "string")?.text ?? "";
  const path = /^'([^']*)'$/.exec(quoted)?.[1];
  // Patterns of names, and what is on a server, are no file that one could bring.
  if (!isRead || path === undefined || /[*?[\]]|:\/\//.test(path)) return undefined;
  const file = path.replace(/^.*[/\\]/s, "");
  return formatOfName(file) && file;
}

/** A comment that stands alone, as text. */
function commentText(comment: string): string {
  return comment
    .split("\n")
    .map((line) => line.trim())
    .map((line) => line.replace(/^(?:--+|\/\*+|\*(?!\/)) ?/, ""))
    .map((line) => (line.endsWith("*/") ? line.slice(0, -2) : line))
    .join("\n")
    .trim();
}

function keyword(token: SqlToken | undefined): string {
  return token?.kind === "word" ? foldCase(token.text).toUpperCase() : "";
}
