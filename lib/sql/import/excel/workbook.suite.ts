/** Parts of a workbook, to be made into a file as Excel writes them. */
export interface WorkbookParts {
  readonly sheets: Readonly<Record<string, string>>;
  readonly shared?: readonly string[];
  /** Formats of numbers: those of cells with the style 1, 2 and so on. */
  readonly formats?: readonly number[];
  /** The same as codes of their own, in place of numbers. */
  readonly codes?: readonly string[];
  readonly is1904?: boolean;
  /** Sheets that are hidden, and those that are charts, by their names. */
  readonly hidden?: readonly string[];
  readonly charts?: readonly string[];
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook of sheets, whose rows are given as XML. */
export function workbook(parts: WorkbookParts): Blob {
  const { sheets, shared = [], codes = [], is1904 = false, hidden = [], charts = [] } = parts;
  const formats = parts.formats ?? codes.map((_, index) => 164 + index);
  const escaped = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll(">", "&gt;");
  const names = Object.keys(sheets);
  const files: Record<string, string> = {
    "[Content_Types].xml": `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    "xl/workbook.xml": `${head}<workbook ${main} xmlns:r="${relations}"><workbookPr${is1904 ? ' date1904="1"' : ""}/><sheets>${names
      .map(
        (name, index) =>
          `<sheet name="${name}" sheetId="${index + 1}"${hidden.includes(name) ? ' state="hidden"' : ""} r:id="rId${index + 1}"/>`,
      )
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
      .map(
        (name, index) =>
          `<Relationship Id="rId${index + 1}" Type="${relations}/${charts.includes(name) ? "chartsheet" : "worksheet"}" Target="worksheets/sheet${index + 1}.xml"/>`,
      )
      .join(
        "",
      )}<Relationship Id="s" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="t" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    "xl/styles.xml": `${head}<styleSheet ${main}><numFmts>${codes
      .map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escaped(code)}"/>`)
      .join("")}</numFmts><cellXfs count="${formats.length + 1}"><xf numFmtId="0"/>${formats
      .map((id) => `<xf numFmtId="${id}" applyNumberFormat="1"/>`)
      .join("")}</cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `${head}<sst ${main}>${shared.map((text) => `<si><t xml:space="preserve">${text}</t></si>`).join("")}</sst>`,
  };
  for (const [index, name] of names.entries())
    files[`xl/worksheets/sheet${index + 1}.xml`] =
      `${head}<worksheet ${main}><sheetData>${sheets[name]}</sheetData></worksheet>`;
  return zipOf(files);
}

/** Files as a zip that packs nothing; `says` are sizes that it says in place of the true ones. */
export function zipOf(
  files: Readonly<Record<string, string>>,
  says: Readonly<Record<string, number>> = {},
): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const list: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [title, bytes] = [new TextEncoder().encode(name), new TextEncoder().encode(text)];
    const size = says[name] ?? bytes.length;
    const sizes = [crc32(bytes), bytes.length, size];
    const own = record(0x04034b50, [20, 0, 0, 0, 0], sizes, [title.length, 0]);
    list.push(record(0x02014b50, [20, 20, 0, 0, 0, 0], sizes, [title.length, 0, 0, 0, 0], [0, at]), title);
    parts.push(own, title, bytes);
    at += own.length + title.length + bytes.length;
  }
  const length = list.reduce((sum, one) => sum + one.length, 0);
  const count = Object.keys(files).length;
  return new Blob([...parts, ...list, record(0x06054b50, [0, 0, count, count], [length, at], [0])]);
}

/** A record of a zip: its mark, numbers of two and of four bytes, in turn. */
function record(mark: number, ...groups: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  const put = (value: number, size: number) => {
    for (let index = 0; index < size; index++) bytes.push(Math.floor(value / 256 ** index) % 256);
  };
  put(mark, 4);
  groups.forEach((group, index) => group.forEach((value) => put(value, index % 2 === 0 ? 2 : 4)));
  return Uint8Array.from(bytes);
}

function crc32(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}

/** Rows of cells as a sheet has them: texts, numbers, truth values, none, or a cell's own XML after its place. */
export function rowsXml(rows: readonly (readonly (string | number | boolean | null | RawCell)[])[]): string {
  return rows
    .map((row, index) => {
      const cells = row.map((cell, column) => {
        const place = `${String.fromCharCode(65 + column)}${index + 1}`;
        if (cell === null) return "";
        if (typeof cell === "object") return `<c r="${place}" ${cell.attributes}><v>${cell.value}</v></c>`;
        if (typeof cell === "string")
          return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${cell}</t></is></c>`;
        if (typeof cell === "boolean") return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
        return `<c r="${place}"><v>${cell}</v></c>`;
      });
      return `<row r="${index + 1}">${cells.join("")}</row>`;
    })
    .join("");
}

interface RawCell {
  readonly attributes: string;
  readonly value: string | number;
}

/** A number in the style of that number: a date, where its format is one. */
export const styled = (value: string | number, style = 1): RawCell => ({ attributes: `s="${style}"`, value });
/** An error, as of a formula. */
export const fault = (value: string): RawCell => ({ attributes: 't="e"', value });
