import { expect, test } from "vitest";
import { newIds, testClock, type FlowRunId, type NotebookId } from "../../base";
import type { RunEvent } from "../../engine";
import { createEngine, flow, sleep, task, transaction, unmapped } from "../../flow";
import { parseEvent, storedEvent, type Preview } from "../../runtime";
import { noteEvent } from "../run/page-event";
import { RunRecord } from "../run/run-record";
import { compareResults, compareRuns } from "./comparison";

const newId = newIds(Date.now, Math.random);
const double = task({ name: "double" }, async (n: number) => n * 2);
const odd = task({ name: "odd" }, async (n: number) => {
  if (n % 2 === 0) throw new RangeError("even");
  return n;
});
const extra = task({ name: "extra" }, async () => "more");

const noText = async () => undefined;

/** The record of a run, as it is read back from its log. */
async function recordOf(n: number, sources: Readonly<Record<string, string>>): Promise<RunRecord> {
  const main = flow({ name: "main" }, async (count: number) => {
    await double.map([1, 2, count]).wait();
    await odd.withOptions({ returnState: true })(count);
    if (count > 3) await extra();
    return count;
  });
  return await recorded(main, [n], sources);
}

async function recorded(
  main: Parameters<ReturnType<typeof createEngine>["run"]>[0],
  parameters: readonly unknown[],
  sources: Readonly<Record<string, string>>,
  withMore: (event: RunEvent) => readonly RunEvent[] = (event) => [event],
): Promise<RunRecord> {
  const run = await createEngine({ clock: testClock() }).run(main, [...parameters]);
  const events = run.events.flatMap(withMore).map(storedEvent).map(parseEvent);
  const [made] = events;
  const id = made?.type === "flow-run" ? made.flowRun.id : newId<FlowRunId>();
  const record = new RunRecord(id);
  record.record(noteEvent(0, id, { kind: "requested", sources }));
  for (const event of events) if (event) record.record(event);
  record.show();
  return record;
}

test("WS137 two runs are compared by definition: states, parameters, sources and values", async () => {
  const earlier = await recordOf(3, { double: "a", odd: "b" });
  const later = await recordOf(4, { double: "a", odd: "c", extra: "d" });
  const comparison = await compareRuns(earlier, later, noText);
  expect(comparison).toMatchObject({
    earlier: { id: earlier.id, flowName: "main", state: { name: "Completed" }, failed: 0 },
    later: { id: later.id, failed: 1 },
    parameters: [{ name: "count", earlier: "3", later: "4" }],
  });
  const base = { id: later.id, notebookId: newId<NotebookId>(), flowName: "main", createdAt: 0 };
  expect(later.summary(base)).not.toHaveProperty("givenName");
  expect(later.summary({ ...base, flowName: "etl" })).toMatchObject({ flowName: "etl", givenName: "main" });
  expect(later.summary(base)).toMatchObject({ failedCount: 1, taskRunCounts: { Failed: 1 } });
  expect(comparison.tasks.map(({ name }) => name)).toEqual(["double", "odd", "extra"]);
  const [doubled, odds, extras] = comparison.tasks;
  expect(doubled).toMatchObject({
    isChanged: false,
    earlier: { counts: { Completed: 3 } },
    later: { counts: { Completed: 3 } },
    results: {
      ...{ same: 2, different: 1, alone: 0 },
      first: { earlier: { kind: "text", text: "6" }, later: { kind: "text", text: "8" } },
    },
  });
  expect(odds).toMatchObject({
    isChanged: true,
    earlier: { state: { name: "Completed" } },
    later: { state: { name: "Failed" } },
    results: { same: 0, different: 0, alone: 1 },
  });
  expect(extras).not.toHaveProperty("earlier");
  expect(extras).not.toHaveProperty("isChanged");
  expect((await compareRuns(earlier, earlier, noText)).tasks.map(({ results }) => results.different)).toEqual(
    [0, 0],
  );
});

test("WS137 where a definition's own text stayed the same, it is said what that names changed, as far as it is known", async () => {
  const prices = { prices: "p1", rates: "r1", odd: "o1" };
  const earlier = await recordOf(3, { ...prices, double: "d1" });
  const later = await recordOf(3, { prices: "p2", rates: "r2", odd: "o2", double: "d2" });
  const changes = async (was: string, is: string) => {
    const texts = new Map([
      ["d1", was],
      ["d2", is],
    ]);
    const { tasks } = await compareRuns(earlier, later, async (hash) => texts.get(hash));
    return tasks.find(({ name }) => name === "double");
  };
  const text = "const double = task(async () => await prices()); // not the rates\n/* nor odd */";
  expect(await changes(text, text)).toMatchObject({ isChanged: true, changedUses: ["prices"] });
  const query = "SELECT * FROM prices JOIN rates USING (day) -- odd";
  expect(await changes(query, query)).toMatchObject({ isChanged: true, changedUses: ["prices", "rates"] });
  const helped = "const double = task(async () => helper());";
  expect(await changes(helped, helped)).toMatchObject({ isChanged: true, changedUses: [] });
  expect(await changes(helped, text)).not.toHaveProperty("changedUses");
});

test("[FO13] [WS137] a task that ran once took in a comparison what its row tells, also where it was rolled back", async () => {
  const undone = task({ name: "undone", onRollback: [() => undefined] }, async () => await sleep(1));
  const later = task({ name: "later" }, async () => await sleep(2));
  const main = flow({ name: "main" }, async () => {
    const rolled = transaction(async () => {
      await undone();
      await later();
      throw new RangeError("no");
    });
    await rolled.catch(() => undefined);
  });
  const record = await recorded(main, [], {}, (event) => {
    if (event.type !== "task-state" || event.state.type !== "RUNNING") return [event];
    const { id, at } = event;
    return [event, { type: "wait", id, at, reason: "worker" }, { type: "go", id, at: at + 400 }];
  });
  const look = record.shown.fold.look();
  const took = look.tasks.map((one) => look.tookOf(one));
  expect(took.map((ms) => Math.round(ms ?? 0))).toEqual([600, 1600]);
  const { tasks } = await compareRuns(record, record, noText);
  expect(tasks.map((one) => [one.earlier?.state.name, one.earlier?.durationMs])).toEqual(
    took.map((ms) => ["RolledBack", ms]),
  );
});

test("WS137 tables are the same by what they were made from, other values by what is shown of them", () => {
  const table = (name: string, lineage: string): Preview => ({
    kind: "table",
    table: { kind: "table", name, lineage, schema: [], numRows: 1 },
  });
  const text = (value: string): Preview => ({ kind: "text", text: value, isWhole: true });
  const counts = (earlier: readonly Preview[], later: readonly Preview[]) => {
    const { same, different, alone } = compareResults(new Map(earlier.entries()), new Map(later.entries()));
    return [same, different, alone];
  };
  expect(counts([table("a", "1")], [table("b", "1")])).toEqual([1, 0, 0]);
  expect(counts([table("a", "1")], [table("a", "2")])).toEqual([0, 1, 0]);
  expect(counts([text("1"), text("2")], [text("1"), text("3"), text("4")])).toEqual([1, 1, 1]);
  expect(counts([table("a", "1")], [text("1")])).toEqual([0, 1, 0]);
  expect(counts([], [])).toEqual([0, 0, 0]);
});

test("WS137 a value is compared with the one at its place, also where one before it failed, and of however many", async () => {
  const bad = task({ name: "bad" }, async (n: number, but: number) => {
    if (n === but) throw new RangeError("not that");
    return n;
  });
  const compared = async (but: number, count: number) => {
    const main = flow({ name: "main" }, async () => {
      const numbers = Array.from({ length: count }, (_, n) => n);
      await bad.map(numbers, unmapped(but)).wait();
      return 1;
    });
    return await recorded(main, [], {});
  };
  const [whole, holed, more] = [await compared(-1, 120), await compared(40, 120), await compared(-1, 121)];
  const results = async (earlier: RunRecord, later: RunRecord) =>
    (await compareRuns(earlier, later, noText)).tasks[0]?.results;
  expect(await results(whole, holed)).toEqual({ same: 119, different: 0, alone: 1 });
  expect(await results(whole, more)).toEqual({ same: 120, different: 0, alone: 1 });
});
