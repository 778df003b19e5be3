import { flow, sleep, task } from "..";
import { names, suite, type Scene } from "./harness.suite";

const stopped = "Execution was cancelled by the runtime environment.";
/** Time that goes by outside of any run. */
const passing = async (clock: Scene["clock"], seconds: number) =>
  await new Promise<void>((resolve) => void clock.after(seconds * 1000, resolve));

const exceeded = (seconds: string) => `Flow run exceeded timeout of ${seconds} second(s)`;

export const flowTimeouts = suite("Flow timeouts", (rule) => {
  for (const [timeoutSeconds, text] of [
    [1, "1.0"],
    [0.5, "0.5"],
    [90, "90.0"],
  ] as const)
    rule(`1.32 a flow that is late by its ${text} seconds ends TimedOut`, async (scene) => {
      const { expect, run, clock } = scene;
      let ended = false;
      const before = clock.now();
      const done = await run(
        flow({ timeoutSeconds }, async () => {
          await sleep(1000);
          ended = true;
        }),
      );
      expect(clock.now() - before).toBe(timeoutSeconds * 1000);
      expect(done.flowRuns.map(names)).toEqual([["Pending", "Running", "TimedOut"]]);
      expect(done.state.toString()).toBe(`TimedOut('${exceeded(text)}', type=FAILED)`);
      await expect(done.value()).rejects.toMatchObject({
        name: "TimeoutError",
        message: `Scope timed out after ${text} second(s).`,
      });
      expect(ended).toBe(false);
      expect(done.flowRun?.totalRunTime).toBeCloseTo(timeoutSeconds, 3);
    });

  rule("5.35 a flow in time is not touched, and no timer outlives it", async ({ expect, run, clock }) => {
    const before = clock.now();
    const done = await run(
      flow({ timeoutSeconds: 10 }, async () => {
        await sleep(9);
        return 1;
      }),
    );
    expect(await done.value()).toBe(1);
    expect(done.state.toString()).toBe("Completed()");
    await passing(clock, 0);
    expect(clock.now() - before).toBe(9000);
  });

  rule("5.35 code after the interruption does not run, but cleaning up does", async ({ expect, run }) => {
    const heard: string[] = [];
    await run(
      flow({ timeoutSeconds: 1 }, async () => {
        try {
          heard.push("before");
          await sleep(5);
          heard.push("after");
        } finally {
          heard.push("finally");
        }
      }),
    );
    expect(heard).toEqual(["before", "finally"]);
  });

  rule("5.35 what the author's code catches does not save the run", async ({ expect, run }) => {
    const done = await run(
      flow({ timeoutSeconds: 1 }, async () => {
        await sleep(5).catch(() => undefined);
        return "saved";
      }),
    );
    expect(done.state.name).toBe("TimedOut");
    await expect(done.value()).rejects.toMatchObject({ name: "TimeoutError" });
  });

  rule("5.35 tasks and subflows after the deadline do not start", async ({ expect, run, clock }) => {
    let calls = 0;
    const one = task({ name: "one" }, async () => (calls += 1));
    const child = flow({ name: "child" }, async () => (calls += 1));
    const { state } = await run(
      flow({ timeoutSeconds: 1 }, async () => {
        await sleep(5).catch(() => undefined);
        for (const start of [() => one(), () => child(), () => one.submit().result()])
          await Promise.resolve()
            .then(start)
            .catch(() => undefined);
      }),
    );
    // Whatever the function still does is over by then.
    await passing(clock, 0);
    expect(calls).toBe(0);
    expect(state.name).toBe("TimedOut");
  });

  rule("5.35 a task that is called at the deadline is stopped: Crashed", async ({ expect, run }) => {
    let ended = false;
    const failed: string[] = [];
    const slow = task({ name: "slow", retries: 3, onFailure: [() => failed.push("hook")] }, async () => {
      await sleep(5);
      ended = true;
    });
    const { state, taskRuns } = await run(flow({ timeoutSeconds: 1 }, async () => await slow()));
    expect(state.message).toBe(exceeded("1.0"));
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Crashed"]]);
    expect(taskRuns[0]?.state.message).toBe(stopped);
    expect([ended, failed]).toEqual([false, []]);
  });

  rule("5.28 a submitted task that runs at the deadline is waited for", async ({ expect, run }) => {
    const slow = task({ name: "slow" }, async () => {
      await sleep(5);
      return 1;
    });
    const { state, taskRuns } = await run(
      flow({ timeoutSeconds: 1 }, async () => {
        slow.submit();
        await sleep(10);
      }),
    );
    expect(state.name).toBe("TimedOut");
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
  });

  rule("5.35 a subflow that runs at its parent's deadline ends Crashed, not TimedOut", async (scene) => {
    const { expect, run } = scene;
    const heard: string[] = [];
    const child = flow(
      { name: "child", onCrashed: [() => heard.push("crashed")] },
      async () => await sleep(5),
    );
    const { flowRuns, taskRuns } = await run(flow({ timeoutSeconds: 1 }, async () => await child()));
    expect(flowRuns.map(names)).toEqual([
      ["Pending", "Running", "TimedOut"],
      ["Pending", "Running", "Crashed"],
    ]);
    expect(flowRuns[1]?.state.message).toBe(stopped);
    expect(taskRuns[0]?.state.name).toBe("Crashed");
    expect(heard).toEqual(["crashed"]);
  });

  rule("5.35 a subflow's own timeout ends it alone", async ({ expect, run }) => {
    const child = flow({ name: "child", timeoutSeconds: 1 }, async () => await sleep(5));
    const { flowRuns, state } = await run(
      flow(async () => {
        const inner = await child.withOptions({ returnState: true })();
        await sleep(10);
        return inner.name;
      }),
    );
    expect(flowRuns.map((flowRun) => flowRun.state.name)).toEqual(["Completed", "TimedOut"]);
    expect(state.data).toBe("TimedOut");
    // Thrown, it is a timeout to the parent too.
    const thrown = await run(flow(async () => await child()));
    expect(thrown.state).toMatchObject({ type: "FAILED", name: "TimedOut" });
    await expect(thrown.value()).rejects.toMatchObject({ name: "TimeoutError" });
  });

  rule("5.35 the shorter of two timeouts counts", async ({ expect, run, clock }) => {
    const child = flow({ name: "child", timeoutSeconds: 100 }, async () => await sleep(1000));
    const before = clock.now();
    await run(flow({ timeoutSeconds: 2 }, async () => await child()));
    expect(clock.now() - before).toBe(2000);
  });

  rule("5.35 a timeout is retried, and each attempt has all the time", async ({ expect, run, clock }) => {
    const before = clock.now();
    const late = await run(flow({ timeoutSeconds: 3, retries: 1 }, async () => await sleep(5)));
    expect(late.flowRuns.map(names)).toEqual([
      ["Pending", "Running", "AwaitingRetry", "Running", "TimedOut"],
    ]);
    expect(clock.now() - before).toBe(6000);

    let attempts = 0;
    const second = await run(
      flow({ timeoutSeconds: 3, retries: 1, retryDelaySeconds: 60 }, async () => {
        attempts += 1;
        await sleep(attempts === 1 ? 5 : 2);
        return attempts;
      }),
    );
    expect(second.flowRuns.map(names)).toEqual([
      ["Pending", "Running", "AwaitingRetry", "Running", "Completed"],
    ]);
    expect(await second.value()).toBe(2);
  });

  rule("5.35 what a late attempt still does has no part in the next", async ({ expect, run }) => {
    let attempts = 0;
    const one = task({ name: "one" }, async (of: number) => of);
    const done = await run(
      flow({ timeoutSeconds: 3, retries: 1, retryDelaySeconds: 1 }, async () => {
        attempts += 1;
        const mine = attempts;
        if (mine === 1) await sleep(5).catch(() => undefined);
        const value = await one(mine);
        await sleep(1);
        return value;
      }),
    );
    expect(await done.value()).toBe(2);
    const completed = done.taskRuns.filter(({ state }) => state.isCompleted());
    expect(completed.map(({ parameters }) => parameters)).toEqual([{ of: 2 }]);
  });

  rule("1.32 a TimeoutError of the author's own: TimedOut, in other words", async ({ expect, run }) => {
    const mine = Object.assign(new Error("mine"), { name: "TimeoutError" });
    for (const options of [{}, { timeoutSeconds: 60 }]) {
      const done = await run(flow(options, async () => await Promise.reject(mine)));
      expect(done.state.toString()).toBe(
        `TimedOut("Flow run failed due to timeout: TimeoutError('mine')", type=FAILED)`,
      );
      await expect(done.value()).rejects.toBe(mine);
    }
  });

  rule("1.32 a task's timeout that escapes makes its flow TimedOut as well", async ({ expect, run }) => {
    const slow = task({ name: "slow", timeoutSeconds: 2 }, async () => await sleep(5));
    const { state, taskRuns } = await run(flow(async () => await slow()));
    expect(taskRuns[0]?.state.name).toBe("TimedOut");
    expect([state.type, state.name]).toEqual(["FAILED", "TimedOut"]);
  });

  rule("5.35 the clock starts at Running: validation and waiting before it do not count", async (scene) => {
    const { expect, run, clock } = scene;
    const slowSchema = {
      "~standard": {
        version: 1 as const,
        vendor: "by hand",
        // A schema is called outside of the run's context: it has no clock of its own to sleep by.
        validate: async (value: unknown) => {
          await passing(clock, 50);
          return { value };
        },
      },
    };
    const checked = flow({ timeoutSeconds: 2, parameters: slowSchema }, async (x: number) => {
      await sleep(1);
      return x;
    });
    expect(await (await run(checked, [1])).value()).toBe(1);
  });

  rule("5.35 waiting for the futures that the flow returns counts", async ({ expect, run }) => {
    const slow = task({ name: "slow" }, async () => await sleep(50));
    const { state } = await run(flow({ timeoutSeconds: 2 }, async () => slow.submit()));
    expect(state.message).toBe(exceeded("2.0"));
  });
});
