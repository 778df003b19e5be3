/** Words that no `const` of a module may be called, `globalThis` (through which a module reaches its authoring API) included. */
const javascriptWords = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function globalThis if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** DuckDB's words that no table can be called without quotes. */
const sqlWords = new Set(
  (
    "all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by " +
    "case cast check collate collation column concurrently constraint create cross default deferrable " +
    "desc describe distinct do else end except false fetch for foreign freeze from full glob group " +
    "having ilike in initially inner intersect into is isnull join lambda lateral leading left like " +
    "limit natural not notnull null offset on only or order outer overlaps pivot pivot_longer " +
    "pivot_wider placing positional primary qualify references returning right select semi show " +
    "similar some summarize symmetric table tablesample then to trailing true union unique unpack " +
    "unpivot using variadic verbose when where window with"
  ).split(" "),
);

/** What a compiled module calls its own machinery. */
export const internals = ["$bind", "$data", "$define", "$restore", "$save", "$sql"] as const;
export type Internal = (typeof internals)[number];

/** Whether text is a JavaScript identifier, so that a cell could be called it. */
export function isIdentifier(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200C\u200D]*$/u.test(text);
}

/** Whether a name is of the machinery of a compiled module. */
export function isInternal(name: string): boolean {
  return internals.some((internal) => internal === name);
}

/** Whether an identifier is taken by the language or by the machinery of a compiled module. */
export function isReserved(name: string): boolean {
  return javascriptWords.has(name) || isInternal(name);
}

/** How a name compares in DuckDB, whose identifiers know no case of the letters A to Z. */
export function foldCase(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Schemas that are DuckDB's own. */
const ownSchemas = new Set(["information_schema", "main", "memory", "pg_catalog", "system", "temp"]);

/** Whether a table of the catalogue can have that name: a schema and a name, so that a query can name it, too. */
export function isCatalogueName(name: string): boolean {
  const schema = /^([A-Za-z_]\w{0,99})\.[A-Za-z_]\w{0,99}$/.exec(name)?.[1];
  return schema !== undefined && !ownSchemas.has(foldCase(schema));
}

/** A query over a table of the catalogue; words of DuckDB's are in quotes. */
export function queryOver(table: string): string {
  const parts = table.split(".").map((part) => (sqlWords.has(foldCase(part)) ? `"${part}"` : part));
  return `SELECT * FROM ${parts.join(".")}`;
}

/** Sixty characters, counted so that none is cut in two. */
const longestName = /^[^]{0,60}/u;

/**
 * A good free name for a cell that holds a file: `a"b;drop.csv` → `a_b_drop`, `export.csv` → `export_data`. `taken` are the names not to use: those of
 * the notebook's other cells and of the authoring API.
 */
export function cellName(fileName: string, taken: Iterable<string>): string {
  const used = new Set([...taken].map(foldCase));
  const stem = fileName
    .replace(/^.*[/\\]/s, "")
    .replace(/(?<=.)\.[\p{L}\p{N}]{1,10}(\.(gz|zst|bz2|zip))?$/u, "");
  const words = stem
    .normalize("NFKC")
    .replace(/[^\p{ID_Continue}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
  const start = /^\p{ID_Start}/u.test(words) ? words : words === "" ? "data" : `_${words}`;
  const short = longestName.exec(start)?.[0] ?? "";
  const name = isReserved(short) || sqlWords.has(foldCase(short)) ? `${short}_data` : short;
  const isFree = (candidate: string) => !used.has(foldCase(candidate));
  if (isFree(name)) return name;
  for (let number = 2; ; number++) if (isFree(`${name}_${number}`)) return `${name}_${number}`;
}
