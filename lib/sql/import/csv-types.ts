import { tableFromIPC } from "@uwdata/flechette";
import type { Connection } from "../connection";
import { identifier, literal } from "../quote";
import { describeSource } from "./csv-columns";
import { isExactDouble, isFinerThanMicros } from "./csv-exact";

/** What of a CSV file is read as text, and what is selected of that. */
interface ExactColumns {
  /** The option `types` of `read_csv` that the selection needs; undefined where it needs none. */
  readonly types: string | undefined;
  readonly selection: string;
}

/**
 * The columns of a CSV file with types that keep every value. Those that DuckDB finds are taken but where one would change: it
 * reads 12345678901234567890 as a DOUBLE, which is another number, 0x10 as 16, and leaves out nanoseconds. `read` gives the file
 * as `read_csv` reads it, with more options; by itself its types must hold to its end.
 */
export async function exactColumns(
  connection: Connection,
  read: (more?: Readonly<Record<string, string>>) => string,
  signal: AbortSignal | undefined,
): Promise<ExactColumns> {
  const columns = await describeSource(connection, read());
  const candidates = columns.map(([name, type]) => candidatesOf(`nullif(${identifier(name)}, '')`, type));
  const asked = candidates.flatMap((of, column) =>
    of.flatMap(({ holds, type }, place) => [
      `coalesce(${holds}, true) AS holds_${column}_${place}`,
      `${type} AS type_${column}_${place}`,
    ]),
  );
  if (asked.length === 0) return { types: undefined, selection: "*" };
  const types = `{${columns.map(([name]) => `${literal(name)}: 'VARCHAR'`).join(", ")}}`;
  const text = read({ types, allow_quoted_nulls: "false" });
  await connection.run(`CREATE TEMP TABLE found AS SELECT ${asked.join(", ")} FROM ${text}`, signal);
  const found = tableFromIPC(await connection.read("FROM found"));
  const answer = (name: string): unknown => found.getChild(name).at(0);

  const chosen = columns.map(([name], column) => {
    const place = candidates[column]?.findIndex((_, each) => answer(`holds_${column}_${each}`)) ?? -1;
    return { name, type: place < 0 ? undefined : String(answer(`type_${column}_${place}`)) };
  });
  const asText = chosen.filter(({ type }) => type !== undefined);
  return {
    types:
      asText.length === 0
        ? undefined
        : `{${asText.map(({ name }) => `${literal(name)}: 'VARCHAR'`).join(", ")}}`,
    selection: chosen.map(({ name, type }) => castSql(identifier(name), type)).join(", "),
  };
}

function castSql(column: string, type: string | undefined): string {
  if (type === undefined || type === "VARCHAR") return column;
  return `CAST(nullif(${column}, '') AS ${type}) AS ${column}`;
}

/** A type that a column's text may be read as. */
interface Candidate {
  /** SQL that gives the type's text. */
  readonly type: string;
  /** An aggregate that says whether all values keep what their text says. */
  readonly holds: string;
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
        asDecimal(column),
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

/** A DECIMAL of as many digits as the longest values have before and behind the point. */
function asDecimal(column: string): Candidate {
  const whole = `max(strlen(regexp_extract(${column}, '^-?0*(\\d*)', 1)))`;
  const scale = `max(strlen(regexp_extract(${column}, '\\.(\\d*)$', 1)))`;
  return {
    type: `concat('DECIMAL(', ${whole} + ${scale}, ',', ${scale}, ')')`,
    holds: `bool_and(regexp_full_match(${column}, '-?(\\d+\\.?\\d*|\\.\\d+)')) AND ${whole} + ${scale} BETWEEN 1 AND 38`,
  };
}
