import { tableFromIPC } from "@uwdata/flechette";
import { RunnelError, messageOf } from "../../base";
import { withConnection, type Connection } from "../connection";
import { type Place, describeTable, nameIn } from "../place";
import { identifier, literal } from "../quote";
import { readFault, sqlError } from "../sql-error";
import type { Instance } from "../instance";
import { exactColumns } from "./csv-types";
import { type GuardedColumns, guardedColumns, typesSql } from "./csv-columns";
import { textColumns } from "./csv-own";
import { csvParts, type CsvPart } from "./csv-parts";
import { oneKindOfEnds, plainEnds } from "./csv-ends";
import { shortYearForm } from "./csv-dates";
import { withoutFooter } from "./csv-footer";
import { withoutFormulas } from "./csv-formulas";
import { type AskedTable, guessesOf } from "./csv-guesses";
import { numberForms } from "./csv-numbers";
import type { Dialect } from "./csv-dialect";
import { type CsvOptions, isUsual, optionsOf, optionsSql, raggedError, sampleBytes, sniff } from "./csv-form";
import type { ImportSettings } from "./format";
import type { ImportGuess } from "./guess";
import type { OnProgress } from "./import-file";
import { notUtf8 } from "./text";

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
  given: CsvFile,
  place: Place,
  signal: AbortSignal | undefined,
  onProgress: OnProgress,
): Promise<readonly ImportGuess[]> {
  const footer = given.settings.footer ?? 0;
  const read = async (text: Blob) =>
    await importPlain(
      { ...given, file: await withoutFooter(text, footer), written: given.file },
      place,
      signal,
      onProgress,
    );
  const file = await plainEnds(given.file);
  try {
    return await read(file);
  } catch (error) {
    if (!(error instanceof MixedEnds)) throw error;
    return await read(await oneKindOfEnds(file, given.fileName));
  }
}

async function importPlain(
  csv: CsvFile & { /** As it came: how its lines end tells who wrote it. */ readonly written: Blob },
  place: Place,
  signal: AbortSignal | undefined,
  onProgress: OnProgress,
): Promise<readonly ImportGuess[]> {
  const { file, fileName, settings: given } = csv;
  const dialect = await sniff(file, fileName, given);
  const found = numberForms(dialect, given);
  const settings = { ...found?.is, ...shortYearForm(dialect, given), ...given };
  const texts = await textsOf(csv.written, dialect, given, signal);
  // Where there are any, the names have no quotes, and are told from the values by that.
  const options = { ...optionsOf(dialect, settings), ...(texts.size > 0 && { header: "true" }) };
  return await withConnection(place.instance, async (connection) => {
    const guesses = async () => [
      ...(found ? [found] : []),
      ...(await withoutFormulas(connection, place, dialect, given, signal)),
      ...(await guessesOf(
        await asked(connection, place),
        dialect,
        { ...given, ...(texts.size > 0 && { header: true }) },
        file.size <= sampleBytes,
      )),
    ];
    if (
      file.size > sampleBytes &&
      isUsual(dialect, settings) &&
      (await loadByFirstRows(connection, csv, { dialect, options, texts }, place, signal, onProgress))
    )
      return await guesses();
    await withFile(place.instance, file, async (path) => {
      const load = async (more: CsvOptions, types = settings.types): Promise<void> => {
        try {
          const given = types && { types: typesSql(Object.entries(types)) };
          const read = (other?: CsvOptions) => readCsv(path, { ...more, ...given, ...other });
          const first = dialect.records[0]?.values ?? [];
          const header = texts.size > 0 ? true : (settings.header ?? dialect.header);
          const form = { texts, first, ...settings, ...(types && { types }) };
          const said = { ...form, ...(header !== undefined && { header }) };
          const { options, selection } = await exactColumns(connection, read, said, signal);
          const source = read({ ...quotedIsText, ...options });
          await connection.run(`CREATE TABLE ${nameIn(place)} AS SELECT ${selection} FROM ${source}`, signal);
        } catch (error) {
          place.instance.lost.throwIfAborted();
          signal?.throwIfAborted();
          // DuckDB found a type that not all of the column's values are: then it is text.
          const column = unreadColumn(error);
          if (column === undefined || types?.[column] !== undefined) throw csvError(error, dialect, fileName);
          await load(more, { ...types, [column]: "VARCHAR" });
        }
      };
      // By its first rows alone DuckDB would round 1.5 among integers.
      await load({ ...options, sample_size: "-1" }).catch(async (error: unknown) => {
        if (!(error instanceof UnclearDialect)) throw error;
        // DuckDB loses its way where lines end in CR LF, and in LF inside of quotes, as Excel writes them.
        if (dialect.newline === "\r\n") throw new MixedEnds(error.code, error.message, { cause: error });
        await load(withoutTypes(options, dialect));
        // It is there to fail: what it reads may be anything.
        await connection.read(`DROP TABLE IF EXISTS ${nameIn(place)}`);
        throw error;
      });
    });
    return await guesses();
  });
}

async function asked(connection: Connection, place: Place): Promise<AskedTable> {
  return {
    columns: await describeTable(place),
    source: nameIn(place),
    rows: async (query) => {
      const found = tableFromIPC(await connection.read(query));
      const columns = found.children.map((column) => Array.from<unknown>(column));
      return Array.from({ length: found.numRows }, (_, row) => columns.map((values) => values[row]));
    },
  };
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

/** Lines end in several ways, behind the beginning of a file or inside of quotes. */
class MixedEnds extends RunnelError {}

const unread = /Error when converting column "(.*)"\. Could not convert string "([^]*?)" to '(.*)'/;

function unreadColumn(error: unknown): string | undefined {
  return unread.exec(readFault(error, "").message)?.[1];
}

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
  const [, column, value, type] = unread.exec(message) ?? [];
  if (column !== undefined)
    return bad(
      `has ${JSON.stringify(value)} in its column ${JSON.stringify(column)}${where}, which is no ${type}: give the column another type, such as VARCHAR, or say with \`null\` what means that there is no value.`,
    );
  if (message.includes("reached an invalid state"))
    return new MixedEnds(
      "import/bad-file",
      `“${fileName}” has lines that end in several ways: save it with one kind of line ends.`,
      { cause: error },
    );
  if (message.includes("not possible to automatically detect"))
    return new UnclearDialect(
      "import/bad-file",
      `“${fileName}” cannot be made out as CSV: say what stands between its fields, as with \`delimiter=";"\`, or read quotes as text, with \`quote=none\`.`,
      { cause: error },
    );
  const [first = messageOf(error)] = message
    .split("\n")
    .filter((part) => !part.startsWith("CSV Error on Line"));
  return bad(`cannot be read as CSV${where}: ${first}`);
}
