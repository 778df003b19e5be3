import type { Marks } from "./extent";

/** A cell's value; a number that JavaScript has not is its text. */
export type ExcelCell = string | number | boolean | Date | { readonly number: string } | null;

/** What an Excel worker is asked: one sheet of one file. */
export interface ExcelRequest {
  readonly file: Blob;
  /** Its name, or its number from 1. */
  readonly sheet: string | undefined;
}

export type ExcelReply =
  | {
      readonly type: "read";
      readonly rows: readonly (readonly ExcelCell[])[];
      readonly sheet: string;
      /** All sheets of the file. */
      readonly sheets: readonly string[];
      /** What cells of the file have that is read as empty ones. */
      readonly marks: Marks;
    }
  | { readonly type: "failed"; readonly why: ExcelFault; readonly message: string }
  | { readonly type: "no sheet"; readonly sheets: readonly string[] };

export type ExcelFault = "damaged" | "large";
