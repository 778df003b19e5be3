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
interface Part {
  readonly name: string;
  readonly isPacked: boolean;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** What cells have that is read as nothing. */
export interface Marks {
  readonly hasErrors: boolean;
  /** Formulas whose results the file does not hold: whoever made it did not work them out. */
  readonly hasFormulasAlone: boolean;
  /** Cells of several rows that are one, of which the first has the value. */
  readonly hasMerged: boolean;
}

const noMarks: Marks = { hasErrors: false, hasFormulasAlone: false, hasMerged: false };

/** A formula without a result, but for those of text, whose result may be empty. */
const formulaAlone =
  /<c\b(?![^>]{0,200}\bt="str")[^>]{0,200}>\s*<f\b[^>]{0,200}(?:\/>|>[^<]{0,8192}<\/f>)\s*(?:<v\s*\/>|<v>\s*<\/v>)?\s*<\/c>/;

/** Letters behind which a mark may have been cut in two. */
const longestMark = 1024;

/** What a workbook holds, and whether that is too much. */
export interface Extent {
  readonly tooLarge?: string;
  /** What is in its sheets. */
  readonly marks: Marks;
  /** The names of its sheets, in their order. */
  readonly sheets: readonly string[];
}

/**
 * Looks through a workbook without keeping it: the library that reads it believes what its zip says of sizes, and makes each
 * row as long as the longest. Undefined where it is no whole zip.
 */
export async function extentOf(file: Blob): Promise<Extent | undefined> {
  const parts = await partsOf(file);
  if (!parts) return undefined;
  const large = (tooLarge: string) => ({ tooLarge, marks: noMarks, sheets: [] });
  if (file.size > excelLimits.packed) return large(`it has ${inMegabytes(file.size)}`);
  if (parts.length > excelLimits.parts) return large(`it has ${parts.length} parts`);
  const all = parts.reduce((sum, { size }) => sum + size, 0);
  if (all > excelLimits.all || parts.some(({ size }) => size > excelLimits.part))
    return large(`unpacked it has ${inMegabytes(all)}`);
  let marks = noMarks;
  let sheets: readonly string[] = [];
  for (const part of parts) {
    if (!part.name.endsWith(".xml")) continue;
    const found = await sheetOf(file, part);
    if (!found) return undefined;
    if (found.size > part.size) return large("its parts are larger than they say");
    if (found.rows * found.columns > excelLimits.cells)
      return large(`a sheet goes to row ${found.rows} and column ${found.columns}`);
    marks = both(marks, found.marks);
    if (part.name === "xl/workbook.xml") sheets = sheetNames(found.text);
  }
  return { marks, sheets };
}

function both(one: Marks, other: Marks): Marks {
  return {
    hasErrors: one.hasErrors || other.hasErrors,
    hasFormulasAlone: one.hasFormulasAlone || other.hasFormulasAlone,
    hasMerged: one.hasMerged || other.hasMerged,
  };
}

function marksIn(text: string): Marks {
  const merged = text.matchAll(/<mergeCell\s[^>]{0,100}?ref="[A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7})"/g);
  return {
    hasErrors: text.includes('t="e"'),
    hasFormulasAlone: formulaAlone.test(text),
    hasMerged: [...merged].some(([, top, bottom]) => top !== bottom),
  };
}

/** What was seen of a part. */
interface Looked {
  readonly size: number;
  readonly rows: number;
  readonly columns: number;
  readonly marks: Marks;
  /** The list of the sheets. */
  readonly text: string;
}

/** Letters of the list of sheets that are read. */
const longestList = 2 ** 20;

/** Looks through a part: how far its cells go, where it is a sheet. */
async function sheetOf(file: Blob, { at, packed, isPacked, name }: Part): Promise<Looked | undefined> {
  const head = new DataView(await file.slice(at, at + 30).arrayBuffer());
  if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) return undefined;
  const from = at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const content = file.slice(from, from + packed).stream();
  const bytes = isPacked ? content.pipeThrough(new DecompressionStream("deflate-raw")) : content;
  const isSheet = name.includes("worksheets/");
  const reader = bytes.getReader();
  const decoder = new TextDecoder();
  const isList = name === "xl/workbook.xml";
  let [rows, columns, size, marks, rest, list] = [0, 0, 0, noMarks, "", ""];
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.length;
      if (size > excelLimits.part) break;
      if (isList && list.length < longestList) list += decoder.decode(read.value, { stream: true });
      if (!isSheet) continue;
      const text = rest + decoder.decode(read.value, { stream: true });
      for (const [, column, row, bare] of text.matchAll(/\sr="(?:([A-Z]{1,3})(\d{1,7})|(\d{1,7}))"/g)) {
        rows = Math.max(rows, Number(row ?? bare));
        if (column !== undefined) columns = Math.max(columns, columnNumber(column));
      }
      marks = both(marks, marksIn(text));
      rest = text.slice(-longestMark);
    }
  } catch {
    return undefined;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return { rows, columns, size, marks, text: list };
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The names in a workbook's list of sheets. */
function sheetNames(list: string): readonly string[] {
  const named = list.matchAll(/<(?:\w+:)?sheet\s[^>]*?\bname=(?:"([^"]*)"|'([^']*)')/g);
  return Array.from(named, ([, name = "", other = ""]) =>
    (name || other).replace(
      /&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));/g,
      (whole: string, ...[hex, decimal, word = ""]: (string | undefined)[]) => {
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        return Number.isInteger(code) && code <= 0x10ffff
          ? String.fromCodePoint(code)
          : (entities[word] ?? whole);
      },
    ),
  );
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
    parts.push({
      name: new TextDecoder().decode(new Uint8Array(list.buffer, place + 46, name)),
      isPacked: method === 8,
      packed: list.getUint32(place + 20, true),
      size: list.getUint32(place + 24, true),
      at: list.getUint32(place + 42, true),
    });
    place += 46 + name + extra + comment;
  }
  return parts;
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MB`;
}
