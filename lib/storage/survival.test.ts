import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium, type BrowserContext, type Page } from "playwright";
import { afterEach, beforeEach, expect, test } from "vitest";
import { chromium as launchOptions } from "../../scripts/chromium.mjs";
import { deferred, messageOf } from "../base";
import type * as Storage from "./index";
import type * as Samples from "./samples.suite";

/** Names of the page, which the functions below run in. */
declare const storage: typeof Storage;
declare const samples: typeof Samples;
declare function acknowledge(seq: number): Promise<void>;

const { outputFiles } = await build({
  stdin: {
    contents: `export * as storage from "./index"; export * as samples from "./samples.suite"`,
    resolveDir: import.meta.dirname,
  },
  bundle: true,
  format: "iife",
  globalName: "bundle",
  footer: { js: "Object.assign(globalThis, bundle);" },
  write: false,
});
const script = outputFiles.map(({ text }) => text).join("");

/** A browser that keeps its data in a folder, with a page of one site open. */
async function openBrowser(profile: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await chromium.launchPersistentContext(profile, launchOptions());
  await context.route("https://storage.test/", (route) =>
    route.fulfill({ body: "", contentType: "text/html" }),
  );
  return { context, page: await openPage(context) };
}

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto("https://storage.test/");
  await page.addScriptTag({ content: script });
  return page;
}

let profile: string;
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), "runnel-storage-"));
});
afterEach(() => rmSync(profile, { recursive: true, force: true }));

/** Appends a batch after the other, for as long as it is let. */
async function append(): Promise<void> {
  const { batch, run } = samples;
  const stores = await storage.openBrowserStores();
  for (let seq = 0; ; seq++) {
    await stores.runs.append(batch({ seq, events: [seq] }), run({ stateName: String(seq) }));
    await acknowledge(seq);
  }
}

async function readBack() {
  const { collect, runIds } = samples;
  const stores = await storage.openBrowserStores();
  return {
    seqs: (await collect(stores.runs.events(runIds[0]))).map(({ seq }) => seq),
    last: (await stores.runs.read(runIds[0]))?.stateName,
  };
}

test(
  "[ST8] what was acknowledged survives a crash of the page, with no gap",
  { timeout: 60_000 },
  async () => {
    const { context, page } = await openBrowser(profile);
    let acknowledged = -1;
    const enough = deferred<void>();
    await page.exposeFunction("acknowledge", (seq: number) => {
      acknowledged = seq;
      if (seq === 100) enough.resolve();
    });
    const appending = page.evaluate(append).catch(messageOf);
    await enough.promise;
    const session = await context.newCDPSession(page);
    session.send("Page.crash").catch(() => {});
    expect(await appending).toContain("crashed");
    const { seqs, last } = await (await openPage(context)).evaluate(readBack);
    await context.close();
    // A batch may be stored whose acknowledgement was lost in the crash.
    expect(seqs.length).toBeGreaterThan(acknowledged);
    expect(seqs).toEqual(seqs.map((_, i) => i));
    expect(last).toBe(String(seqs.length - 1));
  },
);

/** Keeps a file as its handle, then a copy of it, and deletes the file. */
async function copy(): Promise<void> {
  const disk = await navigator.storage.getDirectory();
  const handle = (await disk.getFileHandle("sales.csv", { create: true })) as Storage.FileHandle;
  const writable = await handle.createWritable();
  await writable.write("id,amount\n1,2\n");
  await writable.close();
  const stores = await storage.openBrowserStores({ copyUpTo: 1 });
  await stores.files.put(samples.file({ blob: await handle.getFile(), handle }));
  await stores.files.copy("hash-1");
  await disk.removeEntry("sales.csv");
  stores.close();
}

test("[ST45] a copy that is asked for outlives the file", { timeout: 60_000 }, async () => {
  const { context, page } = await openBrowser(profile);
  await page.evaluate(copy);
  const text = await (
    await openPage(context)
  ).evaluate(async () => {
    const stores = await storage.openBrowserStores();
    return await (await stores.files.open("hash-1"))?.text();
  });
  await context.close();
  expect(text).toBe("id,amount\n1,2\n");
});

/** Values so large, and so random, that Chromium gives each a file of its own. */
async function fill(): Promise<void> {
  const { batch, file, notebook, notebookIds, run, runIds } = samples;
  const noise = () => crypto.getRandomValues(new Uint8Array(60_000)).join("");
  const stores = await storage.openBrowserStores();
  await stores.kv.write("results/lost", noise());
  await stores.kv.write("results/kept", 1);
  await stores.notebooks.write(notebook({ text: noise() }), 0);
  await stores.notebooks.write(notebook({ id: notebookIds[1] }), 0);
  await stores.runs.append(batch({ events: [noise()] }), run({ createdAt: 3, message: noise() }));
  await stores.runs.append(
    batch({ runId: runIds[1], events: [noise()] }),
    run({ id: runIds[1], createdAt: 2 }),
  );
  await stores.runs.append(
    batch({ runId: runIds[1], seq: 1 }),
    run({ id: runIds[1], createdAt: 2 }),
    "strict",
  );
  await stores.runs.append(batch({ runId: runIds[2] }), run({ id: runIds[2], createdAt: 1 }), "strict");
  await stores.files.put(file({ blob: new Blob([noise()]) }));
  stores.close();
}

async function look() {
  const { collect, file, notebook, notebookIds, run, runIds } = samples;
  const problems: string[] = [];
  const stores = await storage.openBrowserStores({
    onProblem: ({ store, error }) => problems.push(`${store} ${error.code}`),
  });
  const found = {
    notebooks: (await stores.notebooks.list()).map(({ id }) => id),
    runs: (await stores.runs.list({ limit: 1 })).map(({ id }) => id),
    unfinished: (await stores.runs.unfinished()).map(({ id }) => id),
    seqs: (await collect(stores.runs.events(runIds[1]))).map(({ seq }) => seq),
    results: [await stores.kv.read("results/lost"), await stores.kv.read("results/kept")],
    file: [(await stores.files.list()).length, await stores.files.open("hash-1")],
  };
  const healed = {
    result: await stores.kv.write("results/lost", 2, 0),
    notebook: (await stores.notebooks.write(notebook(), 0)).written,
    run: await stores.runs.remove(run().id),
    file: await stores.files.put(file()),
  };
  const after = {
    notebooks: (await stores.notebooks.list()).map(({ id }) => id),
    runs: (await stores.runs.list({ limit: 9 })).map(({ id }) => id),
    result: await stores.kv.read("results/lost"),
    file: await (await stores.files.open("hash-1"))?.text(),
  };
  return { found, healed, after, problems, notebookIds, runIds };
}

test(
  "[ST9] a record whose file the browser lost is left out and reported, and can be replaced",
  { timeout: 60_000 },
  async () => {
    const before = await openBrowser(profile);
    await before.page.evaluate(fill);
    await before.context.close();
    const folder = join(profile, "Default", "IndexedDB");
    const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const files = paths.filter((path) => /\.blob\/.+\/.+\/.+/.test(path));
    for (const path of files) rmSync(join(folder, path));
    const { context, page } = await openBrowser(profile);
    const { found, healed, after, problems, notebookIds, runIds } = await page.evaluate(look);
    await context.close();
    expect(files).toHaveLength(6);
    expect(found).toEqual({
      notebooks: [notebookIds[1]],
      runs: [runIds[1]],
      unfinished: runIds.slice(1),
      seqs: [1],
      results: [undefined, { value: 1, version: 1 }],
      file: [1, undefined],
    });
    expect(healed).toEqual({ result: true, notebook: true, run: false, file: true });
    expect(after).toEqual({
      notebooks: notebookIds,
      runs: runIds.slice(1),
      result: { value: 2, version: 1 },
      file: "id,amount\n1,2\n",
    });
    expect(problems.sort()).toEqual(
      ["entries", "journal", "notebooks", "runs"].map((store) => `${store} storage/corrupt`),
    );
  },
);
