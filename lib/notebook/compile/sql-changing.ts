import { type SqlToken } from "./sql-tokens";

/*
 * Which functions these are is for DuckDB to say (`duckdb_functions().stability`), and a test holds this list against that. It leaves
 * out `error`, which gives nothing, and has `age` of one argument, which counts from today.
 */
const functions = new Set(
  (
    "current_connection_id current_database current_date current_query current_query_id current_schema current_schemas " +
    "current_transaction_id currval gen_random_uuid get_current_time get_current_timestamp in_search_path nextval now random " +
    "setseed stats today transaction_timestamp txid_current uuid uuidv4 uuidv7 write_log " +
    // Those that DuckDB defines by these, or by what there is in the database.
    "current_catalog current_localtime current_localtimestamp format_type get_block_size localtime localtimestamp pg_conf_load_time pg_get_constraintdef pg_get_viewdef " +
    "pg_postmaster_start_time sql_auto_complete"
  ).split(" "),
);
/** Functions that are written without brackets. */
const words = new Set(
  "current_catalog current_date current_schema current_time current_timestamp localtime localtimestamp".split(
    " ",
  ),
);
const ofEngine = /^(?:duckdb|pragma)_\w+$/;
const ofEngineSchemas = new Set(["information_schema", "pg_catalog"]);
const ofEngineTables = /^sqlite_(?:temp_)?(?:master|schema)$/;
const lists = new Set(["tables", "all", "databases"]);

/**
 * What makes a query's rows another table each time, as it stands in the text: a clock, chance, or the state of the database.
 * Undefined where its rows follow from its text, parameters and tables.
 */
export function changingIn(tokens: readonly SqlToken[]): string | undefined {
  for (const [index, token] of tokens.entries()) {
    const found = changing(tokens, index, token);
    if (found !== undefined) return found;
  }
  return undefined;
}

function changing(tokens: readonly SqlToken[], index: number, token: SqlToken): string | undefined {
  if (token.kind !== "word" && token.kind !== "quoted") return undefined;
  const name = token.text.toLowerCase();
  const at = (ahead: number) => tokens[index + ahead]?.text.toLowerCase();
  if (at(1) === "(") {
    if (functions.has(name) || ofEngine.test(name)) return `${token.text}()`;
    if (name === "age" && argumentsFrom(tokens, index + 1) === 1) return `${token.text}()`;
  }
  const isOfAnother = at(-1) === ".";
  if (at(1) === "." && ofEngineSchemas.has(name)) return token.text;
  if (isReadAt(tokens, index) && (ofEngine.test(name) || ofEngineTables.test(name))) return token.text;
  if (token.kind !== "word" || isOfAnother) return undefined;
  if (words.has(name) && at(1) !== "." && at(-1) !== "as") return token.text;
  if (name === "show" && lists.has(at(1) ?? "")) return `SHOW ${tokens[index + 1]?.text ?? ""}`;
  const isSample = name === "tablesample" || (name === "sample" && at(-1) === "using");
  if (isSample && !isSeeded(tokens.slice(index + 1)))
    return name === "sample" ? "USING SAMPLE" : "TABLESAMPLE";
  return undefined;
}

/** Whether a name stands where a table does, first of a list. */
function isReadAt(tokens: readonly SqlToken[], index: number): boolean {
  const before = tokens[index - 1];
  return before?.kind === "word" && /^(?:from|join|table|describe|summarize)$/i.test(before.text);
}

/** How many arguments stand in the brackets that open there. */
function argumentsFrom(tokens: readonly SqlToken[], open: number): number {
  let [depth, commas] = [0, 0];
  for (const { kind, text } of tokens.slice(open)) {
    if (kind !== "symbol") continue;
    if ("([{".includes(text)) depth++;
    else if (")]}".includes(text)) depth--;
    else if (text === "," && depth === 1) commas++;
    if (depth === 0) break;
  }
  return commas + 1;
}

/** Whether what says how to sample has a seed: `10% (system, 377)`, `reservoir(50 ROWS) REPEATABLE (100)`. */
function isSeeded(tokens: readonly SqlToken[]): boolean {
  const said = tokens
    .slice(0, 12)
    .map(({ text }) => text.toLowerCase())
    .join(" ");
  const amount = String.raw`(?:\( )?[\d.]+(?: (?:%|percent|rows))?(?: \))?`;
  return new RegExp(
    String.raw`^(?:${amount} \( \w+ , \d+ \)|(?:\w+ \( [\d.]+(?: (?:%|percent|rows))? \)|${amount}) repeatable \( \d+ \))`,
  ).test(said);
}
