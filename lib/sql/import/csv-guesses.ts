import type { Column } from "../../engine";
import { identifier } from "../quote";
import { areUnnamed } from "./csv-columns";
import type { CsvRecord } from "./csv-records";
import { lineGuesses } from "./csv-lines";
import type { Dialect } from "./csv-dialect";
import { compactDateGuess, namedMonthGuess, nullGuess, signGuess } from "./csv-values";
import type { ImportSettings } from "./format";
import type { ImportGuess } from "./guess";

/** A table that may be asked of its values, in whichever DuckDB. */
export interface AskedTable {
  readonly columns: readonly Column[];
  /** What stands for it behind FROM. */
  readonly source: string;
  /** The rows that a query gives. */
  readonly rows: (query: string) => Promise<readonly (readonly unknown[])[]>;
}

/** Columns whose values are looked at: each may cost a query. */
const mostColumns = 200;

/** What was guessed of a file that is read, and may be wrong: its titles, names, quotes and dates. */
export async function guessesOf(
  table: AskedTable,
  dialect: Dialect,
  given: ImportSettings,
  isWhole: boolean,
): Promise<readonly ImportGuess[]> {
  const { columns } = table;
  const [first] = dialect.records;
  const isUnnamed = areUnnamed(
    columns.map(({ name }) => name),
    first?.values ?? [],
  );
  const hasHeader = given.header ?? (dialect.header === true || !isUnnamed);
  const body = dialect.records.slice(hasHeader ? 1 : 0);
  const guesses = [
    ...textGuesses(dialect, given),
    ...lineGuesses(dialect, given, isWhole),
    ...(given.header === undefined && first
      ? headerGuess(first, columns, hasHeader, dialect.header === true)
      : []),
  ];
  for (const [index, { name, type }] of columns.slice(0, mostColumns).entries()) {
    const values = body.flatMap(({ values }) => values[index]?.trim() || []);
    const own = given.types?.[name];
    if (own !== undefined) continue;
    const guess = await columnGuess(table, { name, type }, values, given);
    if (guess && !guesses.some(({ is }) => JSON.stringify(is) === JSON.stringify(guess.is)))
      guesses.push(guess);
  }
  return guesses;
}

/** What was guessed of a column's values. */
async function columnGuess(
  table: AskedTable,
  { name, type }: Column,
  values: readonly string[],
  given: ImportSettings,
): Promise<ImportGuess | undefined> {
  switch (type) {
    case "DATE":
    case "TIMESTAMP":
      return await dateGuess(table, { name, type }, values, given);
    case "BIGINT":
      return compactDateGuess(name, values, given);
    case "VARCHAR":
      return (
        timeGuess(name, values, given) ??
        namedMonthGuess(name, values, given) ??
        signGuess(name, values, given) ??
        (await nullGuess(table, name, values, given))
      );
    default:
      return undefined;
  }
}

/** What lines and quotes were taken for. */
function textGuesses({ skip, hasTitle, quote, comment }: Dialect, given: ImportSettings): ImportGuess[] {
  const guesses: ImportGuess[] = [];
  if (hasTitle)
    guesses.push({
      said:
        skip === 1
          ? "The first line is left out, as a title."
          : `The first ${skip} lines are left out, as a title.`,
      is: { skip },
      others: [{ label: skip === 1 ? "Read it too" : "Read them too", settings: { skip: 0 } }],
    });
  if (given.quote === undefined && quote === "")
    guesses.push({
      said: "Quotes are read as text.",
      is: { quote },
      others: [{ label: "Take quotes for marks around fields", settings: { quote: '"' } }],
    });
  if (given.quote === undefined && quote === "'")
    guesses.push({
      said: "Apostrophes around fields are taken for quotes, and left out.",
      is: { quote },
      others: [{ label: "Keep them", settings: { quote: '"' } }],
    });
  if (given.comment === undefined && comment !== "")
    guesses.push({
      said: `Lines that begin with ${comment} are left out, as comments.`,
      is: { comment },
      others: [{ label: "Read them too", settings: { comment: "" } }],
    });
  return guesses;
}

function headerGuess(
  { values }: CsvRecord,
  columns: readonly { readonly type: string }[],
  hasHeader: boolean,
  isByNumbers: boolean,
): ImportGuess[] {
  const mayBeNames =
    values.some((one) => /[^\d\s.,:/+-]/.test(one)) && new Set(values).size === values.length;
  if (!hasHeader && mayBeNames)
    return [
      {
        said: "The first line is read as data, so the columns have no names.",
        is: { header: false },
        others: [{ label: "It names the columns", settings: { header: true } }],
      },
    ];
  // Where values are of other types than names, that tells.
  if (hasHeader && (isByNumbers || columns.every(({ type }) => type === "VARCHAR")))
    return [
      {
        said: "The first line is taken for the columns’ names.",
        is: { header: true },
        others: [{ label: "It is data", settings: { header: false } }],
      },
    ];
  return [];
}

const slashed =
  /^(\d{1,2}|\d{4})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:([ T])(\d{1,2}:\d\d(?::\d\d)?)( ?[AaPp][Mm])?)?$/;

interface Written {
  readonly parts: readonly [number, number, number];
  readonly mark: string;
  readonly hasCentury: boolean;
  readonly time: string;
}

/** A date with its day or month first, or with a short year, as it is written. */
function written(text: string): Written | undefined {
  const [, a = "", mark = "", b = "", c = "", gap, time = "", half] = slashed.exec(text) ?? [];
  if (mark === "" || a.length > 2) return undefined;
  const clock = half ? "%I:%M" : "%H:%M";
  const seconds = time.split(":").length > 2 ? ":%S" : "";
  return {
    parts: [Number(a), Number(b), Number(c)],
    mark,
    hasCentury: c.length === 4,
    time:
      gap === undefined
        ? ""
        : `${gap}${clock}${seconds}${half ? `${half.startsWith(" ") ? " " : ""}%p` : ""}`,
  };
}

interface Order {
  readonly said: string;
  readonly parts: readonly ["d" | "m" | "y", "d" | "m" | "y", "d" | "m" | "y"];
}

const orders: readonly Order[] = [
  { said: "day, month, year", parts: ["d", "m", "y"] },
  { said: "month, day, year", parts: ["m", "d", "y"] },
  { said: "year, month, day", parts: ["y", "m", "d"] },
];

/** The orders in which all of these may be. */
function ordersOf(dates: readonly Written[]): readonly Order[] {
  return orders.filter(({ parts }) =>
    dates.every((date) => {
      if (date.hasCentury && parts[0] === "y") return false;
      const at = (part: "d" | "m") => date.parts[parts.indexOf(part)] ?? 0;
      return at("m") >= 1 && at("m") <= 12 && at("d") >= 1 && at("d") <= 31;
    }),
  );
}

function formatOf({ parts }: Order, { mark, hasCentury, time }: Written): string {
  const year = hasCentury ? "%Y" : "%y";
  return parts.map((part) => (part === "y" ? year : `%${part}`)).join(mark) + time;
}

function settingsOf(order: Order, like: Written): ImportSettings {
  const format = formatOf(order, like);
  return like.time === "" ? { dateFormat: format } : { timestampFormat: format };
}

/** Dates that may be read in another order: in all of the table no day is above 12. */
async function dateGuess(
  table: AskedTable,
  { name, type }: { readonly name: string; readonly type: string },
  values: readonly string[],
  given: ImportSettings,
): Promise<ImportGuess | undefined> {
  if ((type === "DATE" ? given.dateFormat : given.timestampFormat) !== undefined) return undefined;
  const dates = values.map(written);
  const told = dates.find((one) => one && new Set(one.parts).size > 1 && one.parts[0] !== one.parts[1]);
  if (!told || dates.includes(undefined)) return undefined;
  const possible = ordersOf(dates.filter((one) => one !== undefined));
  const column = identifier(name);
  const year = (text: number) => (told.hasCentury ? text : text + (text < 69 ? 2000 : 1900));
  const counts = possible.map(({ parts }) => {
    const at = (part: "d" | "m" | "y") => told.parts[parts.indexOf(part)] ?? 0;
    return `count(*) FILTER (year(${column}) = ${year(at("y"))} AND month(${column}) = ${at("m")} AND day(${column}) = ${at("d")})`;
  });
  const limits = [`max(day(${column}))`, `max(month(${column}))`, `max(year(${column}) % 100)`];
  const [found = []] = await table.rows(`SELECT ${[...limits, ...counts].join(", ")} FROM ${table.source}`);
  const number = (index: number) => Number(found[index]);
  const used = possible.find((_, index) => number(limits.length + index) > 0);
  const others = possible.filter((order) => {
    if (!used || order === used) return false;
    // What stands in the place of a day, month or year must be one in the other order, too, in all rows.
    const most = { d: number(0), m: number(1), y: number(2) };
    return used.parts.every((part, index) => {
      const other = order.parts[index];
      return other === part || other === "y" || most[part] <= (other === "m" ? 12 : 31);
    });
  });
  if (!used || others.length === 0) return undefined;
  return {
    said: `Dates of ${name} such as ${values[dates.indexOf(told)]} are read as ${used.said}.`,
    is: settingsOf(used, told),
    others: others.map((order) => ({ label: `Read as ${order.said}`, settings: settingsOf(order, told) })),
  };
}

/** Dates with times that DuckDB leaves as text. */
function timeGuess(name: string, values: readonly string[], given: ImportSettings): ImportGuess | undefined {
  if (values.length === 0 || given.timestampFormat !== undefined || given.dateFormat !== undefined)
    return undefined;
  const dates = values.map(written);
  const [first] = dates;
  if (!first || dates.some((one) => one?.time !== first.time || one.mark !== first.mark)) return undefined;
  const possible = ordersOf(dates.filter((one) => one !== undefined));
  if (possible.length === 0) return undefined;
  return {
    said: `${name} has dates such as ${values[0]}, which are read as text.`,
    is: { types: { ...given.types, [name]: "VARCHAR" } },
    others: possible.map((order) => ({ label: `Read as ${order.said}`, settings: settingsOf(order, first) })),
  };
}
