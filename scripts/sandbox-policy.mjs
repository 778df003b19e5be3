import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

const file = join(dirname(fileURLToPath(import.meta.url)), "..", "lib/runtime/sandbox/policy.ts");
const { code } = transformSync(readFileSync(file, "utf8"), { loader: "ts", format: "esm" });

/** The app's own rule for the sandbox's policy: it has one source, in TypeScript, which Node may not read. */
export const { sandboxPolicy } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
