import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowserStores, type Stores } from "../../lib/storage";
import { Tab, type OpenNotebook } from "./open-session";

const month = 30 * 24 * 3_600_000;
const code = `const flaky = task({ retries: 4, retryDelaySeconds: exponentialBackoff(86400) }, async (day: number) => {
  if (Math.random() < 0.5) throw new Error("no answer");
  return { day, at: Date.now(), drawn: Math.random() };
});
const main = flow(async () => {
  const before = await load(await sql\`SELECT 1 AS n\`, "simulated.kept", { mode: "append" });
  const futures = flaky.map([1, 2, 3]);
  await wait(futures);
  await sleep(30 * 86400);
  const read = await (await sql\`SELECT count(*) AS rows FROM simulated.kept\`).toArray();
  await download(before, "kept.csv");
  return JSON.stringify({ states: futures.map((future) => future.state.name), rows: read[0].rows, at: Date.now() });
});`;

let stores: Stores;
let notebook: OpenNotebook;
beforeAll(async () => {
  stores = await openBrowserStores();
  notebook = await (await Tab.open()).openNew({ kind: "ts", text: code });
});
afterAll(async () => {
  await notebook.close();
  stores.close();
});

const kept = async () => (await stores.catalogue.list()).filter(({ name }) => name === "simulated.kept");
/** The run's log as its tab stored it, without the run's own id and what the page noted. */
async function storedLog(): Promise<readonly string[]> {
  const [latest] = await stores.runs.list({ notebookId: notebook.id, limit: 1 });
  const lines: string[] = [];
  if (latest)
    for await (const { events } of stores.runs.events(latest.id))
      for (const line of events) if (typeof line === "string") lines.push(line.replaceAll(latest.id, "run"));
  return lines.filter((line) => !line.includes('"event":"runnel.'));
}

test("[SI8] a simulated month is over at once, is marked, and leaves tables and files as they are", async () => {
  expect(await notebook.simulate({ seed: 3 })).toBe("Completed");
  const first = await storedLog();
  expect(first[0]).toContain('"type":"simulation"');
  expect(first.join("\n")).toContain("“simulated.kept” is kept for this simulated run alone.");
  expect(first.join("\n")).toContain('\\"rows\\":1');
  expect(notebook.went).toMatch(/^Simulated: /);
  expect(await kept()).toEqual([]);
  // [WS120] No hour of it is told of the run that is planned, which is a real one.
  const plan = await notebook.plan();
  expect(plan.last).toBeUndefined();
  expect(plan.steps).toMatchObject([{ why: "Decided as it runs: no run of it is known here." }]);
  expect(plan.steps[0]?.lastMs).toBeUndefined();

  expect(await notebook.simulate({ seed: 3 })).toBe("Completed");
  expect(await storedLog()).toEqual(first);
  expect(await notebook.simulate({ seed: 4 })).toBe("Completed");
  expect(await storedLog()).not.toEqual(first);
});

test("[SI3] its clock is paused, goes on by an event or by an hour, and the log is the same", async () => {
  await notebook.simulate({ seed: 3 });
  const first = await storedLog();
  const over = notebook.simulate({ seed: 3 }, 0);
  const startsAt = Date.UTC(2026, 2, 2, 6);
  const clock = () => expect.poll(() => notebook.clock(), { timeout: 100_000 });
  await clock().toMatchObject({ now: startsAt, speed: 0, next: expect.any(Number) as number });
  await notebook.clock({ type: "step" });
  await clock().toMatchObject({ now: expect.toSatisfy((now: number) => now > startsAt) as number });
  await notebook.clock({ type: "forward", ms: 2 * month });
  expect(await over).toBe("Completed");
  expect(await storedLog()).toEqual(first);
  expect(await notebook.clock()).toBeUndefined();
});

test("[SI8] a run that may write keeps its table", async () => {
  expect(await notebook.simulate({ seed: 3, mayWrite: true })).toBe("Completed");
  expect(await kept()).toHaveLength(1);
});

test("[SI6] a request to a real host is refused by its name", async () => {
  notebook.write(0, 'const main = flow(async () => await fetch("https://api.example.com/x"));');
  expect(await notebook.simulate()).toBe("Failed");
  expect(notebook.shown?.error?.message).toContain("did not ask https://api.example.com");
});
