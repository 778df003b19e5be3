/** A cell's value; a number that JavaScript has not is its text, and a duration is in milliseconds. */
export type ExcelCell =
  string | number | boolean | Date | { readonly number: string } | { readonly duration: number } | null;

/** What cells of a sheet have that is read as nothing. */
export interface Marks {
  readonly hasErrors: boolean;
  /** Formulas whose values are not in the file: whoever made it did not work them out. */
  readonly hasUncounted: boolean;
  /** Cells of several rows that are one, of which the first has the value. */
  readonly hasMerged: boolean;
}

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
      readonly marks: Marks;
    }
  | { readonly type: "failed"; readonly why: ExcelFault; readonly message: string }
  | { readonly type: "no sheet"; readonly sheets: readonly string[] };

export type ExcelFault = "damaged" | "large";
