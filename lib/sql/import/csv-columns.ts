import { tableFromIPC } from "@uwdata/flechette";
import type { Connection } from "../connection";
import { identifier, literal } from "../quote";
import { isExactDouble } from "./number-text";

/** How many rows DuckDB takes a file's types from, unless it is told otherwise. */
const sampleRows = 20_480;

/** A file's columns with the types that its first rows have. */
export interface GuardedColumns {
  /** The option `types` of `read_csv` that the selection needs. */
  readonly types: string;
  /** The option `columns`, for more of the same text; undefined where the selection needs other types than text. */
  readonly columns: string | undefined;
  /** What to select: raises an error at the first value that its type would change. */
  readonly selection: string;
}

/**
 * Guesses the columns of a CSV file from its first rows, so that the file need not be read twice. DuckDB would then read
 * 1.5 among integers as 2, 007 as 7 and a time of day among dates as none: such a value raises an error instead. `source` is
 * the file as `read_csv` reads it, of which the columns `texts` are text. Undefined where the first rows do not tell: a column is empty in all of them.
 */
export async function guardedColumns(
  connection: Connection,
  source: string,
  texts: ReadonlySet<number>,
): Promise<GuardedColumns | undefined> {
  const columns = await describeSource(connection, source, texts);
  const counts = columns.map(([name]) => `count(${identifier(name)})`).join(", ");
  const counted = tableFromIPC(
    await connection.read(`SELECT ${counts} FROM (FROM ${source} LIMIT ${sampleRows})`),
  );
  if (columns.some((_, index) => Number(counted.getChildAt(index).at(0)) === 0)) return undefined;

  const guarded = columns.map(([name, type]) => [name, guard(identifier(name), type)] as const);
  const isReadAsText = guarded.map(
    ([, read], index) => read !== undefined || columns[index]?.[1] === "VARCHAR",
  );
  const asText = columns.flatMap(([name], index) =>
    isReadAsText[index] ? [[name, "VARCHAR"] as const] : [],
  );
  const selection = guarded.map(([name, read]) => `${read ?? identifier(name)} AS ${identifier(name)}`);
  const all = columns.map(([name]) => [name, "VARCHAR"] as const);
  return {
    types: typesSql(asText),
    columns: isReadAsText.every(Boolean) ? typesSql(all) : undefined,
    selection: selection.join(", "),
  };
}

/** The option `types` of `read_csv`. */
export function typesSql(types: readonly (readonly [name: string, type: string])[]): string {
  return `{${types.map(([name, type]) => `${literal(name)}: ${literal(type)}`).join(", ")}}`;
}

/** What DuckDB takes a file's columns for; `texts` are text in any case. */
export async function describeSource(
  connection: Connection,
  source: string,
  texts: ReadonlySet<number>,
): Promise<readonly (readonly [name: string, type: string])[]> {
  const described = tableFromIPC(await connection.read(`DESCRIBE FROM ${source}`));
  const types = described.getChild("column_type");
  return Array.from<unknown, readonly [string, string]>(described.getChild("column_name"), (name, index) => [
    String(name),
    texts.has(index) ? "VARCHAR" : String(types.at(index)),
  ]);
}

/** Whether columns have the names that DuckDB gives where a file has none; `first` is the file's first record. */
export function areUnnamed(names: readonly string[], first: readonly string[]): boolean {
  const areGiven = names.every(
    (name, index) => Number(/^column(\d+)$/.exec(name)?.[1] ?? Number.NaN) === index,
  );
  return areGiven && names.some((name, index) => name !== first[index]?.trim());
}

/** A column's text as its type, or an error where that is not all that the text says; undefined where it always is. */
function guard(column: string, type: string): string | undefined {
  const unchanged = unchangedSql(column, type);
  if (unchanged === undefined) return undefined;
  // Text is read as it is; of other types what is empty is null, also between quotes.
  return `CASE WHEN ${column} IS NULL OR ${column} = '' THEN NULL WHEN ${unchanged} THEN ${column}::${type} ELSE error('other') END`;
}

const zeros = ["0", "-0"];

/** Whether text is one that a file would have to be of that type: what DuckDB finds when it reads all of a file. */
function unchangedSql(column: string, type: string): string | undefined {
  const starts = (text: string) => `starts_with(${column}, '${text}')`;
  const has = (text: string) => `contains(${column}, '${text}')`;
  // From 00 to 09, and whatever follows: cheaper than a pattern.
  const startsWithZero = (zero: string) => `(${column} >= '${zero}0' AND ${column} < '${zero}:')`;
  switch (type) {
    case "BIGINT":
    case "DATE":
    case "TIME":
      return `${column}::${type}::VARCHAR = ${column}`;
    case "BOOLEAN":
      return `lower(${column}) IN ('true', 'false')`;
    case "DOUBLE":
      return `NOT (${[starts("+"), ...zeros.map(startsWithZero), ...[" ", "\t", "_"].map(has)].join(" OR ")}) AND ${isExactDouble(column)}`;
    case "TIMESTAMP":
      // Without a zone: the forms with seconds, with their fraction, and the date alone; else the one that DuckDB writes.
      return `CASE strlen(${column}) WHEN 10 THEN ${column}[5] IN ('-', '/') WHEN 19 THEN ${column}[17] = ':' WHEN 23 THEN ${column}[20] = '.'
        WHEN 26 THEN ${column}[20] = '.' ELSE ${column}::TIMESTAMP::VARCHAR = ${column} END`;
    default:
      return undefined;
  }
}
