import { type Part, contentOf, extentOf } from "./extent";
import { numberKinds } from "./number-formats";
import { plainText, readCells } from "./sheet-cells";
import type { ExcelReply, ExcelRequest } from "./wire";
import { attribute, xmlParts } from "./xml";

/** A sheet of a workbook that has cells, and is no chart. */
interface ListedSheet {
  readonly name: string;
  readonly isHidden: boolean;
  readonly part: Part;
}

/** Reads a sheet of a workbook; all that can be wrong with it is an answer. */
export async function readWorkbook({ file, sheet }: ExcelRequest): Promise<ExcelReply> {
  const damaged = (message: string): ExcelReply => ({ type: "failed", why: "damaged", message });
  const extent = await extentOf(file);
  if (!extent) return damaged("it is no whole zip");
  if (extent.tooLarge !== undefined) return { type: "failed", why: "large", message: extent.tooLarge };
  try {
    const { parts } = extent;
    if (parts.some(({ name }) => /xl\/workbook\.bin$/i.test(name)))
      return damaged("it is in Excel’s binary form (.xlsb)");
    const { sheets, is1904, strings, styles } = await listOf(file, parts);
    const names = sheets.map(({ name }) => name);
    const chosen =
      sheet === undefined ? (sheets.find(({ isHidden }) => !isHidden) ?? sheets[0]) : named(sheets, sheet);
    if (!chosen) return { type: "no sheet", sheets: names };
    const meaning = { texts: await textsOf(file, strings), kinds: await numberKinds(file, styles), is1904 };
    const cells = await readCells(xmlParts(contentOf(file, chosen.part)), meaning);
    return { type: "read", sheet: chosen.name, sheets: names, ...cells };
  } catch (error) {
    return damaged(error instanceof Error ? error.message : String(error));
  }
}

/** A sheet by its name, or else by its number from 1. */
function named(sheets: readonly ListedSheet[], sheet: string): ListedSheet | undefined {
  const number = Number(sheet);
  return (
    sheets.find(({ name }) => name === sheet) ?? (Number.isInteger(number) ? sheets[number - 1] : undefined)
  );
}

interface WorkbookList {
  readonly sheets: readonly ListedSheet[];
  readonly is1904: boolean;
  readonly strings: Part | undefined;
  readonly styles: Part | undefined;
}

/** What a workbook says of its sheets, and where they are. */
async function listOf(file: Blob, parts: readonly Part[]): Promise<WorkbookList> {
  const book = parts.find(({ name }) => /^\/?xl\/workbook[^/]*\.xml$/i.test(name));
  if (!book) return { sheets: [], is1904: false, strings: undefined, styles: undefined };
  const at = (path: string) => {
    const whole = path.startsWith("/") ? path.slice(1) : `xl/${path}`;
    return parts.find(({ name }) => name.replace(/^\//, "").toLowerCase() === whole.toLowerCase());
  };
  const links = new Map<string, { readonly part: Part | undefined; readonly type: string }>();
  const file0 = book.name.split("/").at(-1) ?? "";
  const listed = at(`_rels/${file0}.rels`);
  if (listed)
    for await (const tags of xmlParts(contentOf(file, listed)))
      for (const { name, isOpen, attributes } of tags) {
        if (name !== "Relationship" || !isOpen) continue;
        const type = (attribute(attributes, "Type") ?? "").split("/").at(-1) ?? "";
        const target = (attribute(attributes, "Target") ?? "").replaceAll("\\", "/");
        links.set(attribute(attributes, "Id") ?? "", { part: at(target), type });
      }
  const linked = (type: string) => [...links.values()].find((link) => link.type === type)?.part;
  const sheets: ListedSheet[] = [];
  let is1904 = false;
  for await (const tags of xmlParts(contentOf(file, book)))
    for (const { name, isOpen, attributes } of tags) {
      if (!isOpen) continue;
      if (name === "workbookPr") is1904 = /^(?:1|true)$/.test(attribute(attributes, "date1904") ?? "");
      if (name !== "sheet") continue;
      const title = attribute(attributes, "name") ?? "";
      const link = links.get(attribute(attributes, "id") ?? "");
      if (link && link.type !== "worksheet") continue;
      if (!link?.part) throw new Error(`its sheet “${title}” is not in it`);
      const isHidden = /hidden/i.test(attribute(attributes, "state") ?? "");
      sheets.push({ name: title, isHidden, part: link.part });
    }
  return {
    sheets,
    is1904,
    strings: linked("sharedStrings") ?? at("sharedStrings.xml"),
    styles: linked("styles") ?? at("styles.xml"),
  };
}

/** The texts that cells share. */
async function textsOf(file: Blob, strings: Part | undefined): Promise<readonly string[]> {
  const texts: string[] = [];
  if (!strings) return texts;
  let [isText, skips, text] = [false, false, ""];
  for await (const parts of xmlParts(contentOf(file, strings)))
    for (const { name, isOpen, isClose, text: own } of parts) {
      if (name === "" && isText && !skips) text += own;
      else if (name === "t") isText = isOpen && !isClose;
      // How a text is spoken, which is none of it.
      else if (name === "rPh") skips = isOpen && !isClose;
      else if (name === "si" && isClose) {
        texts.push(plainText(text));
        text = "";
      }
    }
  return texts;
}
