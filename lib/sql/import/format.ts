import { RunnelError } from "../../base";

export type ImportFormat = "csv" | "tsv" | "json" | "ndjson" | "parquet" | "arrow";

/** How to read a file, where that is not as it looks. All but `encoding` are for CSV and TSV. */
export interface ImportSettings {
  /** What stands between fields; default: the likeliest of comma, semicolon, tab and pipe. */
  readonly delimiter?: string;
  /** Whether the first line names the columns; default: as it looks. */
  readonly header?: boolean;
  /** Lines to leave out at the top; default 0. */
  readonly skip?: number;
  /** What to do with a line that has too few fields: an error, or nulls for those that lack; default `error`. */
  readonly ragged?: "error" | "pad";
  /** A label of the WHATWG Encoding standard, such as `windows-1252`; default: UTF-8, or UTF-16 where a mark says so. */
  readonly encoding?: string;
}

const endings: Readonly<Record<string, ImportFormat>> = {
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
  json: "json",
  ndjson: "ndjson",
  jsonl: "ndjson",
  parquet: "parquet",
  arrow: "arrow",
  arrows: "arrow",
  feather: "arrow",
  ipc: "arrow",
};

/** A file's format, from its first bytes where they say it beyond doubt, else from its name's ending, else from how its text begins. */
export async function detectFormat(file: Blob, fileName: string): Promise<ImportFormat> {
  const head = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  const start = new TextDecoder("latin1").decode(head.subarray(0, 6));
  if (start.startsWith("PAR1")) return "parquet";
  if (start === "ARROW1" || start.startsWith("\xff\xff\xff\xff")) return "arrow";
  if (start.startsWith("PK\x03\x04"))
    throw unknownFormat(
      fileName,
      "is an Excel or zip file: save it as CSV, or take the file out of the archive",
    );
  const ending = /\.(\w+)$/.exec(fileName.toLowerCase().replace(/\.gz$/, ""))?.[1] ?? "";
  const byName = endings[ending];
  if (byName) return byName;
  if (head.includes(0))
    throw unknownFormat(fileName, "is of no known format: use CSV, TSV, JSON, NDJSON, Parquet or Arrow");
  return formatOfText(new TextDecoder().decode(head));
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
