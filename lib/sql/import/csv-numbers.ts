import type { Dialect } from "./csv-dialect";
import type { ImportSettings } from "./format";
import type { ImportGuess } from "./guess";

/** Columns that are named in a sentence. */
const mostNamed = 3;

const comma = /^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$/;
const wholeOrComma = /^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$/;
const point = /^[-+]?\d+\.\d+$/;
const groupsOfComma = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const wholeOrGroups = /^[-+]?\d*(?:,\d{3})*(?:\.\d+)?$/;

/** Marks between thousands that are no part of a number otherwise. */
const gaps = [" ", "\u00a0", "\u202f", "'", "\u2019"];

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
  const hasGroups = columns.some(
    ({ values }) => values.every((one) => wholeOrComma.test(one)) && values.some((one) => one.includes(".")),
  );
  const thousands = hasGroups ? "." : undefined;
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
  const spaced = gapForm(all, hasPoints);
  if (spaced) return spaced;
  const groups = all(wholeOrGroups, groupsOfComma);
  if (groups.length === 0) return delimiter === ";" && !hasPoints ? groupsOfPoints(all) : undefined;
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

type Columns = readonly { readonly name: string; readonly values: readonly string[] }[];

/** Numbers with a blank or an apostrophe between thousands. With a fraction they are hardly anything else. */
function gapForm(
  all: (pattern: RegExp, some: RegExp) => Columns,
  hasPoints: boolean,
): ImportGuess | undefined {
  for (const thousands of gaps) {
    const grouped = `[1-9]\\d{0,2}(?:${thousands}\\d{3})+`;
    const some = new RegExp(`^[-+]?${grouped}(?:[.,]\\d+)?$`);
    const columns = all(new RegExp(`^[-+]?(?:\\d+|${grouped})(?:[.,]\\d+)?$`), some);
    const values = columns.flatMap((column) => column.values);
    const decimals = new Set(values.flatMap((one) => /[.,]/.exec(one)?.[0] ?? []));
    if (columns.length === 0 || decimals.size > 1 || (decimals.has(",") && hasPoints)) continue;
    const form = { decimal: decimals.has(",") ? "," : ".", thousands };
    const example = exampleOf(columns, some);
    if (decimals.size === 1)
      return {
        said: `Numbers of ${namesOf(columns)} such as ${example} are read with a mark between thousands.`,
        is: form,
        others: [{ label: "Read them as text", settings: { decimal: "." } }],
      };
    const plain = example.replaceAll(thousands, "");
    return {
      said: `Numbers of ${namesOf(columns)} such as ${example} are read as text.`,
      is: { decimal: "." },
      others: [{ label: `Read ${example} as ${plain}`, settings: form }],
    };
  }
  return undefined;
}

/** Numbers with a point before each three digits: where semicolons stand between fields, they may be whole ones. */
function groupsOfPoints(all: (pattern: RegExp, some: RegExp) => Columns): ImportGuess | undefined {
  const point = /^[-+]?[1-9]\d{0,2}\.\d{3}$/;
  const columns = all(point, point).filter(({ values }) => values.length > 1);
  if (columns.length === 0) return undefined;
  const example = exampleOf(columns, point);
  return {
    said: `The point in numbers of ${namesOf(columns)}, as in ${example}, is read as a decimal one.`,
    is: { decimal: "." },
    others: [
      { label: `Read ${example} as ${example.replace(".", "")}`, settings: { decimal: ",", thousands: "." } },
    ],
  };
}

function exampleOf(columns: Columns, pattern: RegExp): string {
  return columns.flatMap(({ values }) => values).find((one) => pattern.test(one)) ?? "";
}

function namesOf(columns: readonly { readonly name: string }[]): string {
  const names = columns.slice(0, mostNamed).map(({ name }) => name || "a column without a name");
  return columns.length > mostNamed ? `${names.join(", ")} and others` : names.join(", ");
}
