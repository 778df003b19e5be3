import { expect, test } from "vitest";
import { RunnelError, newIds, systemClock, type FlowRunId } from "../../base";
import { createEngine, flow, task } from "../../flow";
import { storedEvent, type Granted } from "../../runtime";
import { memoryStores, type Stores } from "../../storage";
import { tabLocks } from "../locks";
import { readRun, recoverRuns } from "./recovery";
import { scriptedRun } from "./scripted-run.suite";

/** Stores of which the journal takes no batch while that is so, counted from 0. */
function failing(isFull: (append: number) => boolean): { readonly stores: Stores; appends: number } {
  const { runs, ...others } = memoryStores();
  const broken = {
    appends: 0,
    stores: {
      ...others,
      runs: {
        ...runs,
        async append(...given: Parameters<typeof runs.append>) {
          if (isFull(broken.appends++)) throw new RunnelError("storage/full", "There is no room left.");
          return await runs.append(...given);
        },
      },
    },
  };
  return broken;
}

const half = task({ name: "half", retries: 1 }, async (n: number) => {
  if (n % 2 > 0) throw new RangeError("odd");
  return n / 2;
});
const main = flow({ name: "main" }, async () => [
  await half(2),
  await half.withOptions({ returnState: true })(3),
]);

/** Runs a flow as its worker does: each event is on its way once it has happened. */
async function play(granted: Granted, id: FlowRunId): Promise<void> {
  let sending = Promise.resolve();
  const engine = createEngine({
    onEvent: (event) => {
      sending = sending.then(() => granted.events([storedEvent(event)], true));
      sending.catch(() => undefined);
    },
  });
  await engine.start(main, [], { id }).done;
  await sending;
}

/** The states that a run went through, as it is shown and as it is stored. */
async function waysOf(session: ReturnType<typeof scriptedRun>, stores: Stores) {
  const stored = (await readRun(session.record.id, stores)).record;
  const ways = ({ log }: typeof stored) =>
    [...log.flowRuns, ...log.taskRuns].map((run) => run.states.map(({ name }) => name).join(" "));
  return { shown: ways(session.record), stored: ways(stored) };
}

const clean = failing(() => false);
await scriptedRun(clean.stores, play).done;

for (const lasts of [false, true])
  test(`[R6] WS23 a journal that takes nothing at any append of a run${lasts ? ", and from there on" : ""}`, async () => {
    expect(clean.appends).toBeGreaterThan(10);
    for (let at = 0; at < clean.appends; at++) {
      let isFull = true;
      const broken = failing((append) => isFull && (lasts ? append >= at : append === at));
      const session = scriptedRun(broken.stores, play);
      const failure: unknown = await session.done.then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(session.record.isOver, `append ${at}`).toBe(true);
      if (lasts) expect(failure).toMatchObject({ code: "run/unstored", cause: { code: "storage/full" } });

      isFull = false;
      await session.store();
      const { shown, stored } = await waysOf(session, broken.stores);
      expect(stored, `append ${at}`).toEqual(shown);
      expect((await broken.stores.runs.read(session.record.id))?.stateName).toBe(session.record.state?.name);
      for (const way of shown) expect(way).toMatch(/(Completed|Failed|Crashed)$/);
    }
  });

test("[R6] WS23 a run whose end is not stored is its tab's, until that gives it up", async () => {
  const locks = tabLocks();
  const others = { locks, clock: systemClock, newId: newIds(Date.now, Math.random) };
  let isFull = true;
  const seen = async (isGivenUp: boolean) => {
    isFull = true;
    const broken = failing((append) => isFull && append >= clean.appends - 1);
    const session = scriptedRun(broken.stores, play, { locks });
    await expect(session.done).rejects.toThrow("not stored");
    isFull = false;
    if (isGivenUp) session.release();
    expect(await recoverRuns({ ...others, stores: broken.stores })).toEqual([]);
    if (!isGivenUp) await session.store();
    return (await broken.stores.runs.read(session.record.id))?.stateName;
  };
  expect(await seen(true)).toBe("Crashed");
  expect(await seen(false)).toBe("Completed");
});
