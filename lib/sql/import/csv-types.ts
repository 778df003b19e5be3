import { tableFromIPC } from "@uwdata/flechette";
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
  const candidates = columns.map(([name, type]) => candidatesOf(`nullif(${identifier(name)}, '')`, type));
  const asked = candidates.flatMap((of, column) =>
    of.flatMap(({ holds, type }, place) => [
      `coalesce(${holds}, true) AS holds_${column}_${place}`,
      `${type} AS type_${column}_${place}`,
    ]),
  );
  const allText = readAsText(columns.map(([name]) => name));
  const answer = await askOnce(connection, asked, read({ ...allText, allow_quoted_nulls: "false" }), signal);

  const chosen = columns.map(([name], column) => {
    if (texts.has(column)) return { name, type: "VARCHAR" };
    const place = candidates[column]?.findIndex((_, each) => answer(`holds_${column}_${each}`)) ?? -1;
    return { name, type: place < 0 ? undefined : String(answer(`type_${column}_${place}`)) };
  });
  return {
    options: readAsText(chosen.flatMap(({ name, type }) => (type === undefined ? [] : [name]))),
    selection: chosen.map(({ name, type }) => castSql(identifier(name), type)).join(", "),
  };
}

/** What aggregates over a source are, by their names; it is not read where there are none. */
async function askOnce(
  connection: Connection,
  aggregates: readonly string[],
  source: string,
  signal: AbortSignal | undefined,
): Promise<(name: string) => unknown> {
  if (aggregates.length === 0) return () => undefined;
  await connection.run(`CREATE TEMP TABLE found AS SELECT ${aggregates.join(", ")} FROM ${source}`, signal);
  const found = tableFromIPC(await connection.read("FROM found"));
  return (name): unknown => found.getChild(name).at(0);
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
