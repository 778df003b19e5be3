import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { withoutUnusedExports } from "./slim-wasm.mjs";
import { sandboxPolicy } from "./sandbox-policy.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const at = (...path) => join(root, ...path);

/** Scripts that run outside of the page, each as one file: what the bundler of the pages cannot give them. */
const scripts = {
  "workers/compile.js": "lib/workspace/compiler/compile.worker.ts",
  "workers/compile-typescript.js": "lib/workspace/compiler/compile-typescript.worker.ts",
  "workers/data.js": "lib/workspace/data/data.worker.ts",
  "workers/graph.js": "lib/workspace/graph/graph.worker.ts",
  "workers/share.js": "lib/workspace/share/share.worker.ts",
  "workers/prose.js": "lib/workspace/prose/prose.worker.ts",
  "workers/gate.js": "lib/runtime/gate/gate.worker.ts",
  "workers/parquet.js": "lib/sql/parquet/parquet.worker.ts",
  "workers/excel.js": "lib/sql/import/excel/excel.worker.ts",
  "sandbox/guest.js": "lib/runtime/guest/main.ts",
  "sandbox/checks.js": "lib/lessons/grader/checks.worker.ts",
  "sandbox/fetch.js": "lib/runtime/fetcher/main.ts",
};

/** Files of packages that the app serves as they are. */
const files = {
  "parquet/parquet_wasm_bg.wasm": "parquet-wasm/esm/parquet_wasm_bg.wasm",
  "diagrams/mermaid.js": "@mermaid-js/tiny/dist/mermaid.tiny.js",
  "data/flights-3m.parquet": "vega-datasets/data/flights-3m.parquet",
  "data/airports.csv": "vega-datasets/data/airports.csv",
  "data/us-state-capitals.json": "vega-datasets/data/us-state-capitals.json",
};

/** DuckDB's code, packed: as it is it would be too large for some hosts. The app unpacks it (`lib/sql/packed-fetch.ts`). */
const duckdb = {
  code: "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm",
  worker: "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js",
};

/** Builds the workers and the frames' documents, and copies the packages' files, into `public/`. */
export async function buildWorkers() {
  const options = {
    bundle: true,
    format: "iife",
    target: "es2022",
    minify: true,
    legalComments: "none",
    platform: "browser",
    // Of packages that have a form for workers, which have no document.
    conditions: ["worker"],
    logLevel: "warning",
    // The compiler asks for these only where it runs in Node.
    external: ["fs", "path", "os", "inspector", "perf_hooks", "module", "url"],
    define: { "process.env.NODE_ENV": '"production"' },
  };
  await Promise.all(
    Object.entries(scripts).map(([out, entry]) =>
      build({ ...options, entryPoints: [at(entry)], outfile: at("public", out) }),
    ),
  );
  // DuckDB's own worker, whose `fetch` unpacks its code, once in a page.
  await build({
    ...options,
    entryPoints: [at("node_modules", duckdb.worker)],
    inject: [at("lib/sql/packed-fetch.ts"), at("lib/sql/compiled-once.ts")],
    outfile: at("public/workers/duckdb.js"),
  });
  const script = readFileSync(at("public/workers/duckdb.js"), "utf8");
  const code = withoutUnusedExports(readFileSync(at("node_modules", duckdb.code)), script);
  writeFileSync(targetOf("duckdb/duckdb-eh.wasm.packed"), gzipSync(code, { level: 9 }));
  await buildFrames(options);
  for (const [out, file] of Object.entries(files)) cpSync(at("node_modules", file), targetOf(out));
}

function targetOf(out) {
  const target = at("public", out);
  mkdirSync(dirname(target), { recursive: true });
  return target;
}

/** The documents of frames, each with one script, which is allowed by its hash; and these hashes. */
async function buildFrames(options) {
  const frames = {
    // For hosts that send no headers; the frame's script adds what it may connect to, which is less.
    frame: { entry: "lib/runtime/sandbox/frame.ts", policyOf: (hash) => sandboxPolicy("any", hash) },
    diagram: { entry: "app/_ui/diagram/frame.ts", policyOf: diagramPolicy },
    checks: { entry: "lib/lessons/grader/frame.ts", policyOf: checksPolicy },
  };
  const hashes = {};
  for (const [name, { entry, policyOf }] of Object.entries(frames)) {
    const { outputFiles } = await build({ ...options, entryPoints: [at(entry)], write: false });
    const script = outputFiles[0].text.trim();
    const hash = (hashes[name] = `sha256-${createHash("sha256").update(script).digest("base64")}`);
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policyOf(hash)}"><title>Sandbox</title></head><body><script>${script}</script></body></html>`;
    writeFileSync(at(`public/sandbox/${name}.html`), html);
  }
  writeFileSync(at("public/sandbox/hashes.json"), JSON.stringify(hashes));
}

/** Of the frame in which diagrams are drawn: its own script, its library as a blob, and the styles that this writes. */
function diagramPolicy(hash) {
  return `default-src 'none'; script-src '${hash}' blob:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWorkers();

/** Of the frame in which lessons' checks are asked: its own script, and workers of blobs, which load blobs. */
function checksPolicy(hash) {
  return `default-src 'none'; script-src '${hash}' blob:; worker-src blob:; base-uri 'none'; form-action 'none'`;
}
