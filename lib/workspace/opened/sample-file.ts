import { RunnelError } from "../../base";
import type { TableRef } from "../../engine";
import type { DataSample } from "../../share";
import { identifier, type DataEngine } from "../../sql";
import { encoded } from "./encoded";
import { columnsOf, sampleText, type SampledCell } from "./sample-text";

/** The rows of a sample as a file of the cell's format, with the types of its schema. Throws `link/sample` where a value is none of its type. */
export async function sampleFile(
  sample: DataSample,
  cell: SampledCell,
  engine: Pick<DataEngine, "fromRows" | "query" | "rows" | "encode">,
): Promise<Blob> {
  const text = sampleText(sample, cell);
  if (text !== undefined) return textFile(text, sample, cell);
  const table = await typedTable(sample, engine);
  if (cell.format !== "json" && cell.format !== "ndjson") {
    // Whatever the cell is of, it is read as what its first bytes say.
    const format = cell.format === "arrow" ? "arrow" : "parquet";
    return new Blob([(await engine.encode(table, format)) as Uint8Array<ArrayBuffer>]);
  }
  const { schema, values, numRows } = await engine.rows(table, 0, table.numRows);
  const records = Array.from({ length: numRows }, (_, row) =>
    jsonText(Object.fromEntries(schema.map(({ name }, column) => [name, values[column]?.[row]]))),
  );
  const json =
    cell.format === "json" ? `[${records.join(",\n")}]` : records.map((one) => `${one}\n`).join("");
  return textFile(json, sample, cell);
}

/** A text in the encoding that the cell reads. */
function textFile(
  text: string,
  { name }: DataSample,
  { options: { encoding = "utf-8" } }: SampledCell,
): Blob {
  const bytes = encoded(text, encoding);
  if (bytes) return new Blob([bytes]);
  throw new RunnelError(
    "link/sample",
    `The rows of “${name}” in the link cannot be written as ${encoding}, which its cell reads: drop the file itself.`,
  );
}

/** The sample as a table: DuckDB's own texts, cast back to the types that they are of. */
async function typedTable(
  sample: DataSample,
  engine: Pick<DataEngine, "fromRows" | "query">,
): Promise<TableRef> {
  const columns = columnsOf(sample);
  if (!columns.every(({ type }) => isTypeText(type))) throw odd(sample);
  try {
    const texts = await engine.fromRows(
      Object.fromEntries(columns.map(({ texts: own }, place) => [`c${place}`, own])),
      "texts",
    );
    const selected = columns.map(
      ({ name, type }, place) => `CAST(c${place} AS ${type}) AS ${identifier(name)}`,
    );
    const text = `SELECT ${selected.join(", ")} FROM texts`;
    return await engine.query({ text, name: sample.name, tables: { texts }, parameters: {} });
  } catch (cause) {
    throw odd(sample, cause);
  }
}

function odd({ name }: DataSample, cause?: unknown): RunnelError {
  const message = `The rows of “${name}” in the link are not of the types that it names: drop the file itself.`;
  return new RunnelError("link/sample", message, cause === undefined ? {} : { cause });
}

/** Whether a text can be nothing but a type: names, numbers and quoted names in brackets that fit. A link is from anybody. */
export function isTypeText(text: string): boolean {
  const bare = text.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, "x");
  if (!/^[A-Za-z_][\w\s,()[\]]*$/.test(bare)) return false;
  let depth = 0;
  for (const letter of bare) {
    if (letter === "(" || letter === "[") depth++;
    if (letter === ")" || letter === "]") depth--;
    if (depth < 0 || (letter === "," && depth === 0)) return false;
  }
  return depth === 0;
}

/** A value as JSON with whole numbers of any size. */
function jsonText(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (value === undefined || value === null) return "null";
  if (typeof value !== "object" || value instanceof Date) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, one]) => `${JSON.stringify(name)}:${jsonText(one)}`)
    .join(",")}}`;
}
