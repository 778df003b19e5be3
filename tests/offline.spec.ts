import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { finishOffline } from "../scripts/offline.mjs";
import { serve } from "../scripts/serve.mjs";
import { App } from "./app";

test.use({ serviceWorkers: "allow" });

const prefix = "/some/where/";

/** A host of the app, which can be taken away, and can get another version. */
class Host {
  #server: Server | undefined;
  #port = 0;

  get address(): string {
    return `http://localhost:${this.#port}${prefix}`;
  }

  async start(root = "out"): Promise<void> {
    this.#server = await serve({ port: this.#port, root, prefix });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await new Promise((resolve) => {
      server?.close(resolve);
      server?.closeAllConnections();
      if (!server) resolve(undefined);
    });
  }
}

/** Waits until the service worker answers for the page. */
async function kept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
}

const version = (page: Page) => page.locator('meta[name="runnel:version"]').getAttribute("content");

test("[OF1, OF2, OF5] what was loaded once works without a network, at a subpath, and the sandbox gets nothing more by it", async ({
  page,
  context,
  request,
}) => {
  const host = new Host();
  await host.start();
  const app = new App(page, host.address);
  await page.goto(host.address);
  await kept(page);
  await app.openForeign(
    "Airports",
    "```csv name=airports src=sample:airports.csv\n```\n\n```sql name=total\nSELECT count(*) AS n FROM airports\n```\n",
  );
  await app.run("Completed");

  await test.step("what is kept has the headers that the host sent", async () => {
    const sent = (await request.get(`${host.address}notebook/`)).headers();
    const headers = await page.evaluate(async () => {
      const response = await fetch(new URL("notebook/", document.baseURI));
      const cache = await caches.open((await caches.keys())[0] ?? "");
      const [key] = (await cache.keys()).filter(({ url }) => /\/notebook\/\?/.test(url));
      const found = key && (await cache.match(key));
      return [response, found].map((one) => Object.fromEntries(one?.headers ?? []));
    });
    for (const name of [
      "content-security-policy",
      "cross-origin-opener-policy",
      "permissions-policy",
      "referrer-policy",
      "x-content-type-options",
      "x-frame-options",
    ])
      expect(headers.map((one) => one[name])).toEqual([sent[name], sent[name]]);
  });

  // What the browser itself keeps of a site goes sooner or later.
  await (await context.newCDPSession(page)).send("Network.clearBrowserCache");
  await context.setOffline(true);
  await host.stop();
  await page.reload();
  await app.editable("Airports");
  await app.write(app.cell("total"), "SELECT count(*) + 1 AS n FROM airports");
  await app.run("Completed");

  await page.goto(`${host.address}notebook/?example=hello-flow`);
  await app.editable("Hello, flow");
  await app.run("Completed");

  const [worker] = context.serviceWorkers();
  const controlled = await worker?.evaluate(async () => {
    const { clients } = globalThis as unknown as {
      clients: { matchAll(options: object): Promise<readonly { url: string; frameType: string }[]> };
    };
    const all = await clients.matchAll({ type: "all" });
    return all.map(({ url, frameType }) => `${frameType} ${url.replace(/[^/]*$/, "")}`);
  });
  const { origin } = new URL(host.address);
  expect(new Set(controlled)).toEqual(
    new Set([`top-level ${host.address}notebook/`, `none blob:${origin}/`]),
  );
});

test("[OF3, OF4] an update waits, says that it is there, and leaves open tabs the files of their version", async ({
  page,
  context,
}) => {
  const next = mkdtempSync(join(tmpdir(), "runnel-next-"));
  // Without what is packed: that would have to be packed anew.
  cpSync("out", next, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) });
  for (const script of ["compile-typescript", "gate"])
    appendFileSync(join(next, `workers/${script}.js`), "\nthrow new Error('of the next version');");
  await finishOffline(next);
  const host = new Host();
  await host.start();
  await page.goto(host.address);
  await kept(page);
  const old = await version(page);
  const other = await context.newPage();
  await other.goto(host.address);

  await host.stop();
  await host.start(next);
  await page.evaluate(async () => await (await navigator.serviceWorker.ready).update());
  const note = page.getByRole("status").filter({ hasText: "A new version is ready" });
  await expect(note).toBeVisible();
  await note.getByRole("button", { name: "Reload" }).click();
  await expect.poll(() => version(page)).not.toBe(old);

  // Of its own version, though the host has another, and it has not loaded these yet.
  expect(await version(other)).toBe(old);
  const app = new App(other, host.address);
  await other.getByRole("link", { name: "Hello, flow" }).click();
  await app.editable("Hello, flow");
  await app.run("Completed");
  await host.stop();
  rmSync(next, { recursive: true });
});
