import { RunnelError, type CellId } from "../../base";
import type { Cell, CompiledCode } from "../../notebook";
import type { Compile, CompileOptions } from "../../notebook/compile";
import { authoringNames, serve } from "../../runtime";
import { changesOf, saidOf, type Changes, type SaidOf } from "./changes";

/** What a worker that compiles notebooks does. */
export interface CompilerApi {
  /**
   * Compiles a notebook: of a cell that is as it was the last time, its id will do, and of one of which nothing else is said,
   * nothing is. Its code stays here, under a number: with each keystroke a notebook is compiled, and few are run.
   */
  compile(cells: readonly (Cell | CellId)[]): Changes & { readonly number: number };
  /** The code of the notebook that was compiled last. Throws where another was since. */
  code(number: number): CompiledCode;
}

/** The inside of such a worker: typing must not wait for what it does. */
export function serveCompiler(createCompile: (options: CompileOptions) => Compile): void {
  const compile = createCompile({ api: authoringNames });
  let [latest, code]: [number, CompiledCode | undefined] = [0, undefined];
  let known: ReadonlyMap<CellId, Cell> = new Map();
  let before: SaidOf = new Map();
  const api: CompilerApi = {
    compile(given) {
      const cells = given.flatMap((one) => (typeof one === "string" ? (known.get(one) ?? []) : one));
      known = new Map(cells.map((cell) => [cell.id, cell]));
      const { module, lines, ...compiled } = compile({ title: "", settings: {}, cells });
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
