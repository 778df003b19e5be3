import { tableFromIPC } from "@uwdata/flechette";
import type { Connection } from "../connection";
import { type Place, describeTable, nameIn } from "../place";
import { identifier } from "../quote";
import type { CsvRecord } from "./csv-records";
import type { Dialect } from "./csv-dialect";
import type { ImportSettings } from "./format";
import type { ImportGuess } from "./guess";

/** Columns that are named in a sentence. */
const mostNamed = 3;

/** What was guessed of a file that is read, and may be wrong: its titles, names, quotes and dates. */
export async function guessesOf(
  connection: Connection,
  place: Place,
  dialect: Dialect,
  given: ImportSettings,
): Promise<readonly ImportGuess[]> {
  const columns = await describeTable(place);
  const [first] = dialect.records;
  const isUnnamed = columns.every(({ name }, index) => name === `column${index}`);
  const hasHeader = given.header ?? (dialect.header === true || !isUnnamed);
  const body = dialect.records.slice(hasHeader ? 1 : 0);
  const guesses = [
    ...textGuesses(dialect, given),
    ...(given.header === undefined && first
      ? headerGuess(first, columns, hasHeader, dialect.header === true)
      : []),
  ];
  for (const [index, { name, type }] of columns.entries()) {
    const values = body.flatMap(({ values }) => values[index]?.trim() || []);
    const own = given.types?.[name];
    if (own !== undefined) continue;
    const guess =
      type === "DATE" || type === "TIMESTAMP"
        ? await dateGuess(connection, place, { name, type }, values, given)
        : type === "VARCHAR"
          ? timeGuess(name, values, given)
          : undefined;
    if (guess && !guesses.some(({ is }) => JSON.stringify(is) === JSON.stringify(guess.is)))
      guesses.push(guess);
  }
  return guesses;
}

/** What lines and quotes were taken for. */
function textGuesses({ skip, quote, comment }: Dialect, given: ImportSettings): ImportGuess[] {
  const guesses: ImportGuess[] = [];
  if (given.skip === undefined && skip > 0)
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
  connection: Connection,
  place: Place,
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
  const found = tableFromIPC(
    await connection.read(`SELECT ${[...limits, ...counts].join(", ")} FROM ${nameIn(place)}`),
  );
  const number = (index: number) => Number(found.getChildAt(index).at(0));
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
    is: { types: { [name]: "VARCHAR" } },
    others: possible.map((order) => ({ label: `Read as ${order.said}`, settings: settingsOf(order, first) })),
  };
}

const comma = /^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$/;
const wholeOrComma = /^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$/;
const point = /^[-+]?\d+\.\d+$/;
const groupsOfComma = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const wholeOrGroups = /^[-+]?\d*(?:,\d{3})*(?:\.\d+)?$/;

/** Numbers that are not written as SQL has them: with a comma before the fraction, or with marks between thousands. */
export function numberForms({ delimiter, records }: Dialect, given: ImportSettings): ImportGuess | undefined {
  if (given.decimal !== undefined || given.thousands !== undefined) return undefined;
  const [names, ...body] = records;
  if (!names) return undefined;
  const columns = Array.from({ length: names.fields }, (_, index) => ({
    name: names.values[index] ?? "",
    values: body.flatMap(({ values }) => values[index]?.trim() || []),
  })).filter(({ name, values }) => values.length > 0 && given.types?.[name] === undefined);
  const all = (pattern: RegExp, some: RegExp) =>
    columns.filter(
      ({ values }) => values.every((one) => pattern.test(one)) && values.some((one) => some.test(one)),
    );
  const hasPoints = columns.some(
    ({ values }) =>
      values.every((one) => /^[-+]?\d+(\.\d+)?$/.test(one)) &&
      values.some((one) => point.test(one) && !/^[-+]?[1-9]\d{0,2}\.\d{3}$/.test(one)),
  );
  const commas = all(wholeOrComma, comma);
  const isSure = commas.some(({ values }) =>
    values.some((one) => comma.test(one) && !/^[-+]?[1-9]\d{0,2},\d{3}$/.test(one)),
  );
  const thousands = commas.some(({ values }) => values.some((one) => one.includes("."))) ? "." : undefined;
  const asComma = { decimal: ",", ...(thousands !== undefined && { thousands }) };
  if (commas.length > 0 && isSure && !hasPoints)
    return delimiter === ","
      ? {
          said: `Numbers of ${namesOf(commas)} have a comma before their fraction, and are read as text.`,
          is: { decimal: "." },
          others: [{ label: `Read ${exampleOf(commas, comma)} as a number`, settings: asComma }],
        }
      : {
          said: `The comma in numbers of ${namesOf(commas)}, as in ${exampleOf(commas, comma)}, is read as a decimal one.`,
          is: asComma,
          others: [{ label: "Read them as text", settings: { decimal: "." } }],
        };
  const groups = all(wholeOrGroups, groupsOfComma);
  if (groups.length === 0) return undefined;
  const example = exampleOf(groups, groupsOfComma);
  const isEither = groups.every(({ values }) => values.every((one) => wholeOrComma.test(one)));
  return {
    said: `Numbers of ${namesOf(groups)} such as ${example} are read as text.`,
    is: { decimal: "." },
    others: [
      { label: `Read ${example} as ${example.replaceAll(",", "")}`, settings: { thousands: "," } },
      ...(isEither && !hasPoints
        ? [{ label: `Read ${example} as ${example.replace(",", ".")}`, settings: { decimal: "," } }]
        : []),
    ],
  };
}

function exampleOf(columns: readonly { readonly values: readonly string[] }[], pattern: RegExp): string {
  return columns.flatMap(({ values }) => values).find((one) => pattern.test(one)) ?? "";
}

function namesOf(columns: readonly { readonly name: string }[]): string {
  const names = columns.slice(0, mostNamed).map(({ name }) => name || "a column without a name");
  return columns.length > mostNamed ? `${names.join(", ")} and others` : names.join(", ");
}
