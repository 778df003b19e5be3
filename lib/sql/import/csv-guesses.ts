import type { Column } from "../../engine";
import { areUnnamed } from "./csv-columns";
import type { CsvRecord } from "./csv-records";
import { dateGuess, timeGuess } from "./csv-dates";
import type { Dialect } from "./csv-dialect";
import { lineGuesses } from "./csv-lines";
import {
  compactDateGuess,
  exponentGuess,
  namedMonthGuess,
  nullGuess,
  offsetGuess,
  signGuess,
  zoneGuess,
} from "./csv-values";
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
      return (await dateGuess(table, { name, type }, values, given)) ?? zoneGuess(name, values, given);
    case "BIGINT":
      return compactDateGuess(name, values, given);
    case "DOUBLE":
      return exponentGuess(name, values, given);
    case "VARCHAR":
      return (
        timeGuess(name, values, given) ??
        offsetGuess(name, values, given) ??
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
