import { isDouble } from "../../rows/long-number";
import { columnNumber } from "./extent";
import type { NumberKind } from "./number-formats";
import type { ExcelCell } from "./wire";
import { type XmlPart, attribute } from "./xml";

/** What the cells of a sheet stand for. */
export interface CellMeaning {
  readonly texts: readonly string[];
  readonly kinds: readonly NumberKind[];
  readonly is1904: boolean;
}

/** A sheet's cells, each in its place, and what is to be said of them. */
export interface SheetCells {
  readonly rows: ExcelCell[][];
  hasErrors: boolean;
  /** Whether there are formulas whose values nobody wrote down. */
  hasUncounted: boolean;
}

/** Reads the cells of a sheet from its XML. Rows and cells that do not say where they are follow the one before. */
export async function readCells(
  xml: AsyncIterable<readonly XmlPart[]>,
  meaning: CellMeaning,
): Promise<SheetCells> {
  const sheet: SheetCells = { rows: [], hasErrors: false, hasUncounted: false };
  let [row, column, style, type] = [0, 0, 0, "n"];
  let [value, text, hasFormula, skips]: [string | undefined, string | undefined, boolean, boolean] = [
    undefined,
    undefined,
    false,
    false,
  ];
  let inside = "";
  for await (const parts of xml)
    for (const part of parts) {
      if (part.name === "") {
        if (inside === "v") value = (value ?? "") + part.text;
        else if (inside === "t" && !skips) text = (text ?? "") + part.text;
        continue;
      }
      const { name, isOpen, isClose, attributes } = part;
      if (name === "row" && isOpen) {
        row = Number(attribute(attributes, "r") ?? row + 1);
        column = 0;
      } else if (name === "c" && isOpen) {
        const [, letters, number] = /^([A-Z]{1,3})(\d{1,7})$/.exec(attribute(attributes, "r") ?? "") ?? [];
        column = letters === undefined ? column + 1 : columnNumber(letters);
        if (number !== undefined) row = Number(number);
        style = Number(attribute(attributes, "s") ?? "0");
        type = attribute(attributes, "t") ?? "n";
        [value, text, hasFormula] = [undefined, undefined, false];
      } else if (name === "rPh") skips = isOpen && !isClose;
      else if (name === "f") hasFormula = true;
      if (name === "v" || name === "t") inside = isOpen && !isClose ? name : "";
      if (name !== "c" || !isClose) continue;
      if (type === "e") sheet.hasErrors = true;
      if (hasFormula && value === undefined && type !== "str") sheet.hasUncounted = true;
      const cell = cellOf(type, value, text, meaning, meaning.kinds[style] ?? "number");
      if (cell !== null) put(sheet.rows, row, column, cell);
    }
  return sheet;
}

function put(rows: ExcelCell[][], row: number, column: number, cell: ExcelCell): void {
  while (rows.length < row) rows.push([]);
  const cells = rows[row - 1];
  if (!cells) throw new Error(`it has a cell in row ${row}`);
  while (cells.length < column - 1) cells.push(null);
  cells[column - 1] = cell;
}

function cellOf(
  type: string,
  value: string | undefined,
  text: string | undefined,
  { texts, is1904 }: CellMeaning,
  kind: NumberKind,
): ExcelCell {
  const asText = (found: string | undefined) => (found === undefined || found === "" ? null : found);
  switch (type) {
    case "s": {
      if (value === undefined || value === "") return null;
      const shared = texts[Number(value)];
      if (shared === undefined) throw new Error(`it has no text ${value} among those that cells share`);
      return asText(shared);
    }
    case "inlineStr":
      return asText(plainText(text ?? value ?? ""));
    case "str":
      return asText(plainText(value ?? text ?? ""));
    case "b":
      return value === undefined || value === "" ? null : value === "1" || value === "true";
    case "e":
      return null;
    case "d":
      return value === undefined || value === "" ? null : isoDate(value);
    default:
      return value === undefined || value.trim() === "" ? null : numberOf(value.trim(), kind, is1904);
  }
}

function isoDate(text: string): ExcelCell {
  const date = new Date(/T.*(?:Z|[-+]\d\d:?\d\d)$|^[^T]*$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(date.getTime()) ? text : date;
}

/** Signs that XML cannot hold are written as _x000D_. */
export function plainText(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([\da-fA-F]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

const dayMs = 86_400_000;
const day0 = Date.UTC(1899, 11, 30);
/** The last day that Excel has, at the end of the year 9999. */
const lastDay = 2_958_466;
const daysTo1904 = 1_462;

function numberOf(text: string, kind: NumberKind, is1904: boolean): ExcelCell {
  const number = parseNumber(text);
  if (typeof number !== "number" || kind === "number") return number;
  const ms = Math.round(number * dayMs);
  if (kind === "duration") return { duration: ms };
  // A time alone has no day in either calendar.
  const days = number + (is1904 && number >= 1 ? daysTo1904 : 0);
  return days < 0 || days >= lastDay ? number : new Date(day0 + Math.round(days * dayMs));
}

/** Digits with which any double is written so that it comes back. */
const mostDigits = 17;

/** A number as its text says it. Excel writes 0.103 as 0.10299999999999999, which is the same double. */
function parseNumber(text: string): ExcelCell {
  const number = Number(text);
  if (Number.isNaN(number)) return text;
  const isFraction = /^-?\d*\.\d+$/.test(text);
  const digits = text.replace(/[-.]/g, "").replace(/^0+/, "").length;
  return isDouble(text) || (isFraction && digits <= mostDigits) ? number : { number: text };
}
