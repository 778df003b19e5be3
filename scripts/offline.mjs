import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Files that no page asks for by itself: packed ones, what Next's own router would load, and the hosts'. */
const unused =
  /\.(br|gz|txt)$|(^|\/)\.|^_(?!next\/)|^_next\/static\/[^/]+\/_|hashes\.json$|^service-worker\.js$/;
/** Pages under which nothing is found, and the frames' documents, which are no pages. */
const noPages = /^(404|_not-found|sandbox)\b/;
/** Large files, which are kept once they were needed: WebAssembly, a library, and the examples' data. */
const large = /^(duckdb|parquet|diagrams|data)\//;
/** Files that pages name by their content. */
const named = /^(workers|sandbox|duckdb|parquet|diagrams)\//;

/**
 * Makes a built app work offline: puts into its pages which version they are and which files they want, and writes the service worker that
 * keeps these. May be done again after a change of files.
 */
export async function finishOffline(out) {
  const paths = readdirSync(out, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => statSync(join(out, path)).isFile())
    .sort();
  const pages = paths.filter((path) => path.endsWith("index.html") && !noPages.test(path));
  const files = paths
    .filter((path) => !unused.test(path) && !(extname(path) === ".html" && !named.test(path)))
    .map(built);
  const contents = files.filter(([path]) => named.test(path)).map(([path, content]) => `${path}=${content}`);
  const texts = new Map(
    paths
      .filter((path) => extname(path) === ".html" && !named.test(path))
      .map((path) => [path, unmarked(read(path))]),
  );
  const name = createHash("sha256")
    .update(JSON.stringify([files, [...texts]]))
    .digest("hex")
    .slice(0, 16);
  for (const [path, text] of texts) writeFileSync(join(out, path), marked(text, { name, contents }));
  await build({
    entryPoints: [join(root, "lib/offline/service-worker.ts")],
    outfile: join(out, "service-worker.js"),
    ...{ bundle: true, format: "iife", target: "es2022", minify: true, legalComments: "none" },
    define: {
      runnelVersion: JSON.stringify({
        name,
        pages: pages.map((path) => path.replace(/index\.html$/, "")),
        files: files.filter(([path]) => !large.test(path)),
        later: files.filter(([path]) => large.test(path)),
      }),
    },
  });

  function read(path) {
    return readFileSync(join(out, path), "utf8");
  }

  function built(path) {
    const hash = createHash("sha256").update(readFileSync(join(out, path)));
    const digest = hash.digest();
    return [path, digest.toString("base64url").slice(0, 12), `sha256-${digest.toString("base64")}`];
  }
}

const marks = /<meta name="runnel:version" content="[^"]*"><meta name="runnel:files" content="[^"]*">/;

const unmarked = (page) => page.replace(marks, "");

function marked(page, { name, contents }) {
  const meta = `<meta name="runnel:version" content="${name}"><meta name="runnel:files" content="${contents.join(" ")}">`;
  // Before what else the head has, as the page's scripts may ask at once.
  return page.replace("<base ", () => `${meta}<base `);
}
