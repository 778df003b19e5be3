import type { CellId } from "../base";
import { cellKinds, type AnyCell, type CellKind, type CellOptions } from "../notebook";

/** A fence of a lesson that is no cell of its notebook. */
export interface NoteCell extends AnyCell {
  readonly kind: "hint" | "predict";
  readonly text: string;
  /** The words after the first: the language, where it is not English. */
  readonly options: CellOptions;
}

const note = (word: NoteCell["kind"]): CellKind<NoteCell> => ({
  label: () => word,
  language: "markdown",
  isTable: false,
  fence: {
    words: [word],
    read: ({ options, body }, id: CellId) => ({ kind: word, id, text: body, options }),
    write: ({ options, text }) => ({ word, options, body: text }),
  },
  textOf: ({ text }) => text,
  withText: (cell, text) => ({ ...cell, text }),
  outputs: () => [],
});

/** The kinds of block in a lesson's text: those of a notebook, and its own. */
export const lessonKinds = { ...cellKinds, hint: note("hint"), predict: note("predict") };
