import { describe, expect, test } from "vitest";
import { newIds, type FlowRunId } from "../../base";
import { createEngine, flow, getRunLogger, task } from "../../flow";
import { storedEvent, type StoredEvent } from "../../runtime";
import { memoryStores, type Stores } from "../../storage";
import { RunRecord } from "./run-record";
import { notebookId } from "./scripted-run.suite";
import { storedLog } from "./stored-log";

const total = 3_000;
const half = task({ name: "half", retries: 1 }, async (n: number) => {
  getRunLogger().warning(`half of ${n}`);
  if (n % 2 > 0) throw new RangeError("odd");
});
const main = flow({ name: "main" }, async () => await half.withOptions({ returnState: true })(3));

const id = newIds(Date.now, Math.random)<FlowRunId>();

/** A stored run of several batches. */
async function storedRun(): Promise<Stores> {
  const stores = memoryStores();
  const summary = new RunRecord(id).summary({ id, notebookId, flowName: "main", createdAt: 0 });
  let seq = 0;
  const append = async (events: readonly StoredEvent[]) =>
    await stores.runs.append({ runId: id, seq: seq++, events }, summary);
  const events: StoredEvent[] = [];
  await createEngine({ onEvent: (event) => events.push(storedEvent(event)) }).start(main, [], { id }).done;
  await append(events);
  const line = { type: "log", at: Date.now(), level: "info", flowRunId: id, taskRunId: null } as const;
  for (let first = 0; first < total; first += 1_000)
    await append(
      Array.from({ length: 1_000 }, (_, offset) =>
        storedEvent({ ...line, message: `line ${first + offset}` }),
      ),
    );
  return stores;
}

describe("the log of a run as a text", () => {
  test("WS55 has each line that is stored, with when, how grave, whose and at which attempt", async () => {
    const stores = await storedRun();
    const lines = (await storedLog(id, stores)).split("\n");
    expect(lines.filter((line) => /^\S+Z INFO {4}main {2}line \d+$/.test(line))).toHaveLength(total);
    const when = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;
    const first = lines.slice(0, 3).map((line) => line.replace(when, "").replace(/-[0-9a-f]{3}/, ""));
    expect(first.map((line) => line.slice(0, 40))).toEqual([
      "WARNING half  half of 3",
      "INFO    half  Task run failed with excep",
      "WARNING half #2  half of 3",
    ]);
  });
});
