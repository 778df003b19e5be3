import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildWorkers } from "./build-workers.mjs";
import { finishOffline } from "./offline.mjs";
import { packFiles } from "./pack.mjs";
import { headersFile, pagePolicy, trustScript, withSandboxSite } from "./policy.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "out");
const stamp = join(root, ".setup", "build");

/** What the build is made from: a change of any of these makes a new one. */
const sources = [
  "app",
  "lib",
  "public",
  "scripts",
  "next.config.js",
  "postcss.config.mjs",
  "package-lock.json",
];
const generated = [
  "public/duckdb",
  "public/data",
  "public/parquet",
  "public/workers",
  "public/sandbox",
  "public/diagrams",
];

/**
 * Builds the app into `out/`, unless what is there was built from the same sources. With `sandbox`, the address of a site that
 * serves `out/sandbox/`, the pages take their sandbox from there.
 */
export async function buildApp({ force = false, sandbox } = {}) {
  const hash = sourceHash(sandbox);
  if (!force && existsSync(join(out, "index.html")) && read(stamp) === hash) return;
  // Files of before, which nothing makes any more.
  for (const folder of [...generated.map((one) => join(root, one)), out])
    rmSync(folder, { recursive: true, force: true });
  await buildWorkers();
  const next = spawn(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  });
  const [code] = await once(next, "exit");
  if (code !== 0) throw new Error("The app was not built: see above.");
  finishPages(sandbox);
  await finishOffline(out);
  writeFileSync(join(out, "_headers"), headersFile());
  // GitHub Pages else leaves out folders whose names begin with an underscore.
  writeFileSync(join(out, ".nojekyll"), "");
  await packFiles(out);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

/**
 * Gives each page its base, so that it works from any subpath, its default policy of Trusted Types, and its content security
 * policy, for hosts that send none.
 */
function finishPages(sandbox) {
  const frameHashes = Object.values(JSON.parse(read(join(root, "public/sandbox/hashes.json"))));
  for (const file of htmlFiles(out)) {
    const depth = relative(out, dirname(file)).split("/").filter(Boolean).length;
    const base = `<base href="${"../".repeat(depth) || "./"}">`;
    const page = readFileSync(file, "utf8").replace(
      "<head>",
      () => `<head>${base}<script>${trustScript}</script>`,
    );
    const hashes = [...page.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
      ([, script]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
    );
    const policy = pagePolicy([...new Set(hashes), ...frameHashes.map((hash) => `'${hash}'`)]);
    const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
    const finished = page.replace("<head>", () => `<head>${meta}`);
    writeFileSync(file, sandbox ? withSandboxSite(finished, sandbox) : finished);
  }
}

function htmlFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html") && !file.startsWith("sandbox/"))
    .map((file) => join(folder, file));
}

function sourceHash(sandbox = "") {
  const hash = createHash("sha256").update(sandbox);
  for (const source of sources)
    for (const file of filesOf(join(root, source))) {
      const path = relative(root, file);
      if (generated.some((folder) => path.startsWith(`${folder}/`))) continue;
      hash.update(path).update(readFileSync(file));
    }
  return hash.digest("hex");
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((file) => join(path, file))
    .filter((file) => statSync(file).isFile())
    .sort();
}

function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildApp({ force: true, sandbox: process.env.SANDBOX_SITE });
