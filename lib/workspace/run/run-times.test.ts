import { expect, test } from "vitest";
import { newIds, type FlowRunId, type NotebookId } from "../../base";
import { testClock } from "../../base/test-clock";
import type { RunEvent } from "../../engine";
import { createEngine, flow, getRunLogger, sleep, task } from "../../flow";
import { momentText, positionOf } from "../../fold";
import { stateThen } from "../shown/state-view";
import { RunRecord } from "./run-record";

const newId = newIds(Date.now, Math.random);

const step = task({ name: "step", retries: 2, retryDelaySeconds: 3 }, async (n: number) => {
  getRunLogger().info(`step ${n}`);
  await sleep(n);
  if (n === 2) throw new RangeError("two");
});
const main = flow({ name: "main", retries: 1, retryDelaySeconds: 10 }, async () => {
  await step.map([1, 2]).wait();
  throw new RangeError("main");
});
/** The record of a run whose events say times that are off by so many milliseconds, each by another; `isStopped`: it never ran. */
async function recordOf(offBy: number, isStopped = false): Promise<RunRecord> {
  const events: RunEvent[] = [];
  const engine = createEngine({ clock: testClock(), onEvent: (event) => void events.push(event) });
  const handle = engine.start(main, []);
  if (isStopped) handle.cancel();
  await handle.done;
  const [first] = events;
  if (first?.type !== "flow-run") throw new Error("A log begins with its run.");
  const { id } = first.flowRun;
  const record = new RunRecord(id);
  const late: RunEvent = {
    ...{ type: "log", at: (events.at(-1)?.at ?? 0) + 70, level: "warning", message: "late" },
    ...{ flowRunId: id, taskRunId: null },
  };
  for (const [place, event] of [...events, late].entries()) {
    const at = event.at + ((place * 7) % 5) * offBy;
    record.record({ ...event, at });
  }
  record.show();
  record.shown.publish();
  return record;
}

const base = { id: newId<FlowRunId>(), notebookId: newId<NotebookId>(), flowName: "main", createdAt: 0 };

test.each([0, 0.4, 3])(
  "FO13 the head, the slider and the list tell one length of a run, where its events' times are off by %s ms",
  async (offBy) => {
    for (const isStopped of [false, true]) {
      const record = await recordOf(offBy, isStopped);
      const { fold } = record.shown;
      const look = record.shown.look.get();
      const { startTime = NaN, endTime = NaN } = record.summary(base);
      expect(look.tookMs).toBe(endTime - startTime);
      expect((fold.timeAt(fold.end) ?? 0) - fold.zero).toBe(look.tookMs);
      expect((look.span.to ?? 0) - look.span.from).toBe(look.tookMs);
      // The slider's end is the run's end.
      expect(fold.positionAt(fold.zero + (look.tookMs ?? 0))).toBe(fold.end);
    }
  },
);

test("FO5 lines are in the order of their times, and every position has a moment that leads to it", async () => {
  const record = await recordOf(3);
  const look = record.shown.look.get();
  const times = Array.from({ length: look.lineCount }, (_, number) => look.line(number)?.at ?? 0);
  expect(times.length).toBeGreaterThan(5);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const { fold } = record.shown;
  for (let position = 1; position <= fold.end; position++)
    expect(positionOf(fold, momentText(fold, position))).toBe(position);
});

test("[FO1] at each moment the run is told to be in the state that it was in then, before its first, too", async () => {
  const { shown } = await recordOf(3);
  const { fold } = shown;
  const latest = { type: "CANCELLED", name: "Cancelled", message: "Stopped by you." } as const;
  const told = Array.from({ length: fold.end + 1 }, (_, position) => stateThen(fold.look(position), latest));
  expect(told.at(-1)).toEqual(latest);
  const before = told.slice(0, -1);
  const names = before.map(({ name }) => name).filter((name, index, all) => name !== all[index - 1]);
  expect(names.slice(0, 2)).toEqual(["Pending", "Running"]);
  expect(before).not.toContainEqual(latest);
  for (const [position, { name }] of before.entries())
    expect(name).toBe(fold.look(position).state?.name ?? "Pending");
});

test("FO13 a task run that was retried took the time from its first attempt to its last", async () => {
  const look = (await recordOf(0)).shown.look.get();
  const took = look.tasks.map((one) => Math.round(look.tookOf(one) ?? 0));
  expect(took.slice(0, 2)).toEqual([1_000, 12_000]);
});
