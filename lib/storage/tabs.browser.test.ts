import { deleteDB } from "idb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openBrowserStores, type Stores } from "./index";
import { batch, collect, notebook, run, runIds } from "./samples.suite";
import { workInTab } from "./tab.suite";

let name: string;
let ours: Stores;
let theirs: Stores;
beforeEach(async () => {
  name = crypto.randomUUID();
  [ours, theirs] = await Promise.all([openBrowserStores({ name }), openBrowserStores({ name })]);
});
afterEach(async () => {
  ours.close();
  theirs.close();
  await deleteDB(name);
});

async function expectAllDone(owned: readonly number[]) {
  expect(await ours.kv.read("counter")).toEqual({ value: 50, version: 50 });
  expect(owned[0]! + owned[1]!).toBe(25);
  const batches = await collect(ours.runs.events(runIds[0]));
  expect(batches.map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, i) => i));
  expect(batches.filter(({ events }) => events[0] === "page")).toHaveLength(owned[0]!);
}

test("[ST6] two tabs at once lose no conditional write and double no batch", async () => {
  await expectAllDone(
    await Promise.all([workInTab(ours, "page", runIds[0]), workInTab(theirs, "other", runIds[0])]),
  );
});

test("[ST7] a page and a dedicated worker share one database", async () => {
  const worker = new Worker(new URL("./tab.worker.suite.ts", import.meta.url), { type: "module" });
  const answer = new Promise<number>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<number>) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.postMessage(name);
  await expectAllDone(await Promise.all([workInTab(ours, "page", runIds[0]), answer]));
  worker.terminate();
});

test("[ST6] what one tab wrote the other reads at once", async () => {
  await ours.runs.append(batch(), run());
  expect(await theirs.runs.list({ limit: 5 })).toEqual([run()]);
  await theirs.runs.append(batch({ seq: 1 }), run({ stateType: "COMPLETED" }));
  expect(await ours.runs.unfinished()).toEqual([]);
  expect(await ours.runs.append(batch({ seq: 1 }), run())).toBe(false);
  await theirs.runs.remove(runIds[0]);
  expect(await ours.runs.list({ limit: 5 })).toEqual([]);
});

test("[ST6] of two edits of one notebook the second is refused", async () => {
  const [first, second] = await Promise.all([
    ours.notebooks.write(notebook({ text: "ours" }), 0),
    theirs.notebooks.write(notebook({ text: "theirs" }), 0),
  ]);
  expect([first.written, second.written].sort()).toEqual([false, true]);
  const winner = first.written ? "ours" : "theirs";
  expect(await ours.notebooks.read(notebook().id)).toMatchObject({ text: winner, revision: 1 });
});
