import { RunnelError } from "../../base";
import { utf16Of } from "./encoding";

export type ImportFormat = "csv" | "tsv" | "json" | "ndjson" | "parquet" | "arrow" | "xlsx";

/** How to read a file, where that is not as it looks. What is absent is found out. */
export interface ImportSettings extends CsvSettings {
  /** A label of the WHATWG Encoding standard, such as `windows-1252`, for text files; default: UTF-8, UTF-16, or else the likeliest. */
  readonly encoding?: string;
  /** Where in a JSON object its rows are: the names that lead to a list of objects, with points between; empty: it is read as it stands. */
  readonly records?: string;
  /** A sheet of an Excel file by its name, or by its number from 1; default: the first one. */
  readonly sheet?: string;
  /** The cells of an Excel file to read, as `B3:F20`; default: all. */
  readonly range?: string;
  /** Whether the first row of an Excel file has groups of the columns that the second names. */
  readonly groups?: boolean;
}

/** How to read CSV and TSV; `header` and `skip` are for Excel, too. They do what those of DuckDB's `read_csv` do. */
export interface CsvSettings {
  /** What stands between fields; default: the likeliest of comma, semicolon, tab and pipe. */
  readonly delimiter?: string;
  /** The character around fields; empty: none. */
  readonly quote?: string;
  /** The character before a quote inside of quotes; default: as `quote`. */
  readonly escape?: string;
  /** What lines begin with that are left out; empty: none are. */
  readonly comment?: string;
  /** Whether the first line names the columns. */
  readonly header?: boolean;
  /** Lines to leave out at the top. */
  readonly skip?: number;
  /** Lines to leave out at the end, blank ones not counted. */
  readonly footer?: number;
  /** What to do with a line that has too few fields: an error, or nulls for those that lack; default `error`. */
  readonly ragged?: "error" | "pad";
  /** The texts that mean null; default: the empty one. */
  readonly nulls?: readonly string[];
  /** What stands before a number's fraction: a point or a comma. */
  readonly decimal?: string;
  /** What stands between each three digits of a number; default: nothing. */
  readonly thousands?: string;
  /** How dates are written, as DuckDB's `strptime` has it. */
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
  /** Types of columns by their names; those of others are found out. */
  readonly types?: Readonly<Record<string, string>>;
}

const endings: Readonly<Record<string, ImportFormat>> = {
  ...{ csv: "csv", tsv: "tsv", tab: "tsv" },
  ...{ json: "json", geojson: "json", ndjson: "ndjson", jsonl: "ndjson", geojsonl: "ndjson" },
  ...{ parquet: "parquet", arrow: "arrow", arrows: "arrow", feather: "arrow", ipc: "arrow" },
  ...{ xlsx: "xlsx", xlsm: "xlsx" },
};

/** What files begin with that no table can be read of, and what to do with them. */
const refused: readonly (readonly [start: RegExp, what: string])[] = [
  [
    /^SQLite format 3\0/,
    "is a SQLite database, of which Runnel reads no tables: write each as CSV, with: sqlite3 -header -csv FILE 'SELECT * FROM my_table' > my_table.csv",
  ],
  [
    /^[^]{8}DUCK/,
    "is a DuckDB database, of which Runnel reads no tables: write each as Parquet, with: COPY my_table TO 'my_table.parquet'",
  ],
  [
    /^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/,
    "is an Excel file of the form before 2007 (.xls), or one with a password: open it in Excel or LibreOffice, and save it as .xlsx or CSV, without a password",
  ],
  [/^FEA1/, "is a Feather file of version 1: save it as version 2, which is Arrow, or as Parquet"],
  [/^(?:\x89PNG|GIF8[79]a|\xff\xd8\xff|RIFF[^]{4}WEBP)/, "is a picture, of which Runnel reads no tables"],
  [/^(?:\xff\xfe\0\0|\0\0\xfe\xff)/, "is text in UTF-32, which browsers do not read: save it as UTF-8"],
  [
    /^%PDF/,
    "is a PDF: find the data that it was made of, or copy its table into a spreadsheet, and save that as CSV",
  ],
  [
    /^\s*(?:<!doctype html|<html|<head|<body|<table)/i,
    "is a web page, not the data: was a link saved in place of the file? Download the file itself. Where a program calls this an Excel file, open it in Excel or LibreOffice, and save it as .xlsx or CSV",
  ],
  [/^\s*<\?xml/i, "is XML: save it as CSV, JSON or .xlsx"],
  [
    /^(?:BZh|\xfd7zXZ|\x28\xb5\x2f\xfd|7z\xbc\xaf|Rar!)/,
    "is packed in a way that Runnel cannot unpack: unpack it, or pack it with gzip",
  ],
];

/** A file's format, from its first bytes where they say it beyond doubt, else from its name's ending, else from how its text begins. */
export async function detectFormat(packed: Blob, fileName: string): Promise<ImportFormat> {
  const file = await unpackedStart(packed);
  const binary = await binaryFormat(file);
  if (binary) return binary;
  const head = await headOf(file);
  refuseStart(latin(head), fileName);
  const ending = /\.(\w+)$/.exec(fileName.toLowerCase().replace(/\.gz$/, ""))?.[1] ?? "";
  const byName = Object.hasOwn(endings, ending) ? endings[ending] : undefined;
  const isCsv = byName === "csv" || byName === "tsv";
  if (byName && !(isCsv && looksLikeJson(head))) return byName;
  const encoding = utf16Of(head);
  if (head.includes(0) && encoding === undefined)
    throw unknownFormat(
      fileName,
      "is of no known format: use CSV, TSV, JSON, NDJSON, Parquet, Arrow or .xlsx",
    );
  return formatOfText(new TextDecoder(encoding).decode(head));
}

/** Whether a text begins as JSON of objects does: some programs call that .csv. */
function looksLikeJson(head: Uint8Array): boolean {
  const text = new TextDecoder(utf16Of(head)).decode(head);
  return /^\s*(?:\[\s*)?\{\s*"(?:[^"\\]|\\.)*"\s*:/.test(text);
}

/** What a file is by its bytes, where its cell says another format; refuses what is none that can be read. */
export async function actualFormat(
  file: Blob,
  fileName: string,
  format: ImportFormat,
): Promise<ImportFormat> {
  const binary = await binaryFormat(file);
  if (binary) return binary;
  refuseStart(latin(await headOf(file)), fileName);
  return format;
}

/** The format of a file that is no text, where its bytes say it beyond doubt. */
async function binaryFormat(file: Blob): Promise<ImportFormat | undefined> {
  const start = latin(await headOf(file));
  if (start.startsWith("PAR1")) return "parquet";
  if (start.startsWith("ARROW1") || start.startsWith("\xff\xff\xff\xff")) return "arrow";
  return (await isExcel(file, start)) ? "xlsx" : undefined;
}

function refuseStart(start: string, fileName: string): void {
  const found = refused.find(([pattern]) => pattern.test(start));
  if (found) throw unknownFormat(fileName, found[1]);
  if (start.startsWith("PK\x03\x04"))
    throw unknownFormat(
      fileName,
      /mimetypeapplication\/vnd\.oasis/.test(start)
        ? "is an OpenDocument file: save it as .xlsx or CSV"
        : /\.xls[xm]$/i.test(fileName)
          ? "is a part of an Excel file, or none: download it again"
          : "is a zip file: take the data out of it, and add that",
    );
}

/** Whether a file is one of Excel's: a zip that has a workbook in its list of contents. */
async function isExcel(file: Blob, start: string): Promise<boolean> {
  if (!start.startsWith("PK\x03\x04")) return false;
  const list = latin(new Uint8Array(await file.slice(Math.max(0, file.size - 2 ** 16)).arrayBuffer()));
  return list.includes("xl/workbook.");
}

async function headOf(file: Blob): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, 4096).arrayBuffer());
}

/** The beginning of a packed file as it was before; other files as they are. */
async function unpackedStart(file: Blob): Promise<Blob> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first !== 0x1f || second !== 0x8b) return file;
  const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    return new Blob([(await reader.read()).value ?? new Uint8Array()]);
  } catch {
    return file;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Bytes as letters, one for each. */
function latin(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

function formatOfText(text: string): ImportFormat {
  const trimmed = text.trimStart();
  if (trimmed.startsWith("[")) return "json";
  if (!trimmed.startsWith("{")) return "csv";
  const [firstLine = "", second = ""] = trimmed.split("\n");
  return isJson(firstLine) && second.trim() !== "" ? "ndjson" : "json";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unknownFormat(fileName: string, what: string): RunnelError {
  return new RunnelError("import/format", `“${fileName}” ${what}.`);
}
