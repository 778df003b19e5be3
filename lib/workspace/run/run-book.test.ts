import { expect, test } from "vitest";
import { deferred, newIds, type FlowRunId } from "../../base";
import { createEngine, flow, task } from "../../flow";
import { storedEvent, type StoredEvent } from "../../runtime";
import { memoryStores, type Stores } from "../../storage";
import { readOn, readRun } from "./recovery";
import { RunBook } from "./run-book";
import { RunRecord } from "./run-record";
import { notebookId, scriptedRun } from "./scripted-run.suite";

const newId = newIds(Date.now, Math.random);
const size = 50;

/** Stores a run of so many task runs in several batches, one of which may fail; gives its id. */
async function addRun(stores: Stores, count: number, failing = -1): Promise<FlowRunId> {
  const id = newId<FlowRunId>();
  const same = task({ name: "same" }, async (n: number) => {
    if (n === failing) throw new RangeError("no");
    return n;
  });
  const main = flow({ name: "main" }, async () => {
    await same.map(Array.from({ length: count }, (_, n) => n)).wait();
  });
  const events: StoredEvent[] = [];
  const record = new RunRecord(id);
  const onEvent = (event: Parameters<typeof storedEvent>[0]) => {
    record.record(event);
    // As if it were of a notebook, whose code names what it defines.
    events.push(storedEvent(event).replace('"definition":null', '"definition":"same"'));
  };
  await createEngine({ onEvent }).start(main, [], { id }).done;
  const summary = record.summary({ id, notebookId, flowName: "main", createdAt: 0 });
  for (let seq = 0; events.length > 0; seq++)
    await stores.runs.append({ runId: id, seq, events: events.splice(0, size) }, summary);
  return id;
}

/** How a run is shown: its state, whether that is all, and how many of its task runs there are. */
function shown(book: RunBook) {
  book.publish();
  const run = book.looked.get();
  const { state, isOver, isPartial = false } = run?.head.get() ?? {};
  return { id: run?.id, state: state?.name, isOver, isPartial, tasks: run?.look.get().tasks.length };
}

test("WS57 a stored run is looked at from its first events on, and stands meanwhile as it ended", async () => {
  const stores = memoryStores();
  const id = await addRun(stores, 200);
  const book = new RunBook(stores, notebookId);
  const looks: ReturnType<typeof shown>[] = [];
  book.looked.subscribe(() => looks.push(shown(book)));
  await book.show(id, () => looks.push(shown(book)));

  const parts = looks.filter(({ isPartial }) => isPartial);
  expect(parts.length).toBeGreaterThan(3);
  expect(parts.length).toBeLessThan(9);
  for (const part of parts) expect(part).toMatchObject({ id, state: "Completed", isOver: true });
  expect(parts[0]?.tasks).toBeLessThan(size);
  expect(shown(book)).toEqual({ id, state: "Completed", isOver: true, isPartial: false, tasks: 200 });
  const whole = (await readRun(id, stores)).record.shown;
  whole.publish();
  expect(book.looked.get()?.head.get()).toEqual(whole.head.get());
});

test("[WS120] of a definition it is known whether it completed in a run before: if not, it gave nothing to be kept", async () => {
  for (const [failing, isIncomplete] of [
    [-1, undefined],
    [1, true],
  ] as const) {
    const stores = memoryStores();
    const id = await addRun(stores, 2, failing);
    const book = new RunBook(stores, notebookId);
    await book.open();
    const same = { name: "same", kind: "task" } as Parameters<RunBook["past"]>[0];
    expect(book.past(same).map((run) => [run.id, run.isIncomplete])).toEqual([[id, isIncomplete]]);
  }
});

test("WS57 the moment that is looked at stays where the same run is asked for again", async () => {
  const stores = memoryStores();
  const id = await addRun(stores, 3);
  const book = new RunBook(stores, notebookId);
  await book.open();
  const same = { name: "same", kind: "task" } as Parameters<RunBook["definition"]>[0];
  expect(book.definition(same)?.view.counts).toEqual({ Completed: 3 });
  book.lookBack(5);
  const then = book.definition(same)?.view.counts;
  expect(then).not.toEqual({ Completed: 3 });
  await book.show(id);
  expect(book.definition(same)?.view.counts).toEqual(then);
  book.lookBack();
  expect(book.definition(same)?.view.counts).toEqual({ Completed: 3 });
});

test("WS57 a run is read no further once another is looked at", async () => {
  const stores = memoryStores();
  const [long, short] = [await addRun(stores, 200), await addRun(stores, 1)];
  const book = new RunBook(stores, notebookId);
  let other: Promise<void> | undefined;
  let more = 0;
  const first = book.show(long, () => {
    more++;
    other ??= book.show(short);
  });
  await first;
  await other;
  expect(more).toBeLessThan(10);
  expect(shown(book)).toMatchObject({ id: short, isPartial: false, tasks: 1 });
});

test("WS57 a run whose log cannot be read to its end is let go, and one that is looked at is not read again", async () => {
  const stores = memoryStores();
  const [long, short] = [await addRun(stores, 400), await addRun(stores, 1)];
  let pages = 0;
  const failing: Stores = {
    ...stores,
    runs: {
      ...stores.runs,
      async *events(id, from) {
        pages++;
        for await (const batch of stores.runs.events(id, from)) {
          if (id === long && batch.seq === 4) throw new Error("The disk is gone.");
          yield batch;
        }
      },
    },
  };
  const book = new RunBook(failing, notebookId);
  await book.show(short);
  await book.show(short);
  expect(pages).toBe(1);
  const seen = new Set<string>();
  book.looked.subscribe(() => seen.add(String(book.looked.get()?.id)));
  await expect(book.show(long)).rejects.toThrow("The disk is gone.");
  expect([...seen]).toEqual([long, "undefined"]);
});

/** A run that says what is given and then waits for its end; `end` has it be over. */
async function beginRun(stores: Stores) {
  const [begun, over] = [deferred<undefined>(), deferred<undefined>()];
  const session = scriptedRun(stores, async (granted, id) => {
    const events: StoredEvent[] = [];
    const wait = task({ name: "wait" }, async () => await over.promise);
    const main = flow({ name: "main" }, async () => await wait());
    const onEvent = (event: Parameters<typeof storedEvent>[0]) => {
      events.push(storedEvent(event));
      if (event.type !== "task-state" || event.state.name !== "Running") return;
      void granted.events(events.splice(0), true).then(() => begun.resolve(undefined));
    };
    await createEngine({ onEvent }).start(main, [], { id }).done;
    await granted.events(events, true);
  });
  await begun.promise;
  const end = async () => {
    over.resolve(undefined);
    await session.done;
  };
  return { session, end };
}

/** What the history says, in short. */
function listed(book: RunBook): readonly string[] {
  book.publish();
  const text = (counts: object) => Object.entries(counts).map(([name, count]) => `${String(count)} ${name}`);
  return book.history
    .get()
    .map(({ stateName, taskRunCounts }) => [stateName, ...text(taskRunCounts)].join(", "));
}

test("WS198 the history lists the run that is under way first, and each run once when it is over", async () => {
  const stores = memoryStores();
  await addRun(stores, 2);
  const book = new RunBook(stores, notebookId);
  await book.open();
  const { session, end } = await beginRun(stores);
  expect(listed(book)).toEqual(["Completed, 2 Completed"]);
  book.begin(session.record, session.base);
  expect(listed(book)).toEqual(["Running, 1 Running", "Completed, 2 Completed"]);
  expect(book.history.get()[0]?.id).toBe(session.record.id);
  await book.refresh();
  expect(listed(book)).toEqual(["Running, 1 Running", "Completed, 2 Completed"]);
  const before = book.history.get();
  book.publish();
  expect(book.history.get()).toBe(before);
  await end();
  expect(listed(book)).toEqual(["Completed, 1 Completed", "Completed, 2 Completed"]);
  await book.refresh();
  expect(listed(book)).toEqual(["Completed, 1 Completed", "Completed, 2 Completed"]);
  await stores.runs.remove(session.record.id);
  await book.forget(session.record.id);
  expect(listed(book)).toEqual(["Completed, 2 Completed"]);
});

test("WS198 the history lists the run of another tab, as far as it is read here", async () => {
  const stores = memoryStores();
  const book = new RunBook(stores, notebookId);
  await book.open();
  const { session, end } = await beginRun(stores);
  const record = new RunRecord(session.record.id);
  book.join(record);
  expect(listed(book)).toEqual([]);
  const next = await readOn(record, 0, stores);
  expect(listed(book)).toEqual(["Running, 1 Running"]);
  await end();
  expect(listed(book)).toEqual(["Running, 1 Running"]);
  await readOn(record, next, stores);
  expect(listed(book)).toEqual(["Completed, 1 Completed"]);
  expect(book.history.get()[0]?.createdAt).toBe(session.base.createdAt);
});
