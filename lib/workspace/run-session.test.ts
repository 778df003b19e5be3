import { describe, expect, test } from "vitest";
import { deferred, newIds, type NotebookId } from "../base";
import { testClock } from "../base/test-clock";
import type { CompiledNotebook } from "../notebook";
import type { FlowWorker } from "../runtime";
import { memoryStores } from "../storage";
import { LastKeys } from "./last-keys";
import { tabLocks } from "./locks";
import { RunSession } from "./run-session";

const clock = testClock();
const never = () => new Promise<never>(() => undefined);
const compiled = { definitions: [], module: "", cells: {}, main: [] } as unknown as CompiledNotebook;

/** A run whose worker answers as given, and does nothing else; resolves to how many milliseconds stopping it took. */
async function stopping(
  cancel: () => Promise<void>,
): Promise<{ readonly ms: number; readonly state: string }> {
  const newId = newIds(() => clock.now(), Math.random);
  const stores = memoryStores();
  const began = deferred<undefined>();
  const worker = {
    control: {
      cancel,
      start: async () => {
        began.resolve(undefined);
        await never();
      },
    },
    stop: () => undefined,
  } as unknown as FlowWorker;
  const run = new RunSession(
    {
      ...{ stores, clock, newId, locks: tabLocks(), notebookId: newId<NotebookId>(), keys: new LastKeys() },
      ...{ startWorker: () => Promise.resolve(worker), connectData: never, load: never, offer: never },
      ...{ conceal: never, onRefused: () => undefined, onChange: () => undefined },
    },
    compiled,
    { kind: "flow", name: "main", args: [] },
    1,
  );
  await began.promise;
  const before = clock.now();
  run.stop();
  await run.done;
  const [summary] = await stores.runs.list({ limit: 1 });
  return { ms: clock.now() - before, state: summary?.stateName ?? "none" };
}

describe("a run that is stopped", () => {
  test("[R10] is Cancelled after 200 ms where a loop keeps its worker, which then hears nothing", async () => {
    expect(await stopping(never)).toEqual({ ms: 200, state: "Cancelled" });
  });

  test("[R10] has 400 ms to end by itself where its worker hears", async () => {
    expect(await stopping(() => Promise.resolve())).toEqual({ ms: 400, state: "Cancelled" });
  });
});
