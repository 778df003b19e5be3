import { cellCompilers } from "../kinds/compilers";
import type { CellCompiler } from "../kinds/kind";
import type { TsCell } from "../kinds/ts";
import { type Compile, type CompileOptions, createCompile as createWith } from "./compile";
import type { Defined } from "./definitions";
import type { Insertion } from "./insertion";
import { literal } from "./literal";
import { readTs } from "./read-ts";

/** How TypeScript cells are compiled: apart from the others, as the parsers weigh a megabyte. */
const tsCompiler: CellCompiler<TsCell> = {
  read: readTs,
  write({ script }, defined) {
    const { code = "", insertions = [] } = script ?? {};
    return { code, insertions: [...defined.flatMap(define), ...insertions] };
  },
};

/** The definition's maker, told the name and the source of what it makes. */
function define({ definition, maker }: Defined): Insertion[] {
  if (!maker) return [];
  return [
    { at: maker.start, text: `$define(${literal(definition.name)}, ` },
    { at: maker.end, text: `, ${literal(definition.source)})` },
  ];
}

/** Makes a compiler of all kinds of cell. */
export function createCompile(options: CompileOptions): Compile {
  return createWith({ compilers: { ...cellCompilers, ts: tsCompiler }, ...options });
}
