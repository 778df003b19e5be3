import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium as playwright } from "playwright";
import { buildWorkers } from "../scripts/build-workers.mjs";
import { chromium } from "../scripts/chromium.mjs";
import { serve } from "../scripts/serve.mjs";
import { Asked } from "./asked.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const site = join(root, ".setup", "bench");

const options = {
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  logLevel: "warning",
  external: ["fs", "path", "os", "inspector", "perf_hooks", "module", "url"],
  define: { "process.env.NODE_ENV": '"production"' },
};

/** Builds what is measured, from the same sources and in the same way as the app. */
export async function buildSubject() {
  await buildWorkers();
  rmSync(site, { recursive: true, force: true });
  mkdirSync(site, { recursive: true });
  cpSync(join(root, "public"), site, { recursive: true });
  // DuckDB as it comes, to be compared with.
  const duckdb = join(root, "node_modules/@duckdb/duckdb-wasm/dist");
  for (const file of ["duckdb-eh.wasm", "duckdb-browser-eh.worker.js"])
    cpSync(join(duckdb, file), join(site, "bare", file));
  const bundle = (entry, outfile, more) =>
    build({ ...options, entryPoints: [join(root, "bench", entry)], outfile: join(site, outfile), ...more });
  await bundle("page.ts", "page.js");
  await bundle("direct.worker.ts", "direct.js", { format: "iife" });
  await bundle("direct.node.ts", "direct.node.mjs", { platform: "node" });
  writeFileSync(
    join(site, "index.html"),
    '<!doctype html><html lang="en"><title>Bench</title><link rel="icon" href="icon.svg"><input type="file" id="file"><script type="module" src="page.js"></script>',
  );
}

/** The engine in Node. */
export function openNode() {
  const asked = new Asked(process.execPath, [join(site, "direct.node.mjs")]);
  return { direct: (count) => asked.ask(count), close: () => asked.close() };
}

/** The engine and the app in Chromium. */
export async function openBrowser() {
  const server = await serve({ root: site });
  const browser = await playwright.launch(chromium());
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.bench !== undefined);
  const devtools = await page.context().newCDPSession(page);
  return {
    version: browser.version(),
    direct: (count) => page.evaluate((n) => globalThis.bench.direct(n), count),
    mapped: (count) => page.evaluate((n) => globalThis.bench.mapped(n), count),
    stored: () => page.evaluate(() => globalThis.bench.stored()),
    /** Reads the file into a new notebook, and makes a table of each query. */
    async readAndQuery(path, queries) {
      await page.setInputFiles("#file", path);
      return await page.evaluate((sql) => globalThis.bench.readAndQuery(sql), queries);
    },
    queries: () => page.evaluate(() => globalThis.bench.queries()),
    interact: () => page.evaluate(() => globalThis.bench.interact()),
    soak: (count) => page.evaluate((n) => globalThis.bench.soak(n), count),
    soaked: () => page.evaluate(() => globalThis.bench.soaked()),
    /** The most memory that one process of the page has had; NaN where the system does not say. */
    async peakBytes() {
      const system = await browser.newBrowserCDPSession();
      const { processInfo } = await system.send("SystemInfo.getProcessInfo");
      const peaks = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => peakOf(id));
      return Math.max(...peaks);
    },
    /** Bytes that the page's own objects take, after a garbage collection. */
    async heap() {
      await devtools.send("HeapProfiler.collectGarbage");
      return (await devtools.send("Runtime.getHeapUsage")).usedSize;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

function peakOf(pid) {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return Number.NaN;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(status, "utf8"))?.[1]) * 1024;
}
