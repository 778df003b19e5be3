import { expect, test } from "vitest";
import { newIds, type NotebookId } from "../../base";
import { createEngine, flow, task } from "../../flow";
import { storedEvent } from "../../runtime";
import { memoryStores } from "../../storage";
import { readOn, readRun } from "./recovery";

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
