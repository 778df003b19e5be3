import { expect, test } from "vitest";
import { newIds, type NotebookId } from "../../base";
import { createEngine, flow, task } from "../../flow";
import { storedEvent } from "../../runtime";
import { memoryStores } from "../../storage";
import { readListed, readOn, readRun } from "./recovery";

const newId = newIds(Date.now, Math.random);

test("WS21 what this version does not know of a stored log is left out, and how much that is is said", async () => {
  const { events } = await createEngine().run(flow({ name: "main" }, async () => await task(() => 1)()));
  const [first] = events;
  if (first?.type !== "flow-run") throw new Error("no run");
  const { id } = first.flowRun;
  const stores = memoryStores();
  const summary = {
    ...{ version: 1 as const, id, notebookId: newId<NotebookId>(), name: "x", flowName: "main" },
    ...{ createdAt: 0, taskRunCounts: {}, stateType: "COMPLETED" as const, stateName: "Completed" },
  };
  const lines = events.map(storedEvent);
  const later = ['{"type":"moved","at":1}', "{", storedEvent({ type: "go", at: 1, id: newId() })];
  await stores.runs.append({ runId: id, seq: 0, events: [later[0] ?? "", ...lines] }, summary);

  const { record, nextSeq } = await readRun(id, stores);
  record.shown.publish();
  expect(record.shown.head.get()).toMatchObject({ state: { type: "COMPLETED" }, leftOut: 1 });

  await stores.runs.append({ runId: id, seq: 1, events: later.slice(1) }, summary);
  await readOn(record, nextSeq, stores);
  record.shown.publish();
  expect(record.shown.head.get().leftOut).toBe(3);
});

test("WS21 a run that is over in the list is over, also where its log is gone or breaks off", async () => {
  const main = flow({ name: "main" }, async () => await task(() => 1)());
  const { events } = await createEngine().run(main);
  const [first] = events;
  if (first?.type !== "flow-run") throw new Error("no run");
  const { id } = first.flowRun;
  const lines = events.map(storedEvent);
  const headOf = async (stored: readonly string[], stateType: "COMPLETED" | "FAILED" | "RUNNING") => {
    const stores = memoryStores();
    const summary = {
      ...{ version: 1 as const, id, notebookId: newId<NotebookId>(), name: "calm-otter", flowName: "main" },
      ...{ createdAt: 0, taskRunCounts: {}, stateType, stateName: stateType, message: "as told" },
      ...{ startTime: 1, endTime: 5 },
    };
    await stores.runs.append({ runId: id, seq: 0, events: stored }, summary);
    const { isOver, shown } = await readListed(summary, stores);
    shown.publish();
    const { state, ...head } = shown.head.get();
    return { ...head, type: state.type, isRecordOver: isOver };
  };
  const told = {
    name: "calm-otter",
    flowName: "main",
    startTime: 1,
    endTime: 5,
    isOver: true,
    isRecordOver: true,
  };
  expect(await headOf([], "FAILED")).toMatchObject({ ...told, type: "FAILED", lost: "all" });
  expect(await headOf(lines.slice(0, 3), "COMPLETED")).toMatchObject({
    ...told,
    type: "COMPLETED",
    lost: "end",
  });
  expect(await headOf(lines.slice(0, 3), "RUNNING")).toMatchObject({ type: "RUNNING", isOver: false });
  // What the log tells counts.
  const whole = await headOf(lines, "FAILED");
  expect(whole).toMatchObject({ type: "COMPLETED", isOver: true });
  expect(whole).not.toHaveProperty("lost");
});
