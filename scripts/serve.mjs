import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { securityHeaders } from "./policy.mjs";

const out = join(dirname(fileURLToPath(import.meta.url)), "..", "out");

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** Serves a folder with the headers that a host should send. Resolves to the server, listening on the port or a free one. */
export function serve({ port = 0, hasHeaders = true, prefix = "/", root = out } = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://host");
    if (!pathname.startsWith(prefix)) return notFound(response, hasHeaders);
    const path = decodePath(pathname.slice(prefix.length));
    const file = path === undefined ? undefined : fileFor(path, root);
    if (file === "folder") {
      response.writeHead(308, { Location: `${pathname}/${request.url?.slice(pathname.length) ?? ""}` });
      return response.end();
    }
    if (!file) return notFound(response, hasHeaders);
    const isImmutable = file.includes("/_next/static/");
    response.writeHead(200, {
      "Content-Type": types[extname(file)] ?? "application/octet-stream",
      "Content-Length": statSync(file).size,
      "Cache-Control": isImmutable ? "public, max-age=31536000, immutable" : "no-cache",
      ...(hasHeaders && headersFor(file)),
    });
    if (request.method === "HEAD") return response.end();
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "localhost", () => resolve(server));
  });
}

function decodePath(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** The file that a path means; "folder" where it lacks its slash. */
function fileFor(path, root) {
  const file = normalize(join(root, path));
  if (!file.startsWith(root) || !existsSync(file)) return undefined;
  if (!statSync(file).isDirectory()) return file;
  const index = join(file, "index.html");
  if (!existsSync(index)) return undefined;
  return path === "" || path.endsWith("/") ? index : "folder";
}

/** A page's own policy is sent as a header as well, with what only a header can say. */
function headersFor(file) {
  if (!file.endsWith(".html") || file.includes("/sandbox/")) return securityHeaders;
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(
    readFileSync(file, "utf8"),
  )?.[1];
  return {
    ...securityHeaders,
    ...(policy && { "Content-Security-Policy": `${policy}; frame-ancestors 'none'` }),
  };
}

function notFound(response, hasHeaders) {
  const page = join(out, "404.html");
  response.writeHead(404, { "Content-Type": types[".html"], ...(hasHeaders && headersFor(page)) });
  response.end(existsSync(page) ? readFileSync(page) : "Not found");
}
