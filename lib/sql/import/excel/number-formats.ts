import type { Part } from "./extent";
import { contentOf } from "./extent";
import { attribute, xmlParts } from "./xml";

/** What the numbers of a style are. */
export type NumberKind = "number" | "date" | "duration";

/** Excel's own formats of dates, which no file spells out, and of hours beyond a day. */
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58) ||
  (id >= 71 && id <= 81);
const hoursBeyondADay = 46;

/** What the numbers of each style of a workbook are, by the style's number. */
export async function numberKinds(file: Blob, styles: Part | undefined): Promise<readonly NumberKind[]> {
  const kinds: NumberKind[] = [];
  const own = new Map<number, string>();
  if (!styles) return kinds;
  let isOfCells = false;
  for await (const parts of xmlParts(contentOf(file, styles)))
    for (const { name, isOpen, isClose, attributes } of parts) {
      const id = Number(attribute(attributes, "numFmtId") ?? "0");
      if (name === "cellXfs") isOfCells = isOpen && !isClose;
      else if (name === "numFmt") own.set(id, attribute(attributes, "formatCode") ?? "");
      else if (name === "xf" && isOpen && isOfCells) kinds.push(kindOf(id, own.get(id)));
    }
  return kinds;
}

function kindOf(id: number, code: string | undefined): NumberKind {
  if (code === undefined) return id === hoursBeyondADay ? "duration" : isBuiltInDate(id) ? "date" : "number";
  if (/^general$/i.test(code)) return "number";
  // Text in quotes, and what else is no part of a number, may have the letters of dates.
  const plain = code
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "")
    .split(";")[0];
  if (/\[[hms]+\]/i.test(plain ?? "")) return "duration";
  return /[dmyhs]/i.test(plain ?? "") ? "date" : "number";
}
