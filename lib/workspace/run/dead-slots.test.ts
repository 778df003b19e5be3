import { expect, test } from "vitest";
import { deferred, newIds, systemClock, type FlowRunId } from "../../base";
import { concurrency, createEngine, flow, task } from "../../flow";
import { storedEvent, type Granted } from "../../runtime";
import { memoryStores, type Stores } from "../../storage";
import { tabLocks } from "../locks";
import { Mask } from "../secrets/mask";
import { notebookStorage } from "./notebook-storage";
import { recoverRuns } from "./recovery";
import { notebookId, scriptedRun } from "./scripted-run.suite";

const newId = newIds(Date.now, Math.random);

async function slotsTaken(stores: Stores): Promise<number> {
  const storage = notebookStorage(stores.kv, notebookId, new Mask());
  return (await createEngine({ storage }).readConcurrencyLimit("api")).activeSlots;
}

/** A run of a flow and a task that each hold a slot for ever; resolves once they do. */
function holding(stores: Stores, locks = tabLocks()) {
  const held = deferred<undefined>();
  let sending = Promise.resolve();
  const hold = task(
    async () => await concurrency("api", () => (held.resolve(undefined), new Promise(() => undefined))),
  );
  const main = flow(async () => await concurrency("api", async () => await hold()));
  const play = async ({ storage, events }: Granted, id: FlowRunId) => {
    const engine = createEngine({
      storage,
      onEvent: (event) => {
        sending = sending.then(() => events([storedEvent(event)], true));
        sending.catch(() => undefined);
      },
    });
    await engine.createConcurrencyLimit("api", { limit: 2 });
    await engine.start(main, [], { id }).done;
  };
  return {
    session: scriptedRun(stores, play, { locks }),
    untilHeld: async () => {
      await held.promise;
      // What has happened by now is stored.
      await sending;
    },
  };
}

test("[R2] WS84 a run that was stopped by force holds no slot any more", async () => {
  const stores = memoryStores();
  const { session, untilHeld } = holding(stores);
  await untilHeld();
  expect(await slotsTaken(stores)).toBe(2);
  session.stop();
  await session.done;
  expect(session.record.state?.name).toBe("Cancelled");
  expect(await slotsTaken(stores)).toBe(0);
});

test("[R2] WS84 a run whose tab was closed holds no slot once its notebook is opened again", async () => {
  const stores = memoryStores();
  const { session, untilHeld } = holding(stores);
  await untilHeld();
  // Of a tab that was closed, the locks are free.
  expect(await recoverRuns({ stores, locks: tabLocks(), clock: systemClock, newId })).toEqual([]);
  expect((await stores.runs.read(session.record.id))?.stateName).toBe("Crashed");
  expect(await slotsTaken(stores)).toBe(0);
});
