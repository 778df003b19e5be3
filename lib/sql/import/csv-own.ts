import { needsQuotes } from "../csv-field";

/** How much of a file is read at a time, in bytes, and how much at least. */
const stepBytes = 2 ** 18;

/** Letters of a field behind which it is not waited for its end: DuckDB reads no longer lines. */
const longestField = 2 ** 21;

const field = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n)/y;

/**
 * Which columns of a CSV file are text by their quotes: those whose every value stands in them, in a file as ours are, with
 * commas, lines that end with CR LF, and names that have no needless quotes. None of other files: many programs put numbers in
 * quotes too, and the names with them. So much is read that each column has had a value.
 */
export async function textColumns(file: Blob, signal: AbortSignal | undefined): Promise<ReadonlySet<number>> {
  const none = new Set<number>();
  const decoder = new TextDecoder();
  /** By column, whether all of its values so far were in quotes; undefined where it had none. */
  const quoted: (boolean | undefined)[] = [];
  let [rest, column, isHeader] = ["", 0, true];
  for (let at = 0; at < file.size; at += stepBytes) {
    signal?.throwIfAborted();
    const bytes = await file.slice(at, at + stepBytes).arrayBuffer();
    const isLast = at + stepBytes >= file.size;
    rest += decoder.decode(bytes, { stream: !isLast });
    if (isLast && !rest.endsWith("\r\n")) rest += "\r\n";

    let end = 0;
    field.lastIndex = 0;
    for (let found = field.exec(rest); found; found = field.exec(rest)) {
      end = field.lastIndex;
      const [, inQuotes, bare, mark] = found;
      if (isHeader) {
        if (inQuotes !== undefined && !needsQuotes(inQuotes)) return none;
        quoted.push(undefined);
      } else if (inQuotes !== undefined) quoted[column] ??= true;
      else if (bare !== "") quoted[column] = false;
      column++;
      if (mark === ",") continue;
      if (column !== quoted.length) return none;
      [column, isHeader] = [0, false];
    }
    rest = rest.slice(end);
    if (rest.length > (isLast ? 0 : longestField)) return none;
    if (!isHeader && !quoted.includes(undefined)) break;
  }
  return new Set(quoted.flatMap((isText, index) => (isText ? [index] : [])));
}
