import { Cancelled, Completed, Crashed, Failed, flow, runtime, sleep, task, type State } from "..";
import { names, suite } from "./harness.suite";

/** A function that fails so many times, and then gives how often it was called. */
function flaky(failures: number) {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= failures) throw new RangeError(`call ${calls}`);
    return await Promise.resolve(calls);
  };
}

const retried = ["AwaitingRetry", "Running"];

export const flowRetries = suite("Flow retries", (rule) => {
  for (const [retries, failures, end] of [
    [1, 1, "Completed"],
    [1, 2, "Failed"],
    [2, 0, "Completed"],
    [3, 2, "Completed"],
    [3, 9, "Failed"],
  ] as const)
    rule(`1.33 ${retries} retries, ${failures} failures: states by their names`, async ({ expect, run }) => {
      const { flowRuns, flowRun, logs } = await run(flow({ retries }, flaky(failures)));
      const again = Math.min(retries, failures);
      const why =
        "Received non-final state 'AwaitingRetry' when proposing final state 'Failed' and will attempt to run again...";
      expect(logs.filter(({ level, message }) => level === "info" && message === why)).toHaveLength(again);
      expect(flowRuns.map(names)).toEqual([
        ["Pending", "Running", ...Array.from({ length: again }, () => retried).flat(), end],
      ]);
      expect(flowRun?.runCount).toBe(again + 1);
    });

  rule(
    "1.33 AwaitingRetry is a Scheduled state for now plus the delay, then Running is plain",
    async (scene) => {
      const { expect, run } = scene;
      const { flowRun } = await run(flow({ retries: 1, retryDelaySeconds: 30 }, flaky(1)));
      const [, , waiting, second] = flowRun?.states ?? [];
      expect([waiting?.type, second?.type, second?.name]).toEqual(["SCHEDULED", "RUNNING", "Running"]);
      const due = waiting?.stateDetails.scheduledTime?.getTime() ?? 0;
      expect(due - (waiting?.timestamp.getTime() ?? 0)).toBe(30_000);
      expect(second?.timestamp.getTime()).toBe(due);
    },
  );

  rule("1.33 AwaitingRetry tells why: it has the message of the failure", async ({ expect, run }) => {
    const { flowRun } = await run(flow({ retries: 1 }, flaky(1)));
    expect(flowRun?.states[2]?.message).toBe("Flow run encountered an exception: RangeError: call 1");
  });

  for (const [delay, waits] of [
    [0, 0],
    [0.9, 0],
    [2.9, 2],
    [7, 7],
  ] as const)
    rule(`5.30 a delay of ${delay} seconds waits ${waits}, before each retry`, async (scene) => {
      const { expect, run, clock } = scene;
      const before = clock.now();
      const { flowRun } = await run(flow({ retries: 2, retryDelaySeconds: delay }, flaky(9)));
      expect(clock.now() - before).toBe(2 * waits * 1000);
      // Waiting is no running.
      expect(flowRun?.totalRunTime).toBeLessThan(0.1);
    });

  rule("5.30 the value is the last attempt's; each attempt knows its number", async ({ expect, run }) => {
    const seen: number[] = [];
    const body = flaky(2);
    const counted = flow({ retries: 5 }, async () => {
      seen.push(runtime.flowRun.runCount);
      return await body();
    });
    const done = await run(counted);
    const { state } = done;
    expect(await done.value()).toBe(3);
    expect(state.data).toBe(3);
    expect(seen).toEqual([1, 2, 3]);
  });

  rule("5.34 the exception is the last attempt's", async ({ expect, run }) => {
    const done = await run(flow({ retries: 2 }, flaky(9)));
    const { state } = done;
    await expect(done.value()).rejects.toThrow(new RangeError("call 3"));
    expect(state.message).toBe("Flow run encountered an exception: RangeError: call 3");
  });

  rule("5.30 start, end and running time of a retried run", async ({ expect, run }) => {
    const body = flaky(1);
    const slow = flow({ retries: 1, retryDelaySeconds: 100 }, async () => {
      await sleep(10);
      return await body();
    });
    const { flowRun } = await run(slow);
    const [, first] = flowRun?.states ?? [];
    expect(flowRun?.startTime).toEqual(first?.timestamp);
    expect(flowRun?.endTime).toEqual(flowRun?.state.timestamp);
    expect(flowRun?.totalRunTime).toBeCloseTo(20, 3);
  });

  for (const [what, make] of [
    ["a manual Failed", () => Failed({ message: "m" })],
    ["a failed list", () => [Failed(), Completed()]],
  ] as const)
    rule(`5.34 ${what} is retried as well`, async ({ expect, run }) => {
      const heard: string[] = [];
      const { flowRun } = await run(
        flow({ retries: 1, onFailure: [() => heard.push("failure")] }, async () => make()),
      );
      // Prefect's engine stops at AwaitingRetry here; going on is what it means to do.
      expect(flowRun && names(flowRun).slice(0, 3)).toEqual(["Pending", "Running", "AwaitingRetry"]);
      expect(heard.length).toBeLessThan(2);
    });

  for (const [what, body, end] of [
    ["cancelled", async () => Cancelled(), "Cancelled"],
    ["crashed", async () => Crashed(), "Crashed"],
    [
      "aborted",
      async () => await Promise.reject(Object.assign(new Error("stop"), { name: "AbortError" })),
      "Crashed",
    ],
  ] as const)
    rule(`5.30 what was ${what} is not retried`, async ({ expect, run }) => {
      const { flowRuns } = await run(flow({ retries: 3 }, body as () => Promise<unknown>));
      expect(flowRuns.map(names)).toEqual([["Pending", "Running", end]]);
    });

  for (const [persistResult, calls, lasts] of [
    [true, 1, ["Completed", "Cached"]],
    [false, 2, ["Completed", "Completed"]],
  ] as const)
    rule(`5.31 persistResult ${persistResult}: a retry calls the flow's tasks ${calls}×`, async (scene) => {
      const { expect, run } = scene;
      let called = 0;
      const one = task({ name: "one", persistResult }, async (x: number) => {
        called += 1;
        return await Promise.resolve({ x });
      });
      const body = flaky(1);
      const done = await run(
        flow({ retries: 1 }, async () => {
          const result = await one(7);
          await body();
          return result;
        }),
      );
      const { taskRuns } = done;
      expect(await done.value()).toEqual({ x: 7 });
      expect(called).toBe(calls);
      expect(taskRuns.map(({ state }) => state.name)).toEqual(lasts);
      expect(taskRuns.map(({ flowRunRunCount }) => flowRunRunCount)).toEqual([1, 2]);
    });

  rule("5.31 a failed task runs again, though others are cached", async ({ expect, run }) => {
    const heard: string[] = [];
    const body = flaky(1);
    const good = task({ name: "good" }, async () => heard.push("good"));
    const bad = task({ name: "bad" }, async () => {
      heard.push("bad");
      return await body();
    });
    const done = await run(
      flow({ retries: 1, persistResult: true }, async () => {
        await good();
        return await bad();
      }),
    );
    expect(await done.value()).toBe(2);
    // A task without parameters has no INPUTS, but its source and its run make a key all the same.
    expect(heard).toEqual(["good", "bad", "bad"]);
  });

  for (const [flowRetriesGiven, taskRetries, calls] of [
    [1, 1, 4],
    [1, 2, 6],
    [0, 2, 3],
    [2, 0, 3],
  ] as const)
    rule(
      `5.32 flow retries ${flowRetriesGiven}, task retries ${taskRetries}: ${calls} calls`,
      async (scene) => {
        const { expect, run } = scene;
        let called = 0;
        const failing = task({ name: "failing", retries: taskRetries }, async () => {
          called += 1;
          throw new RangeError(`call ${called}`);
        });
        const done = await run(flow({ retries: flowRetriesGiven }, async () => await failing()));
        const { taskRuns } = done;
        await expect(done.value()).rejects.toThrow(`call ${calls}`);
        expect(called).toBe(calls);
        expect(taskRuns.map(({ runCount }) => runCount)).toEqual(
          Array.from({ length: flowRetriesGiven + 1 }, () => taskRetries + 1),
        );
      },
    );

  rule("5.33 parent and child retry by themselves: up to four child attempts", async ({ expect, run }) => {
    const child = flow({ name: "child", retries: 1 }, flaky(3));
    const done = await run(flow({ name: "parent", retries: 1 }, async () => await child()));
    const { flowRuns, taskRuns } = done;
    expect(await done.value()).toBe(4);
    expect(flowRuns.map(({ runCount, state }) => [runCount, state.name])).toEqual([
      [2, "Completed"],
      [2, "Failed"],
      [2, "Completed"],
    ]);
    expect(taskRuns.map(({ runCount }) => runCount)).toEqual([4]);
  });

  rule("5.33 a child's retries alone: its body twice, its parent's once", async ({ expect, run }) => {
    let parents = 0;
    const child = flow({ name: "child", retries: 1 }, flaky(1));
    const done = await run(
      flow({ name: "parent" }, async () => {
        parents += 1;
        return await child();
      }),
    );
    const { flowRuns } = done;
    expect([await done.value(), parents]).toEqual([2, 1]);
    expect(flowRuns.map(names)).toEqual([
      ["Pending", "Running", "Completed"],
      ["Pending", "Running", "AwaitingRetry", "Running", "Completed"],
    ]);
  });

  for (const [what, options, kept] of [
    ["a persisted result", { persistResult: true }, true],
    ["a result in a storage of its own form", { resultSerializer: "json" }, true],
    ["no persisted result", {}, false],
    ["a result that must not persist", { persistResult: false }, false],
  ] as const)
    rule(`5.26 a completed child with ${what} is ${kept ? "kept" : "run anew"} on a retry`, async (scene) => {
      const { expect, run } = scene;
      let calls = 0;
      const heard: string[] = [];
      const child = flow(
        { name: "child", ...options, onCompletion: [() => heard.push("hook")] },
        async () => {
          calls += 1;
          return await Promise.resolve(["hello"]);
        },
      );
      const body = flaky(1);
      const done = await run(
        flow({ name: "parent", retries: 1 }, async () => {
          const result = await child();
          await body();
          return result;
        }),
      );
      const { flowRuns, taskRuns } = done;
      expect(await done.value()).toEqual(["hello"]);
      const times = kept ? 1 : 2;
      expect([calls, heard.length, flowRuns.length - 1]).toEqual([times, times, times]);
      // One task run stands for the child, whatever happens.
      expect(taskRuns.map(({ name, state }) => [name, state.name])).toEqual([["child-0", "Completed"]]);
    });

  rule("5.26 a child persists where its parent does", async ({ expect, run }) => {
    let calls = 0;
    const child = flow({ name: "child" }, async () => (calls += 1));
    const body = flaky(1);
    await run(
      flow({ retries: 1, persistResult: true }, async () => {
        await child();
        await body();
      }),
    );
    expect(calls).toBe(1);
  });

  rule("5.26 a failed child runs again as a new run, behind the same task run", async ({ expect, run }) => {
    const child = flow({ name: "child", persistResult: true }, flaky(1));
    const done = await run(flow({ name: "parent", retries: 1 }, async () => await child()));
    const { flowRuns, taskRuns } = done;
    expect(await done.value()).toBe(2);
    const [, first, second] = flowRuns;
    expect(flowRuns.slice(1).map(names)).toEqual([
      ["Pending", "Running", "Failed"],
      ["Pending", "Running", "Completed"],
    ]);
    expect(first?.id).not.toBe(second?.id);
    expect([first?.parentTaskRunId, second?.parentTaskRunId]).toEqual([taskRuns[0]?.id, taskRuns[0]?.id]);
    expect(taskRuns).toHaveLength(1);
    const childIds = taskRuns[0]?.states.map(({ stateDetails }: State) => stateDetails.childFlowRunId) ?? [];
    expect(new Set(childIds.filter((id) => id !== undefined))).toEqual(new Set([first?.id, second?.id]));
    expect(taskRuns[0]?.state.name).toBe("Completed");
  });

  rule("5.26 calls of one child are told apart by their order", async ({ expect, run }) => {
    const heard: number[] = [];
    const child = flow({ name: "child", persistResult: true }, async (x: number) => {
      heard.push(x);
      return await Promise.resolve({ x });
    });
    const body = flaky(1);
    const done = await run(
      flow({ retries: 1 }, async () => {
        const first = await child(1);
        await body();
        return [first, await child(2)];
      }),
    );
    const { taskRuns } = done;
    expect(await done.value()).toEqual([{ x: 1 }, { x: 2 }]);
    expect(heard).toEqual([1, 2]);
    expect(taskRuns.map(({ name }) => name)).toEqual(["child-0", "child-1"]);
  });

  rule("5.26 of two children the failed one runs again, the kept one does not", async ({ expect, run }) => {
    const heard: string[] = [];
    const good = flow({ name: "good", persistResult: true }, async () => heard.push("good"));
    const body = flaky(1);
    const bad = flow({ name: "bad", persistResult: true }, async () => {
      heard.push("bad");
      return await body();
    });
    const done = await run(flow({ retries: 1 }, async () => [await good(), await bad()]));
    expect(await done.value()).toEqual([1, 2]);
    expect(heard).toEqual(["good", "bad", "bad"]);
    expect(done.taskRuns.map(({ name, state }) => [name, state.name])).toEqual([
      ["good-0", "Completed"],
      ["bad-0", "Completed"],
    ]);
  });

  rule("5.26 a run that is not retried reuses nothing: two calls are two runs", async ({ expect, run }) => {
    let calls = 0;
    const child = flow({ name: "child", persistResult: true }, async () => (calls += 1));
    const done = await run(flow(async () => [await child(), await child()]));
    expect(await done.value()).toEqual([1, 2]);
  });

  rule("5.26 a child called in a task is no call of the flow's: a retry runs it anew", async (scene) => {
    const { expect, run } = scene;
    let calls = 0;
    const child = flow({ name: "child", persistResult: true }, async () => (calls += 1));
    const calling = task({ name: "calling", persistResult: false }, async () => await child());
    const body = flaky(1);
    const done = await run(
      flow({ retries: 1 }, async () => {
        const value = await calling();
        await body();
        return value;
      }),
    );
    expect(await done.value()).toBe(2);
    expect(done.taskRuns.filter(({ taskName }) => taskName === "child")).toHaveLength(2);
  });
});
