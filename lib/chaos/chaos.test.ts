import { describe, expect, test } from "vitest";
import { testClock, type FlowRunId } from "../base";
import { EventLog } from "../engine";
import { createEngine, flow, memoryStorage, sandbox, task, transaction, TASK_SOURCE } from "../flow";
import { RunFold } from "../fold";
import { chaosOf, chaosReport, faultsOf, readPlan, reportText, verdictLines } from ".";

type EngineOptions = NonNullable<Parameters<typeof createEngine>[0]>;
type Runnable = Parameters<ReturnType<typeof createEngine>["run"]>[0];

/** Runs a flow on a simulated clock under a plan; gives how it went, and what is said of that. */
async function under(plan: string, runnable: Runnable, options: EngineOptions = {}) {
  const clock = testClock();
  const began = clock.now();
  const { plan: read, problems } = readPlan(plan);
  expect(problems).toEqual([]);
  const run = await createEngine({ clock, faults: faultsOf(read), ...options }).run(runnable);
  const report = chaosReport(run.events);
  expect(chaosOf(foldOf(run))).toEqual(report);
  return {
    run,
    report,
    seconds: (clock.now() - began) / 1000,
    states: run.taskRuns.map(({ states }) => states.map(({ name }) => name).join(" ")),
    said: report?.verdicts.map(({ savedBy, text }) => [savedBy, text]),
  };
}

/** The fold that the views of a run have of its log. */
function foldOf({ events, flowRun }: Awaited<ReturnType<ReturnType<typeof createEngine>["run"]>>): RunFold {
  const log = new EventLog();
  const fold = new RunFold(flowRun?.id ?? ("" as FlowRunId), log);
  for (const event of events) {
    log.record(event);
    fold.take(event);
  }
  return fold;
}

/** A flow of one task that gives 7. */
const flowOf = (options: Parameters<typeof task>[0], fn: () => unknown = () => 7) => {
  const get = task({ name: "get", ...options }, fn);
  return flow({ name: "main" }, async () => await get());
};

describe("chaos", () => {
  // By [CH6]: the plan, the task's options, its states, the flow's end, what saved it, and what is said.
  test.each([
    [
      "get: fail, attempt 1",
      {},
      "Pending Running Failed",
      "Failed",
      null,
      "`get` failed at attempt 1: it ended Failed, and the run with it. `retries: 1` would have saved it.",
    ],
    [
      "fail, attempts 1 2",
      { retries: 1 },
      "Pending Running Retrying Failed",
      "Failed",
      null,
      "`get` failed at attempt 2: it ended Failed, and the run with it. `retries: 2` would have saved it.",
    ],
    [
      "fail",
      { retries: 2 },
      "Pending Running Retrying Retrying Failed",
      "Failed",
      null,
      "`get` failed at attempt 3: it ended Failed, and the run with it. No retry would have saved it, as every attempt goes wrong: let the flow bear it, with `allowFailure` or `returnState`.",
    ],
    [
      "fail, attempt 1\nfail, probability 0.000001",
      {},
      "Pending Running Failed",
      "Failed",
      null,
      "`get` failed at attempt 1: it ended Failed, and the run with it. `retries: 1` might have saved it.",
    ],
    [
      "fail, attempt 1",
      { retries: 1, retryDelaySeconds: 60 },
      "Pending Running AwaitingRetry Retrying Completed",
      "Completed",
      "retry",
      "`get` failed at attempt 1: its retry saved it, attempt 2 completed.",
    ],
    [
      "crash, attempt 1",
      {},
      "Pending Running Crashed",
      "Failed",
      null,
      "The worker of `get` crashed at attempt 1: it ended Crashed, and the run with it. `retries: 1` would have saved it.",
    ],
    [
      "crash, attempt 1",
      { retries: 1 },
      "Pending Running Retrying Completed",
      "Completed",
      "retry",
      "The worker of `get` crashed at attempt 1: its retry saved it, attempt 2 completed.",
    ],
    [
      "slow 90, attempt 1",
      {},
      "Pending Running Completed",
      "Completed",
      "nothing",
      "`get` was 90 s slower at attempt 1: nothing cut it short; `timeoutSeconds` below that would have.",
    ],
    [
      "slow 90, attempt 1",
      { timeoutSeconds: 10 },
      "Pending Running TimedOut",
      "Failed",
      null,
      "`get` was 90 s slower at attempt 1: it ended TimedOut, and the run with it. `retries: 1` would have saved it.",
    ],
    [
      "slow 90, attempt 1",
      { timeoutSeconds: 10, retries: 1 },
      "Pending Running Retrying Completed",
      "Completed",
      "timeout",
      "`get` was 90 s slower at attempt 1: its timeout cut it short, and attempt 2 completed.",
    ],
    [
      "slow 5, attempt 1",
      { timeoutSeconds: 10 },
      "Pending Running Completed",
      "Completed",
      "nothing",
      "`get` was 5 s slower at attempt 1: nothing cut it short; `timeoutSeconds` below that would have.",
    ],
    [
      "full",
      { persistResult: true },
      "Pending Running Completed RolledBack",
      "Completed",
      "transaction",
      "There was no room for the result of `get`: its transaction was rolled back; `persistResult: false` for `get`, or room, would have saved it.",
    ],
  ] as const)("[CH6] [CH8] %s, of a task with %o", async (plan, options, states, end, savedBy, text) => {
    const seen = await under(plan, flowOf(options));
    expect(seen.states).toEqual([states]);
    expect(seen.run.state.type).toBe(end.toUpperCase());
    expect(seen.said?.at(-1)).toEqual([savedBy, text]);
  });

  test("[CH8] tells apart what chaos did and what went wrong by itself, or for want of the flow's time", async () => {
    const bad = flowOf({ retries: 1 }, () => {
      throw new Error("always");
    });
    expect((await under("get: fail, attempt 1", bad)).said).toEqual([
      [null, "`get` failed at attempt 1: attempt 2 failed by itself, without chaos, and the run with it."],
    ]);
    const get = task({ name: "get" }, () => 7);
    const short = flow({ name: "main", timeoutSeconds: 3 }, async () => await get());
    expect((await under("slow 10", short)).said).toEqual([
      [null, "`get` was 10 s slower at attempt 1: the run ended TimedOut before it came."],
    ]);
  });

  test("[CH8] tells a subflow's own retry, and what a subflow bore", async () => {
    const get = task({ name: "get" }, () => 7);
    const again = flow({ name: "child", retries: 3 }, async () => await get());
    const saviours = new Set<unknown>();
    for (const seed of Array.from({ length: 10 }, (_, place) => place)) {
      const main = flow({ name: "main" }, async () => await again());
      const { said = [], run } = await under(`seed ${seed}\nget: fail, probability 0.5`, main);
      if (run.state.isCompleted() && said.length > 0) saviours.add(JSON.stringify(said[0]));
    }
    expect([...saviours]).toEqual([
      JSON.stringify(["flow-retry", "`get` failed at attempt 1: `child` ran again, and completed."]),
    ]);
    const bearing = flow({ name: "child" }, async () => {
      await get().catch(() => undefined);
    });
    const { said } = await under(
      "get: fail",
      flow({ name: "main" }, async () => await bearing()),
    );
    expect(said).toEqual([["flow", "`get` failed at attempt 1: `child` went on without it."]]);
  });

  test("[CH8] tells at a moment what was known by then", async () => {
    const { run } = await under(
      "fail, attempt 1\nslow 9, attempt 2",
      flowOf({ retries: 1, retryDelaySeconds: 60 }),
    );
    const fold = foldOf(run);
    const told = Array.from({ length: fold.end + 1 }, (_, position) => {
      const report = chaosOf(fold, position);
      return report && [reportText(report), ...report.verdicts.map(({ text }) => text)].join(" ");
    });
    expect([...new Set(told)]).toEqual([
      "Chaos, seed 1: 0 faults",
      "Chaos, seed 1: 1 fault; 1 not over yet `get` failed at attempt 1: its attempt goes on.",
      "Chaos, seed 1: 1 fault; 1 not over yet `get` failed at attempt 1: it is tried again.",
      "Chaos, seed 1: 2 faults; 2 not over yet `get` failed at attempt 1: it is tried again. `get` was 9 s slower at attempt 2: its attempt goes on.",
      "Chaos, seed 1: 2 faults; 1 saved by a retry, 1 without harm `get` failed at attempt 1: its retry saved it, attempt 2 completed. `get` was 9 s slower at attempt 2: nothing cut it short; `timeoutSeconds` below that would have.",
    ]);
  });

  test("[CH4] is answered by what answers the real thing: an error, a place in the log, and a hook", async () => {
    const heard: string[] = [];
    const get = task({ name: "get", onFailure: [() => void heard.push("failed")] }, () =>
      heard.push("called"),
    );
    const { run } = await under(
      "fail",
      flow({ name: "main" }, async () => await get()),
    );
    expect(heard).toEqual(["failed"]);
    expect(run.taskRuns[0]?.state.message).toContain("InjectedFault: Chaos failed attempt 1 of get.");
    expect(run.logs.some(({ message }) => message.includes("InjectedFault"))).toBe(true);
  });

  test("[CH5] says first what is planned, and of each fault where it hit, before the state that it leads to", async () => {
    const plan = "seed 7\nfail, attempt 1\nslow 2, attempt 2";
    const { run, seconds } = await under(plan, flowOf({ retries: 1 }));
    expect(run.events[0]).toMatchObject({ type: "chaos", seed: 7, plan });
    const id = run.taskRuns[0]?.id;
    const told = run.events.flatMap((event): readonly unknown[] => {
      if (event.type === "fault") return [[event.fault, event.id === id, event.attempt, event.seconds]];
      return event.type === "task-state" ? [event.state.name] : [];
    });
    expect(told).toEqual([
      "Running",
      ["fail", true, 1, undefined],
      "Retrying",
      ["slow", true, 2, 2],
      "Completed",
    ]);
    expect(seconds).toBe(2);
  });

  test("[CH5] meets nothing where the task is served from the cache", async () => {
    const storage = memoryStorage();
    const kept = flowOf({ cachePolicy: TASK_SOURCE, persistResult: true });
    await createEngine({ storage }).run(kept);
    const { states, said } = await under("fail\nfull\nslow 9", kept, { storage });
    expect(states).toEqual(["Pending Running Cached"]);
    expect(said).toEqual([]);
  });

  test("[CH7] leaves nothing for the next run", async () => {
    const main = flowOf({});
    expect((await under("fail", main)).run.state.name).toBe("Failed");
    const run = await createEngine({ clock: testClock() }).run(main);
    expect(run.state.name).toBe("Completed");
    expect(chaosReport(run.events)).toBeUndefined();
  });

  test("[CH8] tells the flow's retry from the cache that spared it work", async () => {
    const keep = { cachePolicy: TASK_SOURCE, persistResult: true };
    const first = task({ name: "first", ...keep }, () => 1);
    const second = task({ name: "second" }, () => 2);
    // Each attempt of the flow makes a run of its own: the plan's chance meets the first alone.
    const plan = "second: fail, probability 0.5";
    const seeds = Array.from({ length: 40 }, (_, seed) => seed);
    const saviours = new Set<unknown>();
    for (const seed of seeds) {
      const main = flow({ name: "main", retries: 1 }, async () => (await first()) + (await second()));
      const { said = [], run } = await under(`seed ${seed}\n${plan}`, main);
      if (!run.state.isCompleted() || said.length === 0) continue;
      saviours.add(JSON.stringify(said));
    }
    expect([...saviours]).toEqual([
      JSON.stringify([
        [
          "cache",
          "`second` failed at attempt 1: the flow ran again, and its cache kept 1 task from running again.",
        ],
      ]),
    ]);
  });

  test("[CH8] tells what a transaction took back, and what the flow bore", async () => {
    const book = task({ name: "book", onRollback: [() => undefined] }, () => "booked");
    const pay = task({ name: "pay" }, () => "paid");
    const together = flow({ name: "main" }, async () => {
      await transaction(async () => {
        await book();
        await pay();
      });
    });
    const undone = await under("pay: fail", together);
    expect(undone.said?.[0]?.[0]).toBe("transaction");
    expect(undone.said?.[0]?.[1]).toContain("its transaction took back `book`. No retry would");
    const bearing = flow({ name: "main" }, async () => {
      await pay().catch(() => undefined);
      return 1;
    });
    const borne = await under("pay: fail", bearing);
    expect(borne.said).toEqual([["flow", "`pay` failed at attempt 1: the flow went on without it."]]);
  });

  test("[CH8] tells what a failed attempt took back though its retry completed, and of a flow tried again what each attempt took back", async () => {
    const book = task({ name: "book", onRollback: [() => undefined] }, () => "booked");
    const together = (retries: number) => {
      const pay = task({ name: "pay", retries }, () => "paid");
      return flow({ name: "main", retries: retries > 0 ? 0 : 1 }, async () => {
        await transaction(async () => {
          await book();
          await pay();
        });
      });
    };
    const retried = await under("pay: fail, attempt 1", together(1));
    expect(retried.said).toEqual([
      [
        "retry",
        "`pay` failed at attempt 1: its retry saved it, attempt 2 completed; but its transaction had taken back `book` by then.",
      ],
    ]);
    const again = await under("pay: fail, attempt 1", together(0));
    expect(again.report && verdictLines(again.report)).toEqual([
      {
        savedBy: "transaction",
        text: "`pay` failed at attempt 1: the run failed, and its transaction took back `book`. A retry of it would have come too late: the first attempt that fails rolls its transaction back.",
        count: 2,
      },
    ]);
  });

  test("[CH8] sums up what saved how many", async () => {
    const get = task({ name: "get", retries: 1 }, (n: number) => n);
    const main = flow({ name: "main" }, async () => await get.map([1, 2, 3]).result());
    const { report } = await under("seed 7\nfail, attempt 1", main);
    expect(report && reportText(report)).toBe("Chaos, seed 7: 3 faults; 3 saved by a retry");
    const verdicts = report?.verdicts ?? [];
    expect(reportText({ seed: 7, plan: "", jumps: 1, verdicts })).toBe(
      "Chaos, seed 7: 3 faults; 3 saved by a retry; 1 jump of the clock planned",
    );
    const { report: none } = await under("other: fail", main);
    expect(none && reportText(none)).toBe("Chaos, seed 1: 0 faults");
  });

  test("[CH8] tells once what went the same way, with the attempts and how often", async () => {
    const get = task({ name: "get", retries: 2 }, (n: number) => n);
    const pay = task({ name: "pay" }, () => 1);
    const main = flow({ name: "main" }, async () => {
      await pay();
      return await get.map([1, 2]).result();
    });
    const { report } = await under("get: fail\npay: slow 1", main);
    const lines = report ? verdictLines(report) : [];
    expect(report?.verdicts).toHaveLength(7);
    expect(lines.map(({ savedBy, count }) => [savedBy, count])).toEqual([
      ["nothing", 1],
      [null, 6],
    ]);
    expect(lines[0]?.text).toContain("`pay` was 1 s slower at attempt 1: ");
    expect(lines[1]?.text).toContain("`get` failed at attempts 1, 2, 3: ");
  });

  test("[CH3] [CH8] gives the same log for the same seed", async () => {
    const get = task({ name: "get", retries: 3 }, (n: number) => n);
    const main = flow({ name: "main" }, async () => await get.map([1, 2, 3, 4, 5, 6]).result());
    const told = async (seed: number) => {
      const { run } = await under(`seed ${seed}\nfail, probability 0.4\nslow 1..9`, main, {
        random: () => 0.5,
      });
      return run.events.flatMap((event) =>
        event.type === "fault" ? [[event.at, event.fault, event.attempt, event.seconds]] : [],
      );
    };
    expect(await told(5)).toEqual(await told(5));
    expect(await told(5)).not.toEqual(await told(6));
  });

  test("[CH5] a task that asks the network for nothing has no fault for want of it, and one that asks has one an attempt", async () => {
    const compute = () => {
      throw new RangeError("by itself");
    };
    expect(await under("get: offline", flowOf({ retries: 1 }, compute))).toMatchObject({
      states: ["Pending Running Retrying Failed"],
      said: [],
    });
    const ask = () => {
      const asked = [sandbox.isOffline(), sandbox.isOffline()];
      if (asked.includes(true)) throw new TypeError("Failed to fetch");
      return asked.length;
    };
    expect(await under("get: offline, attempts 1 2", flowOf({ retries: 2 }, ask))).toMatchObject({
      states: ["Pending Running Retrying Retrying Completed"],
      said: [
        ["retry", "`get` had no network at attempt 1: its retry saved it, attempt 3 completed."],
        ["retry", "`get` had no network at attempt 2: its retry saved it, attempt 3 completed."],
      ],
    });
  });
});
