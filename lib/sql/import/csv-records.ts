/** How fields are told apart. Empty: there is no such character. */
export interface CsvStyle {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly comment: string;
}

/** A record of a CSV file's beginning. */
export interface CsvRecord {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly fields: number;
  /** How many of its fields are not blank. */
  readonly filled: number;
  readonly endsEmpty: boolean;
  /** Whether a blank line comes before it. */
  readonly isApart: boolean;
  /** Its fields' texts, of the first records. */
  readonly values: readonly string[];
}

export interface CsvRecords {
  readonly records: readonly CsvRecord[];
  readonly newlines: ReadonlySet<string>;
  /** Whether quotes are used otherwise: one does not end, or text follows it. */
  readonly isBroken: boolean;
}

/** Records of which the values are kept. */
export const valuesUpTo = 1_000;

/** Characters behind which a quote that does not end is none, where the text goes on after the sample. */
const longestQuoted = 2 ** 16;

/** Reads records from the beginning of a file, of which `whole` says whether it is all; blank lines are no records. */
export function readRecords(text: string, whole: boolean, style: CsvStyle): CsvRecords {
  const { delimiter, quote, comment } = style;
  const records: CsvRecord[] = [];
  const newlines = new Set<string>();
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let line = 1;
  let isBroken = false;
  let isApart = false;
  // A sample that ends behind a CR does not say whether LF follows.
  const end = !whole && text.endsWith("\r") ? text.length - 1 : text.length;
  const newlineAt = (place: number) =>
    text[place] === "\n" ? "\n" : text[place] !== "\r" ? "" : text[place + 1] === "\n" ? "\r\n" : "\r";
  const behindBlanks = (place: number) => {
    while (text[place] === " " && delimiter !== " ") place++;
    return place;
  };

  while (at < end) {
    const start = { at, line };
    const isComment = comment !== "" && text.startsWith(comment, at);
    const values: string[] = [];
    const keeps = records.length < valuesUpTo;
    let [fields, filled, endsEmpty, isEnded] = [1, 0, true, false];
    let fieldAt = at;
    let quoted: string | undefined;
    const endField = () => {
      const isEmpty = quoted === undefined && text.slice(fieldAt, at).trim() === "";
      if (!isEmpty) filled++;
      endsEmpty = isEmpty;
      if (keeps) values.push(quoted ?? text.slice(fieldAt, at));
      quoted = undefined;
    };
    while (at < end) {
      const newline = newlineAt(at);
      if (newline) {
        endField();
        newlines.add(newline);
        at += newline.length;
        line++;
        isEnded = true;
        break;
      }
      if (!isComment && text.startsWith(delimiter, at)) {
        endField();
        fields++;
        at += delimiter.length;
        fieldAt = at;
        continue;
      }
      const opens = quote !== "" && !isComment && at === fieldAt ? behindBlanks(at) : -1;
      if (opens < 0 || text[opens] !== quote) {
        at++;
        continue;
      }
      const closes = closingQuote(text, opens, style);
      if (closes < 0) {
        // What follows cannot be counted.
        isBroken ||= whole || end - opens > longestQuoted;
        return { records, newlines, isBroken };
      }
      quoted = unescaped(text.slice(opens + 1, closes), style);
      line += text.slice(opens, closes).split("\n").length - 1;
      at = behindBlanks(closes + 1);
      const isClosed = at >= end || newlineAt(at) !== "" || text.startsWith(delimiter, at);
      if (!isClosed) isBroken = true;
    }
    if (!isEnded) {
      if (!whole) break;
      endField();
    }
    const isBlank = start.at === at || newlineAt(start.at) !== "";
    if (isBlank) isApart = true;
    else if (!isComment) {
      records.push({ line: start.line, fields, filled, endsEmpty, isApart, values });
      isApart = false;
    }
  }
  return { records, newlines, isBroken };
}

function closingQuote(text: string, open: number, { quote, escape }: CsvStyle): number {
  if (escape !== quote && escape !== "") {
    for (let at = open + 1; at < text.length; at++) {
      if (text[at] === escape) at++;
      else if (text[at] === quote) return at;
    }
    return -1;
  }
  for (let at = text.indexOf(quote, open + 1); at >= 0; at = text.indexOf(quote, at + 2))
    if (text[at + 1] !== quote || escape === "") return at;
  return -1;
}

function unescaped(text: string, { quote, escape }: CsvStyle): string {
  if (escape === "") return text;
  return text.replaceAll(escape + quote, quote);
}
