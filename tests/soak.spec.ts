import { expect, test } from "@playwright/test";
import { App } from "./app";
import { audit } from "./audit";

/** How often the notebook is run; `npm run bench -- soak` measures what that costs. */
const runs = Number(process.env["SOAK_RUNS"] ?? 24);

/** In a page: how many rows each store has, and how many task runs of each state each run has. */
async function rows() {
  const opened = indexedDB.open("runnel");
  await new Promise((resolve) => (opened.onsuccess = resolve));
  const db = opened.result;
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
  const stores = [...db.objectStoreNames].filter((name) => name !== "journal");
  const counts = stores.map(async (name) => {
    const count = await asked(db.transaction(name).objectStore(name).count());
    return [name, count] as const;
  });
  const byStore: Record<string, number> = Object.fromEntries(await Promise.all(counts));
  const all: unknown[] = await asked(db.transaction("runs").objectStore("runs").getAll());
  db.close();
  const taskRuns = (all as { readonly taskRunCounts: object }[]).map(({ taskRunCounts }) => taskRunCounts);
  return { byStore, taskRuns };
}

test(`[R11] ${runs} runs of twenty tasks leave a run each in the storage, and nothing else`, async ({
  page,
}) => {
  test.setTimeout(200_000 + runs * 5_000);
  const app = new App(page);
  await app.openNew({
    kind: "TypeScript",
    text: `const same = task(async (x: number) => x);
const kept = task({ cachePolicy: INPUTS }, async (x: number) => x);
const main = flow(async () => {
  const sames = same.map(Array.from({ length: 19 }, (_, index) => index));
  await kept(1);
  await sames.wait();
});`,
  });
  await app.run("Completed");
  await page.getByText("Saved").waitFor({ state: "attached" });
  const first = await page.evaluate(rows);
  expect(first.byStore["runs"]).toBe(1);
  for (let run = 1; run < runs; run++) await app.run("Completed");
  const { byStore, taskRuns } = await page.evaluate(rows);
  expect(byStore).toEqual({ ...first.byStore, runs });
  expect(taskRuns.filter((counts) => JSON.stringify(counts) === '{"Completed":20}')).toHaveLength(1);
  expect(taskRuns).toHaveLength(runs);
  for (const counts of taskRuns.filter((one) => "Cached" in one))
    expect(counts).toEqual({ Completed: 19, Cached: 1 });
  expect(await page.evaluate(audit, null)).toMatchObject({
    orphans: [],
    faults: [],
    results: [expect.anything()],
  });
});
