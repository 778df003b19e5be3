/** A cell's value; a number that JavaScript has not is its text, and a duration is in milliseconds. */
export type ExcelCell =
  string | number | boolean | Date | { readonly number: string } | { readonly duration: number } | null;

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
      /** Whether cells have errors, which are read as empty ones. */
      readonly hasErrors: boolean;
      /** Whether there are formulas without a value, which are read as empty ones. */
      readonly hasUncounted: boolean;
    }
  | { readonly type: "failed"; readonly why: ExcelFault; readonly message: string }
  | { readonly type: "no sheet"; readonly sheets: readonly string[] };

export type ExcelFault = "damaged" | "large";
