import { ConcurrentTaskRunner, flow, sleep, task } from "..";
import { names, suite } from "./harness.suite";

const advice =
  "Please wait for all submitted tasks to complete before exiting your flow by calling `.wait()` on the";

/** Tasks of so many seconds, and what they note. */
function noting() {
  const heard: string[] = [];
  const step = task({ name: "step" }, async (name: string, seconds: number) => {
    heard.push(`${name} starts`);
    await sleep(seconds);
    heard.push(`${name} ends`);
    return name;
  });
  return { heard, step };
}

export const flowEnd = suite("Concurrency and the end of a flow", (rule) => {
  rule("5.27 tasks called one after the other run in that order", async ({ expect, run, clock }) => {
    const { heard, step } = noting();
    const before = clock.now();
    await run(flow(async () => [await step("a", 3), await step("b", 2)]));
    expect(heard).toEqual(["a starts", "a ends", "b starts", "b ends"]);
    expect(clock.now() - before).toBe(5000);
  });

  rule("5.27 submitted tasks run side by side, and so do calls by Promise.all", async (scene) => {
    const { expect, run, clock } = scene;
    for (const body of [
      async (step: ReturnType<typeof noting>["step"]) => {
        const futures = [step.submit("a", 3), step.submit("b", 2)];
        return await Promise.all(futures.map(async (future) => await future.result()));
      },
      async (step: ReturnType<typeof noting>["step"]) => await Promise.all([step("a", 3), step("b", 2)]),
    ]) {
      const { heard, step } = noting();
      const before = clock.now();
      const done = await run(flow(async () => await body(step)));
      expect(await done.value()).toEqual(["a", "b"]);
      expect(heard).toEqual(["a starts", "b starts", "b ends", "a ends"]);
      expect(clock.now() - before).toBe(3000);
    }
  });

  for (const [what, end] of [
    ["returns", async () => await Promise.resolve("done")],
    ["throws", async () => await Promise.reject(new Error("out"))],
  ] as const)
    rule(`5.28 a flow that ${what} waits for what runs, and drops what is queued`, async (scene) => {
      const { expect, run, clock } = scene;
      const { heard, step } = noting();
      const before = clock.now();
      const { taskRuns, state, logs } = await run(
        flow({ taskRunner: ConcurrentTaskRunner({ maxWorkers: 2 }) }, async () => {
          step.map(["a", "b", "c", "d"], 10);
          await sleep(1);
          return await end();
        }),
      );
      expect(heard).toEqual(["a starts", "b starts", "a ends", "b ends"]);
      expect(clock.now() - before).toBe(10_000);
      expect(state.name).toBe(what === "returns" ? "Completed" : "Failed");
      expect(taskRuns.map(names)).toEqual([
        ["Pending", "Running", "Completed"],
        ["Pending", "Running", "Completed"],
        ["Pending"],
        ["Pending"],
      ]);
      const advised = logs.filter(({ message }) => message.includes(advice));
      expect(advised.map(({ taskRunId }) => taskRunId)).toEqual(taskRuns.slice(2).map(({ id }) => id));
    });

  rule("3.1 a flow that is over before a task that it called is warned", async ({ expect, run }) => {
    type Step = ReturnType<typeof noting>["step"];
    const warned = async (body: (step: Step) => unknown) => {
      const { step } = noting();
      const { logs } = await run(
        flow(async () => {
          await body(step);
        }),
      );
      return logs.filter(({ level }) => level === "warning").map(({ message }) => message);
    };
    const warning =
      "'step' was called, but the flow did not wait for it, and was over first. Write `await` before the call.";
    const forgets = (step: Step) => {
      void step("a", 3);
    };
    expect(await warned(forgets)).toEqual([warning]);
    expect(await warned((step) => Promise.race([step("a", 1), step("b", 3)]))).toEqual([warning]);
    expect(await warned((step) => Promise.all([step("a", 1), step("b", 3)]))).toEqual([]);
    expect(await warned((step) => [step.submit("a", 3)])).toEqual([]);
    // What a failure left behind is no mistake of its own.
    const fails = async (step: Step) => {
      void step("a", 3);
      return await Promise.reject(new Error("no"));
    };
    expect(await warned(fails)).toEqual([]);
  });

  rule("5.28 futures that were waited for are complete; nothing is advised", async ({ expect, run }) => {
    const { heard, step } = noting();
    const { logs, taskRuns } = await run(
      flow(async () => {
        await step.map(["a", "b"], 5).wait();
      }),
    );
    expect(heard).toEqual(["a starts", "b starts", "a ends", "b ends"]);
    expect(taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Completed"]);
    expect(logs.filter(({ message }) => message.includes(advice))).toEqual([]);
  });

  rule("5.28 a task that comes to its call after the flow's end is cancelled: Crashed", async (scene) => {
    const { expect, run } = scene;
    const { heard, step } = noting();
    const { taskRuns, state } = await run(
      flow(async () => {
        step.withOptions({ waitFor: step.submit("up", 10) }).submit("down", 1);
        await sleep(1);
      }),
    );
    expect(heard).toEqual(["up starts", "up ends"]);
    const [up, down] = taskRuns;
    expect(up && names(up)).toEqual(["Pending", "Running", "Completed"]);
    expect(down && names(down)).toEqual(["Pending", "Running", "Crashed"]);
    // In Prefect: "Execution was interrupted by an unexpected exception: CancelledError: Task run cancelled by …".
    expect(down?.state.message).toContain("cancelled");
    expect(state.name).toBe("Completed");
  });

  rule("5.28 a task that waits for its retry at the flow's end is not attempted again", async (scene) => {
    const { expect, run } = scene;
    let calls = 0;
    const flaky = task({ name: "flaky", retries: 3, retryDelaySeconds: 10 }, async () => {
      calls += 1;
      await Promise.reject(new Error("no"));
    });
    const { taskRuns, state } = await run(
      flow(async () => {
        flaky.submit();
        await sleep(1);
      }),
    );
    expect(calls).toBe(1);
    expect(taskRuns[0]?.state.name).toBe("Crashed");
    expect(state.name).toBe("Completed");
  });

  rule("5.28 a NotReady run gets no advice", async ({ expect, run }) => {
    const { step } = noting();
    const boom = task({ name: "boom" }, async () => await Promise.reject(new Error("no")));
    const { logs, taskRuns } = await run(
      flow(async () => {
        await step.withOptions({ waitFor: boom.submit() }).submit("x", 1).wait();
      }),
    );
    expect(taskRuns.map(({ state }) => state.name)).toEqual(["Failed", "NotReady"]);
    expect(logs.filter(({ message }) => message.includes(advice))).toEqual([]);
  });

  rule("5.28 what a task submits after the flow's end never runs, and holds nothing up", async (scene) => {
    const { expect, run, clock } = scene;
    let calls = 0;
    const inner = task({ name: "inner" }, async () => (calls += 1));
    const outer = task({ name: "outer" }, async () => {
      await sleep(10);
      return await inner.submit().result();
    });
    const before = clock.now();
    const { taskRuns, state } = await run(
      flow(async () => {
        outer.submit();
        await sleep(1);
      }),
    );
    expect(calls).toBe(0);
    expect(clock.now() - before).toBe(10_000);
    expect(state.name).toBe("Completed");
    expect(taskRuns[0]?.state.name).toBe("Failed");
  });

  rule("5.28 a failure of a task that is waited for at the end does not count", async ({ expect, run }) => {
    const late = task({ name: "late" }, async () => {
      await sleep(10);
      throw new Error("late");
    });
    const done = await run(
      flow(async () => {
        late.submit();
        await sleep(1);
        return 1;
      }),
    );
    const { state, taskRuns } = done;
    expect(await done.value()).toBe(1);
    expect(state.toString()).toBe("Completed()");
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Failed"]]);
  });

  rule("5.28 a subflow's tasks are waited for at the subflow's end, not its parent's", async (scene) => {
    const { expect, run } = scene;
    const { heard, step } = noting();
    const child = flow({ name: "child" }, async () => {
      step.submit("child's", 10);
      await sleep(1);
    });
    await run(
      flow(async () => {
        await child();
        heard.push("child is over");
        await step("parent's", 1);
      }),
    );
    expect(heard).toEqual([
      "child's starts",
      "child's ends",
      "child is over",
      "parent's starts",
      "parent's ends",
    ]);
  });

  for (const [what, body, level, line] of [
    ["completed", async () => 1, "info", "Finished in state Completed()"],
    [
      "failed",
      async () => await Promise.reject(new RangeError("no")),
      "error",
      "Finished in state Failed('Flow run encountered an exception: RangeError: no')",
    ],
    [
      "timed out",
      async () => await sleep(60),
      "error",
      "Finished in state TimedOut('Flow run exceeded timeout of 5.0 second(s)', type=FAILED)",
    ],
  ] as const)
    rule(`5.29 a flow that ${what} says so in its log`, async ({ expect, run }) => {
      const { logs, flowRun } = await run(flow({ timeoutSeconds: 5 }, body as () => Promise<unknown>));
      const lines = logs.filter(({ message }) => message.startsWith("Finished in state"));
      expect(lines).toMatchObject([{ level, message: line, flowRunId: flowRun?.id, taskRunId: null }]);
    });

  rule("5.29 a retried flow finishes once", async ({ expect, run }) => {
    const { logs } = await run(flow({ retries: 2 }, async () => await Promise.reject(new Error("no"))));
    expect(logs.filter(({ message }) => message.startsWith("Finished in state"))).toHaveLength(1);
  });
});
