import type { CompiledNotebook, Notebook } from "../notebook";
import { createCompile } from "../notebook/compile/with-typescript";
import { authoringNames, serve } from "../runtime";

/** What the worker that compiles notebooks does: TypeScript's parser is heavy, and typing must not wait for it. */
export interface CompilerApi {
  compile(notebook: Notebook): CompiledNotebook;
}

serve(globalThis as unknown as Parameters<typeof serve>[0], {
  compile: createCompile({ api: authoringNames }),
} satisfies CompilerApi);
