import { Failed, flow, ParameterTypeError, sleep, task } from "..";
import { gate, names, suite } from "./harness.suite";

const no = new TypeError("no");

/** A body that throws so many times and then gives 1. */
function failing(times: number) {
  let attempts = 0;
  return async () => {
    attempts++;
    if (attempts <= times) throw no;
    return await Promise.resolve(1);
  };
}

/** A schema that refuses everything. */
const never = {
  "~standard": {
    version: 1,
    vendor: "rules",
    validate: () => ({ issues: [{ message: "must be a number", path: ["x"] }] }),
  },
} as const;

const thrower = (thrown: unknown) => (): never => {
  throw thrown;
};

const ends: readonly (readonly [string, () => unknown, string, string | undefined])[] = [
  ["1.32 success", () => 1, "Completed", undefined],
  ["1.32 exception", thrower(no), "Failed", "Flow run encountered an exception: TypeError: no"],
  [
    "1.32 a TimeoutError of the author's",
    thrower(new DOMException("too slow", "TimeoutError")),
    "TimedOut",
    "Flow run failed due to timeout: TimeoutError('too slow')",
  ],
  [
    "1.32 an interruption",
    thrower(new DOMException("stop", "AbortError")),
    "Crashed",
    "Execution was cancelled by the runtime environment.",
  ],
];

export const flowSequences = suite("States of flow runs", (rule) => {
  for (const [title, body, name, message] of ends)
    rule(`${title}: Pending, Running, ${name}`, async ({ expect, run }) => {
      const { flowRun, state } = await run(
        flow({ name: "f" }, async () => await Promise.resolve().then(body)),
      );
      expect(flowRun && names(flowRun)).toEqual(["Pending", "Running", name]);
      expect(state.name).toBe(name);
      expect(state.message).toBe(message);
    });

  rule("1.32 a flow that takes too long: Pending, Running, TimedOut", async ({ expect, clock, run }) => {
    const start = clock.now();
    const slow = flow({ name: "slow", timeoutSeconds: 5 }, async () => {
      await sleep(1000);
    });
    const { flowRun, state, value } = await run(slow);
    expect(flowRun && names(flowRun)).toEqual(["Pending", "Running", "TimedOut"]);
    expect(state.toString()).toBe("TimedOut('Flow run exceeded timeout of 5.0 second(s)', type=FAILED)");
    await expect(value()).rejects.toMatchObject({
      name: "TimeoutError",
      message: "Scope timed out after 5.0 second(s).",
    });
    expect(clock.now() - start).toBe(5000);
  });

  for (const delay of [undefined, 0, 10])
    for (const [failures, name] of [
      [1, "Completed"],
      [9, "Failed"],
    ] as const)
      rule(`1.33 a retry after ${String(delay)} s: AwaitingRetry, then Running: ${name}`, async (scene) => {
        const { expect, clock, run } = scene;
        const start = clock.now();
        const options = { retries: 1, ...(delay !== undefined && { retryDelaySeconds: delay }) };
        const { flowRun } = await run(flow({ name: "f", ...options }, failing(failures)));
        expect(flowRun && names(flowRun)).toEqual(["Pending", "Running", "AwaitingRetry", "Running", name]);
        expect(flowRun?.states.map(({ type }) => type)).toEqual([
          "PENDING",
          "RUNNING",
          "SCHEDULED",
          "RUNNING",
          name.toUpperCase(),
        ]);
        const waited = (delay ?? 0) * 1000;
        expect(flowRun?.states[2]?.stateDetails.scheduledTime?.getTime()).toBe(start + waited);
        expect(clock.now() - start).toBe(waited);
        expect(flowRun?.runCount).toBe(2);
      });

  for (const [retries, failures, executions, name] of [
    [0, 9, 1, "Failed"],
    [2, 1, 2, "Completed"],
    [2, 2, 3, "Completed"],
    [2, 9, 3, "Failed"],
  ] as const)
    rule(
      `1.49 ${retries} retries of a flow that fails ${failures} times: ${executions} runs`,
      async (scene) => {
        const { expect, run } = scene;
        const { flowRun } = await run(flow({ name: "f", retries }, failing(failures)));
        const again = Array<string[]>(executions - 1).fill(["AwaitingRetry", "Running"]);
        expect(flowRun && names(flowRun)).toEqual(["Pending", "Running", ...again.flat(), name]);
        expect(flowRun?.runCount).toBe(executions);
      },
    );

  rule("1.34 parameters that do not pass: Pending, Failed, without a call", async ({ expect, run }) => {
    const called: string[] = [];
    const checked = flow(
      {
        name: "checked",
        retries: 2,
        parameters: never,
        onFailure: [(_flow, flowRun, state) => void called.push(`${flowRun.state.name} ${state.name}`)],
        onRunning: [() => void called.push("running")],
      },
      (x: unknown) => void called.push(`body ${String(x)}`),
    );
    const { flowRun, state, value } = await run(checked, ["one"]);
    expect(flowRun && names(flowRun)).toEqual(["Pending", "Failed"]);
    expect(called).toEqual(["Failed Failed"]);
    expect(flowRun?.startTime).toBeInstanceOf(Date);
    expect(flowRun?.endTime).toEqual(flowRun?.startTime);
    expect(flowRun?.runCount).toBe(0);
    expect(flowRun?.totalRunTime).toBe(0);
    expect(state.message).toMatch(/^Validation of flow parameters failed with error:/);
    await expect(value()).rejects.toBeInstanceOf(ParameterTypeError);
    await expect(value()).rejects.toThrow(/^Flow run received invalid parameters:\n - x: must be a number$/);
  });

  rule("1.38 a running flow that is cancelled: Running, Cancelling, Cancelled", async (scene) => {
    const { expect, engine } = scene;
    const { opened, open } = gate();
    const long = flow({ name: "long", retries: 2 }, async () => {
      open();
      await sleep(1000);
    });
    const handle = engine().start(long);
    await opened;
    handle.cancel();
    handle.cancel();
    const { flowRun, state } = await handle.done;
    expect(flowRun && names(flowRun)).toEqual(["Pending", "Running", "Cancelling", "Cancelled"]);
    expect(state.isCancelled()).toBe(true);
  });

  rule("1.38 a flow that ended is not cancelled any more", async ({ expect, engine }) => {
    const handle = engine().start(flow({ name: "quick" }, async () => 1));
    await handle.done;
    handle.cancel();
    expect(handle.state.name).toBe("Completed");
  });

  for (const [what, failures, retries, expected] of [
    ["succeeds", 0, 0, ["Pending", "Running", "Completed"]],
    ["fails", 9, 0, ["Pending", "Running", "Failed"]],
    ["is retried", 1, 1, ["Pending", "Running", "AwaitingRetry", "Running", "Completed"]],
  ] as const)
    rule(`1.39 the tracking run of a subflow that ${what} has its states`, async ({ expect, run }) => {
      const child = flow({ name: "child", retries }, failing(failures));
      const parent = flow({ name: "parent" }, async () => {
        await child.withOptions({ returnState: true })();
      });
      const { flowRuns, taskRuns } = await run(parent);
      const [, childRun] = flowRuns;
      const [tracking] = taskRuns;
      expect(taskRuns).toHaveLength(1);
      expect(childRun && names(childRun)).toEqual(expected);
      expect(tracking && names(tracking)).toEqual(expected);
      expect(tracking?.states.map(({ message }) => message)).toEqual(
        childRun?.states.map(({ message }) => message),
      );
      for (const { stateDetails } of tracking?.states ?? [])
        expect(stateDetails).toMatchObject({ childFlowRunId: childRun?.id, taskRunId: tracking?.id });
    });
});

export const bookkeeping = suite("Bookkeeping of runs", (rule) => {
  rule("1.51 times and counts of a task that is retried", async ({ expect, clock, run }) => {
    const start = clock.now();
    const body = failing(2);
    const one = task({ name: "one", retries: 2, retryDelaySeconds: 10 }, async () => {
      await sleep(3);
      return await body();
    });
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await sleep(1);
        await one();
      }),
    );
    const [taskRun] = taskRuns;
    expect(taskRun?.runCount).toBe(3);
    expect(taskRun?.totalRunTime).toBeCloseTo(9, 3);
    expect(taskRun?.expectedStartTime.getTime()).toBe(start + 1000);
    expect(taskRun?.expectedStartTime).toEqual(taskRun?.states[0]?.timestamp);
    expect(taskRun?.startTime?.getTime()).toBe(start + 1000);
    expect(taskRun?.startTime).toEqual(taskRun?.states[1]?.timestamp);
    expect(taskRun?.endTime?.getTime()).toBe(start + 1000 + 29_000);
    expect(taskRun?.endTime).toEqual(taskRun?.state.timestamp);
  });

  rule("1.51 of a single attempt, the run time is end minus start", async ({ expect, run }) => {
    const nap = task(async () => {
      await sleep(2.5);
    });
    const { taskRuns, flowRun } = await run(flow({ name: "f" }, async () => await nap()));
    for (const record of [taskRuns[0], flowRun]) {
      const { startTime, endTime } = record ?? {};
      expect((endTime?.getTime() ?? 0) - (startTime?.getTime() ?? 0)).toBe(2500);
      expect(record?.totalRunTime).toBeCloseTo(2.5, 3);
      expect(record?.runCount).toBe(1);
    }
  });

  rule("1.51 times and counts of a flow that is retried", async ({ expect, clock, run }) => {
    const start = clock.now();
    const body = failing(1);
    const { flowRun } = await run(
      flow({ name: "f", retries: 1, retryDelaySeconds: 20 }, async () => {
        await sleep(4);
        return await body();
      }),
    );
    expect(flowRun?.runCount).toBe(2);
    expect(flowRun?.totalRunTime).toBeCloseTo(8, 3);
    expect(flowRun?.expectedStartTime.getTime()).toBe(start);
    expect(flowRun?.startTime?.getTime()).toBe(start);
    expect(flowRun?.endTime?.getTime()).toBe(start + 28_000);
  });

  rule("1.51 while a run is Running it has a start and no end", async ({ expect, engine }) => {
    const { opened, open } = gate();
    const { opened: looked, open: go } = gate();
    const one = task(async () => {
      open();
      await looked;
    });
    const seen: unknown[] = [];
    const hooked = one.withOptions({
      onRunning: [
        (_task, { runCount, startTime, endTime }) => void seen.push([runCount, startTime !== null, endTime]),
      ],
      onCompletion: [
        (_task, { runCount, startTime, endTime }) => void seen.push([runCount, startTime, endTime]),
      ],
    });
    const handle = engine().start(flow({ name: "f" }, async () => await hooked()));
    await opened;
    expect(handle.state.name).toBe("Running");
    go();
    const { taskRuns } = await handle.done;
    expect(seen).toEqual([
      [1, true, null],
      [1, taskRuns[0]?.startTime, taskRuns[0]?.endTime],
    ]);
  });

  rule("1.51 a Failed state that a task returned ends the run like any other", async ({ expect, run }) => {
    const { taskRuns } = await run(
      task({ retries: 1 }, async () => {
        await sleep(1);
        return Failed();
      }),
    );
    expect(taskRuns[0]?.runCount).toBe(2);
    expect(taskRuns[0]?.totalRunTime).toBeCloseTo(2, 3);
    expect(taskRuns[0]?.endTime).toEqual(taskRuns[0]?.state.timestamp);
  });

  rule("1.52 a task run knows the attempt of its flow", async ({ expect, run }) => {
    const body = failing(2);
    const one = task({ name: "one" }, async () => 1);
    const { taskRuns } = await run(
      flow({ name: "f", retries: 2 }, async () => {
        await one();
        return await body();
      }),
    );
    expect(taskRuns.map(({ flowRunRunCount }) => flowRunRunCount)).toEqual([1, 2, 3]);
    const alone = await run(one);
    expect(alone.taskRuns.map(({ flowRunRunCount }) => flowRunRunCount)).toEqual([0]);
  });
});
