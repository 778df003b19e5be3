import type { CellId } from "../../base";
import type { CellLines, LineMap } from "../location";
import { type Internal, internals } from "../name";
import { type Insertion, insertAll, lineEnd } from "./insertion";

/** A cell's part of the module: the author's code, of the same length, and what is put into it. */
export interface Part {
  readonly code: string;
  readonly insertions: readonly Insertion[];
}

export interface WrittenModule {
  readonly module: string;
  readonly lines: LineMap;
}

/** Writes the parts of cells, each after its inputs, as one ES module. `api` are the names of the authoring API that are in scope. */
export function writeModule(
  parts: readonly (Part & { readonly cell: CellId })[],
  api: readonly string[],
): WrittenModule {
  const used = new Set<Internal>();
  const texts: string[] = [];
  const lines: CellLines[] = [];
  let first = 2;
  for (const { cell, code, insertions } of parts) {
    for (const { text } of insertions)
      for (const name of internals) if (text.includes(`${name}(`)) used.add(name);
    const { text, placed } = insertAll(code, insertions, first);
    const count = text.split(lineEnd).length;
    lines.push({ cell, first, count, insertions: placed });
    /** The semicolon keeps a cell from running on into the next, as in `const a = 1` and `(async () => {})`. */
    texts.push(text, ";");
    first += count + 1;
  }
  const prelude = `const { ${[...api, ...used].join(", ")} } = globalThis.runnel;`;
  return { module: [prelude, ...texts, ""].join("\n"), lines };
}
