import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const out = join(dirname(fileURLToPath(import.meta.url)), "..", "out");

/** What a visitor may have to load, in kilobytes of gzip. */
const budgets = {
  "index.html": 200,
  "notebook/index.html": 280,
  // Simulated time is 5 of it, chaos 1, and the crash check 6: a worker of the sandbox can load nothing later.
  "sandbox/guest.js": 85,
  "learn/index.html": 200,
  "workers/compile.js": 30,
  "workers/compile-typescript.js": 1200,
  "workers/data.js": 350,
};

/** What some hosts take of a file: GitHub's, by its web page, and Cloudflare's. */
const mostBytes = 25 * 2 ** 20;

/** Compares the built files with their budgets; a page counts with the scripts and styles that it names, less those for browsers without modules. */
export function checkSizes() {
  let isWithin = true;
  for (const [file, budget] of Object.entries(budgets)) {
    const size = file.endsWith(".html") ? pageSize(file) : gzipped(file);
    const kilobytes = Math.round(size / 1000);
    console.log(`${file}: ${kilobytes} kB of ${budget} kB`);
    isWithin &&= kilobytes <= budget;
  }
  for (const file of readdirSync(out, { recursive: true, encoding: "utf8" })) {
    if (statSync(join(out, file)).size <= mostBytes) continue;
    console.log(`${file}: above 25 MiB, which some hosts refuse`);
    isWithin = false;
  }
  return isWithin;
}

function pageSize(file) {
  const page = readFileSync(join(out, file), "utf8");
  const named = [...page.matchAll(/(?:src|href)="\.\/(_next\/[^"]+\.(?:js|css))"(?![^>]*noModule)/g)].map(
    ([, path]) => path,
  );
  return [file, ...new Set(named)].reduce((sum, path) => sum + gzipped(path), 0);
}

function gzipped(file) {
  return gzipSync(readFileSync(join(out, file)), { level: 9 }).length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (readdirSync(out).length === 0) throw new Error("Build the app first: npm run build");
  process.exitCode = checkSizes() ? 0 : 1;
}
