import type { CompiledNotebook, Notebook } from "../notebook";
import type { Compile, CompileOptions } from "../notebook/compile";
import { authoringNames, serve } from "../runtime";

/** What a worker that compiles notebooks does. */
export interface CompilerApi {
  compile(notebook: Notebook): CompiledNotebook;
}

/** The inside of such a worker: typing must not wait for what it does. */
export function serveCompiler(createCompile: (options: CompileOptions) => Compile): void {
  const api: CompilerApi = { compile: createCompile({ api: authoringNames }) };
  serve(globalThis as unknown as Parameters<typeof serve>[0], api);
}
