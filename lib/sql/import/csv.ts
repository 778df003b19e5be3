import { RunnelError, messageOf } from "../../base";
import { withConnection, type Connection } from "../connection";
import { type Place, nameIn } from "../place";
import { identifier, literal } from "../quote";
import { readFault, sqlError } from "../sql-error";
import type { Instance } from "../instance";
import { exactColumns } from "./csv-types";
import { type GuardedColumns, guardedColumns, typesSql } from "./csv-columns";
import { textColumns } from "./csv-own";
import { csvParts, type CsvPart } from "./csv-parts";
import { guessesOf, numberForms } from "./csv-guesses";
import { type Dialect, readDialect } from "./csv-dialect";
import type { ImportSettings } from "./format";
import type { ImportGuess } from "./guess";
import type { OnProgress } from "./import-file";
import { empty, notUtf8 } from "./text";

/** Lines at the top that may not belong to the data. */
const mostTitles = 20;

/** How much of a file's beginning is read to see how it is written. */
const sampleBytes = 2 ** 18;

/** A CSV file of UTF-8 text, and how to read it. */
export interface CsvFile {
  readonly file: Blob;
  readonly fileName: string;
  readonly settings: ImportSettings;
  /** How much of it is read at a time, in bytes. */
  readonly part: number;
}

/** How a file is written, and so to be read. */
interface CsvForm {
  readonly dialect: Dialect;
  readonly options: CsvOptions;
  /** The columns that are text by their quotes. */
  readonly texts: ReadonlySet<number>;
}

/** Reads a CSV file into a new table. DuckDB reads the file itself, a piece at a time. */
export async function importCsv(
  csv: CsvFile,
  place: Place,
  signal: AbortSignal | undefined,
  onProgress: OnProgress,
): Promise<readonly ImportGuess[]> {
  const { file, fileName, settings: given } = csv;
  const dialect = await sniff(file, fileName, given);
  const found = numberForms(dialect, given);
  const settings = { ...found?.is, ...given };
  const texts = await textsOf(file, dialect, given, signal);
  // Where there are any, the names have no quotes, and are told from the values by that.
  const options = { ...optionsOf(dialect, settings), ...(texts.size > 0 && { header: "true" }) };
  return await withConnection(place.instance, async (connection) => {
    const guesses = async () => [
      ...(found ? [found] : []),
      ...(await guessesOf(connection, place, dialect, { ...given, ...(texts.size > 0 && { header: true }) })),
    ];
    if (
      file.size > sampleBytes &&
      isUsual(dialect, settings) &&
      (await loadByFirstRows(connection, csv, { dialect, options, texts }, place, signal, onProgress))
    )
      return await guesses();
    await withFile(place.instance, file, async (path) => {
      const load = async (more: CsvOptions) => {
        try {
          const read = (other?: CsvOptions) => readCsv(path, { ...more, ...other });
          const { options, selection } = await exactColumns(connection, read, { texts, ...settings }, signal);
          const source = read({ ...quotedIsText, ...options });
          await connection.run(`CREATE TABLE ${nameIn(place)} AS SELECT ${selection} FROM ${source}`, signal);
        } catch (error) {
          place.instance.lost.throwIfAborted();
          signal?.throwIfAborted();
          throw csvError(error, dialect, fileName);
        }
      };
      // By its first rows alone DuckDB would round 1.5 among integers.
      await load({ ...options, sample_size: "-1" }).catch(async (error: unknown) => {
        if (!(error instanceof UnclearDialect)) throw error;
        await load(withoutTypes(options, dialect));
      });
    });
    return await guesses();
  });
}

/** Lets DuckDB read a file meanwhile, under a path that only this work has. Bytes are handed over to it. */
async function withFile<T>(
  instance: Instance,
  file: CsvPart,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const path = `${instance.directory}${crypto.randomUUID()}`;
  const { DuckDBDataProtocol } = await import("@duckdb/duckdb-wasm");
  await instance.call((db) =>
    file instanceof Blob
      ? db.registerFileHandle(path, file, DuckDBDataProtocol.BROWSER_FILEREADER, true)
      : db.registerFileBuffer(path, file),
  );
  try {
    return await work(path);
  } finally {
    instance
      .call((db) => db.dropFile(path))
      .catch(() => {
        // Gone with its instance.
      });
  }
}

/** Quotes tell empty text from none. */
const quotedIsText: CsvOptions = { allow_quoted_nulls: "false" };

function readCsv(path: string, options: CsvOptions): string {
  return `read_csv(${literal(path)}${optionsSql(options)})`;
}

/**
 * Reads a file once, part by part, with the types of its first rows. Says whether they hold to its end: else there is no
 * table, and what is wrong with the file is found when it is read as a whole.
 */
async function loadByFirstRows(
  connection: Connection,
  { file, part }: CsvFile,
  { dialect, options, texts }: CsvForm,
  place: Place,
  signal: AbortSignal | undefined,
  onProgress: OnProgress,
): Promise<boolean> {
  let columns: GuardedColumns | undefined;
  let done = 0;
  const first = async (path: string) => {
    columns = await guardedColumns(connection, readCsv(path, options), texts);
    if (!columns || (columns.columns === undefined && file.size > part)) return false;
    const source = readCsv(path, { ...options, ...quotedIsText, types: columns.types });
    await connection.run(
      `CREATE TABLE ${nameIn(place)} AS SELECT ${columns.selection} FROM ${source}`,
      signal,
    );
    return true;
  };
  const next = async (path: string) => {
    if (columns?.columns === undefined) return false;
    const read = {
      ...{ ...options, ...quotedIsText, skip: "0", header: "false" },
      ...{ auto_detect: "false", columns: columns.columns },
    };
    const source = readCsv(path, read);
    await connection.run(`INSERT INTO ${nameIn(place)} SELECT ${columns.selection} FROM ${source}`, signal);
    return true;
  };
  try {
    // Of a file that mixes ends of lines DuckDB is not strict about quotes: it would not see a part that ends inside of one.
    const parts = dialect.mixedNewlines ? [file] : ahead(csvParts(file, part, signal));
    for await (const text of parts) {
      const size = text instanceof Blob ? text.size : text.length;
      if (!(await withFile(place.instance, text, done === 0 ? first : next))) break;
      done += size;
      onProgress(done / file.size);
    }
  } catch {
    place.instance.lost.throwIfAborted();
    signal?.throwIfAborted();
    done = 0;
  }
  if (done === file.size) return true;
  await connection.read(`DROP TABLE IF EXISTS ${nameIn(place)}`);
  return false;
}

/** The same, each read while DuckDB is at work on the one before. */
async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next();
  try {
    for (let read = await next; !read.done; read = await next) {
      next = source.next();
      // Whoever waits for it hears of it.
      next.catch(() => undefined);
      yield read.value;
    }
  } finally {
    await source.return(undefined);
  }
}

async function sniff(file: Blob, fileName: string, settings: ImportSettings): Promise<Dialect> {
  const whole = file.size <= sampleBytes;
  const bytes = await file.slice(0, sampleBytes).arrayBuffer();
  const text = decode(bytes, whole, fileName);
  const dialect = readDialect(text, whole, settings);
  if (!dialect) {
    if (/^\s*$/.test(text)) throw empty(fileName);
    if ((settings.skip ?? 0) > 0)
      throw new RunnelError(
        "import/empty",
        `“${fileName}” has nothing behind its first ${settings.skip} lines: leave fewer out.`,
      );
    throw new RunnelError(
      "import/bad-file",
      `“${fileName}” begins with a record that does not end: is a quote missing? Or read quotes as text, with \`quote=none\`.`,
    );
  }
  const { ragged } = dialect;
  if (ragged && (settings.ragged !== "pad" || ragged.fields > dialect.fields))
    throw raggedError(fileName, ragged.line, ragged.fields, dialect);
  return dialect;
}

async function textsOf(
  file: Blob,
  dialect: Dialect,
  settings: ImportSettings,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<number>> {
  const isLikeOurs =
    isUsual(dialect, settings) &&
    dialect.delimiter === "," &&
    !dialect.mixedNewlines &&
    dialect.skip === 0 &&
    settings.header !== false;
  return isLikeOurs ? await textColumns(file, signal) : new Set();
}

/** Whether a file's text is as most are: it can be cut at line ends, and its values read one by one. */
function isUsual({ quote, escape, comment }: Dialect, settings: ImportSettings): boolean {
  const { nulls, decimal = ".", thousands = "", dateFormat, timestampFormat, types } = settings;
  const isPlain = quote === '"' && escape === '"' && comment === "";
  const isAsSaid = nulls ?? dateFormat ?? timestampFormat ?? types;
  return isPlain && decimal === "." && thousands === "" && isAsSaid === undefined;
}

function decode(bytes: ArrayBuffer, whole: boolean, fileName: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !whole });
  } catch {
    const before = new TextDecoder().decode(bytes).split("\ufffd")[0] ?? "";
    const at = new TextEncoder().encode(before).length;
    throw notUtf8(fileName, before.split("\n").length, new Uint8Array(bytes).subarray(at, at + 4096));
  }
}

type CsvOptions = Readonly<Record<string, string>>;

function optionsOf(dialect: Dialect, settings: ImportSettings): CsvOptions {
  const header = settings.header ?? dialect.header;
  const { nulls, decimal, thousands, dateFormat, timestampFormat, types } = settings;
  return {
    delim: literal(dialect.delimiter),
    quote: literal(dialect.quote),
    escape: literal(dialect.escape),
    comment: literal(dialect.comment),
    skip: literal(dialect.skip),
    // A strict reader refuses a file with both kinds of line ends.
    strict_mode: literal(!dialect.mixedNewlines),
    ...(header !== undefined && { header: literal(header) }),
    ...(nulls && { nullstr: `[${nulls.map(literal).join(", ")}]` }),
    ...(decimal !== undefined && { decimal_separator: literal(decimal) }),
    ...(thousands && { thousands: literal(thousands) }),
    ...(dateFormat !== undefined && { dateformat: literal(dateFormat) }),
    ...(timestampFormat !== undefined && { timestampformat: literal(timestampFormat) }),
    ...(types && { types: typesSql(Object.entries(types)) }),
    // DuckDB cannot pad and split a file with line breaks inside of quotes among threads.
    ...(settings.ragged === "pad" && { null_padding: "true", parallel: "false" }),
  };
}

function optionsSql(options: CsvOptions): string {
  return Object.entries(options)
    .map(([name, value]) => `, ${name} = ${value}`)
    .join("");
}

/** How to learn at which line DuckDB fails that could not make out the file: without types to find out it says so. */
function withoutTypes(options: CsvOptions, dialect: Dialect): CsvOptions {
  const columns = Array.from(
    { length: dialect.fields },
    (_, index) => `${identifier(`column${index}`)}: 'VARCHAR'`,
  );
  return { header: "true", ...options, auto_detect: "false", columns: `{${columns.join(", ")}}` };
}

/** DuckDB cannot make out a file, and does not say where. */
class UnclearDialect extends RunnelError {}

function csvError(error: unknown, dialect: Dialect, fileName: string): RunnelError {
  const fault = readFault(error, "");
  const { message } = fault;
  if (fault.kind === "Out of Memory") return sqlError(fault, undefined, error);
  const line = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1] ?? Number.NaN);
  const found = /Found: (\d+)/.exec(message)?.[1];
  if (found !== undefined) return raggedError(fileName, line, Number(found), dialect);
  if (message.includes("Invalid unicode")) return notUtf8(fileName, line);
  const where = Number.isNaN(line) ? "" : ` at line ${line}`;
  const bad = (what: string) => new RunnelError("import/bad-file", `“${fileName}” ${what}`, { cause: error });
  if (message.includes("unterminated quote"))
    return bad(
      `has a quote that does not end, or text behind one${where}: double each quote inside of quotes, or read quotes as text, with \`quote=none\`.`,
    );
  if (message.includes("Maximum line size"))
    return bad(`has a line of more than 2 MB${where}: is a quote missing, or is it no CSV file?`);
  const missing = /Columns with names: (.*) do not exist/.exec(message)?.[1];
  if (missing !== undefined) return bad(`has no column ${missing}, to which \`types\` gives a type.`);
  const [, column, value, type] =
    /Error when converting column "(.*)"\. Could not convert string "([^]*?)" to '(.*)'/.exec(message) ?? [];
  if (column !== undefined)
    return bad(
      `has ${JSON.stringify(value)} in its column ${JSON.stringify(column)}${where}, which is no ${type}: give the column another type, such as VARCHAR, or say with \`null\` what means that there is no value.`,
    );
  if (message.includes("not possible to automatically detect"))
    return new UnclearDialect("import/bad-file", `“${fileName}” cannot be made out as CSV.`, {
      cause: error,
    });
  const [first = messageOf(error)] = message
    .split("\n")
    .filter((part) => !part.startsWith("CSV Error on Line"));
  return bad(`cannot be read as CSV${where}: ${first}`);
}

function raggedError(
  fileName: string,
  line: number,
  found: number,
  { fields: expected, skip }: Dialect,
): RunnelError {
  const fields = (count: number) => `${count} field${count === 1 ? "" : "s"}`;
  const isAtTop = line - skip <= mostTitles;
  const advice =
    found < expected
      ? "correct the line, or have missing fields filled up with nulls, with `ragged=pad`"
      : `correct the line, quote fields that hold the delimiter, name the further columns in the first line${isAtTop ? `, or leave out what stands above, with \`skip=${line - 1}\`` : ""}`;
  return new RunnelError(
    "import/ragged-rows",
    `“${fileName}” has ${fields(found)} at line ${line} where its first line has ${expected}: ${advice}.`,
  );
}
