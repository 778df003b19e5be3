import { expect, test } from "vitest";
import { newIds, type FlowRunId, type NotebookId } from "../../base";
import { createEngine, flow, task } from "../../flow";
import { RunRecord } from "./run-record";

const newId = newIds(Date.now, Math.random);

test("WS85 a run in a list says whose failure it failed by, and what that said", async () => {
  const ask = task({ name: "ask", retries: 1 }, async () => {
    throw new RangeError("no answer");
  });
  const shout = task({ name: "shout" }, async (text: unknown) => text);
  const summaryOf = async (main: ReturnType<typeof flow>) => {
    const { events } = await createEngine().run(main);
    const [made] = events;
    const id = made?.type === "flow-run" ? made.flowRun.id : newId<FlowRunId>();
    const record = new RunRecord(id);
    for (const event of events) record.record(event);
    return record.summary({ id, notebookId: newId<NotebookId>(), flowName: "main", createdAt: 0 });
  };
  const main = flow({ name: "main" }, async () => await shout.submit(ask.submit()).result());
  expect(await summaryOf(main)).toMatchObject({ stateName: "Failed", message: "ask failed: no answer" });
  const own = flow({ name: "main" }, async () => {
    throw new RangeError("its own");
  });
  expect((await summaryOf(own)).message).toBe("Flow run encountered an exception: RangeError: its own");
  expect(await summaryOf(flow({ name: "main" }, async () => 1))).not.toHaveProperty("message");
});
