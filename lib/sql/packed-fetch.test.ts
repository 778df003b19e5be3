import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import "./packed-fetch";

const code = Uint8Array.from({ length: 300_000 }, (_, place) => (place * place) % 251);
const packed = gzipSync(code);
const half = Math.floor(packed.length / 2);
const changed = Buffer.from(packed);
changed[half] = 255 - (packed[half] ?? 0);

const files: Readonly<Record<string, Uint8Array>> = {
  "/code.packed": packed,
  "/cut.packed": packed.subarray(0, -20),
  "/changed.packed": changed,
  "/page.packed": Buffer.from("<!doctype html>"),
  "/code.wasm": code,
};
const server = createServer(({ url = "" }, response) => {
  const file = files[url.replace(/\?.*/, "")];
  response.writeHead(file ? 200 : 404, { Connection: "close" }).end(file ?? "none");
});

beforeAll(async () => await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => server.close());

const load = async (path: string) =>
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
const bytes = async (path: string) => Buffer.from(await (await load(path)).arrayBuffer());

test("[SQ54] a packed file comes unpacked, as what WebAssembly takes; any other as it is", async () => {
  for (const path of ["/code.packed", "/code.packed?1a2b"])
    expect((await bytes(path)).equals(code)).toBe(true);
  expect((await load("/code.packed")).headers.get("content-type")).toBe("application/wasm");
  expect((await bytes("/code.wasm")).equals(code)).toBe(true);
  expect((await load("/none.packed")).status).toBe(404);
});

test("[SQ54] a packed file that is cut off, changed, or another file, fails", async () => {
  for (const path of ["/cut.packed", "/changed.packed", "/page.packed"])
    await expect(bytes(path), path).rejects.toThrow();
});
