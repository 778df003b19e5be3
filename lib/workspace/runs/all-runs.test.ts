import { afterEach, describe, expect, test } from "vitest";
import { deferred, type FlowRunId } from "../../base";
import { testClock } from "../../base/test-clock";
import { storedEvent } from "../../runtime";
import { memoryStores, type RunSummary, type Stores } from "../../storage";
import { NotebookChannel, type NotebookMessage } from "../notebook/notebook-channel";
import { noteEvent, pendingRun } from "../run/page-event";
import { lockName } from "../run/run-lock";
import { loneTab } from "../tabs";
import { AllRuns, type RunsLook } from "./all-runs";
import { RunsChannel } from "./runs-channel";
import { aRun, newId, notebooks } from "./runs.suite";

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** A browser with two notebooks, and who looks at all their runs. */
async function browser() {
  const stores = memoryStores();
  const tabs = loneTab();
  for (const [place, id] of notebooks.entries()) {
    const title = ["Sales", "Flights"][place] ?? "";
    const times = { createdAt: 0, updatedAt: 0 };
    await stores.notebooks.write({ id, title, text: "", ...times, origin: "own", files: {} }, 0);
  }
  const look = () => {
    const all = new AllRuns({ stores, tabs, clock: testClock(), newId });
    open.push(all);
    return all;
  };
  return { stores, tabs, look };
}

async function store(stores: Stores, run: RunSummary, seq = 0, ...events: readonly string[]): Promise<void> {
  await stores.runs.append({ runId: run.id, seq, events }, run);
}

/** Resolves once the list is so. */
async function until(all: AllRuns, isSo: (look: RunsLook) => boolean): Promise<RunsLook> {
  for (;;) {
    const look = all.list.get();
    if (isSo(look)) return look;
    const changed = deferred<undefined>();
    const stop = all.list.subscribe(() => changed.resolve(undefined));
    await changed.promise;
    stop();
  }
}

const isRead = ({ isReading }: RunsLook) => !isReading;

describe("the runs of all notebooks", () => {
  test("WS130 are all read, the newest first, with the notebooks' titles", async () => {
    const { stores, look } = await browser();
    const runs = Array.from({ length: 1_203 }, (_, at) =>
      aRun({ createdAt: at, notebookId: notebooks[at % 2] ?? notebooks[0] }),
    );
    for (const run of runs) await store(stores, run);
    const { runs: read, titles, hasMore } = await until(look(), isRead);
    expect(read).toEqual([...runs].reverse());
    expect(titles).toEqual({ [notebooks[0]]: "Sales", [notebooks[1]]: "Flights" });
    expect(hasMore).toBe(false);
  });

  test("WS131 show what other tabs begin, end and delete, and a notebook that goes", async () => {
    const { stores, tabs, look } = await browser();
    const all = look();
    await until(all, isRead);
    const other = new RunsChannel(tabs);
    open.push(other);
    const [run, kept] = [aRun({ stateType: "RUNNING" }), aRun()];
    const held = deferred<undefined>();
    const locked = tabs.locks.request(lockName(run.id), {}, () => held.promise);
    await store(stores, run);
    await store(stores, kept);
    other.changed(run.id, kept.id);
    await until(all, ({ runs }) => runs.length === 2);
    await store(stores, { ...run, stateType: "FAILED", stateName: "Failed" }, 1);
    other.changed(run.id);
    await until(all, ({ runs }) => runs.some(({ stateName }) => stateName === "Failed"));
    held.resolve(undefined);
    await locked;
    await stores.runs.remove(run.id);
    other.changed(run.id);
    await until(all, ({ runs }) => runs.length === 1);
    await stores.runs.remove(kept.id);
    await stores.notebooks.remove(notebooks[1]);
    other.changed();
    const { titles } = await until(all, ({ runs, isReading }) => runs.length === 0 && !isReading);
    expect(titles).toEqual({ [notebooks[0]]: "Sales" });
  });

  test("WS131 a run whose tab was closed ends as Crashed", async () => {
    const { stores, tabs, look } = await browser();
    const run = aRun({ stateType: "RUNNING", stateName: "Running" });
    const alive = deferred<undefined>();
    const tab = tabs.locks.request(lockName(run.id), {}, () => alive.promise);
    await store(stores, run);
    const all = look();
    const { runs } = await until(all, isRead);
    expect(runs[0]?.stateName).toBe("Running");
    alive.resolve(undefined);
    await tab;
    const ended = await until(all, (now) => now.runs[0]?.stateType !== "RUNNING");
    expect(ended.runs[0]?.stateName).toBe("Crashed");
  });

  test("WS132 a run is cancelled by the tab that runs it; one of which nobody hears is said", async () => {
    const { stores, tabs, look } = await browser();
    const [run, frozen] = [aRun({ stateType: "RUNNING" }), aRun({ stateType: "RUNNING" })];
    for (const one of [run, frozen]) void tabs.locks.request(lockName(one.id), {}, () => deferred().promise);
    await store(stores, run);
    await store(stores, frozen);
    const asked: NotebookMessage[] = [];
    const owner = new NotebookChannel(tabs, run.notebookId, (message) => {
      asked.push(message);
      if (message.type === "request" && message.run === run.id)
        owner.send({ type: "answer", id: message.id, problem: null });
    });
    open.push(owner);
    const all = look();
    await all.cancel(run);
    expect(asked).toMatchObject([{ run: run.id, request: { type: "stop" } }]);
    await expect(all.cancel(frozen)).rejects.toThrow("The tab that runs this does not answer");
  });

  test("WS133 deleting takes the log and the pin, is told, and leaves what is under way", async () => {
    const { stores, tabs, look } = await browser();
    const [run, going] = [aRun(), aRun({ stateType: "PAUSED" })];
    void tabs.locks.request(lockName(going.id), {}, () => deferred().promise);
    for (const one of [run, going]) await store(stores, one, 0, "an event");
    await stores.pins.write({ runId: run.id, results: [], tables: [], files: [] });
    const told: NotebookMessage[] = [];
    open.push(new NotebookChannel(tabs, run.notebookId, (message) => void told.push(message)));
    const [here, there] = [look(), look()];
    await until(here, isRead);
    await until(there, isRead);
    await here.remove([run, going]);
    for (const all of [here, there])
      expect((await until(all, ({ runs }) => runs.length === 1)).runs).toEqual([going]);
    expect(told).toEqual([{ type: "run-removed", id: run.id }]);
    expect(await stores.pins.list()).toEqual([]);
    for await (const batch of stores.runs.events(run.id)) expect(batch).toBeUndefined();
  });

  test("WS134 a run's log says what it ran and was given", async () => {
    const { stores, look } = await browser();
    const run = aRun({ flowName: "etl" });
    const entry = { kind: "flow", name: "main", parameters: { city: "Bern", days: [1, 2] } } as const;
    const event = (id: FlowRunId) => {
      const made = pendingRun({ id, flowName: "etl", at: 1, stateId: newId() });
      if (made.type !== "flow-run") throw new Error("It makes a run.");
      return { ...made, flowRun: { ...made.flowRun, parameters: entry.parameters } };
    };
    const requested = noteEvent(0, run.id, { kind: "requested", sources: {}, entry });
    await store(stores, run, 0, storedEvent(requested));
    await store(stores, run, 1, "no event", storedEvent(event(run.id)));
    const all = look();
    expect(await all.input(run)).toEqual({ entry, texts: { city: "Bern", days: "[1, 2]" } });
    expect(await all.again(run)).toEqual({ kind: "again", flowName: "etl", retryOf: run.id, entry });

    const old = aRun({ flowName: "etl" });
    await store(stores, old, 0, storedEvent(noteEvent(0, old.id, { kind: "requested", sources: {} })));
    expect(await all.again(old)).toEqual({ kind: "again", flowName: "etl", retryOf: old.id });

    const retry = aRun({ flowName: "etl" });
    const asked = { kind: "requested", sources: {}, retryOf: run.id } as const;
    await store(stores, retry, 0, storedEvent(noteEvent(0, retry.id, asked)));
    expect(await all.again(retry)).toEqual({ kind: "again", flowName: "etl", retryOf: run.id });
  });
});
