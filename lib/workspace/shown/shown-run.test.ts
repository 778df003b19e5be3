import { describe, expect, test } from "vitest";
import { testClock, type FlowRunId } from "../../base";
import type { RunEvent } from "../../engine";
import {
  createEngine,
  createMarkdownArtifact,
  createProgressArtifact,
  flow,
  sleep,
  task,
  updateProgressArtifact,
} from "../../flow";
import type { RunLook, TaskFold } from "../../fold";
import { storedEvent, type Granted, type StoredEvent } from "../../runtime";
import { memoryStores, type Stores } from "../../storage";
import { readRun } from "../run/recovery";
import { scriptedRun } from "../run/scripted-run.suite";
import { cacheView } from "./cache-view";
import type { ShownRun } from "./shown-run";

const half = task({ name: "half", retries: 1 }, async (n: number) => {
  if (n % 2 > 0) throw new RangeError("odd");
  return n / 2;
});
const main = flow({ name: "main" }, async () => [
  await half(2),
  await half.withOptions({ returnState: true })(3),
  ...(await half.map([2, 4, 6, 8]).result()),
]);

/** What a task run did with its time, without the run that each state knows. */
function partsOf(task: TaskFold, look: RunLook) {
  return look.segmentsOf(task).map((part) => ({ ...part, end: "end" in part && part.end.name }));
}

/** All that a run shows. */
function all(shown: ShownRun) {
  shown.publish();
  const look = shown.look.get();
  return {
    head: shown.head.get(),
    tasks: look.tasks.map((task) => ({
      ...{ name: task.run.name, state: look.stateOf(task)?.name, parts: partsOf(task, look) },
      ...{ cache: cacheView(task, look), error: shown.errorOf(task, look) },
    })),
    lines: Array.from({ length: look.lineCount }, (_, index) => look.line(index)),
    artifacts: shown.artifactsBefore(Infinity),
    definitions: ["half", "main"].map((name) => [
      shown.definition(name, "task"),
      shown.definition(name, "flow"),
    ]),
  };
}

/** Runs the flow as its worker does, its events in batches of so many. */
async function play(granted: Granted, id: FlowRunId, size: number): Promise<void> {
  const lines: StoredEvent[] = [];
  await createEngine({ onEvent: (event) => lines.push(storedEvent(event)) }).start(main, [], { id }).done;
  while (lines.length > 0) await granted.events(lines.splice(0, size), lines.length === 0);
}

describe("what is shown of a run", () => {
  for (const size of [1, 3, 1000])
    test(`WS23 is what is stored, whenever one looks: batches of ${size}`, async () => {
      const stores = memoryStores();
      let looks = 0;
      const look = async () => {
        looks++;
        const stored = (await readRun(session.record.id, stores)).record.shown;
        expect(all(session.record.shown)).toEqual(all(stored));
      };
      const watched: Stores = {
        ...stores,
        runs: {
          ...stores.runs,
          async append(...given) {
            // All of the batch has happened, and none of it is stored.
            await look();
            return await stores.runs.append(...given);
          },
        },
      };
      const session = scriptedRun(watched, (granted, id) => play(granted, id, size));
      await session.done;
      await look();
      expect(looks).toBeGreaterThan(2);
      const { head, tasks, lines } = all(session.record.shown);
      expect(head.state.name).toBe("Completed");
      const names = tasks.map(({ state }) => state);
      expect(names).toEqual(["Completed", "Failed", "Completed", "Completed", "Completed", "Completed"]);
      expect(lines.length).toBeGreaterThan(6);
    });

  test("WS50 what did not change stays the same object", async () => {
    const looks: ReturnType<typeof all>[] = [];
    const session = scriptedRun(memoryStores(), async (granted, id) => {
      await play(
        {
          ...granted,
          events: async (batch, isAll) => {
            await granted.events(batch, isAll);
            looks.push(all(session.record.shown));
          },
        },
        id,
        2,
      );
    });
    await session.done;
    let kept = 0;
    for (const [index, { head, lines }] of looks.entries()) {
      const before = looks[index - 1];
      if (!before) continue;
      if (JSON.stringify(head) === JSON.stringify(before.head)) expect(head).toBe(before.head);
      for (const [place, line] of before.lines.entries()) {
        expect(lines[place]).toBe(line);
        kept++;
      }
    }
    expect(kept).toBeGreaterThan(20);
  });

  test("[FO13] a cell tells of a task that ran once the time that its row tells, also where it waited as Running", async () => {
    const slow = task({ name: "slow" }, async () => await sleep(1));
    const once = flow({ name: "once" }, async () => await slow());
    const session = scriptedRun(memoryStores(), async (granted, id) => {
      const lines: StoredEvent[] = [];
      const onEvent = (event: RunEvent) => {
        lines.push(storedEvent(event).replace('"definition":null', '"definition":"slow"'));
        if (event.type !== "task-state" || event.state.type !== "RUNNING") return;
        const { id: of, at } = { id: event.id, at: event.state.at };
        lines.push(storedEvent({ type: "wait", id: of, at, reason: "worker" }));
        lines.push(storedEvent({ type: "go", id: of, at: at + 400 }));
      };
      await createEngine({ clock: testClock(), onEvent }).start(once, [], { id }).done;
      await granted.events(lines, true);
    });
    await session.done;
    const { shown } = session.record;
    for (const position of [undefined, shown.fold.end - 1]) {
      const look = shown.fold.look(position);
      const [row] = look.tasks.map((one) => look.tookOf(one));
      expect(Math.round(row ?? 0)).toBe(600);
      expect(shown.definition("slow", "task", position)?.durationMs).toBe(row);
    }
  });

  test("WS196 artifacts are shown as they were at a moment", async () => {
    const leaving = flow({ name: "leaving" }, async () => {
      const bar = await createProgressArtifact({ key: "bar", progress: 10 });
      await half(2);
      await updateProgressArtifact(bar, 60);
      await createMarkdownArtifact({ key: "note", markdown: "# done" });
    });
    const session = scriptedRun(memoryStores(), async (granted, id) => {
      const lines: StoredEvent[] = [];
      await createEngine({ onEvent: (event) => lines.push(storedEvent(event)) }).start(leaving, [], { id })
        .done;
      await granted.events(lines, true);
    });
    await session.done;
    const { shown } = session.record;
    const seen = Array.from({ length: shown.fold.end + 1 }, (_, position) =>
      shown
        .artifactsBefore(position)
        .map(({ key, content }) => (content.kind === "progress" ? `${key} ${content.percent}` : key))
        .join(", "),
    );
    expect([...new Set(seen)]).toEqual(["", "bar 10", "bar 60", "note, bar 60"]);
    // The task run that was made next is not there yet.
    expect([...shown.fold.tasks][0]?.states.born).toBe(seen.indexOf("bar 10"));
  });

  test("WS53 a run's clock never goes back, and stands while more has happened than is shown", async () => {
    const session = scriptedRun(memoryStores(), async (granted, id) => {
      const lines: StoredEvent[] = [];
      const engine = createEngine({ onEvent: (event) => lines.push(storedEvent(event)) });
      await engine.start(main, [], { id }).done;
      const { shown } = session.record;
      const far = Date.now() + 60_000;
      let last = 0;
      const look = (now: number) => {
        shown.publish();
        const until = shown.until(now);
        expect(until).toBeGreaterThanOrEqual(last);
        last = until;
        return until;
      };
      await granted.events(lines.splice(0, 4), false);
      const latest = look(far);
      // The worker has more to tell: until then nobody knows how far it is.
      expect(look(far + 10_000)).toBe(latest);
      expect(latest).toBeLessThan(far - 50_000);
      await granted.events(lines.splice(0, 1), true);
      // Now it is up to date, but for what is on its way.
      expect(look(far)).toBe(far - 300);
      expect(look(far - 5_000)).toBe(far - 300);
      await granted.events(lines.splice(0), true);
      look(far);
    });
    await session.done;
    expect(session.record.state?.name).toBe("Completed");
  });
});
