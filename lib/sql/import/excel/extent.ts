/** What a workbook may come to, unpacked. */
const excelLimits = {
  packed: 100 * 2 ** 20,
  /** Bytes of one part of it, and of all. */
  part: 400 * 2 ** 20,
  all: 800 * 2 ** 20,
  parts: 2_000,
  /** Cells of a sheet, from its first to its last, empty ones among them. */
  cells: 20_000_000,
};

/** A part of a workbook, as the zip's list has it. */
export interface Part {
  readonly name: string;
  readonly isPacked: boolean;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** What a workbook holds, and whether that is too much. */
export interface Extent {
  readonly tooLarge?: string;
  readonly parts: readonly Part[];
}

/**
 * Looks through a workbook without keeping it: the library that reads it believes what its zip says of sizes, and makes each
 * row as long as the longest. Undefined where it is no whole zip.
 */
export async function extentOf(file: Blob): Promise<Extent | undefined> {
  const parts = await partsOf(file);
  if (!parts) return undefined;
  const large = (tooLarge: string) => ({ tooLarge, parts });
  if (file.size > excelLimits.packed) return large(`it has ${inMegabytes(file.size)}`);
  if (parts.length > excelLimits.parts) return large(`it has ${parts.length} parts`);
  const all = parts.reduce((sum, { size }) => sum + size, 0);
  if (all > excelLimits.all || parts.some(({ size }) => size > excelLimits.part))
    return large(`unpacked it has ${inMegabytes(all)}`);
  for (const part of parts) {
    if (!/\.(?:xml|rels)$/i.test(part.name)) continue;
    const found = await sheetOf(file, part);
    if (!found) return undefined;
    if (found.size > part.size) return large("its parts are larger than they say");
    if (found.rows * found.columns > excelLimits.cells)
      return large(`a sheet goes to row ${found.rows} and column ${found.columns}`);
  }
  return { parts };
}

/** What was seen of a part. */
interface Looked {
  readonly size: number;
  readonly rows: number;
  readonly columns: number;
}

/** A part as it was before it was packed. */
export function contentOf(
  file: Blob,
  { at, packed, isPacked }: Part,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const content = file.slice(at, at + packed).stream();
  return isPacked ? content.pipeThrough(new DecompressionStream("deflate-raw")) : content;
}

/** Looks through a part: how far its cells go, where it is a sheet. */
async function sheetOf(file: Blob, part: Part): Promise<Looked | undefined> {
  const isSheet = part.name.includes("worksheets/");
  const reader = contentOf(file, part).getReader();
  const decoder = new TextDecoder();
  let [rows, columns, size, rest] = [0, 0, 0, ""];
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.length;
      if (size > excelLimits.part) break;
      if (!isSheet) continue;
      const text = rest + decoder.decode(read.value, { stream: true });
      for (const [, column, row, bare] of text.matchAll(/\sr="(?:([A-Z]{1,3})(\d{1,7})|(\d{1,7}))"/g)) {
        rows = Math.max(rows, Number(row ?? bare));
        if (column !== undefined) columns = Math.max(columns, columnNumber(column));
      }
      // A mark may be cut in two.
      rest = text.slice(-24);
    }
  } catch {
    return undefined;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return { rows, columns, size };
}

/** A column's number from 1: A is 1, AA is 27. */
export function columnNumber(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** The list at the end of a zip; undefined where there is none. */
async function partsOf(file: Blob): Promise<readonly Part[] | undefined> {
  const tail = new DataView(await file.slice(Math.max(0, file.size - 65_557)).arrayBuffer());
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) return undefined;
  const [count, size, at] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
  ];
  const list = new DataView(await file.slice(at, at + size).arrayBuffer());
  const parts: Part[] = [];
  for (let place = 0; parts.length < count;) {
    if (place + 46 > list.byteLength || list.getUint32(place, true) !== 0x02014b50) return undefined;
    const [name = 0, extra = 0, comment = 0] = [28, 30, 32].map((offset) =>
      list.getUint16(place + offset, true),
    );
    if (place + 46 + name > list.byteLength) return undefined;
    const method = list.getUint16(place + 10, true);
    if (method !== 0 && method !== 8) return undefined;
    const head = list.getUint32(place + 42, true);
    const own = new DataView(await file.slice(head, head + 30).arrayBuffer());
    if (own.byteLength < 30 || own.getUint32(0, true) !== 0x04034b50) return undefined;
    parts.push({
      // Some programs write paths as Windows does.
      name: new TextDecoder().decode(new Uint8Array(list.buffer, place + 46, name)).replaceAll("\\", "/"),
      isPacked: method === 8,
      packed: list.getUint32(place + 20, true),
      size: list.getUint32(place + 24, true),
      at: head + 30 + own.getUint16(26, true) + own.getUint16(28, true),
    });
    place += 46 + name + extra + comment;
  }
  return parts;
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MB`;
}
