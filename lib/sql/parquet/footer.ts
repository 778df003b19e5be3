import { RunnelError } from "../../base";
import type { Column } from "../../engine";
import { type Struct, type Thrift, readStruct, writeStruct } from "./thrift";

/** What the values of a column, or of a part of one, are, where Arrow would give other values or lose the type. */
export type LostType = "INTERVAL" | "UUID" | "FLOAT16" | "INT96" | "TIMETZ";

/** A file whose types Arrow does not lose. */
export interface TypedParquet {
  /** The file, but where Arrow has no such type its footer says bytes. */
  readonly file: Blob;
  /** By column: what its leaves are, in their order. */
  readonly lost: ReadonlyMap<number, readonly (LostType | undefined)[]>;
  /** The columns of the table that it was made of, where it is a file of ours: some were written as text. */
  readonly columns: readonly Column[];
}

// Numbers of parquet.thrift.
const [schemaField, rowsField, rowGroups, keyValues] = [2, 3, 4, 5] as const;
const element = {
  type: 1,
  length: 2,
  name: 4,
  children: 5,
  converted: 6,
  precision: 8,
  logical: 10,
} as const;
const [int96, fixedBytes, convertedInterval] = [3n, 7n, 21n] as const;
/** Times in ms and µs, as writers said it before there were logical types. */
const convertedTimestamps: readonly (bigint | undefined)[] = [9n, 10n];
const logical = {
  decimal: 5,
  time: 7,
  timestamp: 8,
  uuid: 14,
  float16: 15,
  variant: 16,
  geometry: 17,
  geography: 18,
} as const;
const mostDigits = 38n;

/** Reads a file's own types from its footer. Throws `import/type`, naming the column, for one that cannot be read. */
export async function typedParquet(file: Blob, fileName: string): Promise<TypedParquet> {
  const { footer, start } = await readFooter(file);
  if (!footer) return { file, lost: new Map(), columns: [] };
  const lost = lostTypes(footer, fileName);
  const columns = columnsIn(footer);
  // Arrow's own schema, which some writers add, says types that are not the file's.
  footer.fields.delete(keyValues);
  sayRows(footer);
  return { file: withFooter(file, start, footer), lost, columns };
}

/** A file with a word on the columns that it was made of, for `typedParquet`. */
export async function withColumns(file: Blob, columns: readonly Column[]): Promise<Blob> {
  const { footer, start } = await readFooter(file);
  if (!footer) return file;
  const known = footer.fields.get(keyValues);
  const items = known && "items" in known ? known.items : [];
  const pair = [ownKey, JSON.stringify(columns.map(({ name, type }) => [name, type]))];
  const fields = new Map(
    pair.map((text, index) => [index + 1, { type: 8, bytes: new TextEncoder().encode(text) }]),
  );
  footer.fields.set(keyValues, { type: 9, of: 12, items: [...items, { type: 12, fields }] });
  sortFields(footer);
  return withFooter(file, start, footer);
}

/** Under which key the columns are. */
const ownKey = "runnel.columns";

function columnsIn(footer: Struct): Column[] {
  const own = itemsOf(footer.fields.get(keyValues)).find(({ fields }) => textOf(fields.get(1)) === ownKey);
  if (!own) return [];
  try {
    const pairs: unknown = JSON.parse(textOf(own.fields.get(2)));
    return Array.isArray(pairs)
      ? pairs.map(([name, type]: [unknown, unknown]) => ({ name: String(name), type: String(type) }))
      : [];
  } catch {
    return [];
  }
}

const magic = 0x31524150;

/** A file's footer, and where it begins; none where it is no whole Parquet file, which its reader refuses. */
async function readFooter(file: Blob): Promise<{ readonly footer?: Struct; readonly start: number }> {
  const tail = new DataView(await file.slice(-8).arrayBuffer());
  if (tail.byteLength < 8 || tail.getUint32(4, true) !== magic) return { start: 0 };
  const start = file.size - 8 - tail.getUint32(0, true);
  if (start < 4) return { start: 0 };
  try {
    const footer = readStruct(new Uint8Array(await file.slice(start, file.size - 8).arrayBuffer()));
    return itemsOf(footer.fields.get(schemaField)).length > 0 ? { footer, start } : { start };
  } catch (error) {
    if (error instanceof RangeError) return { start };
    throw error;
  }
}

function withFooter(file: Blob, start: number, footer: Struct): Blob {
  const bytes = writeStruct(footer);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length, true);
  return new Blob([file.slice(0, start), bytes, length, "PAR1"]);
}

/** Finds the leaves whose type Arrow would lose, and has the footer say bytes for those that it would change. */
function lostTypes(footer: Struct, fileName: string): Map<number, (LostType | undefined)[]> {
  const elements = itemsOf(footer.fields.get(schemaField));
  const found = new Map<number, (LostType | undefined)[]>();
  const leaves: Struct[] = [];
  let at = 1;
  const walk = (path: string): (LostType | undefined)[] => {
    const one = elements[at++];
    if (!one) return [];
    const name = textOf(one.fields.get(element.name));
    const whole = path === "" ? name : `${path}.${name}`;
    refuseUnreadable(one, fileName, whole);
    const children = Number(numberOf(one.fields.get(element.children)) ?? 0n);
    if (children > 0) return Array.from({ length: children }, () => walk(whole)).flat();
    leaves.push(one);
    return [lostType(one)];
  };
  for (let column = 0; at < elements.length; column++) {
    const lost = walk("");
    if (lost.some((type) => type !== undefined)) found.set(column, lost);
  }
  const int96s = leaves.map((leaf) => numberOf(leaf.fields.get(element.type)) === int96);
  for (const leaf of leaves) {
    sayBytes(leaf);
    sayPlainTime(leaf);
  }
  if (int96s.includes(true)) sayBytesInRowGroups(footer, int96s);
  return found;
}

function lostType({ fields }: Struct): LostType | undefined {
  if (numberOf(fields.get(element.type)) === int96) return "INT96";
  if (numberOf(fields.get(element.converted)) === convertedInterval) return "INTERVAL";
  const type = logicalOf(fields);
  if (type?.id === logical.uuid) return "UUID";
  if (type?.id === logical.float16) return "FLOAT16";
  // A flag's value is its type: 1 is true.
  if (type?.id === logical.time && type.of.fields.get(1)?.type === 1) return "TIMETZ";
  return undefined;
}

/** Has an element say bytes, where Arrow would make something else of them. */
function sayBytes(leaf: Struct): void {
  const lost = lostType(leaf);
  if (lost === undefined || lost === "TIMETZ") return;
  if (lost === "INT96") {
    leaf.fields.set(element.type, { type: 5, value: fixedBytes });
    leaf.fields.set(element.length, { type: 5, value: 12n });
  }
  leaf.fields.delete(element.converted);
  leaf.fields.delete(element.logical);
  sortFields(leaf);
}

/** Has an element say a time without a zone, as its old name says nothing of one: Arrow takes it for UTC. */
function sayPlainTime(leaf: Struct): void {
  const { fields } = leaf;
  const unit = convertedTimestamps.indexOf(numberOf(fields.get(element.converted)));
  if (unit < 0 || logicalOf(fields)) return;
  const struct = (...of: [number, Thrift][]): Struct => ({ type: 12, fields: new Map(of) });
  const isUtc = { type: 2, bytes: new Uint8Array() };
  const type = struct([1, isUtc], [2, struct([unit + 1, struct()])]);
  fields.set(element.logical, struct([logical.timestamp, type]));
  fields.delete(element.converted);
  sortFields(leaf);
}

/** Some writers forget to say how many rows there are in all. */
function sayRows(footer: Struct): void {
  const groups = itemsOf(footer.fields.get(rowGroups)).map(({ fields }) => numberOf(fields.get(3)) ?? 0n);
  footer.fields.set(rowsField, { type: 6, value: groups.reduce((sum, rows) => sum + rows, 0n) });
  sortFields(footer);
}

/** The type stands beside each column's data once more; statistics of another type would be misread. */
function sayBytesInRowGroups(footer: Struct, isBytes: readonly boolean[]): void {
  const [columns, metadata, statistics] = [1, 3, 12];
  for (const group of itemsOf(footer.fields.get(rowGroups)))
    itemsOf(group.fields.get(columns)).forEach((chunk, index) => {
      const data = chunk.fields.get(metadata);
      if (!isBytes[index] || !data || !("fields" in data)) return;
      data.fields.set(1, { type: 5, value: fixedBytes });
      data.fields.delete(statistics);
    });
}

function refuseUnreadable({ fields }: Struct, fileName: string, path: string): void {
  const type = logicalOf(fields);
  const refuse = (what: string, advice: string) => {
    throw new RunnelError(
      "import/type",
      `“${fileName}” has a column “${path}” of the type ${what}, which cannot be read here: ${advice}.`,
    );
  };
  const precision = numberOf(fields.get(element.precision)) ?? 0n;
  if (precision > mostDigits)
    refuse(`DECIMAL of ${precision} digits`, `save it with ${mostDigits} at most, or as text`);
  if (type?.id === logical.variant) refuse("VARIANT", "save it as JSON text, or leave it out");
  if (type?.id === logical.geometry)
    refuse("GEOMETRY", "save it as text (WKT) or bytes (WKB), or leave it out");
  if (type?.id === logical.geography)
    refuse("GEOGRAPHY", "save it as text (WKT) or bytes (WKB), or leave it out");
}

function logicalOf(fields: Struct["fields"]): { readonly id: number; readonly of: Struct } | undefined {
  const union = fields.get(element.logical);
  if (!union || !("fields" in union)) return undefined;
  const [first] = union.fields;
  return first && "fields" in first[1] ? { id: first[0], of: first[1] } : undefined;
}

function itemsOf(list: Thrift | undefined): Struct[] {
  return list && "items" in list ? list.items.filter((one): one is Struct => "fields" in one) : [];
}

function numberOf(one: Thrift | undefined): bigint | undefined {
  return one && "value" in one ? one.value : undefined;
}

function textOf(one: Thrift | undefined): string {
  return one && "bytes" in one ? new TextDecoder().decode(one.bytes) : "";
}

function sortFields({ fields }: Struct): void {
  const sorted = [...fields].sort(([a], [b]) => a - b);
  fields.clear();
  for (const [id, one] of sorted) fields.set(id, one);
}
