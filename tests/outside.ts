import { test as base } from "@playwright/test";
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A host that nobody but an attacker knows: it answers everyone, and notes who came. */
export interface Outside {
  /** Its address; ends in a slash. */
  readonly url: string;
  readonly origin: string;
  /** What was asked of it, over HTTP. */
  readonly hits: string[];
  /** Files that it has, and where it sends others, by path. */
  readonly notebooks: Map<string, { readonly text?: string; readonly location?: string }>;
  readonly stunPort: number;
  /** How many packets came to its STUN port. */
  packets(): number;
}

/** A test with such a host, of its own. */
export const test = base.extend<{ outside: Outside }>({
  // Playwright reads a fixture's needs from its first parameter.
  outside: async ({}, use) => {
    const hits: string[] = [];
    const notebooks = new Map<string, { readonly text?: string; readonly location?: string }>();
    let packets = 0;
    const server = createServer((request, response) => {
      hits.push(`${request.method} ${request.url}`);
      const notebook = notebooks.get(request.url ?? "");
      if (notebook?.location !== undefined) {
        response.writeHead(302, { "Access-Control-Allow-Origin": "*", Location: notebook.location });
        response.end();
        return;
      }
      if (notebook) {
        response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": "text/plain" });
        response.end(notebook.text);
        return;
      }
      const type = request.url?.endsWith(".js") ? "text/javascript" : "text/plain";
      response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": type });
      response.end(request.url?.endsWith(".js") ? "self.fromOutside = true" : "from outside");
    });
    server.on("upgrade", (request, socket) => {
      hits.push(`UPGRADE ${request.url}`);
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const stun = createSocket("udp4");
    stun.on("message", () => packets++);
    await new Promise<void>((resolve) => stun.bind(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await use({
      url: `${origin}/`,
      origin,
      hits,
      notebooks,
      stunPort: stun.address().port,
      packets: () => packets,
    });
    server.closeAllConnections();
    server.close();
    stun.close();
  },
});
