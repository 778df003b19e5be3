import { mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Runs a notebook in Node: see `lib/node/main.ts`. */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
// Beside the packages, so that what is not bundled is found.
const folder = mkdtempSync(join(root, "node_modules", ".runnel-"));
try {
  const outfile = join(folder, "main.mjs");
  await build({
    ...{ entryPoints: [join(root, "lib/node/main.ts")], outfile, bundle: true, format: "esm" },
    ...{ platform: "node", target: "node20", logLevel: "warning", packages: "external" },
  });
  const { main } = await import(pathToFileURL(outfile).href);
  process.exitCode = await main(process.argv.slice(2), join(root, "node_modules/vega-datasets/data"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
