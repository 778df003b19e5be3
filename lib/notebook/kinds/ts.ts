import type { AnyCell, CellOptions } from "../cell";
import type { AddableKind } from "./kind";

export interface TsCell extends AnyCell {
  readonly kind: "ts";
  readonly code: string;
  readonly options: CellOptions;
}

/** TypeScript: tasks, flows, and whatever else they need. */
export const ts: AddableKind<TsCell> = {
  label: () => "TypeScript",
  addLabel: "TypeScript",
  language: "ts",
  isTable: false,
  namesFiles: true,
  needsTypeScript: true,
  fence: {
    words: ["ts"],
    read: ({ options, body }, id) => ({ kind: "ts", id, code: body, options }),
    write: ({ options, code }) => ({ word: "ts", options, body: code }),
  },
  textOf: ({ code }) => code,
  withText: (cell, code) => ({ ...cell, code }),
  outputs: () => [],
  empty: (id) => ({ kind: "ts", id, code: "", options: {} }),
};
