import { AbortError } from "../base";
import type { CompiledNotebook, Notebook } from "../notebook";
import { connect } from "../runtime";
import type { CompilerApi } from "./compile.worker";
import { startWorker, type WorkerSource } from "./worker";

/** Compiles notebooks in a worker of its own, which starts at the first need. */
export interface Compiler {
  compile(notebook: Notebook): Promise<CompiledNotebook>;
  close(): void;
}

/** Makes a compiler; `api` are the names that a notebook's code finds in scope. */
export function createCompiler(source: WorkerSource): Compiler {
  const closed = new AbortController();
  let worker: Worker | undefined;
  const start = () => {
    worker = startWorker(source, (reason) => closed.abort(reason));
    return connect<CompilerApi>(worker, closed.signal);
  };
  let remote: ReturnType<typeof start> | undefined;
  return {
    compile: async (notebook) => await (remote ??= start()).compile(notebook),
    close() {
      closed.abort(new AbortError("The notebook was closed."));
      worker?.terminate();
    },
  };
}
