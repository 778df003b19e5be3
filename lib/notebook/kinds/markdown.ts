import type { AnyCell } from "../cell";
import { nothing } from "../compile/reading";
import type { AddableKind, CellCompiler } from "./kind";

export interface MarkdownCell extends AnyCell {
  readonly kind: "markdown";
  readonly text: string;
}

/** Prose between the other cells. */
export const markdown: AddableKind<MarkdownCell> = {
  label: () => "Markdown",
  addLabel: "Text",
  language: "markdown",
  isTable: false,
  textOf: ({ text }) => text,
  withText: (cell, text) => ({ ...cell, text }),
  outputs: () => [],
  empty: (id) => ({ kind: "markdown", id, text: "" }),
};

export const markdownCompiler: CellCompiler<MarkdownCell> = {
  read: ({ text }) => ({ ...nothing, meaning: text }),
};
