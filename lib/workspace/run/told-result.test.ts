import { expect, test } from "vitest";
import { RunnelError, type FlowRunId } from "../../base";
import { createEngine, flow, task } from "../../flow";
import { storedEvent, type Granted } from "../../runtime";
import { memoryStores, type Stores } from "../../storage";
import { readRun } from "./recovery";
import { notebookId, scriptedRun } from "./scripted-run.suite";

const made = task({ name: "made" }, async () => 1);
const main = flow({ name: "main" }, made);
const key = "results/a";
const line = (told: object) => JSON.stringify({ type: "result", key, value: { version: 1 }, ...told });

/** The lines of a run in which a task completes, after that of its result. */
async function linesOf(id: FlowRunId): Promise<readonly string[]> {
  const lines: string[] = [];
  const engine = createEngine({
    onEvent(event) {
      if (event.type === "task-state" && event.state.isCompleted()) lines.push(line({}));
      lines.push(storedEvent(event));
    },
  });
  await engine.start(main, [], { id }).done;
  return lines;
}

test("[R1] [WS193] a result is stored in the transaction of the events that tell of it, and nothing is Completed before", async () => {
  const { kv, runs, ...others } = memoryStores();
  let isFull = false;
  const stores: Stores = {
    ...others,
    kv,
    runs: {
      ...runs,
      async append(...given: Parameters<typeof runs.append>) {
        if (isFull) throw new RunnelError("storage/full", "There is no room left.");
        return await runs.append(...given);
      },
    },
  };
  const kept = async () => (await kv.read(`notebooks/${notebookId}/${key}`))?.value;
  const session = scriptedRun(stores, async (granted: Granted, id) => {
    const lines = await linesOf(id);
    const told = lines.indexOf(line({}));
    await granted.events(lines.slice(0, told), false);
    isFull = true;
    await granted.events(lines.slice(told, told + 2), false).catch(() => undefined);
  });
  await expect(session.done).rejects.toMatchObject({ code: "run/unstored" });
  const { taskRuns } = (await readRun(session.record.id, stores)).record.log;
  expect([taskRuns.map(({ state }) => state.name), await kept()]).toEqual([["Running"], undefined]);
  // What was not stored goes with the end of the run.
  isFull = false;
  await session.store();
  expect(await kept()).toEqual({ version: 1 });
});

test("[R5] [WS193] what is no result of the run's own ends it", async () => {
  for (const told of [
    { key: "limits/a" },
    { key: 1 },
    { value: 1 },
    { key: `results/${"a".repeat(10_001)}` },
  ]) {
    const stores = memoryStores();
    const refused: unknown[] = [];
    const session = scriptedRun(stores, async ({ events }) => {
      await events([line(told)], true).catch((error: unknown) => refused.push(error));
    });
    await session.done;
    expect(refused).toMatchObject([{ code: "run/integrity" }]);
    expect(await stores.kv.keys("")).toEqual([]);
  }
});

test("[WS193] one that holds a secret is not kept, and the log says so once", async () => {
  const stores = memoryStores();
  await stores.secrets.write("api-token", "hunter2");
  await stores.permissions.allowSecret(notebookId, "api-token", true);
  const session = scriptedRun(stores, async ({ events, secrets }, id) => {
    await secrets.read("api-token");
    const told = line({ value: { version: 1, table: "hunter2" } });
    await events(
      (await linesOf(id)).map((one) => (one === line({}) ? told : one)),
      true,
    );
  });
  await session.done;
  const { log } = (await readRun(session.record.id, stores)).record;
  expect(log.flowRun(session.record.id)?.state.name).toBe("Completed");
  session.record.shown.publish();
  const look = session.record.shown.look.get();
  const told = Array.from({ length: look.lineCount }, (_, index) => look.line(index)?.message);
  expect(told.filter((message) => message?.includes("“api-token”"))).toHaveLength(1);
  expect(await stores.kv.keys("")).toEqual([]);
});
