import { RunnelError } from "../../base";
import { literal } from "../quote";
import { shortYearForm } from "./csv-dates";
import { plainEnds } from "./csv-ends";
import { withoutFooter } from "./csv-footer";
import { optionsOf, optionsSql, sampleBytes, sniff } from "./csv-form";
import { type AskedTable, guessesOf } from "./csv-guesses";
import { numberForms } from "./csv-numbers";
import { encodingGuess } from "./encoding";
import type { ImportSettings } from "./format";
import type { ImportGuess } from "./guess";
import { decimalOf, hasShortYear, isExactDouble } from "./number-text";
import { unpacked, utf8 } from "./text";

export type { AskedTable };

/** A CSV file, read by its text alone: what a DuckDB beside the browser's is to be told of it. */
export interface CsvReading {
  /** As UTF-8. */
  readonly text: Blob;
  /** The options of `read_csv`, to stand behind the path. */
  readonly options: string;
  /** A column of text with its numbers written as SQL has them. */
  readonly plainNumber: (column: string) => string;
  /** What was guessed, and may be wrong; the table is what was read. */
  readonly guesses: (table: AskedTable) => Promise<readonly ImportGuess[]>;
}

/** Reads how a CSV file is written, as the browser's engine does before DuckDB sees it. */
export async function csvReading(
  packed: Blob,
  fileName: string,
  settings: ImportSettings,
): Promise<CsvReading> {
  const file = await unpacked(packed, fileName);
  const read = async (all: Blob): Promise<CsvReading> => {
    const text = await withoutFooter(await plainEnds(all), settings.footer ?? 0);
    const dialect = await sniff(text, fileName, settings);
    const found = numberForms(dialect, settings);
    const said = { ...found?.is, ...shortYearForm(dialect, settings), ...settings };
    const { decimal = ".", thousands = "" } = said;
    if (/[^\0-\x7f]/.test(thousands))
      throw new RunnelError(
        "data/bad-option",
        `“${fileName}” has ${JSON.stringify(thousands)} between thousands, which DuckDB in Node cannot read: say \`decimal=${decimal}\`, and make numbers of the text in a query.`,
      );
    const options = { ...optionsOf(dialect, said), sample_size: "-1" };
    return {
      text,
      options: optionsSql(options),
      plainNumber: (column) => {
        const together = thousands === "" ? column : `replace(${column}, ${literal(thousands)}, '')`;
        return decimal === "." ? together : `replace(${together}, ${literal(decimal)}, '.')`;
      },
      guesses: async (table) => [
        ...(found ? [found] : []),
        ...(await guessesOf(table, dialect, settings, text.size <= sampleBytes)),
      ],
    };
  };
  try {
    return await read(await utf8(file, settings.encoding));
  } catch (error) {
    const isOfEncoding = error instanceof RunnelError && error.code === "import/encoding";
    const guess =
      isOfEncoding && settings.encoding === undefined ? await encodingGuess(file, undefined) : undefined;
    if (guess?.is.encoding === undefined) throw error;
    const reading = await read(await utf8(file, guess.is.encoding));
    return { ...reading, guesses: async (table) => [guess, ...(await reading.guesses(table))] };
  }
}

/** A query for the type that holds all of a column of text where the type that DuckDB found does not; null where that does. */
export function exactTypeQuery(column: string, found: string, source: string): string | undefined {
  if (found.startsWith("TIMESTAMP"))
    return `SELECT CASE WHEN bool_or(${hasShortYear(column)}) THEN 'VARCHAR' END FROM ${source}`;
  if (found !== "DOUBLE") return undefined;
  const { type, holds } = decimalOf(column);
  const all = (condition: string) => `bool_and(${column} IS NULL OR coalesce(${condition}, false))`;
  const isWhole = `regexp_full_match(${column}, ${literal(String.raw`-?\d+`)}) AND TRY_CAST(${column} AS HUGEINT) IS NOT NULL`;
  return `SELECT CASE WHEN ${all(isExactDouble(column))} THEN NULL WHEN ${all(isWhole)} THEN 'HUGEINT'
    WHEN ${holds} THEN ${type} ELSE 'VARCHAR' END FROM ${source}`;
}
