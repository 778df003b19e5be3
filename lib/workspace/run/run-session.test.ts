import { describe, expect, test } from "vitest";
import { deferred } from "../../base";
import { testClock } from "../../base/test-clock";
import { memoryStores } from "../../storage";
import type { Stopped } from "./page-event";
import { scriptedRun } from "./scripted-run.suite";
import { storedLog } from "./stored-log";

const clock = testClock();
const never = () => new Promise<never>(() => undefined);

/** How a run ends that is stopped, and after how many milliseconds, where its code does nothing to end by itself. */
async function stopped(
  cancel: () => Promise<void>,
): Promise<{ readonly ms: number; readonly state: string }> {
  const stores = memoryStores();
  const began = deferred<undefined>();
  const play = async () => {
    began.resolve(undefined);
    await never();
  };
  const run = scriptedRun(stores, play, { clock, cancel });
  await began.promise;
  const before = clock.now();
  run.stop();
  await run.done;
  const [summary] = await stores.runs.list({ limit: 1 });
  return { ms: clock.now() - before, state: summary?.stateName ?? "none" };
}

/** A run that is stopped before or after its worker begins, and what is said of it then. */
async function stoppedBy(why: Stopped | undefined, isEarly: boolean) {
  const stores = memoryStores();
  const began = deferred<undefined>();
  const run = scriptedRun(
    stores,
    async () => {
      began.resolve(undefined);
      await never();
    },
    { clock, cancel: never },
  );
  if (!isEarly) await began.promise;
  run.stop(why);
  // Only the first counts.
  run.stop("closed");
  await run.done;
  run.record.shown.publish();
  const look = run.record.shown.look.get();
  const [summary] = await stores.runs.list({ limit: 1 });
  return {
    head: run.record.shown.head.get().state,
    summary: summary?.message,
    line: look.line(0)?.message,
    stored: (await storedLog(run.record.id, stores)).split("\n")[0],
  };
}

describe("a run that is stopped", () => {
  test("[R10] is Cancelled after 200 ms where a loop keeps its worker, which then hears nothing", async () => {
    expect(await stopped(never)).toEqual({ ms: 200, state: "Cancelled" });
  });

  test("[R10] has 400 ms to end by itself where its worker hears", async () => {
    expect(await stopped(() => Promise.resolve())).toEqual({ ms: 400, state: "Cancelled" });
  });

  const stops: readonly (readonly [Stopped | undefined, string])[] = [
    [undefined, "Stopped by you."],
    ["removed", "Stopped: its notebook was deleted."],
    ["closed", "Stopped: its notebook was closed."],
  ];
  test.each(stops)("WS139 %s: says first who stopped it, and wherever its end is told", async (why, text) => {
    for (const isEarly of [true, false])
      expect(await stoppedBy(why, isEarly)).toEqual({
        head: { type: "CANCELLED", name: "Cancelled", message: text },
        ...{ summary: text, line: text, stored: expect.stringContaining(text) as unknown },
      });
  });
});
