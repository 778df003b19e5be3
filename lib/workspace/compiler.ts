import { AbortError } from "../base";
import type { CompiledNotebook, Notebook } from "../notebook";
import { connect, type Remote } from "../runtime";
import type { CompilerApi } from "./compile.worker";
import { startWorker, type WorkerSource } from "./worker";

/** Compiles notebooks in a worker of its own, which starts at the first need. */
export interface Compiler {
  compile(notebook: Notebook): Promise<CompiledNotebook>;
  close(): void;
}

/** Makes a compiler; `api` are the names that a notebook's code finds in scope. */
export function createCompiler(source: WorkerSource): Compiler {
  let current: { readonly api: Remote<CompilerApi>; readonly gone: AbortController } | undefined;
  const start = () => {
    const gone = new AbortController();
    const started = { api: connect<CompilerApi>(startWorker(source, gone), gone.signal), gone };
    gone.signal.addEventListener("abort", () => {
      // The next need starts another.
      if (current === started) current = undefined;
    });
    return started;
  };
  return {
    compile: async (notebook) => await (current ??= start()).api.compile(notebook),
    close: () => current?.gone.abort(new AbortError("The notebook was closed.")),
  };
}
