import type { Dialect } from "./csv-dialect";
import { type CsvRecord, valuesUpTo } from "./csv-records";
import type { ImportSettings } from "./format";
import type { ImportGuess } from "./guess";

const number = /^[-+]?\d[\d.,]*(?:e[-+]?\d+)?%?$/i;
const isNumber = (text: string | undefined) => number.test(text?.trim() ?? "");

/** What lines seem to be other than data: a second line of names, a total, fields that are not told apart. */
export function lineGuesses(
  dialect: Dialect,
  given: ImportSettings,
  isWhole: boolean,
): readonly ImportGuess[] {
  return [
    ...secondNames(dialect, given),
    ...(isWhole ? total(dialect, given) : []),
    ...otherDelimiter(dialect, given),
  ];
}

/** Names, or units, in two lines: below them a column has numbers alone. */
function secondNames({ records, skip }: Dialect, given: ImportSettings): ImportGuess[] {
  const [names, second, ...body] = records;
  if (given.header !== undefined || given.skip !== undefined || !names || !second || body.length < 2)
    return [];
  const looks = names.values.some((name, index) => {
    const below = body.flatMap(({ values }) => values[index]?.trim() || []);
    const over = second.values[index]?.trim() ?? "";
    return (
      !isNumber(name) &&
      /[^\d\s.,+-]/.test(over) &&
      !isNoValue(over) &&
      below.length > 1 &&
      below.every(isNumber)
    );
  });
  const isText = second.values.every((one) => !isNumber(one));
  if (!looks || !isText) return [];
  return [
    {
      said: "The second line looks like names or units, too, and is read as data.",
      is: { header: true },
      others: [{ label: "Leave out the first line", settings: { skip: skip + 1 } }],
    },
  ];
}

function isNoValue(text: string): boolean {
  return /^(?:n\/?a|null|none|nan|inf(?:inity)?|-+|\?|\.)$/i.test(text);
}

const totals =
  /^(?:(?:grand|sub)?\s?-?totals?|sum|summe|gesamt(?:summe)?|insgesamt|totale?|somme|suma|totaal|合計|합계|итого)\s?:?$/iu;

/** A total below the data. */
function total({ records }: Dialect, given: ImportSettings): ImportGuess[] {
  if (given.footer !== undefined || records.length >= valuesUpTo) return [];
  return totalGuess(records.slice(1).map(({ values }) => values));
}

/** A total in the last of rows of text, below two at least. */
export function totalGuess(rows: readonly (readonly string[])[]): ImportGuess[] {
  const last = rows.at(-1);
  if (rows.length < 3 || !last) return [];
  const label = last.find((one) => one.trim() !== "")?.trim() ?? "";
  if (!totals.test(label) || !last.some(isNumber)) return [];
  return [
    {
      said: `The last line looks like a total (${label}), and is read as data.`,
      is: { footer: 0 },
      others: [{ label: "Leave it out", settings: { footer: 1 } }],
    },
  ];
}

/** Marks that fields may have between them, besides those that are tried. */
const marks: readonly (readonly [mark: string, said: string])[] = [
  ...["^", "~", "¦", "§", "·"].map((mark) => [mark, mark] as const),
  ...[["\u0001", "the control character 1"] as const, ["\u001f", "the control character 31"] as const],
  ...[[":", "colons"] as const, [" ", "blanks"] as const],
];

/** One column in which each line has another mark equally often. */
function otherDelimiter({ fields, records }: Dialect, given: ImportSettings): ImportGuess[] {
  if (fields !== 1 || given.delimiter !== undefined || records.length < 2) return [];
  const found = marks.find(([mark]) => {
    const counts = records.map((record) => count(record, mark));
    // Times of day have colons, too.
    const isClock = mark === ":" && records.some(({ values }) => /^\d\d?:\d\d/.test(values[0] ?? ""));
    const isProse = mark === " " && (counts[0] ?? 0) < 2;
    return !isClock && !isProse && (counts[0] ?? 0) > 0 && new Set(counts).size === 1;
  });
  if (!found) return [];
  const [mark, said] = found;
  return [
    {
      said: `All of a line is read as one column, and each has ${said} equally often.`,
      is: {},
      others: [{ label: `Split at ${said}`, settings: { delimiter: mark } }],
    },
  ];
}

function count({ values }: CsvRecord, mark: string): number {
  return (values[0]?.split(mark).length ?? 1) - 1;
}
