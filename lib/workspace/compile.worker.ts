import type { CompiledNotebook, Notebook } from "../notebook";
import { compile } from "../notebook/compile";
import { authoring, serve } from "../runtime";

/** What the worker that compiles notebooks does: TypeScript's parser is heavy, and typing must not wait for it. */
export interface CompilerApi {
  compile(notebook: Notebook): CompiledNotebook;
}

const api = Object.keys(authoring);

serve(globalThis as unknown as Parameters<typeof serve>[0], {
  compile: (notebook) => compile(notebook, { api }),
} satisfies CompilerApi);
