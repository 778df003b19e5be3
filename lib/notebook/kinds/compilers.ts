import { dataCompiler } from "./data-compiler";
import { markdownCompiler } from "./markdown";
import { sqlCompiler } from "./sql";

/** How the kinds of cell are compiled, but for TypeScript, whose parser is heavy (`compile/with-typescript`). Pages do without. */
export const cellCompilers = { sql: sqlCompiler, markdown: markdownCompiler, data: dataCompiler };
