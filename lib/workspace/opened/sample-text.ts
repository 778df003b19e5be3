import { type DataCell, readImportWords } from "../../notebook";
import type { DataSample } from "../../share";

/** What of a data cell says how its file is read. */
export type SampledCell = Pick<DataCell, "format" | "options">;

/** A column of a sample that has values. */
export interface SampleColumn {
  readonly name: string;
  readonly type: string;
  readonly texts: readonly (string | null)[];
}

/** The columns of a sample of which rows came along. */
export function columnsOf({ schema, values, numSampled }: DataSample): readonly SampleColumn[] {
  return schema.flatMap(({ name, type }, index) => {
    const texts = values[index];
    return texts && numSampled > 0 ? [{ name, type, texts }] : [];
  });
}

/**
 * The rows of a sample as a text file of the cell's format, which the cell then reads as it read its own: names and delimiter are as its
 * options say. Undefined for a format that is no text, where the options say more of how it is written, and where a value has parts, which only the data engine can tell.
 */
export function sampleText(sample: DataSample, { format, options }: SampledCell): string | undefined {
  const columns = columnsOf(sample);
  const rows = Array.from({ length: sample.numSampled }, (_, row) =>
    columns.map(({ texts }) => texts[row] ?? null),
  );
  switch (format) {
    case "csv":
    case "tsv": {
      const { settings } = readImportWords(format, options);
      const { delimiter = format === "tsv" ? "\t" : ",", header, skip } = settings;
      const isPlain = Object.keys(settings).every((one) => plainSettings.has(one));
      if (!isPlain) return undefined;
      return delimitedText(columns, rows, { delimiter, header, skip });
    }
    case "json":
    case "ndjson": {
      if (columns.some(({ type }) => isNested(type))) return undefined;
      const records = rows.map(
        (row) => `{${columns.map((column, place) => member(column, row[place] ?? null)).join(",")}}`,
      );
      return format === "json"
        ? `[${records.join(",\n")}]\n`
        : records.map((record) => `${record}\n`).join("");
    }
    case "parquet":
    case "arrow":
    case "xlsx":
      return undefined;
  }
}

/** What a sample's text is written by; what else a fence may say, it is not. */
const plainSettings: ReadonlySet<string> = new Set(["delimiter", "header", "skip", "encoding"]);

interface Form {
  readonly delimiter: string;
  readonly header: boolean | undefined;
  readonly skip: number | undefined;
}

/** As the data engine writes CSV, so that it is known again as its own: what is text stands in quotes. */
function delimitedText(
  columns: readonly SampleColumn[],
  rows: readonly (readonly (string | null)[])[],
  { delimiter, header = true, skip = 0 }: Form,
): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const field = (text: string | null, place: number) => {
    // A lone empty field would be a blank line, which many readers skip.
    if (text === null) return columns.length === 1 ? '""' : "";
    return isBare(columns[place]?.type ?? "") && !text.includes(delimiter) ? text : quoted(text);
  };
  const names = columns.map(({ name }) => (/[",;|\t\r\n]/.test(name) || name === "" ? quoted(name) : name));
  const lines = [
    // What the cell leaves out at the top of its own file.
    ...Array.from({ length: Math.min(skip, 1_000) }, () => ""),
    ...(!header ? [] : [names.join(delimiter)]),
    ...rows.map((row) => row.map(field).join(delimiter)),
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}

function isBare(type: string): boolean {
  return /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|DATE|TIME|TIMESTAMP(_S|_MS|_NS| WITH TIME ZONE)?)$/.test(
    type,
  );
}

function isNested(type: string): boolean {
  return /\]$|^(STRUCT|MAP|UNION)\(/.test(type);
}

function member({ name, type }: SampleColumn, text: string | null): string {
  return `${JSON.stringify(name)}:${valueText(type, text)}`;
}

function valueText(type: string, text: string | null): string {
  if (text === null) return "null";
  const isPlain = type === "BOOLEAN" ? /^(true|false)$/.test(text) : isNumber(type) && isJsonNumber(text);
  return isPlain ? text : JSON.stringify(text);
}

function isNumber(type: string): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/.test(type);
}

function isJsonNumber(text: string): boolean {
  return /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text);
}
