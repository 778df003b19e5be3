import { tableFromIPC } from "@uwdata/flechette";
import { grouped } from "../../base";
import type { Connection } from "../connection";
import { identifier, literal } from "../quote";
import { areUnnamed, describeSource, typesSql } from "./csv-columns";
import { type Candidate, decimalOf, hasShortYear, isExactDouble, isFinerThanMicros } from "./number-text";

/** What of a CSV file is read as text, and what is selected of that. */
interface ExactColumns {
  /** The options of `read_csv` that the selection needs. */
  readonly options: Readonly<Record<string, string>>;
  readonly selection: string;
}

/** What is said of a file's columns. */
interface SaidOfColumns {
  /** Those that are text by their quotes. */
  readonly texts: ReadonlySet<number>;
  readonly types?: Readonly<Record<string, string>>;
  readonly decimal?: string;
  readonly thousands?: string;
  readonly timestampFormat?: string;
  /** Whether the first record has names, where that is said. */
  readonly header?: boolean;
  /** The first record. */
  readonly first: readonly string[];
}

/**
 * The columns of a CSV file with types that keep every value. Those that DuckDB finds are taken but where one would change: it
 * reads 12345678901234567890 as a DOUBLE, which is another number, 0x10 as 16, and leaves out nanoseconds. `read` gives the file
 * as `read_csv` reads it, with more options; by itself its types must hold to its end. The columns `texts` are text.
 */
export async function exactColumns(
  connection: Connection,
  read: (more?: Readonly<Record<string, string>>) => string,
  { texts, types = {}, header, first, ...form }: SaidOfColumns,
  signal: AbortSignal | undefined,
): Promise<ExactColumns> {
  const columns = await describeSource(connection, read(), texts);
  // With other types DuckDB might take the first record otherwise.
  const names = columns.map(([name]) => name);
  const named = header === undefined && { header: String(!areUnnamed(names, first)) };
  const source = read({
    ...readAs(names.map((name) => [name, "VARCHAR"])),
    ...named,
    allow_quoted_nulls: "false",
  });
  const said = new Map(Object.entries(types).map(([name, type]) => [name.toLowerCase(), type]));
  const asked = columns.filter(([name], index) => !texts.has(index) && !said.has(name.toLowerCase()));
  const found = await findTypes(connection, asked, source, form, signal);
  const chosen = columns.map(([name], index) => ({
    name,
    said: said.get(name.toLowerCase()),
    type: texts.has(index) ? "VARCHAR" : found.get(name),
  }));
  const own = chosen.flatMap(({ name, said, type }) => {
    const as = said ?? (type === undefined ? undefined : "VARCHAR");
    return as === undefined ? [] : [[name, as] as const];
  });
  return {
    options: { ...readAs(own), ...named },
    selection: chosen
      .map(({ name, said, type }) => castSql(identifier(name), said === undefined ? type : undefined, form))
      .join(", "),
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
  form: ValueForm,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const groups = [...grouped(columns, ([, type]) => type)].flatMap(([type, of], index) => {
    const candidates =
      type === "VARCHAR" ? numbersIn(`value_${index}`, form) : candidatesOf(`value_${index}`, type, form);
    return candidates.length === 0 ? [] : [{ index, type, candidates, names: of.map(([name]) => name) }];
  });
  const result = new Map<string, string>();
  if (groups.length === 0) return result;
  const values = groups.map(({ index, type, names }) => {
    const texts = names.map((name) => plainNumber(`nullif(${identifier(name)}, '')`, type, form));
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
  await connection.run(`CREATE OR REPLACE TEMP TABLE found AS ${asked}`, signal);
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

function readAs(types: readonly (readonly [name: string, type: string])[]): Readonly<Record<string, string>> {
  return types.length === 0 ? {} : { types: typesSql(types) };
}

function castSql(column: string, type: string | undefined, form: ValueForm): string {
  if (type === undefined || type === "VARCHAR") return column;
  return `CAST(${plainNumber(`nullif(${column}, '')`, type, form)} AS ${type}) AS ${column}`;
}

/** How a file writes numbers and times. */
interface ValueForm {
  readonly decimal?: string;
  readonly thousands?: string;
  readonly timestampFormat?: string;
}

/** A number's text as SQL has it. */
function plainNumber(text: string, type: string, { decimal = ".", thousands = "" }: ValueForm): string {
  if (!/^(BIGINT|HUGEINT|DOUBLE|DECIMAL)/.test(type)) return text;
  const together = thousands === "" ? text : `replace(${text}, ${literal(thousands)}, '')`;
  return decimal === "." ? together : `replace(${together}, ${literal(decimal)}, '.')`;
}

/**
 * The types of numbers that a column of text may hold, in a form that is said: DuckDB forgets that form behind the first 2,048
 * rows, and takes them for text.
 */
function numbersIn(column: string, form: ValueForm): readonly Candidate[] {
  const { decimal = ".", thousands = "" } = form;
  if (decimal === "." && thousands === "") return [];
  const escaped = (text: string) => `[${text.replace(/[\\\]^]/, "\\$&")}]`;
  const groups = thousands === "" ? "" : `|[1-9]\\d{0,2}(${escaped(thousands)}\\d{3})+`;
  const whole = `-?(0|[1-9]\\d*${groups})`;
  const plain = plainNumber(column, "DOUBLE", form);
  const is = (pattern: string, condition: string) =>
    `bool_and(${column} IS NULL OR coalesce(regexp_full_match(${column}, ${literal(pattern)}) AND ${condition}, false)) AND count(${column}) > 0`;
  const isNumber = `${whole}(${escaped(decimal)}\\d+)?`;
  const { type, holds } = decimalOf(plain);
  return [
    { type: literal("BIGINT"), holds: is(whole, `TRY_CAST(${plain} AS BIGINT) IS NOT NULL`) },
    { type: literal("HUGEINT"), holds: is(whole, `TRY_CAST(${plain} AS HUGEINT) IS NOT NULL`) },
    { type: literal("DOUBLE"), holds: is(isNumber, isExactDouble(plain)) },
    { type, holds: `${is(isNumber, "true")} AND ${holds}` },
  ];
}

/** The types that may take the place of the one that DuckDB found, the best first. Where none holds, DuckDB reads the column by itself. */
function candidatesOf(column: string, type: string, { timestampFormat }: ValueForm): readonly Candidate[] {
  const as = (type: string, condition: string) => ({
    type: literal(type),
    holds: `bool_and(${column} IS NULL OR coalesce(${condition}, false))`,
  });
  const isRead = (type: string) => `TRY_CAST(${column} AS ${type}) IS NOT NULL`;
  const isFiner = isFinerThanMicros(column);
  const hasOffset = `regexp_matches(${column}, ':[\\d.]+ ?[-+]\\d\\d')`;
  const asText = { type: literal("VARCHAR"), holds: "true" };
  const isShort = hasShortYear(column);
  // DuckDB takes 1 2 3, too, for the third of February in the year 1.
  const asTextIfShort = {
    ...asText,
    holds: `coalesce(bool_or(${isShort}) OR bool_and(regexp_full_match(${column}, '[\\d ]+')), false)`,
  };
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
      return [
        // Dates write infinity so, and numbers otherwise.
        as("DOUBLE", `regexp_full_match(${column}, '[-+]?(inf|Inf|INF|Infinity|INFINITY)')`),
        as(type, `TRY_CAST(${column} AS DATE)::VARCHAR = ${column}`),
      ];
    case "TIMESTAMP":
      return [
        ...(timestampFormat === undefined ? [asTextIfShort] : []),
        as(type, `${isRead(type)} AND NOT (${isFiner} OR ${hasOffset} OR ${isShort})`),
        as("TIMESTAMP_NS", `${isRead("TIMESTAMP_NS")} AND NOT (${hasOffset} OR ${isShort})`),
        // DuckDB forgets a zone that comes late.
        as(
          "TIMESTAMP WITH TIME ZONE",
          `${isRead("TIMESTAMP WITH TIME ZONE")} AND NOT (${isFiner} OR ${isShort})`,
        ),
        ...(timestampFormat === undefined
          ? [{ ...asText, holds: `coalesce(bool_or(${isFiner} OR ${hasOffset}), false)` }]
          : []),
      ];
    case "TIMESTAMP WITH TIME ZONE":
      return [
        ...(timestampFormat === undefined ? [asTextIfShort] : []),
        as(type, `${isRead(type)} AND NOT (${isFiner} OR ${isShort})`),
        asTextIfFiner,
      ];
    case "TIME":
      return [as(type, `${isRead(type)} AND NOT ${isFiner}`), asTextIfFiner];
    default:
      return [];
  }
}
