import { describe, expect, test } from "vitest";
import { newIds, testClock, type FlowRunId } from "../../base";
import type { RunEvent } from "../../engine";
import { createEngine, DEFAULT, flow, INPUTS, memoryStorage, NO_CACHE, task } from "../../flow";
import { foldOf } from "../../fold/fold-of.suite";
import { retryText } from "./retry-text";

const storage = memoryStorage();
const newId = newIds(Date.now, Math.random);

/** Runs a flow as a retry of a run; gives what is said of a retry of this one, and how its task runs went, `counts` with those of subflows. */
async function ran(ref: Parameters<ReturnType<typeof createEngine>["start"]>[0], retryOf?: FlowRunId) {
  const events: RunEvent[] = [];
  const engine = createEngine({ clock: testClock(), storage, onEvent: (event) => void events.push(event) });
  const id = newId<FlowRunId>();
  const run = await engine.start(ref, [], { id, retryOf: retryOf ?? id }).done;
  const states = run.taskRuns
    .filter(({ state }) => state.stateDetails.childFlowRunId === undefined)
    .map(({ state }) => state.name);
  const counts: Record<string, number> = {};
  for (const { state } of run.taskRuns) counts[state.name] = (counts[state.name] ?? 0) + 1;
  return { id: run.flowRun?.id, text: retryText(foldOf(events).look()), states, counts };
}

interface Case {
  readonly name: string;
  readonly options: Parameters<typeof task>[0];
  readonly text: string;
  /** How the two task runs of the retry went. */
  readonly retried: readonly [string, string];
}

const none = "Runs all again: of what completed, no result is kept that a retry could use.";
const one = "Reuses the results of 1 task run, and runs 1 again.";

describe("[WS122] the retry of a run runs what it says that it runs, where the task", () => {
  const cases: readonly Case[] = [
    { name: "keeps nothing", options: {}, text: none, retried: ["Completed", "Failed"] },
    { name: "keeps its result", options: { persistResult: true }, text: one, retried: ["Cached", "Failed"] },
    {
      name: "has a policy for one run",
      options: { cachePolicy: DEFAULT },
      text: one,
      retried: ["Cached", "Failed"],
    },
    {
      name: "has a policy for all runs",
      options: { cachePolicy: INPUTS },
      text: one,
      retried: ["Cached", "Failed"],
    },
    {
      name: "keeps its result under no key",
      options: { cachePolicy: NO_CACHE, persistResult: true },
      text: none,
      retried: ["Completed", "Failed"],
    },
    {
      name: "is to be run always",
      options: { persistResult: true, refreshCache: true },
      text: none,
      retried: ["Completed", "Failed"],
    },
  ];
  test.each(cases)("$name", async ({ options, text, retried }) => {
    const load = task({ ...options, name: "load" }, async (n: number) => {
      if (n === 2) throw new RangeError("odd");
      return n;
    });
    const main = flow({ name: "main" }, async () => [await load(1), await load(2)]);
    const first = await ran(main);
    expect(first).toMatchObject({ text, states: ["Completed", "Failed"] });
    const second = await ran(main, first.id);
    expect(second.states).toEqual(retried);
    // A retry of the retry is one of the first.
    expect((await ran(main, first.id)).states).toEqual(retried);
  });

  const load = task({ name: "load", persistResult: true }, async (n: number) => n);
  const child = flow({ name: "child" }, async () => await load(1));
  const two = "Reuses the results of 2 task runs, and calls 4 subflows again.";

  test("is in a subflow, at whatever depth: as that of the same call", async () => {
    const parent = flow({ name: "parent" }, async () => await child());
    const main = flow({ name: "main" }, async () => [await parent(), await parent()]);
    const first = await ran(main);
    expect(first).toMatchObject({ text: two, states: ["Completed", "Completed"] });
    const second = await ran(main, first.id);
    expect(second).toMatchObject({ text: two, states: ["Cached", "Cached"] });
    expect((await ran(main)).states).toEqual(["Completed", "Completed"]);
  });

  test("is in a subflow that a task calls, which begins anew", async () => {
    const call = task({ name: "call", persistResult: false }, async () => await child());
    const main = flow({ name: "main" }, async () => [await call(), await load(2)]);
    const first = await ran(main);
    expect(first.text).toBe("Reuses the results of 1 task run, and runs 3 again, 1 of them a subflow.");
    expect((await ran(main, first.id)).states.sort()).toEqual(["Cached", "Completed", "Completed"]);
  });

  test("is in a subflow that failed, which counts as run again, and so does the one around it", async () => {
    const fails = task({ name: "fails" }, async (n: number) => {
      throw new RangeError(`no ${n}`);
    });
    const inner = flow({ name: "inner" }, async () => [await load(1), await fails(await load(2))]);
    const outer = flow({ name: "outer" }, async () => [await load(3), await inner()]);
    const main = flow({ name: "main" }, async () => [await load(4), await outer()]);
    const first = await ran(main);
    expect(first.text).toBe("Reuses the results of 4 task runs, and runs 3 again, 2 of them subflows.");
    expect((await ran(main, first.id)).counts).toEqual({ Cached: 4, Failed: 3 });
  });

  test("is in what a task called whose own result is kept: it is not called, nor what it called", async () => {
    const call = task({ name: "call", persistResult: true }, async () => [await child(), await load(2)]);
    const main = flow({ name: "main" }, async () => [await call(), await load(3)]);
    const first = await ran(main);
    expect(first.text).toBe("Reuses the results of 2 task runs, and calls its flow again.");
    expect((await ran(main, first.id)).counts).toEqual({ Cached: 2 });
  });

  test("is in a subflow that ran again within the run, which is another each time", async () => {
    let calls = 0;
    const failing = flow({ name: "failing" }, async () => {
      await load(1);
      if (++calls % 3 !== 0) throw new Error("busy");
    });
    const main = flow({ name: "main", retries: 2 }, async () => await failing());
    const first = await ran(main);
    expect(first.states).toEqual(["Completed", "Completed", "Completed"]);
    expect((await ran(main, first.id)).states[0]).toBe("Cached");
  });
});
