import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream";
import { fileURLToPath } from "node:url";
import { listen } from "./listen.mjs";
import { packedFor, packedText } from "./pack.mjs";
import { embedHeaders, sandboxHeaders, securityHeaders, withSandboxSite } from "./policy.mjs";
import { sandboxPolicy } from "./sandbox-policy.mjs";

const out = join(dirname(fileURLToPath(import.meta.url)), "..", "out");

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".png": "image/png",
  ".md": "text/markdown; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/**
 * Serves a folder, `out/` if none is named, with the headers that a host should send; with `sandbox`, the address of the sandbox's site, its pages take
 * their sandbox from there; `allowHost` is a name besides the machine's own by which it may be asked. Of files with more than `mostBytes` it has none, as
 * some hosts. Resolves to the server, listening on the port or a free one.
 */
export function serve({
  port = 0,
  hasHeaders = true,
  prefix = "/",
  root = out,
  sandbox,
  allowHost,
  mostBytes = Infinity,
} = {}) {
  const frame = frameIn(root);
  return listen({ port, address: "localhost", allowHost }, (request, response, target) => {
    const { pathname, search, searchParams } = target;
    const accepted = request.headers["accept-encoding"];
    const missing = () => {
      const page = join(root, "404.html");
      // However deep the address is, the page's parts and its link home are where the app is.
      const text = existsSync(page)
        ? pageText(page, sandbox).replace(`href="./"`, `href="${prefix}"`)
        : "Not found";
      sendPage(response, 404, text, {
        hasHeaders,
        accepted,
      });
    };
    if (!pathname.startsWith(prefix)) return missing();
    const path = decodePath(pathname.slice(prefix.length));
    const file = path === undefined ? undefined : fileFor(path, root);
    if (file === "folder") {
      response.writeHead(308, { Location: `${pathname}/${search}` });
      return response.end();
    }
    if (!file || (file !== "folder" && statSync(file).size > mostBytes)) return missing();
    if (file === frame && hasHeaders) return sendFrame(response, { root, searchParams, ancestor: "'self'" });
    if (file.endsWith(".html") && file !== frame)
      return sendPage(response, 200, pageText(file, sandbox), {
        hasHeaders,
        accepted,
        isFramed: file === join(root, "embed", "index.html"),
      });
    const { path: sent, headers } = packedFor(file, accepted);
    response.writeHead(200, {
      "Content-Type": types[extname(file)] ?? "application/octet-stream",
      "Content-Length": statSync(sent).size,
      ...headers,
      "Cache-Control": file.includes("/_next/static/") ? "public, max-age=31536000, immutable" : "no-cache",
      ...(hasHeaders && securityHeaders),
    });
    if (request.method === "HEAD") return response.end();
    // Who goes away in the middle, or a build that takes the file away, ends this answer alone.
    pipeline(createReadStream(sent), response, () => undefined);
  });
}

/** Serves the sandbox's document, and nothing else, on a site that is not the app's: browsers count an address and a name as two. */
export function serveSandbox({ port = 0, ancestor }) {
  return listen({ port, address: "127.0.0.1" }, (_, response, { pathname, searchParams }) => {
    if (pathname === "/frame.html") return sendFrame(response, { root: out, searchParams, ancestor });
    response.writeHead(404, securityHeaders);
    response.end("Not found");
  });
}

/** The sandbox's document, for the connections that its address names: another list, another document. */
function sendFrame(response, { root, searchParams, ancestor }) {
  const given = searchParams.getAll("connect");
  const connect = given.includes("any") ? "any" : given;
  let policy;
  try {
    policy = sandboxPolicy(
      connect,
      JSON.parse(readFileSync(join(root, "sandbox/hashes.json"), "utf8")).frame,
    );
  } catch {
    response.writeHead(400, securityHeaders);
    return response.end("No such list of origins");
  }
  response.writeHead(200, {
    "Content-Type": types[".html"],
    "Cache-Control": "no-cache",
    ...sandboxHeaders({ policy, connect, ancestor }),
  });
  response.end(readFileSync(frameIn(root)));
}

const frameIn = (root) => join(root, "sandbox", "frame.html");

function decodePath(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The file that a path means; "folder" where it lacks its slash. */
function fileFor(path, root) {
  const folder = resolve(root);
  const file = join(folder, path);
  if (file !== folder && !file.startsWith(`${folder}${sep}`)) return undefined;
  if (!existsSync(file)) return undefined;
  if (!statSync(file).isDirectory()) return file;
  const index = join(file, "index.html");
  if (!existsSync(index)) return undefined;
  return path === "" || path.endsWith("/") ? index : "folder";
}

function pageText(file, sandbox) {
  const page = readFileSync(file, "utf8");
  return sandbox ? withSandboxSite(page, sandbox) : page;
}

/** A page's own policy is sent as a header as well, with what only a header can say. */
function sendPage(response, status, page, { hasHeaders, accepted, isFramed = false }) {
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
  const { bytes, headers } = packedText(page, accepted);
  const ancestors = isFramed ? "*" : "'none'";
  const { "X-Frame-Options": framing, ...others } = isFramed ? embedHeaders : securityHeaders;
  response.writeHead(status, {
    "Content-Type": types[".html"],
    "Cache-Control": "no-cache",
    "Content-Length": bytes.length,
    ...headers,
    ...(hasHeaders && others),
    ...(hasHeaders && framing && { "X-Frame-Options": framing }),
    ...(hasHeaders && policy && { "Content-Security-Policy": `${policy}; frame-ancestors ${ancestors}` }),
  });
  response.end(bytes);
}
