import { describe, expect, test } from "vitest";
import { newIds, testClock, type FlowRunId } from "../../base";
import type { CachePolicy } from "../../engine";
import { INPUTS, NO_CACHE, TASK_SOURCE, createEngine, flow, task } from "../../flow";
import { parseEvent, storedEvent } from "../../runtime";
import { cacheView } from "../shown/cache-view";
import { LastKeys } from "./last-keys";
import { noteEvent } from "./page-event";
import { RunRecord } from "./run-record";

const newId = newIds(Date.now, Math.random);
const keys = INPUTS.plus(TASK_SOURCE);
/** Each run is later than the one before: ids of two engines that are made in one millisecond are in no order. */
const clock = testClock();

/** Runs a flow that maps a task, and takes its events in as the page does; gives what the record says of each task run. */
async function run(known: LastKeys, xs: readonly number[], policy: CachePolicy = keys, shift = 0) {
  const rate = task(
    { name: "rate", cachePolicy: policy, persistResult: true },
    (x: number, by: number) => x + by,
  );
  clock.advance(1);
  const { events, flowRun } = await createEngine({ clock }).run(
    flow({ name: "main" }, async () => {
      for (const future of rate.map([...xs], shift as never)) await future.wait();
    }),
  );
  const record = new RunRecord(flowRun?.id ?? newId<FlowRunId>(), known);
  for (const event of events) {
    const comparison = event.type === "cache" ? record.compared(event.decision) : undefined;
    record.record(event);
    if (!comparison) continue;
    const note = noteEvent(event.at, record.id, { kind: "compared", runs: [comparison] });
    const stored = parseEvent(storedEvent(note));
    if (stored) record.record(stored);
  }
  record.show();
  record.shown.publish();
  const look = record.shown.look.get();
  return look.tasks.map((task) => cacheView(task, look)?.differs);
}

describe("keys that tasks had last", () => {
  test("WS1 the first run is compared with nothing, the next says which parts differ", async () => {
    const known = new LastKeys();
    expect(await run(known, [1])).toEqual([undefined]);
    expect(await run(known, [1])).toEqual([[]]);
    expect(await run(known, [2])).toEqual([["INPUTS.x"]]);
    expect(await run(known, [3], keys, 1)).toEqual([["INPUTS.by", "INPUTS.x"]]);
    expect(await run(known, [3], INPUTS, 1)).toEqual([["TASK_SOURCE"]]);
  });

  test("WS2 an element of a map is compared with the one in its place, a new one with none", async () => {
    const known = new LastKeys();
    await run(known, [1, 2, 3]);
    expect(await run(known, [1, 9, 3, 4])).toEqual([[], ["INPUTS.x"], [], undefined]);
  });

  test("WS3 what has no key is compared with nothing, and leaves the last key as it was", async () => {
    const known = new LastKeys();
    await run(known, [1]);
    expect(await run(known, [1], NO_CACHE)).toEqual([undefined]);
    expect(await run(known, [1])).toEqual([[]]);
  });
});
