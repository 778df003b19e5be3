import type { CellId } from "../base";

/** What every cell has, whatever its kind. */
export interface AnyCell {
  readonly kind: string;
  readonly id: CellId;
}

/** What the fence's info string says besides the keys that make up the cell; a bare word has the value "". */
export type CellOptions = Readonly<Record<string, string>>;

/** A fence that is a cell: its first word, its options, and the text in it. */
export interface Fence<Word extends string = string> {
  readonly word: Word;
  readonly options: CellOptions;
  readonly body: string;
}
