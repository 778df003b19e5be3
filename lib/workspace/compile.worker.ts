import { compile } from "../notebook/compile";
import { serve } from "../runtime";

/** The worker that compiles notebooks: TypeScript's parser is heavy, and typing must not wait for it. */
const compiler = { compile };
export type Compiler = typeof compiler;

serve(globalThis as unknown as Parameters<typeof serve>[0], compiler);
