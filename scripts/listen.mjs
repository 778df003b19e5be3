import { createServer } from "node:http";

/** The names by which this machine calls itself: a site of another name that resolves to it (DNS rebinding) gets nothing. */
const ownHosts = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Listens on a port, or a free one, and has requests answered: those for this machine that read, with an address that is a plain
 * path. All others are refused, and no request ends the process. Resolves to the server.
 */
export function listen({ port, address, allowHost }, answer) {
  const hosts = [...ownHosts, ...(allowHost ? [allowHost.toLowerCase()] : [])];
  const server = createServer((request, response) => {
    try {
      if (!hosts.includes(hostOf(request)))
        return refuse(response, 421, "This server answers for this machine alone.");
      if (request.method !== "GET" && request.method !== "HEAD")
        return refuse(response, 405, "Only GET and HEAD.", { Allow: "GET, HEAD" });
      const target = targetOf(request.url);
      if (!target) return refuse(response, 400, "This is no path.");
      answer(request, response, target);
    } catch (error) {
      console.error(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, "This could not be answered.");
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => resolve(server));
  });
}

/** Whom a request is for, without the port. */
function hostOf({ headers }) {
  return headers.host?.replace(/:\d+$/, "").toLowerCase();
}

/** The path and query of a request's line; undefined where an empty part could make another host of it. */
function targetOf(line = "") {
  if (!line.startsWith("/")) return undefined;
  const { pathname, search, searchParams } = new URL(`http://host${line}`);
  return pathname.includes("//") ? undefined : { pathname, search, searchParams };
}

function refuse(response, status, why, headers = {}) {
  // What else it sends is not read.
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    Connection: "close",
    ...headers,
  });
  response.end(why);
}
