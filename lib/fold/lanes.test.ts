import fc from "fast-check";
import { expect, test } from "vitest";
import { testClock, type TaskRunId } from "../base";
import type { RunEvent } from "../engine";
import { ConcurrentTaskRunner, createEngine, flow, sleep, task } from "../flow";
import { lanesOf, rowsOf, type Row } from ".";
import { foldOf } from "./fold-of.suite";

const work = task({ name: "work", retries: 1 }, async (n: number) => {
  await sleep(n);
  if (n === 2) throw new RangeError("two");
});
const table = task({ name: "table" }, async () => await sleep(1));
const inner = flow({ name: "inner" }, async () => await table());
const main = flow({ name: "main" }, async () => {
  const all = work.map([1, 2, 3, 4, 1, 2, 3]);
  await inner();
  await all.wait();
});

/** The events of a run, with those that a pool of so many workers would have put between. */
async function eventsOn(workers: number): Promise<readonly RunEvent[]> {
  const told: RunEvent[] = [];
  const of = main.withOptions({ taskRunner: ConcurrentTaskRunner({ maxWorkers: workers }) });
  await createEngine({ clock: testClock(), onEvent: (event) => void told.push(event) }).start(of, []).done;
  const names = new Map<TaskRunId, string>();
  const busy = new Map<TaskRunId, number>();
  return told.flatMap((event): readonly RunEvent[] => {
    if (event.type === "task-run") names.set(event.taskRun.id, event.taskRun.taskName);
    if (event.type !== "task-state" || names.get(event.id) !== "work") return [event];
    if (event.state.type !== "RUNNING") {
      busy.delete(event.id);
      return [event];
    }
    const taken = new Set(busy.values());
    let worker = 0;
    while (taken.has(worker)) worker++;
    busy.set(event.id, worker);
    return [event, { type: "placed", at: event.at, id: event.id, worker }];
  });
}

const by = { sort: "start", states: new Set<string>(), text: "" } as const;
const listed = (rows: ReturnType<typeof rowsOf>) =>
  Array.from({ length: rows.count }, (_, index) => rows.at(index)).filter((row) => row !== undefined);
const lanesIn = (rows: readonly Row[]) => rows.flatMap((row) => (row.kind === "lane" ? row.lane : []));

test("FO10 lanes are of workers, of DuckDB, of the flow, and of what did not run, and open to what ran in them", async () => {
  const fold = foldOf(await eventsOn(7));
  const rows = rowsOf(fold.look(), { ...by, lanes: lanesOf(fold.look()), open: new Set(["lane.0"]) });
  const [first, second] = listed(rows);
  expect([first?.id, first?.isOpen, second?.kind, second?.depth]).toEqual(["lane.0", true, "task", 1]);
  expect(lanesIn(listed(rows)).map(({ place }) => place)).toEqual([0, 1, 2, 3, 4, 5, 6, "flow"]);
  const tables = lanesOf(fold.look(), () => true);
  expect(tables.at(-1)?.place).toBe("data");
  expect(tables.at(-1)?.busyMs).toBeCloseTo(1000, 1);
  const early = lanesOf(fold.look(3));
  expect(early.map(({ place, bars }) => [place, bars.length])).toEqual([["none", 0]]);
});

test("FO10 every task run is in one lane, and no two bars of a track overlap, at any moment", async () => {
  const fold = foldOf(await eventsOn(3));
  const position = fc.integer({ min: 1, max: fold.end });
  fc.assert(
    fc.property(position, fc.constantFrom("", "work"), (at, text) => {
      const look = fold.look(at);
      const rows = rowsOf(look, { ...by, text, lanes: lanesOf(look), open: new Set() });
      const lanes = lanesIn(listed(rows));
      const tasks = lanes.flatMap((lane) => lane.tasks);
      expect(new Set(tasks).size).toBe(tasks.length);
      expect(tasks).toHaveLength(rows.shown);
      expect(rows.total).toBe(look.tasks.filter(({ child }) => !child).length);
      for (const { bars, tracks, place } of lanes) {
        if (typeof place === "number") expect(tracks).toBe(1);
        for (let track = 0; track < tracks; track++) {
          let end = -Infinity;
          for (const bar of bars.filter((one) => one.track === track)) {
            expect(bar.from).toBeGreaterThanOrEqual(end);
            end = bar.to;
          }
        }
      }
    }),
  );
});
