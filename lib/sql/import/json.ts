import { RunnelError } from "../../base";
import { type RowBatches, batchesOf, rowsOfColumns } from "../rows/from-rows";
import { type Row, type Shape, rowsInBatch, shapeReader } from "../rows/shape";
import type { ImportSettings } from "./format";
import type { ImportGuess } from "./guess";
import { isObject, recordsAt, recordsGuess } from "./json-records";
import { isSplit, rowsOfSplit, splitGuess, splitRows } from "./json-split";
import { type RepeatedKey, repeatedGuess, repeatedKey } from "./json-repeated";
import { faultOf, parseJson } from "./json-text";
import { empty, notUtf8 } from "./text";

/** Up to so many bytes a first line is looked at. */
const longestLine = 2 ** 20;

/** Reads a JSON file: an array of objects, an object of columns, an array of other values (one column), or one object (one row). */
export async function readJson(
  file: Blob,
  fileName: string,
  { records }: ImportSettings,
): Promise<RowBatches & { readonly guesses: readonly ImportGuess[] }> {
  const text = decode(await file.arrayBuffer(), fileName);
  if (text.trim() === "") throw empty(fileName);
  const value = parsed(text, fileName);
  const repeated = repeatedGuess(repeatedKey(text, value));
  const split = isSplit(value) && (records === undefined || records === splitRows) ? value : undefined;
  if (split)
    return { ...batchesOf(rowsOfSplit(split)), guesses: records === undefined ? [splitGuess(split)] : [] };
  const meant = records ? recordsAt(value, records, fileName) : value;
  const guesses =
    records !== undefined || isGeoJson(value) ? repeated : [...recordsGuess(value), ...repeated];
  return { ...batchesOf(rowsOf(meant, fileName)), guesses };
}

function parsed(text: string, fileName: string): unknown {
  try {
    return parseJson(text, fileName);
  } catch (error) {
    const objects = objectsIn(text, fileName);
    if (!objects) throw error;
    return objects;
  }
}

/** Objects one behind the other, on as many lines as they like, as jq writes them; undefined where there is anything else. */
function objectsIn(text: string, fileName: string): readonly unknown[] | undefined {
  const objects: unknown[] = [];
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    if (rest.trim() === "") break;
    const end = faultOf(rest);
    if (!/^\s*\{/.test(rest) || end === 0) return undefined;
    try {
      objects.push(parseJson(rest.slice(0, end), fileName));
    } catch {
      return undefined;
    }
    at += end;
  }
  return objects;
}

function rowsOf(value: unknown, fileName: string): readonly Row[] {
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    if (items.length === 0)
      throw new RunnelError("import/empty", `“${fileName}” is an empty array: it has no columns.`);
    return items.every(isObject) ? items.map(ofFeature) : items.map((item) => ({ value: item }));
  }
  if (!isObject(value))
    throw new RunnelError(
      "import/bad-json",
      `“${fileName}” holds a single value: a table is an array of objects, or an object of arrays.`,
    );
  if (isGeoJson(value)) return value.features.map(ofFeature);
  const columns = Object.entries(value);
  const lists = columns.flatMap(([, values]) => (Array.isArray(values) ? [values] : []));
  // Lists of objects, of several lengths, are tables beside each other, as the nodes and links of a graph.
  const areTables = new Set(lists.map(({ length }) => length)).size > 1 && lists.flat().some(isObject);
  const areColumns = columns.length > 0 && lists.length === columns.length && !areTables;
  return areColumns ? rowsOfColumns(value as Record<string, unknown[]>) : [ofFeature(value)];
}

function isGeoJson(value: unknown): value is { readonly features: readonly unknown[] } {
  return isObject(value) && value["type"] === "FeatureCollection" && Array.isArray(value["features"]);
}

/** A feature of GeoJSON as its properties, with its id where it has one, and its geometry as JSON text; other rows as they are. */
function ofFeature(row: unknown): Row {
  if (!isObject(row)) return { value: row };
  const { type, properties, geometry, id } = row;
  if (type !== "Feature" || geometry === undefined || !(properties === null || isObject(properties)))
    return row;
  const own = properties ?? {};
  const free = (name: string): string => (Object.hasOwn(own, name) ? free(`feature_${name}`) : name);
  return {
    ...(id !== undefined && { [free("id")]: id }),
    ...own,
    [free("geometry")]: geometry === null ? null : JSON.stringify(geometry),
  };
}

/** Whether a file begins with a whole JSON object on a line, and goes on with another one. */
export async function holdsJsonLines(file: Blob): Promise<boolean> {
  const start = await file.slice(0, longestLine).text();
  const [, line, next] = /^\ufeff?\s*(\{[^\n]*\})\s*\n\s*(\{)?/.exec(start) ?? [];
  if (line === undefined || next === undefined) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Whether a file of JSON lines has such at its beginning, and is no JSON in other than lines. */
export async function beginsWithLine(file: Blob): Promise<boolean> {
  const start = await file.slice(0, longestLine).text();
  const [line = "", ...more] = start.replace(/^[\s\ufeff]+/, "").split("\n");
  if (more.length === 0 && file.size > longestLine) return true;
  try {
    return !Array.isArray(parseJson(line, "")) || more.some((one) => one.trim() !== "");
  } catch {
    return false;
  }
}

/** A file of JSON lines, whose rows are read twice: first for the columns, then for the values, never all at once. */
export interface JsonLines {
  readonly shape: Shape;
  readonly guesses: readonly ImportGuess[];
  batches(): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** Reads the columns of a file with one JSON object a line. `onRead` hears the part of the file that was read. */
export async function readJsonLines(
  file: Blob,
  fileName: string,
  signal: AbortSignal | undefined,
  onRead: (fraction: number) => void,
): Promise<JsonLines> {
  const reader = shapeReader();
  let repeated: RepeatedKey | undefined;
  for await (const { row, fraction, text, line } of rowsOfLines(file, fileName)) {
    signal?.throwIfAborted();
    repeated ??= repeatedKey(text, row, line);
    reader.add(ofFeature(row));
    onRead(fraction / 2);
  }
  const shape = reader.done();
  if (shape.columns.length === 0) throw empty(fileName);
  return {
    shape,
    guesses: repeatedGuess(repeated),
    async *batches() {
      let rows: Row[] = [];
      for await (const { row, fraction } of rowsOfLines(file, fileName)) {
        rows.push(ofFeature(row));
        if (rows.length < rowsInBatch) continue;
        yield shape.batch(rows);
        onRead(0.5 + fraction / 2);
        rows = [];
      }
      if (rows.length > 0) yield shape.batch(rows);
    },
  };
}

interface RowOfLine {
  readonly row: Row;
  readonly fraction: number;
  readonly text: string;
  readonly line: number;
}

async function* rowsOfLines(file: Blob, fileName: string): AsyncGenerator<RowOfLine> {
  let line = 0;
  let read = 0;
  for await (const lines of linesOf(file, fileName)) {
    for (const text of lines) {
      line++;
      read += text.length + 1;
      if (text.trim() === "") continue;
      const row = parseJson(text, fileName, line);
      if (!isObject(row))
        throw new RunnelError(
          "import/bad-json",
          `“${fileName}” has no object at line ${line}: write one JSON object a line, or save it as a JSON array.`,
        );
      yield { row, fraction: Math.min(read / file.size, 1), text, line };
    }
  }
}

/** A file's lines, as many at a time as come with a piece of it. */
async function* linesOf(file: Blob, fileName: string): AsyncGenerator<string[]> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + decoder.decode(value ?? new Uint8Array(), { stream: !done })).split("\n");
      rest = done ? "" : (lines.pop() ?? "");
      yield lines;
      if (done) return;
    }
  } catch (error) {
    throw error instanceof TypeError ? notUtf8(fileName) : error;
  } finally {
    await reader.cancel();
  }
}

function decode(bytes: ArrayBuffer, fileName: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8(fileName);
  }
}
