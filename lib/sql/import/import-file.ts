import { CompressionType, setCompressionCodec, tableFromIPC, tableToIPC } from "@uwdata/flechette";
import { RunnelError, messageOf } from "../../base";
import { type Connection, withConnection } from "../connection";
import type { Column } from "../../engine";
import { survivesFile, isTypeInFile, typeText } from "../columns";
import { ipcParts, ipcStream } from "../ipc";
import { type TypedParquet, typedParquet } from "../parquet/footer";
import { foundColumn } from "../parquet/found-types";
import type { ParquetCodec } from "../parquet/parquet";
import { type Place, describeTable, nameIn } from "../place";
import { emptyStream, putStreams } from "../put-streams";
import { identifier } from "../quote";
import { dropTable } from "../residents";
import { refuseUnreadable } from "./arrow-messages";
import { importCsv } from "./csv";
import { encodingGuess } from "./encoding";
import { type ExcelReader, importExcel } from "./excel/import-excel";
import { type ImportFormat, type ImportSettings, actualFormat } from "./format";
import type { ImportGuess } from "./guess";
import { beginsWithLine, holdsJsonLines, readJson, readJsonLines } from "./json";
import { unpackLz4 } from "./lz4";
import { decimalOf } from "./number-text";
import { empty, unpacked, utf8 } from "./text";
import { unpackZstd } from "./zstd";

/** A file, and how to read it. */
export interface FileToImport {
  readonly file: Blob;
  readonly fileName: string;
  readonly format: ImportFormat;
  readonly settings: ImportSettings;
}

/** Hears which part of a file is in, from 0 to 1. */
export type OnProgress = (fraction: number) => void;

/** What reads files, besides DuckDB. */
export interface ImportMeans {
  readonly parquet: ParquetCodec;
  readonly excel: ExcelReader;
  /** How much of a CSV file is read at a time, in bytes. */
  readonly csvPart: number;
}

/** Reads a file into a new table. */
export async function importFile(
  { file: packed, fileName, format, settings }: FileToImport,
  place: Place,
  means: ImportMeans,
  signal: AbortSignal | undefined,
  onProgress: OnProgress,
): Promise<readonly ImportGuess[]> {
  const file = await unpacked(packed, fileName);
  if (file.size === 0) throw empty(fileName);
  const actual = await actualFormat(file, fileName, format);
  switch (actual) {
    case "csv":
    case "tsv":
    case "json":
    case "ndjson":
      return await importText({ file, fileName, format: actual, settings }, place, means, signal, onProgress);
    case "parquet":
      return await throughArrow(place, signal, async (at) => {
        await importParquet(file, fileName, at, means.parquet, signal, onProgress);
        return [];
      });
    case "arrow":
      return await throughArrow(place, signal, async (at) => {
        await importArrow(file, fileName, at, signal);
        return [];
      });
    case "xlsx":
      return await throughArrow(place, signal, (at) =>
        importExcel({ file, fileName, settings }, at, means.excel, signal),
      );
  }
}

/** Fills a place by what DuckDB takes in its first database alone: also where a cell says that its file is CSV, and it is not. */
async function throughArrow<T>(
  place: Place,
  signal: AbortSignal | undefined,
  fill: (at: Place) => Promise<T>,
): Promise<T> {
  if (!place.isPacked) return await fill(place);
  const aside = { ...place, isPacked: false };
  try {
    const filled = await fill(aside);
    await withConnection(place.instance, (connection) =>
      connection.run(`CREATE TABLE ${nameIn(place)} AS FROM ${nameIn(aside)}`, signal),
    );
    return filled;
  } finally {
    if (!place.instance.lost.aborted) await dropTable(aside);
  }
}

interface TextToImport extends FileToImport {
  readonly format: "csv" | "tsv" | "json" | "ndjson";
}

/** Reads a text file, in the encoding that is said, or else in the likeliest one. */
async function importText(
  { file, fileName, format, settings }: TextToImport,
  place: Place,
  { csvPart }: ImportMeans,
  signal: AbortSignal | undefined,
  onProgress: OnProgress,
): Promise<readonly ImportGuess[]> {
  const read = async (text: Blob) => {
    if (format === "json" || format === "ndjson") {
      return await importJson({ file: text, fileName, format, settings }, place, signal, onProgress);
    }
    const delimited = format === "tsv" ? { delimiter: "\t", ...settings } : settings;
    const csv = { file: text, fileName, settings: delimited, part: csvPart };
    const guesses = await importCsv(csv, place, signal, onProgress);
    await withConnection(place.instance, (connection) => toPlainTimes(place, connection, signal));
    return guesses;
  };
  try {
    return await read(await utf8(file, settings.encoding));
  } catch (error) {
    const isCsv = format === "csv" || format === "tsv";
    if (!isCsv || settings.encoding !== undefined || !isOfEncoding(error)) throw error;
    const guess = await encodingGuess(file, signal);
    if (guess?.is.encoding === undefined) throw error;
    return [guess, ...(await read(await utf8(file, guess.is.encoding)))];
  }
}

async function importJson(
  { file, fileName, format, settings }: FileToImport,
  place: Place,
  signal: AbortSignal | undefined,
  onProgress: OnProgress,
): Promise<readonly ImportGuess[]> {
  // Many programs write JSON lines and call them .json.
  const areLines = format === "ndjson" ? beginsWithLine : holdsJsonLines;
  if (!settings.records && (await areLines(file))) {
    const lines = await readJsonLines(file, fileName, signal, onProgress);
    const { columns, decimals } = lines.shape;
    await putStreams(place, lines.batches(), columns, signal);
    await withConnection(place.instance, (connection) => toDecimals(place, connection, decimals, signal));
    return lines.guesses;
  }
  const { batches, columns, decimals, guesses } = await readJson(file, fileName, settings);
  await putStreams(place, batches, columns, signal);
  await withConnection(place.instance, (connection) => toDecimals(place, connection, decimals, signal));
  return guesses;
}

function isOfEncoding(error: unknown): boolean {
  return error instanceof RunnelError && error.code === "import/encoding";
}

/** Gives columns of numbers that came as text the DECIMAL that holds all of them, where there is one. */
async function toDecimals(
  place: Place,
  connection: Connection,
  columns: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const name of columns) {
    const column = identifier(name);
    const { type, holds } = decimalOf(column);
    const found = await connection.read(`SELECT CASE WHEN ${holds} THEN ${type} END FROM ${nameIn(place)}`);
    const decimal: unknown = tableFromIPC(found).getChildAt(0).at(0);
    if (typeof decimal === "string")
      await connection.run(`ALTER TABLE ${nameIn(place)} ALTER ${column} TYPE ${decimal}`, signal);
  }
}

async function importParquet(
  file: Blob,
  fileName: string,
  place: Place,
  parquet: ParquetCodec,
  signal: AbortSignal | undefined,
  onProgress: OnProgress,
): Promise<void> {
  try {
    const typed = await typedParquet(file, fileName);
    await parquet.read(typed.file, signal, (opened) => {
      const streams = opened.numRows === 0 ? [emptyStream(opened.schema)] : opened.pieces(onProgress);
      return putStreams(place, streams, undefined, signal);
    });
    await withConnection(place.instance, async (connection) => {
      await findTypes(place, connection, typed.lost, signal);
      await restoreTypes(place, connection, typed.columns, signal);
    });
  } catch (error) {
    throw ofFile(error, fileName, "as Parquet");
  }
}

/** Gives columns the types back that Arrow lost. */
async function findTypes(
  place: Place,
  connection: Connection,
  lost: TypedParquet["lost"],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (lost.size === 0) return;
  const columns = await describeTable(place);
  for (const [index, leaves] of lost) {
    const column = columns[index];
    if (!column) continue;
    const { type, values } = foundColumn(column, leaves);
    const change = `ALTER ${identifier(column.name)} TYPE ${type} USING ${values}`;
    await connection.run(`ALTER TABLE ${nameIn(place)} ${change}`, signal);
  }
}

/** Gives columns that were written as text their types back, of a file of ours; what no longer has such text stays text. */
async function restoreTypes(
  place: Place,
  connection: Connection,
  columns: readonly Column[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const found = await describeTable(place);
  for (const [index, { name, type }] of found.entries()) {
    const was = columns[index];
    if (was?.name !== name || was.type === type || !survivesFile([was]) || !isTypeInFile(type, was.type))
      continue;
    const change = `ALTER ${identifier(name)} TYPE ${typeText(was)}`;
    await connection.run(`ALTER TABLE ${nameIn(place)} ${change}`, signal).catch(() => {
      place.instance.lost.throwIfAborted();
      signal?.throwIfAborted();
    });
  }
}

async function importArrow(
  file: Blob,
  fileName: string,
  place: Place,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const parts = ipcParts(bytes);
    refuseUnreadable(parts, fileName);
    const { schema, batches } = parts;
    await putStreams(place, [ipcStream(schema, batches)], undefined, signal).catch(async (error: unknown) => {
      const isPacked = messageOf(error).includes("Support for codec");
      if (!isPacked && batches.length > 0) throw error;
      // DuckDB takes no dictionaries in a stream without a batch.
      const other = isPacked ? uncompressed(ipcStream(schema, batches)) : emptyStream(ipcStream(schema));
      await putStreams(place, [other], undefined, signal);
    });
    await refuseLeast(place, fileName);
  } catch (error) {
    throw ofFile(error, fileName, "as Arrow");
  }
}

/** Throws where a decimal of 128 bits is the least, which has no opposite: DuckDB takes it, but can say nothing of it. */
async function refuseLeast(place: Place, fileName: string): Promise<void> {
  const decimals = (await describeTable(place)).filter(({ type }) => type.startsWith("DECIMAL(38,"));
  for (const { name } of decimals) {
    const least = `SELECT CAST(min(${identifier(name)}) AS VARCHAR) FROM ${nameIn(place)}`;
    await withConnection(place.instance, (connection) => connection.read(least)).catch((error: unknown) => {
      if (!messageOf(error).includes("Negation of HUGEINT")) throw error;
      throw new RunnelError(
        "import/type",
        `“${fileName}” has a column “${name}” with -2^127, the least integer of 128 bits, which cannot be read from Arrow here: write that column as text, or save it as Parquet.`,
        { cause: error },
      );
    });
  }
}

/** Compressed Arrow data as a stream without compression, which is all that DuckDB takes in a browser. */
function uncompressed(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const encode = () => {
    throw new RunnelError("sql/bad-arrow", "Nothing is compressed here.");
  };
  setCompressionCodec(CompressionType.LZ4_FRAME, { decode: unpackLz4, encode });
  setCompressionCodec(CompressionType.ZSTD, { decode: unpackZstd, encode });
  try {
    return new Uint8Array(tableToIPC(tableFromIPC(bytes), { format: "stream" }) ?? []);
  } catch (error) {
    if (error instanceof RunnelError) throw error;
    throw new RunnelError(
      "sql/bad-arrow",
      "It is compressed in a way that cannot be read here: save it without compression, with LZ4 or zstd, or as Parquet.",
      { cause: error },
    );
  }
}

/** What WebAssembly says where a reader stops in the middle. */
const gaveUp = /(?:Uncaught )?RuntimeError: unreachable/;

/** A fault of a file's data as one of the file. */
function ofFile(error: unknown, fileName: string, how: string): unknown {
  if (!(error instanceof RunnelError) || !/^sql\/bad-(parquet|arrow)$/.test(error.code)) return error;
  return new RunnelError(
    "import/bad-file",
    `“${fileName}” cannot be read ${how}: ${error.message.replace(gaveUp, "its reader gave up on it.")} If it is cut off or damaged, download it again.`,
    { cause: error },
  );
}

/** Times with a zone become plain ones, in UTC: all that one does with the former needs the ICU extension. */
async function toPlainTimes(
  place: Place,
  connection: Connection,
  signal: AbortSignal | undefined,
): Promise<void> {
  const zoned = (await describeTable(place)).filter(({ type }) => type === "TIMESTAMP WITH TIME ZONE");
  for (const { name } of zoned)
    await connection.run(`ALTER TABLE ${nameIn(place)} ALTER ${identifier(name)} TYPE TIMESTAMP`, signal);
}
