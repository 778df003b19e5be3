import { RunnelError } from "../../base";
import { literal } from "../quote";
import { typesSql } from "./csv-columns";
import { type Dialect, readDialect } from "./csv-dialect";
import type { ImportSettings } from "./format";
import { empty, notUtf8 } from "./text";

/** Lines at the top that may not belong to the data. */
const mostTitles = 20;

/** How much of a file's beginning is read to see how it is written. */
export const sampleBytes = 2 ** 18;

/** Options of DuckDB's `read_csv`, as SQL. */
export type CsvOptions = Readonly<Record<string, string>>;

/** How DuckDB is told of a file's form. */
export function optionsOf(dialect: Dialect, settings: ImportSettings): CsvOptions {
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
    // DuckDB knows no mark of several bytes; the types of such numbers are found all the same.
    ...(thousands && isAscii(thousands) && { thousands: literal(thousands) }),
    ...(dateFormat !== undefined && { dateformat: literal(dateFormat) }),
    ...(timestampFormat !== undefined && { timestampformat: literal(timestampFormat) }),
    ...(types && { types: typesSql(Object.entries(types)) }),
    // DuckDB cannot pad and split a file with line breaks inside of quotes among threads.
    ...(settings.ragged === "pad" && { null_padding: "true", parallel: "false" }),
  };
}

function isAscii(text: string): boolean {
  return /^[\u0001-\u007f]*$/.test(text);
}

/** The same behind a path. */
export function optionsSql(options: CsvOptions): string {
  return Object.entries(options)
    .map(([name, value]) => `, ${name} = ${value}`)
    .join("");
}

/** How a file of UTF-8 text is written, as far as its beginning shows. Throws where it is no CSV. */
export async function sniff(file: Blob, fileName: string, settings: ImportSettings): Promise<Dialect> {
  const whole = file.size <= sampleBytes;
  const bytes = await file.slice(0, sampleBytes).arrayBuffer();
  const text = decode(bytes, whole, fileName);
  if (/^[\s\ufeff]*$/.test(text)) throw empty(fileName);
  const dialect = readDialect(text, whole, settings);
  if (!dialect) {
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
    throw raggedError(
      fileName,
      ragged.line,
      ragged.fields,
      dialect,
      whole && settings.footer === undefined ? dialect.footer : undefined,
    );
  return dialect;
}

/** Whether a file's text is as most are: it can be cut at line ends, and its values read one by one. */
export function isUsual({ quote, escape, comment }: Dialect, settings: ImportSettings): boolean {
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

export function raggedError(
  fileName: string,
  line: number,
  found: number,
  { fields: expected, skip }: Dialect,
  footer?: number,
): RunnelError {
  const fields = (count: number) => `${count} field${count === 1 ? "" : "s"}`;
  const isAtTop = line - skip <= mostTitles;
  const below =
    footer === undefined ? "" : `leave out what stands below the data, with \`footer=${footer}\`, `;
  const advice =
    found < expected
      ? `${below}correct the line, or have missing fields filled up with nulls, with \`ragged=pad\``
      : `correct the line, quote fields that hold the delimiter, name the further columns in the first line${isAtTop ? `, or leave out what stands above, with \`skip=${line - 1}\`` : ""}`;
  return new RunnelError(
    "import/ragged-rows",
    `“${fileName}” has ${fields(found)} at line ${line} where its first line has ${expected}: ${advice}.`,
  );
}
