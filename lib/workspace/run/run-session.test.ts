import { describe, expect, test } from "vitest";
import { deferred } from "../../base";
import { testClock } from "../../base/test-clock";
import { memoryStores } from "../../storage";
import { scriptedRun } from "./scripted-run.suite";

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

describe("a run that is stopped", () => {
  test("[R10] is Cancelled after 200 ms where a loop keeps its worker, which then hears nothing", async () => {
    expect(await stopped(never)).toEqual({ ms: 200, state: "Cancelled" });
  });

  test("[R10] has 400 ms to end by itself where its worker hears", async () => {
    expect(await stopped(() => Promise.resolve())).toEqual({ ms: 400, state: "Cancelled" });
  });
});
