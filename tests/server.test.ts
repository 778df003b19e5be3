import fc from "fast-check";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { headersFile } from "../scripts/policy.mjs";
import { serve, serveSandbox } from "../scripts/serve.mjs";

const numRuns = Number(process.env["FUZZ_RUNS"] ?? 300);

const folder = mkdtempSync(join(tmpdir(), "runnel-server-"));
let app: Server;
let sandbox: Server;

beforeAll(async () => {
  const write = (file: string, text: string) => {
    mkdirSync(join(folder, file, ".."), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write("out/index.html", "the app");
  write("out/notebook/index.html", "a notebook");
  write("out/plain.txt", "plain");
  write("out-of-reach/index.html", "beside");
  write("secret.txt", "beside");
  app = await serve({ root: join(folder, "out"), allowHost: "Tunnel.example" });
  sandbox = await serveSandbox({ ancestor: "http://localhost:*" });
});

afterAll(() => {
  app.close();
  sandbox.close();
  rmSync(folder, { recursive: true });
});

/** What a server says to these bytes, until it ends the connection; `isAll`: it is told that no more will come. */
async function said(server: Server, bytes: string, isAll = true): Promise<string> {
  const { port, address } = server.address() as AddressInfo;
  return await new Promise((resolve) => {
    let text = "";
    const socket = connect(port, address, () => {
      if (isAll) socket.end(bytes, "latin1");
      else socket.write(bytes, "latin1");
    });
    socket.on("data", (data) => (text += data.toString("latin1")));
    // A connection that is cut off was answered by that.
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
  });
}

const request = (line: string, headers = "Host: localhost") =>
  `${line} HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`;

/** The status with which a server answers a request. */
async function status(server: Server, line: string, headers?: string): Promise<number> {
  return Number(/^HTTP\/1\.1 (\d+)/.exec(await said(server, request(line, headers), false))?.[1]);
}

test("the file of headers has no path with one header of two rules, and lets any site frame what is in embed/ alone", () => {
  const rules = headersFile()
    .trim()
    .split("\n\n")
    .map((rule) => rule.split("\n").map((line) => line.trim()))
    .map(([path = "", ...headers]) => ({ path, headers: headers.map((line) => line.split(": ")) }));
  const said = (path: string) => {
    const fits = (pattern: string) =>
      pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
    return rules.filter((rule) => fits(rule.path)).flatMap(({ headers }) => headers);
  };
  for (const path of ["/", "/notebook/", "/runs/", "/embed/", "/sandbox/frame.html", "/_next/static/a.js"]) {
    const names = said(path).map(([name]) => name);
    expect([path, names]).toEqual([path, [...new Set(names)]]);
  }
  const policyOf = (path: string) => Object.fromEntries(said(path)) as Record<string, string>;
  expect(policyOf("/embed/")["Cross-Origin-Resource-Policy"]).toBe("cross-origin");
  expect(policyOf("/embed/")).not.toHaveProperty("X-Frame-Options");
  expect(policyOf("/embed/")).not.toHaveProperty("Content-Security-Policy");
  for (const path of ["/", "/notebook/", "/runs/"])
    expect(policyOf(path)).toMatchObject({
      ...{ "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY" },
    });
});

describe("the local server", () => {
  test.each([
    ["GET /", 200],
    ["HEAD /notebook/", 200],
    ["GET /notebook", 308],
    ["GET /plain.txt?a=1", 200],
    ["GET /nothing", 404],
    ["GET //", 400],
    ["GET //notebook", 400],
    ["GET /\\notebook", 400],
    ["GET http://[", 400],
    ["GET http://localhost/", 400],
    ["GET *", 400],
    ["GET /%00", 404],
    ["GET /%", 404],
    ["GET /%ff", 404],
    ["GET /../secret.txt", 404],
    ["GET /%2e%2e/secret.txt", 404],
    ["GET /..%2fsecret.txt", 404],
    ["GET /..%5csecret.txt", 404],
    ["GET /../out-of-reach/", 404],
    ["GET /..%2fout-of-reach%2f", 404],
    ["GET /%2e%2e-of-reach/index.html", 404],
    [`GET /${"a".repeat(5_000)}`, 404],
    [`GET /${"a".repeat(100_000)}`, 431],
    ["POST /", 405],
    ["PUT /plain.txt", 405],
    ["DELETE /plain.txt", 405],
    ["OPTIONS /", 405],
    ["TRACE /", 405],
    ["NOTHING /", 400],
  ])("answers %.60s", async (line, expected) => {
    expect(await status(app, line)).toBe(expected);
    // The sandbox's server has one document, which may not have been built.
    expect(await status(sandbox, line)).toBe([200, 308].includes(expected) ? 404 : expected);
  });

  test.each([
    ["localhost:3000", 200],
    ["127.0.0.1", 200],
    ["[::1]:3000", 200],
    ["LOCALHOST", 200],
    ["tunnel.example:8080", 200],
    ["evil.example", 421],
    ["localhost.evil.example", 421],
    ["localhost:3000.evil.example", 421],
    ["evil.example#localhost", 421],
    ["", 421],
  ])("answers for the host “%s”, by which a page of another site could ask", async (host, expected) => {
    expect(await status(app, "GET /", `Host: ${host}`)).toBe(expected);
  });

  test("refuses headers without end", async () => {
    expect(await status(app, "GET /", `Host: localhost\r\nX: ${"a".repeat(100_000)}`)).toBe(431);
    const many = Array.from({ length: 50_000 }, (_, place) => `X${place}: a`).join("\r\n");
    expect(await status(app, "GET /", `Host: localhost\r\n${many}`)).toBe(431);
  });

  test("answers whatever bytes come, tells nothing of what is beside its folder, and goes on", async () => {
    const piece = fc.constantFrom(
      ...[
        "/",
        "//",
        "\\",
        "..",
        ".",
        "%2e%2e",
        "%2f",
        "%5c",
        "%00",
        "%",
        "%ff",
        "?",
        "#",
        "http://",
        "[",
        "@",
        ":",
      ],
      ...[
        "out",
        "-of-reach",
        "secret.txt",
        "notebook",
        "plain.txt",
        "index.html",
        "frame.html",
        "connect=",
        " ",
        "\t",
      ],
    );
    const path = fc.array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string({ maxLength: 5 })), {
      maxLength: 8,
    });
    const line = fc
      .tuple(
        fc.constantFrom("GET", "HEAD", "POST", "CONNECT", "get", ""),
        path,
        fc.constantFrom("HTTP/1.1", "HTTP/1.0", "HTTP/2", ""),
      )
      .map(([method, pieces, version]) => `${method} /${pieces.join("")} ${version}\r\n`);
    const header = fc.constantFrom(
      ...[
        "Host: localhost",
        "Host: [",
        "Upgrade: websocket\r\nConnection: Upgrade",
        "Expect: 100-continue",
        "Content-Length: 5",
      ],
      ...[
        "Transfer-Encoding: chunked",
        "Accept-Encoding: br;q=0, gzip;;q",
        "Connection: close",
        ": none",
        "Range: bytes=0-",
      ],
    );
    const bytes = fc.oneof(
      {
        weight: 9,
        arbitrary: fc
          .tuple(line, fc.array(header, { maxLength: 4 }))
          .map(([first, rest]) => `${first}${rest.join("\r\n")}\r\n\r\n`),
      },
      fc.string({ maxLength: 100 }),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        for (const server of [app, sandbox]) {
          const answer = await said(server, sent);
          expect(answer).toMatch(/^(HTTP\/1\.1 [1-5]\d\d |$)/);
          expect(answer).not.toMatch(/^HTTP\/1\.1 500|beside|\nLocation: (?!\/[^/\\])/);
        }
        expect(await status(app, "GET /")).toBe(200);
      }),
      { numRuns },
    );
  });
});
