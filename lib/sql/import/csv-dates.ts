import { identifier } from "../quote";
import type { Dialect } from "./csv-dialect";
import type { AskedTable } from "./csv-guesses";
import type { ImportSettings } from "./format";
import type { ImportGuess } from "./guess";

const slashed =
  /^(\d{1,2}|\d{4})([/.-])(\d{1,2})\2(\d{4}|\d{1,2})(?:([ T])(\d{1,2}:\d\d(?::\d\d)?)( ?[AaPp][Mm])?)?$/;

interface Written {
  readonly parts: readonly [number, number, number];
  /** How many digits each part has. */
  readonly lengths: readonly [number, number, number];
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
    lengths: [a.length, b.length, c.length],
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

/** A year of two digits, as DuckDB takes it. */
function withCentury(year: number): number {
  return year + (year < 69 ? 2000 : 1900);
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
      if (date.lengths[parts.indexOf("y")] !== (date.hasCentury ? 4 : 2)) return false;
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

/**
 * The form of a file's dates with short years, where DuckDB would take the first number for the year and the last may as well be
 * one: 01.02.24 is rather a day of 2024 than one of 2001. Undefined where the file has dates in other forms, too, as DuckDB can be
 * told of one.
 */
export function shortYearForm({ records }: Dialect, given: ImportSettings): ImportSettings {
  if (given.dateFormat !== undefined) return {};
  const [names, ...body] = records;
  const columns = (names?.values ?? [])
    .map((name, index) =>
      given.types?.[name] === undefined ? body.flatMap(({ values }) => values[index]?.trim() || []) : [],
    )
    .filter((values) => values.length > 0 && values.every((one) => likeDate.test(one)));
  const dates = columns.flat().map(written);
  const [first] = dates;
  if (!first || first.hasCentury) return {};
  const alike = dates.filter((one) => one?.mark === first.mark && !one.hasCentury && one.time === "");
  const all = alike.filter((one) => one !== undefined);
  if (all.length < dates.length) return {};
  const possible = ordersOf(all);
  const order = possible.find(({ parts }) => parts[2] === "y");
  if (!order || !possible.some(({ parts }) => parts[0] === "y")) return {};
  // The years of a file lie near each other, its days do not.
  const [asFirst, asLast] = [spread(all, 0), spread(all, 2)];
  const isLast = first.mark === "-" ? asLast < asFirst : asLast <= asFirst;
  return isLast ? settingsOf(order, first) : {};
}

const likeDate = /^\d{1,4}([/.-])\d{1,2}\1\d{1,4}$/;

/** How many years lie between the dates, if that part is the year. */
function spread(dates: readonly Written[], part: 0 | 2): number {
  const years = dates.map(({ parts }) => withCentury(parts[part]));
  return years.reduce((a, b) => Math.max(a, b)) - years.reduce((a, b) => Math.min(a, b));
}

/** Dates that may be read in another order, as in all of the table no day is above 12, or of another century. */
export async function dateGuess(
  table: AskedTable,
  { name, type }: { readonly name: string; readonly type: string },
  values: readonly string[],
  given: ImportSettings,
): Promise<ImportGuess | undefined> {
  if ((type === "DATE" ? given.dateFormat : given.timestampFormat) !== undefined) return undefined;
  const dates = values.map(written);
  const isSaid = (one: Written | undefined) =>
    one && new Set(one.parts).size > 1 && (one.parts[0] !== one.parts[1] || !one.hasCentury);
  const told = dates.find(isSaid);
  if (!told || dates.includes(undefined)) return undefined;
  const possible = ordersOf(dates.filter((one) => one !== undefined));
  const column = identifier(name);
  const partsIn = ({ parts }: Order) => {
    const at = (part: "d" | "m" | "y") => told.parts[parts.indexOf(part)] ?? 0;
    return { year: told.hasCentury ? at("y") : withCentury(at("y")), month: at("m"), day: at("d") };
  };
  const counts = possible.map((order) => {
    const { year, month, day } = partsIn(order);
    return `count(*) FILTER (year(${column}) = ${year} AND month(${column}) = ${month} AND day(${column}) = ${day})`;
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
  if (!used || (told.hasCentury && others.length === 0)) return undefined;
  const { year, month, day } = partsIn(used);
  const two = (count: number) => String(count).padStart(2, "0");
  return {
    said: `Dates of ${name} such as ${values[dates.indexOf(told)]} are read as ${used.said}${told.hasCentury ? "" : `: ${year}-${two(month)}-${two(day)}`}.`,
    is: settingsOf(used, told),
    others: [
      ...others.map((order) => ({ label: `Read as ${order.said}`, settings: settingsOf(order, told) })),
      // Two digits may stand for another century, or for no year at all.
      ...(told.hasCentury
        ? []
        : [{ label: "Read them as text", settings: { types: { ...given.types, [name]: "VARCHAR" } } }]),
    ],
  };
}

/** Dates with times that DuckDB leaves as text. */
export function timeGuess(
  name: string,
  values: readonly string[],
  given: ImportSettings,
): ImportGuess | undefined {
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
