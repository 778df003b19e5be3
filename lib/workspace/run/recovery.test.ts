import { expect, test } from "vitest";
import { deferred, newIds, systemClock, type NotebookId } from "../../base";
import type { RunEvent } from "../../engine";
import { createEngine, flow, pauseFlowRun } from "../../flow";
import { storedEvent } from "../../runtime";
import { memoryStores } from "../../storage";
import { tabLocks } from "../locks";
import { recoverRuns } from "./recovery";
import { RunRecord } from "./run-record";

const newId = newIds(Date.now, Math.random);

/** What is said of a run whose tab was closed once its flow had come that far. */
async function saidOf(body: (ready: () => void) => Promise<unknown>, isThere: (name: string) => boolean) {
  const stores = memoryStores();
  const events: RunEvent[] = [];
  const there = deferred<undefined>();
  const inside = deferred<undefined>();
  const onEvent = (event: RunEvent) => {
    events.push(event);
    if (event.type === "flow-state" && isThere(event.state.name)) there.resolve(undefined);
  };
  const main = flow({ name: "main" }, async () => await body(() => inside.resolve(undefined)));
  const handle = createEngine({ clock: systemClock, onEvent }).start(main, []);
  await Promise.all([there.promise, inside.promise]);
  const [made] = events;
  if (made?.type !== "flow-run") throw new Error("A log begins with its run.");
  const record = new RunRecord(made.flowRun.id);
  const stored = [...events];
  for (const event of stored) record.record(event);
  const base = { id: record.id, notebookId: newId<NotebookId>(), flowName: "main", createdAt: 0 };
  await stores.runs.append(
    { runId: record.id, seq: 0, events: stored.map(storedEvent) },
    record.summary(base),
  );
  handle.cancel();
  await handle.done;
  expect(await recoverRuns({ stores, locks: tabLocks(), clock: systemClock, newId })).toEqual([]);
  const ended = await stores.runs.read(record.id);
  return { state: ended?.stateName, message: ended?.message };
}

test("WS161 a pause that died with its tab says so, and another run what it did", async () => {
  const paused = await saidOf(
    async (ready) => {
      ready();
      await pauseFlowRun();
    },
    (name) => name === "Paused",
  );
  expect(paused).toEqual({
    state: "Crashed",
    message: expect.stringMatching(
      /closed while the run waited for you: a pause lasts as long as its tab/,
    ) as unknown,
  });
  const running = await saidOf(
    async (ready) => {
      ready();
      await deferred().promise;
    },
    (name) => name === "Running",
  );
  expect(running).toEqual({
    state: "Crashed",
    message: "The tab or browser that ran this was closed before the run ended.",
  });
});
