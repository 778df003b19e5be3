/** How a CSV file is written, as far as its beginning shows. */
export interface Dialect {
  readonly delimiter: string;
  /** How many fields the first record has. */
  readonly fields: number;
  /** Whether some lines end with CR LF and some with LF alone. */
  readonly mixedNewlines: boolean;
  /** The first record with another number of fields than the first one. */
  readonly ragged?: RaggedRecord;
}

interface RaggedRecord {
  readonly line: number;
  readonly fields: number;
}

interface CsvRecord {
  readonly line: number;
  readonly fields: number;
}

const candidates = [",", ";", "\t", "|"];

/**
 * Reads the dialect from the beginning of a file, of which `whole` says whether it is all; undefined where there is no record.
 * DuckDB's own detection leaves out lines, or takes all for one column, until every record fits: this one says which do not.
 */
export function readDialect(text: string, whole: boolean, delimiter?: string): Dialect | undefined {
  const options = (delimiter === undefined ? candidates : [delimiter]).map((candidate) => ({
    delimiter: candidate,
    ...recordsOf(text, whole, candidate),
  }));
  const best = options.reduce((a, b) => (score(b.records) > score(a.records) ? b : a));
  const first = best.records[0];
  if (!first) return undefined;
  const ragged = best.records.find((record) => record.fields !== first.fields);
  return {
    delimiter: best.delimiter,
    fields: first.fields,
    mixedNewlines: best.newlines.size > 1,
    ...(ragged && { ragged }),
  };
}

/** One field a line tells nothing for a delimiter; else the more records agree with the first the better, then the more fields. */
function score(records: readonly CsvRecord[]): number {
  const fields = records[0]?.fields ?? 0;
  if (fields <= 1) return 0;
  const agreeing = records.filter((record) => record.fields === fields).length;
  return agreeing / records.length + fields / 1_000_000;
}

/** Counts the fields of each record, as RFC 4180 has them, and gathers how records end; blank lines are no records. */
function recordsOf(
  text: string,
  whole: boolean,
  delimiter: string,
): { records: CsvRecord[]; newlines: Set<string> } {
  const records: CsvRecord[] = [];
  const newlines = new Set<string>();
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let line = 1;
  let start = { at, line };
  let fields = 1;
  let atFieldStart = true;

  const endRecord = () => {
    if (at > start.at) records.push({ line: start.line, fields });
    fields = 1;
    atFieldStart = true;
  };
  // A sample that ends behind a CR does not say whether LF follows.
  const end = !whole && text.endsWith("\r") ? text.length - 1 : text.length;
  while (at < end) {
    const newline = text[at] === "\n" ? "\n" : text[at] !== "\r" ? "" : text[at + 1] === "\n" ? "\r\n" : "\r";
    if (newline) {
      endRecord();
      newlines.add(newline);
      at += newline.length;
      line++;
      start = { at, line };
    } else if (text.startsWith(delimiter, at)) {
      fields++;
      atFieldStart = true;
      at += delimiter.length;
    } else if (text[at] === '"' && atFieldStart) {
      const end = closingQuote(text, at);
      // A quote that never closes: what follows cannot be counted.
      if (end < 0) return { records, newlines };
      line += text.slice(at, end).split("\n").length - 1;
      at = end + 1;
      atFieldStart = false;
    } else {
      atFieldStart = false;
      at++;
    }
  }
  if (whole) endRecord();
  return { records, newlines };
}

function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}
