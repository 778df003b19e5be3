import { readSheet } from "read-excel-file/universal";
import { isDouble } from "../../rows/long-number";
import { extentOf } from "./extent";
import type { ExcelCell, ExcelReply, ExcelRequest } from "./wire";

/** Reads a sheet of a workbook; all that can be wrong with it is an answer. */
export async function readWorkbook({ file, sheet }: ExcelRequest): Promise<ExcelReply> {
  const extent = await extentOf(file);
  if (!extent) return { type: "failed", why: "damaged", message: "it is no whole zip" };
  if (extent.tooLarge !== undefined) return { type: "failed", why: "large", message: extent.tooLarge };
  // Text is what stands in the cell, with its blanks; and a number is what its text says.
  const options = { trim: false, parseNumber };
  const { sheets, marks } = extent;
  const index = sheetIndex(sheets, sheet);
  if (index === undefined) return { type: "no sheet", sheets };
  try {
    const rows: readonly (readonly unknown[])[] = await readSheet(file, index + 1, options);
    const read = rows.map((row) => row.map(cellOf));
    return { type: "read", sheet: sheets[index] ?? "", sheets, marks, rows: read };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { type: "failed", why: "damaged", message };
  }
}

/** Where a sheet is, by its name or else by its number from 1. */
function sheetIndex(sheets: readonly string[], sheet = "1"): number | undefined {
  const named = sheets.indexOf(sheet);
  const index = named >= 0 ? named : Number(sheet) - 1;
  return Number.isInteger(index) && index >= 0 && index < sheets.length ? index : undefined;
}

function parseNumber(text: string): number | { readonly number: string } {
  return isDouble(text) ? Number(text) : { number: text };
}

function cellOf(value: unknown): ExcelCell {
  if (value instanceof Date) return value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "object" && value !== null && "number" in value)
    return { number: String(value.number) };
  return null;
}
