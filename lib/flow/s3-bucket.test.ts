import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEngine, flow, S3Bucket, task } from ".";

/** A bucket that keeps what it is sent, and answers as S3 does. */
let server: Server;
const objects = new Map<string, string>();
const signatures: string[] = [];

beforeEach(async () => {
  objects.clear();
  signatures.length = 0;
  server = createServer((request, response) => {
    signatures.push(request.headers.authorization ?? "none");
    const url = new URL(request.url ?? "/", "http://host");
    const key = decodeURIComponent(url.pathname.replace("/my-bucket/", ""));
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method === "PUT") objects.set(key, Buffer.concat(chunks).toString());
      const body = objects.get(key);
      if (request.method === "GET" && body === undefined)
        response.writeHead(404).end("<Message>none</Message>");
      else response.writeHead(200).end(request.method === "GET" ? body : "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

const secret = (change: object = {}) => {
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const config = {
    bucket: "my-bucket",
    region: "eu-west-1",
    accessKeyId: "me",
    secretAccessKey: "s",
    endpoint,
  };
  return { read: async () => JSON.stringify({ ...config, folder: "runnel/", ...change }) };
};

test("14.1 results lie in a bucket, and are found there by another engine", async () => {
  let calls = 0;
  const load = task(
    { resultStorage: S3Bucket.load("results"), resultSerializer: "json", cacheKeyFn: () => "daily/é" },
    async () => ({ rows: ++calls }),
  );
  const daily = flow({ name: "daily" }, async () => await load());
  const first = await createEngine({ secrets: secret() }).run(daily);
  const second = await createEngine({ secrets: secret() }).run(daily);
  expect([first, second].map(({ taskRuns }) => taskRuns[0]?.state.name)).toEqual(["Completed", "Cached"]);
  expect(await second.value()).toEqual({ rows: 1 });
  expect([...objects.keys()]).toEqual(["runnel/results/daily/é"]);
  expect(signatures.every((one) => one.startsWith("AWS4-HMAC-SHA256 Credential=me/"))).toBe(true);
});

test("a bucket that nobody described: the task completes, and the log says what to add", async () => {
  const one = task({ resultStorage: S3Bucket.load("none"), cacheKeyFn: () => "k" }, async () => 1);
  const run = await createEngine().run(flow({ name: "over" }, async () => await one()));
  expect(await run.value()).toBe(1);
  expect(run.logs.map(({ message }) => message).join("\n")).toContain("Add a secret called 'none' with JSON");
});

test("a secret that lacks something says what", async () => {
  const one = task({ resultStorage: S3Bucket.load("half"), cacheKeyFn: () => "k" }, async () => 1);
  const secrets = secret({ bucket: undefined, region: 5 });
  const run = await createEngine({ secrets }).run(flow({ name: "over" }, async () => await one()));
  expect(run.logs.map(({ message }) => message).join("\n")).toContain(
    "The secret 'half' lacks bucket, region.",
  );
});
