import type { CsvSettings } from "./format";
import { type CsvRecord, type CsvStyle, readRecords } from "./csv-records";

/** How a CSV file is written, as far as its beginning shows. */
export interface Dialect extends CsvStyle {
  /** Lines to leave out at the top. */
  readonly skip: number;
  /** Whether there is a title among these, which nobody said. */
  readonly hasTitle: boolean;
  /** Whether the first record names the columns, where types would not tell that. */
  readonly header?: boolean;
  /** How many fields the first record has. */
  readonly fields: number;
  /** Whether some lines end with CR LF and some with LF alone. */
  readonly mixedNewlines: boolean;
  /** How lines end, where all do alike. */
  readonly newline?: string;
  /** How many records at the end have one value alone, below others that have more; absent where there are none. */
  readonly footer?: number;
  /** The first record with another number of fields than the first one. */
  readonly ragged?: RaggedRecord;
  /** The first records, the one with the names among them. */
  readonly records: readonly CsvRecord[];
}

interface RaggedRecord {
  readonly line: number;
  readonly fields: number;
}

/** A way to read a file's beginning. */
interface Reading {
  readonly dialect: Dialect;
  /** How well it fits: of all records, the part that agrees. */
  readonly score: number;
  /** Whether all fits. */
  readonly isClean: boolean;
}

const delimiters = [",", ";", "\t", "|"];

/** Lines at the top that may be a title, or tell of the data. */
const mostTitles = 100;

/**
 * Reads the dialect from the beginning of a file, of which `whole` says whether it is all; undefined where there is no record.
 * DuckDB's own detection leaves out lines, or takes all for one column, until every record fits: this one says which do not.
 */
export function readDialect(text: string, whole: boolean, given: CsvSettings = {}): Dialect | undefined {
  const named = given.skip === undefined ? separatorLine(text) : undefined;
  if (named) {
    const below = readDialect(named.rest, whole, { delimiter: named.delimiter, ...given, skip: 0 });
    return below && { ...shifted(below, 1), skip: below.skip + 1 };
  }
  const { rest, skipped } = afterLines(text, given.skip ?? 0);
  const { quote = '"', escape = quote, comment = "" } = given;
  const candidates = given.delimiter === undefined ? delimiters : [given.delimiter];
  const among = (styles: readonly Partial<CsvStyle>[]) =>
    styles.flatMap((style) =>
      candidates.map((delimiter) =>
        readAs(rest, whole, { delimiter, quote, escape, comment, ...style }, given.skip === undefined),
      ),
    );
  const usual = bestOf(among([{}]));
  // Comments above the names would pass for a title, or have all pass for one column.
  const isPlain = !usual?.dialect.hasTitle && (usual?.dialect.fields ?? 0) > 1;
  const isSure = usual?.isClean && (isPlain || !/^\ufeff?#/.test(rest));
  const other = isSure ? undefined : bestOf(among(otherStyles(rest, given, candidates)), true);
  const apostrophes = hasApostrophes(rest, given) ? bestOf(among([byApostrophes]), true) : undefined;
  const best =
    other ?? (apostrophes?.dialect.fields === usual?.dialect.fields ? (apostrophes ?? usual) : usual);
  if (
    !best ||
    (best.dialect.fields <= 1 &&
      candidates.some((delimiter) => opensForEver(rest, whole, { delimiter, quote, escape, comment })))
  )
    return undefined;
  const { dialect } = best;
  return shifted({ ...dialect, skip: dialect.skip + skipped }, skipped);
}

/** Whether not even the first record ends. */
function opensForEver(text: string, whole: boolean, style: CsvStyle): boolean {
  const { records, isBroken } = readRecords(text, whole, style);
  return records.length === 0 && isBroken;
}

function bestOf(readings: readonly (Reading | undefined)[], onlyClean = false): Reading | undefined {
  let best: Reading | undefined;
  for (const reading of readings)
    if (
      reading &&
      (!onlyClean || (reading.isClean && reading.dialect.fields > 1)) &&
      (!best || reading.score > best.score)
    )
      best = reading;
  return best;
}

const byApostrophes = { quote: "'", escape: "'" };

/** Whether fields begin with apostrophes, and none has a quote: where all of these end with one, too, they are quotes. */
function hasApostrophes(text: string, { quote, escape }: CsvSettings): boolean {
  return (quote ?? escape) === undefined && !text.includes('"') && /(?:^|[,;\t|])'/m.test(text);
}

/** Other uses of quotes and comments, where nothing is said of them and the text has such. */
function otherStyles(
  text: string,
  { quote, escape, comment }: CsvSettings,
  candidates: readonly string[],
): readonly Partial<CsvStyle>[] {
  const styles: Partial<CsvStyle>[] = [];
  if (escape === undefined && text.includes('\\"')) styles.push({ escape: "\\" });
  if (quote === undefined && escape === undefined && text.includes("'")) styles.push(byApostrophes);
  const withComments = comment === undefined && /^#/m.test(text);
  if (withComments) styles.push({ comment: "#" }, ...styles.map((style) => ({ ...style, comment: "#" })));
  // Text between tabs has mostly no quotes; elsewhere a quote that does not end is rather a mistake.
  if (quote === undefined && candidates.includes("\t"))
    styles.push({ quote: "", escape: "", delimiter: "\t" });
  return styles;
}

/** How a text is read in a style; undefined where it has no record. */
function readAs(text: string, whole: boolean, style: CsvStyle, mayHaveTitles: boolean): Reading | undefined {
  const { records, newlines, isBroken } = readRecords(text, whole, style);
  const start = mayHaveTitles ? titles(records, style.delimiter) : 0;
  const first = records[start];
  if (!first) return undefined;
  const body = records.slice(start);
  const fits = ({ fields, endsEmpty }: CsvRecord) =>
    fields === first.fields || (endsEmpty && fields === first.fields + 1);
  const ragged = body.find((record) => !fits(record));
  const agreeing = body.filter(({ fields }) => fields === first.fields).length;
  const { fields } = first;
  const dialect = {
    ...style,
    // Blank lines, too, have DuckDB take names for data. Comments it leaves out itself.
    skip: style.comment !== "" && start === 0 ? 0 : first.line - 1,
    hasTitle: start > 0,
    ...namedByNumbers(body),
    ...namedByRows(body),
    fields,
    mixedNewlines: newlines.size > 1,
    ...(newlines.size === 1 && { newline: [...newlines].join("") }),
    ...(ragged && { ragged: { line: ragged.line, fields: ragged.fields } }),
    ...footerOf(body, first.fields, ragged),
    records: body.filter(({ values }) => values.length > 0),
  };
  // One field a line tells nothing for a delimiter; else the more records agree the better, then the more fields.
  const agreement = agreeing / records.length + fields / 1_000_000 - (isBroken ? 1e-3 : 0);
  const isClean = !isBroken && !ragged;
  // A title that is to be read, too, has the lines below it told of, rather than all be one column.
  const isBelowTitle = !mayHaveTitles && titles(records, style.delimiter) > 0;
  return { dialect, score: fields > 1 ? agreement : isBelowTitle ? 1e-8 : isClean ? 1e-9 : 0, isClean };
}

/** Lines of a file's end that may be counted as a footer. */
const mostFooter = 10;

function footerOf(
  body: readonly CsvRecord[],
  fields: number,
  ragged: CsvRecord | undefined,
): { readonly footer?: number } {
  const last = body.findLastIndex((record) => record.fields === fields);
  const below = body.slice(last + 1);
  const isFooter = last > 0 && below[0] === ragged && below.length > 0 && below.length <= mostFooter;
  const isApart = below[0]?.isApart === true;
  return isFooter && (isApart || below.every(({ filled }) => filled <= 1)) ? { footer: below.length } : {};
}

/** How many records at the top are a title, or tell of the data, and are none of it. */
function titles(records: readonly CsvRecord[], delimiter: string): number {
  const most = usualFields(records);
  if (most <= 1) return 0;
  const isProse = ({ values }: CsvRecord) => values.slice(1).every((one) => one.startsWith(" "));
  const isTitle = (record: CsvRecord, index: number) => {
    const { fields, filled } = record;
    if (filled > 1) return fields < most && record.values.length > 1 && isProse(record);
    if (fields !== most) return true;
    // Spreadsheets fill up titles to the table's width.
    return most > 2 && records.slice(index + 1, index + 6).some((one) => one.filled === most);
  };
  let start = records.findIndex((record, index) => !isTitle(record, index));
  const apart = records.findIndex(({ fields }) => fields === most);
  if (records[apart]?.isApart && apart > start) start = apart;
  if (start > mostTitles || records.length - start < 2 || records[start]?.fields !== most) return 0;
  const body = records.slice(start);
  // A comma with a blank behind it is one of prose, and one between digits below a name alone is a decimal one.
  const isNoDelimiter = body.every(isProse) || (start === 1 && most === 2 && body.every(isDecimal));
  return delimiter === "," && isNoDelimiter ? 0 : Math.max(start, 0);
}

function isDecimal({ values: [whole = "", fraction = ""] }: CsvRecord): boolean {
  return /^[-+]?\d[\d.'\u2019\u00a0\u202f ]*$/.test(whole) && /^\d+ ?[%€]?$/.test(fraction);
}

/** The number of fields that most records have, or all from one on. */
function usualFields(records: readonly CsvRecord[]): number {
  const last = records.at(-1)?.fields ?? 0;
  const start = records.findIndex(({ fields }) => fields === last);
  const isTable =
    last > 1 && records.length - start > 2 && records.slice(start).every(({ fields }) => fields === last);
  if (isTable) return last;
  const counts = new Map<number, number>();
  for (const { fields } of records) counts.set(fields, (counts.get(fields) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}

const year = /^(1[5-9]|2[01])\d\d$/;

/** Years above numbers that are none are names, which DuckDB takes for data. */
function namedByNumbers([first, second]: readonly CsvRecord[]): { readonly header?: true } {
  if (!first || !second || first.fields < 2 || first.fields !== second.fields) return {};
  const start = first.values.findIndex((one) => year.test(one));
  const width = widthOf(first, [second]);
  const labels = first.values.slice(0, Math.max(start, 0));
  const years = first.values.slice(start, width);
  if (start < 0 || !years.every((one) => year.test(one)) || new Set(years).size < years.length) return {};
  const hasNames = labels.length < 2 || (years.length > 1 && areNames(labels));
  if (!hasNames || (years.length < 2 && (labels[0] ?? "") === "")) return {};
  const below = second.values.slice(start, width);
  if (!below.every((one) => /^-?[\d.,]*$/.test(one))) return {};
  // Years one behind the other tell more than one that may be a number.
  const isRun = years.length > 2 && years.every((one, index) => Number(one) === Number(years[0]) + index);
  const isYear = (one: string) => year.test(one);
  return (isRun ? below.every(isYear) : below.some(isYear)) ? {} : { header: true };
}

/** How many fields these have, without those at the end that all leave blank. */
function widthOf(first: CsvRecord, rows: readonly CsvRecord[]): number {
  const last = first.values.findLastIndex(
    (name, index) => name !== "" || rows.some(({ values }) => (values[index] ?? "").trim() !== ""),
  );
  return last + 1;
}

function areNames(values: readonly string[]): boolean {
  return values.every((name) => /[^\d\s.,+-]/.test(name)) && new Set(values).size === values.length;
}

/**
 * A first field alone that is blank, where no row's is: the names of a table with a column of its rows' names, as R writes it. Or
 * names with a delimiter behind the last, as all rows have it, where no column of numbers tells DuckDB of them.
 */
function namedByRows([first, ...rows]: readonly CsvRecord[]): { readonly header?: true } {
  if (!first || first.fields < 2) return {};
  const width = widthOf(first, rows);
  const names = first.values.slice(0, width);
  if (names[0] === "") {
    const ofRows = rows.every(({ values }) => values.length === 0 || values[0]?.trim() !== "");
    return ofRows && areNames(names.slice(1)) ? { header: true } : {};
  }
  const isEnded = width > 0 && width < first.fields && rows.length > 0;
  const isNumber = (text: string | undefined) => /^\s*-?[\d.,]+\s*$/.test(text ?? "");
  const hasNumbers = names.some((_, index) => rows.every(({ values }) => isNumber(values[index])));
  return isEnded && !hasNumbers && areNames(names) ? { header: true } : {};
}

/** Excel's first line, which says what stands between fields. */
function separatorLine(text: string): { readonly delimiter: string; readonly rest: string } | undefined {
  const [line, delimiter] = /^\ufeff?"?sep=([^\r\n"])"?(?:\r\n|\n|\r)/i.exec(text) ?? [];
  return line === undefined || delimiter === undefined
    ? undefined
    : { delimiter, rest: text.slice(line.length) };
}

function afterLines(text: string, count: number): { readonly rest: string; readonly skipped: number } {
  let at = 0;
  for (let skipped = 0; skipped < count; skipped++) {
    const end = /\r\n|\n|\r/g;
    end.lastIndex = at;
    if (!end.exec(text)) return { rest: "", skipped: count };
    at = end.lastIndex;
  }
  return { rest: text.slice(at), skipped: count };
}

/** A dialect of what stands so many lines below the file's first one. */
function shifted(dialect: Dialect, lines: number): Dialect {
  const { ragged } = dialect;
  return { ...dialect, ...(ragged && { ragged: { ...ragged, line: ragged.line + lines } }) };
}
