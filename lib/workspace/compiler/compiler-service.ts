import { RunnelError } from "../../base";
import type { CompiledCode, CompiledNotebook, Notebook } from "../../notebook";
import type { Compile, CompileOptions } from "../../notebook/compile";
import { authoringNames, serve } from "../../runtime";

/** What a worker that compiles notebooks does. */
export interface CompilerApi {
  /** Compiles a notebook. Its code stays here, under a number: with each keystroke a notebook is compiled, and few are run. */
  compile(notebook: Notebook): { readonly number: number; readonly compiled: CompiledNotebook };
  /** The code of the notebook that was compiled last. Throws where another was since. */
  code(number: number): CompiledCode;
}

/** The inside of such a worker: typing must not wait for what it does. */
export function serveCompiler(createCompile: (options: CompileOptions) => Compile): void {
  const compile = createCompile({ api: authoringNames });
  let [latest, code]: [number, CompiledCode | undefined] = [0, undefined];
  const api: CompilerApi = {
    compile(notebook) {
      const { module, lines, ...compiled } = compile(notebook);
      code = { module, lines };
      return { number: ++latest, compiled };
    },
    code(number) {
      if (code && number === latest) return code;
      throw new RunnelError("compile/old", "The notebook was compiled anew since: compile it again.");
    },
  };
  serve(globalThis as unknown as Parameters<typeof serve>[0], api);
}
