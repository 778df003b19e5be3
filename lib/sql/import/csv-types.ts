import { tableFromIPC } from "@uwdata/flechette";
import { grouped } from "../../base";
import type { Connection } from "../connection";
import { identifier, literal } from "../quote";
import { describeSource } from "./csv-columns";
import { type Candidate, decimalOf, isExactDouble, isFinerThanMicros } from "./number-text";

/** What of a CSV file is read as text, and what is selected of that. */
interface ExactColumns {
  /** The options of `read_csv` that the selection needs. */
  readonly options: Readonly<Record<string, string>>;
  readonly selection: string;
}

/**
 * The columns of a CSV file with types that keep every value. Those that DuckDB finds are taken but where one would change: it
 * reads 12345678901234567890 as a DOUBLE, which is another number, 0x10 as 16, and leaves out nanoseconds. `read` gives the file
 * as `read_csv` reads it, with more options; by itself its types must hold to its end. The columns `texts` are text.
 */
export async function exactColumns(
  connection: Connection,
  read: (more?: Readonly<Record<string, string>>) => string,
  texts: ReadonlySet<number>,
  signal: AbortSignal | undefined,
): Promise<ExactColumns> {
  const columns = await describeSource(connection, read(), texts);
  const allText = readAsText(columns.map(([name]) => name));
  const source = read({ ...allText, allow_quoted_nulls: "false" });
  const asked = columns.filter((_, index) => !texts.has(index));
  const found = await findTypes(connection, asked, source, signal);
  const chosen = columns.map(([name], index) => ({
    name,
    type: texts.has(index) ? "VARCHAR" : found.get(name),
  }));
  return {
    options: readAsText(chosen.flatMap(({ name, type }) => (type === undefined ? [] : [name]))),
    selection: chosen.map(({ name, type }) => castSql(identifier(name), type)).join(", "),
  };
}

/**
 * The best type that holds for all values of each column, by its name. The source is read once, and not where nothing is asked.
 * All columns for which DuckDB found one type are asked by one expression: with an expression each, 500 columns took seconds.
 */
async function findTypes(
  connection: Connection,
  columns: Awaited<ReturnType<typeof describeSource>>,
  source: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const groups = [...grouped(columns, ([, type]) => type)].flatMap(([type, of], index) => {
    const candidates = candidatesOf(`value_${index}`, type);
    return candidates.length === 0 ? [] : [{ index, candidates, names: of.map(([name]) => name) }];
  });
  const result = new Map<string, string>();
  if (groups.length === 0) return result;
  const values = groups.map(({ index, names }) => {
    const texts = names.map((name) => `nullif(${identifier(name)}, '')`);
    return `unnest([${texts.join(", ")}]) AS value_${index}`;
  });
  const answers = groups.map(({ index, candidates }) => {
    const holds = candidates.map(({ holds }) => `coalesce(${holds}, true)`);
    const types = candidates.map(({ type }) => type);
    return `[${holds.join(", ")}] AS holds_${index}, [${types.join(", ")}] AS types_${index}`;
  });
  // A list that is shorter than the longest gives nulls, for which all holds.
  const most = Math.max(...groups.map(({ names }) => names.length));
  const rows = `SELECT unnest(range(${most})) AS place, ${values.join(", ")} FROM ${source}`;
  const asked = `SELECT place, ${answers.join(", ")} FROM (${rows}) GROUP BY place`;
  await connection.run(`CREATE TEMP TABLE found AS ${asked}`, signal);
  const found = tableFromIPC(await connection.read("FROM found ORDER BY place"));
  for (const { index, names } of groups) {
    const holds = Array.from<unknown, unknown[]>(found.getChild(`holds_${index}`), listOf);
    const types = Array.from<unknown, unknown[]>(found.getChild(`types_${index}`), listOf);
    names.forEach((name, row) => {
      const best = types[row]?.[holds[row]?.indexOf(true) ?? -1];
      if (typeof best === "string") result.set(name, best);
    });
  }
  return result;
}

/** A list of DuckDB's, as it is read from Arrow. */
function listOf(value: unknown): unknown[] {
  return isIterable(value) ? [...value] : [];
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

function readAsText(columns: readonly string[]): Readonly<Record<string, string>> {
  if (columns.length === 0) return {};
  return { types: `{${columns.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ")}}` };
}

function castSql(column: string, type: string | undefined): string {
  if (type === undefined || type === "VARCHAR") return column;
  return `CAST(nullif(${column}, '') AS ${type}) AS ${column}`;
}

/** The types that may take the place of the one that DuckDB found, the best first. Where none holds, DuckDB reads the column by itself. */
function candidatesOf(column: string, type: string): readonly Candidate[] {
  const as = (type: string, condition: string) => ({
    type: literal(type),
    holds: `bool_and(${column} IS NULL OR coalesce(${condition}, false))`,
  });
  const isRead = (type: string) => `TRY_CAST(${column} AS ${type}) IS NOT NULL`;
  const isFiner = isFinerThanMicros(column);
  const asText = { type: literal("VARCHAR"), holds: "true" };
  const asTextIfFiner = { ...asText, holds: `coalesce(bool_or(${isFiner}), false)` };
  switch (type) {
    case "BOOLEAN":
      return [as(type, isRead(type))];
    case "BIGINT": {
      const isSame = `TRY_CAST(${column} AS BIGINT)::VARCHAR = trim(${column}) OR trim(${column}) = '-0'`;
      return [as(type, isSame), asText];
    }
    case "DOUBLE":
      return [
        as(type, isExactDouble(column)),
        as("HUGEINT", `regexp_full_match(${column}, '-?\\d+') AND ${isRead("HUGEINT")}`),
        decimalOf(column),
        asText,
      ];
    case "DATE":
      return [as(type, `TRY_CAST(${column} AS DATE)::VARCHAR = ${column}`)];
    case "TIMESTAMP":
      return [
        as(type, `${isRead(type)} AND NOT ${isFiner}`),
        as("TIMESTAMP_NS", isRead("TIMESTAMP_NS")),
        asTextIfFiner,
      ];
    case "TIME":
    case "TIMESTAMP WITH TIME ZONE":
      return [as(type, `${isRead(type)} AND NOT ${isFiner}`), asTextIfFiner];
    default:
      return [];
  }
}
