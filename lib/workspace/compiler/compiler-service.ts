import { RunnelError, type CellId } from "../../base";
import type { Cell, CompiledCode } from "../../notebook";
import type { Compile, CompileOptions } from "../../notebook/compile";
import { authoringNames, serve } from "../../runtime";
import { changesOf, saidOf, type Changes, type SaidOf } from "./changes";

/** What a worker that compiles notebooks does. */
export interface CompilerApi {
  /** Takes in a cell as it is from now on, and reads it: an answer each, which shows of which one there is none. One `isTooSlow` is not read. */
  read(cell: Cell, isTooSlow: boolean): void;
  /**
   * Compiles a notebook of cells that were read; of those of which nothing else is said, nothing is. Its code stays here, under a
   * number: with each keystroke a notebook is compiled, and few are run.
   */
  compile(cells: readonly CellId[]): Changes & { readonly number: number };
  /** The code of the notebook that was compiled last. Throws where another was since. */
  code(number: number): CompiledCode;
}

/** The inside of such a worker: typing must not wait for what it does. */
export function serveCompiler(createCompile: (options: CompileOptions) => Compile): void {
  const compile = createCompile({ api: authoringNames });
  let [latest, code]: [number, CompiledCode | undefined] = [0, undefined];
  let known = new Map<CellId, Cell>();
  const unread = new Set<CellId>();
  let before: SaidOf = new Map();
  const api: CompilerApi = {
    read(cell, isTooSlow) {
      known.set(cell.id, cell);
      unread.delete(cell.id);
      if (isTooSlow) unread.add(cell.id);
      else compile.read(cell);
    },
    compile(ids) {
      const cells = ids.flatMap((id) => known.get(id) ?? []);
      known = new Map(cells.map((cell) => [cell.id, cell]));
      const { module, lines, ...compiled } = compile({ title: "", settings: {}, cells }, unread);
      code = { module, lines };
      const all = saidOf(compiled, before);
      const said = changesOf(all, before);
      before = all;
      return { number: ++latest, main: compiled.main, said };
    },
    code(number) {
      if (code && number === latest) return code;
      throw new RunnelError("compile/old", "The notebook was compiled anew since: compile it again.");
    },
  };
  serve(globalThis as unknown as Parameters<typeof serve>[0], api);
}
