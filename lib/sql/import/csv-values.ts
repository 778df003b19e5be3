import { identifier } from "../quote";
import type { Dialect } from "./csv-dialect";
import type { AskedTable } from "./csv-guesses";
import type { ImportSettings } from "./format";
import type { ImportGuess } from "./guess";

/** The values of a column in the first records, the name among them, without blank ones. */
export function valuesOf({ records }: Dialect, index: number): readonly string[] {
  return records.flatMap(({ values }) => values[index]?.trim() || []);
}

/** Words that mean that there is no value. */
const nullWord =
  /^(?:n\.?\/?a\.?|#?n\/a|null|\(null\)|none|nil|missing|unknown|unbekannt|k\.\s?a\.|-+|[–—]|\.+|\?+|\\n|#(?:div\/0!|value!|ref!|name\?|num!|null!|n\/a))$/i;

/** Kinds of values that a column has, but for a few words. */
const kinds = [
  { said: "numbers", type: "DOUBLE", pattern: /^[-+]?(?:0|[1-9]\d*)?(?:\.\d+)?(?:e[-+]?\d+)?$/i },
  { said: "dates", type: "DATE", pattern: /^\d{4}-\d{1,2}-\d{1,2}$/ },
  { said: "truth values", type: "BOOLEAN", pattern: /^(?:true|false)$/i },
  { said: "times", type: "TIMESTAMP", pattern: /^\d{4}-\d{1,2}-\d{1,2}[ T]\d{1,2}:\d\d/ },
] as const;

/** A number with marks between thousands, or a sign. */
const ofDigits = /^[-+(]?\W{0,3}\d[\d.,'’ \u00a0\u202f]*\W{0,3}$/;

/** Words that are named in a sentence. */
const mostWords = 3;

/** A column that is text because of a few words among numbers or dates, which may mean that there is no value. */
export async function nullGuess(
  table: AskedTable,
  name: string,
  values: readonly string[],
  given: ImportSettings,
): Promise<ImportGuess | undefined> {
  const kind = kinds.find(
    ({ pattern }) => values.filter((one) => pattern.test(one)).length * 2 >= values.length,
  );
  if (!kind || values.length < 2) return undefined;
  const value = `trim(${identifier(name)})`;
  const found = await table.rows(
    `SELECT DISTINCT ${value} FROM ${table.source} WHERE ${value} <> '' AND TRY_CAST(${value} AS ${kind.type}) IS NULL LIMIT ${mostWords + 1}`,
  );
  const words = found.map(([word]) => String(word)).sort();
  if (words.length === 0 || words.length > mostWords) return undefined;
  // What is a number or time itself, in another form, is no word.
  const isOther = (word: string) =>
    ofDigits.test(word) || (kind.type === "TIMESTAMP" && kind.pattern.test(word));
  if (words.every(isOther)) return undefined;
  const list = words.map((word) => `“${word.slice(0, 40)}”`).join(", ");
  const all = [...new Set([...(given.nulls ?? [""]), ...words])];
  const reads = { label: `Read ${list} as no value`, settings: { nulls: all } };
  return {
    said: `${name} has ${kind.said} but for ${list}, and so is read as text.`,
    is: { types: { ...given.types, [name]: "VARCHAR" } },
    others: words.every((word) => nullWord.test(word)) || words.length === 1 ? [reads] : [],
  };
}

const months = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
const longMonths = "january|february|march|april|may|june|july|august|september|october|november|december";

/** Dates with names of months, and how DuckDB reads them. */
const named: readonly (readonly [pattern: RegExp, format: string])[] = [
  ...["-", " ", "/", "."].flatMap((mark): [RegExp, string][] =>
    [2, 4].map((digits) => [
      new RegExp(`^\\d{1,2}\\${mark}(?:${months})\\${mark}\\d{${digits}}$`, "i"),
      `%d${mark}%b${mark}${digits === 4 ? "%Y" : "%y"}`,
    ]),
  ),
  [new RegExp(`^(?:${months}) \\d{1,2}, \\d{4}$`, "i"), "%b %d, %Y"],
  [new RegExp(`^\\d{1,2} (?:${longMonths}) \\d{4}$`, "i"), "%d %B %Y"],
  [new RegExp(`^(?:${longMonths}) \\d{1,2}, \\d{4}$`, "i"), "%B %d, %Y"],
];

/** Dates with names of months, which DuckDB reads where it is told their form. */
export function namedMonthGuess(
  name: string,
  values: readonly string[],
  given: ImportSettings,
): ImportGuess | undefined {
  const [first] = values;
  if (first === undefined || given.dateFormat !== undefined) return undefined;
  const found = named.find(([pattern]) => values.every((one) => pattern.test(one)));
  return (
    found && {
      said: `${name} has dates such as ${first}, which are read as text.`,
      is: { types: { ...given.types, [name]: "VARCHAR" } },
      others: [{ label: "Read them as dates", settings: { dateFormat: found[1] } }],
    }
  );
}

/** Numbers of eight digits that may be dates. */
export function compactDateGuess(
  name: string,
  values: readonly string[],
  given: ImportSettings,
): ImportGuess | undefined {
  const [first] = values;
  if (first === undefined || given.dateFormat !== undefined) return undefined;
  const isDate = (one: string) => /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(one);
  if (values.length < 2 || !values.every(isDate)) return undefined;
  return {
    said: `Numbers of ${name} such as ${first} may be dates.`,
    is: { types: { ...given.types, [name]: "BIGINT" } },
    others: [
      {
        label: `Read as ${first.slice(0, 4)}-${first.slice(4, 6)}-${first.slice(6)}`,
        settings: { dateFormat: "%Y%m%d", types: { ...given.types, [name]: "DATE" } },
      },
    ],
  };
}

/** Times with an offset behind a blank, as Ruby and Git write them, which DuckDB reads where it is told their form. */
export function offsetGuess(
  name: string,
  values: readonly string[],
  given: ImportSettings,
): ImportGuess | undefined {
  const [first] = values;
  if (first === undefined || given.timestampFormat !== undefined) return undefined;
  if (!values.every((one) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [-+]\d{4}$/.test(one))) return undefined;
  return {
    said: `${name} has times such as ${first}, which are read as text.`,
    is: { types: { ...given.types, [name]: "VARCHAR" } },
    others: [{ label: "Read them as times, in UTC", settings: { timestampFormat: "%Y-%m-%d %H:%M:%S %z" } }],
  };
}

/** Times of which some have a zone and some have none. */
export function zoneGuess(
  name: string,
  values: readonly string[],
  given: ImportSettings,
): ImportGuess | undefined {
  const times = values.filter((one) => one.includes(":"));
  const isZoned = (one: string) => /(?:Z|[-+]\d\d(?::?\d\d)?)$/i.test(one);
  const plain = times.find((one) => !isZoned(one));
  if (plain === undefined || !times.some(isZoned)) return undefined;
  return {
    said: `${name} has times with a zone and without one, such as ${plain}, which are taken for times in UTC.`,
    is: { types: { ...given.types, [name]: "TIMESTAMP" } },
    others: [{ label: "Read them as text", settings: { types: { ...given.types, [name]: "VARCHAR" } } }],
  };
}

/** Whole numbers with an exponent alone, which may be codes. */
export function exponentGuess(
  name: string,
  values: readonly string[],
  given: ImportSettings,
): ImportGuess | undefined {
  const odd = values.find((one) => /^\d+e\d+$/i.test(one));
  if (odd === undefined || !values.every((one) => /^\d+(?:e\d+)?$/i.test(one))) return undefined;
  return {
    said: `${name} has values such as ${odd}, which are read as numbers with an exponent: ${Number(odd)}.`,
    is: { types: { ...given.types, [name]: "DOUBLE" } },
    others: [{ label: "Read them as text", settings: { types: { ...given.types, [name]: "VARCHAR" } } }],
  };
}

const codes =
  "(?:EUR|USD|GBP|CHF|JPY|CNY|KRW|INR|SEK|NOK|DKK|PLN|CZK|HUF|RON|CAD|AUD|NZD|BRL|MXN|ZAR|TRY|RUB|UAH|ILS|SGD|HKD)";
const sign = String.raw`(?:[$€£¥₹₩%‰]|${codes}|US\$|kr\.?|zł|Kč|Ft)`;
const digits = String.raw`\d[\d.,'’ \u00a0\u202f]*`;
const signed = new RegExp(String.raw`^[-+]?\(?(?:${sign}\s?[-+]?${digits}|${digits}\s?${sign})\)?-?$`);
const inBrackets = /^\(\d[\d.,]*\)$/;
const bare = /^[-+]?\d[\d.,]*-?$/;
const minusBehind = /^\d[\d.,]*-$/;

/** Numbers with a sign, which no option of a file takes away. */
export function signGuess(
  name: string,
  values: readonly string[],
  given: ImportSettings,
): ImportGuess | undefined {
  const forms = [signed, inBrackets, minusBehind, /^\u2212\d[\d.,]*$/];
  const odd = values.filter((one) => forms.some((form) => form.test(one)));
  const [example] = odd;
  if (example === undefined || !values.every((one) => bare.test(one) || odd.includes(one))) return undefined;
  return {
    said: `${name} has amounts such as ${example}, which are read as text: a query makes them numbers, with replace and a cast.`,
    is: { types: { ...given.types, [name]: "VARCHAR" } },
    others: [],
  };
}
