import { flow, INPUTS, sleep, task, transaction } from "..";
import { gate, names, suite, type Scene } from "./harness.suite";

const no = new Error("no");

/** A body that throws so many times and then gives 1. */
function failing(times: number) {
  const attempts = { made: 0 };
  const body = async () => {
    attempts.made++;
    if (attempts.made <= times) throw no;
    return await Promise.resolve(1);
  };
  return { attempts, body };
}

/** The first task run of a run. */
async function firstTaskRun({ run }: Scene, body: Parameters<Scene["run"]>[0]) {
  const { taskRuns } = await run(body);
  const [first] = taskRuns;
  if (!first) throw new Error("There is no task run.");
  return first;
}

const retried: readonly {
  readonly title: string;
  readonly retries: number;
  readonly delay?: number | number[];
  readonly failures: number;
  readonly states: string;
}[] = [
  { title: "1.20 success", retries: 0, failures: 0, states: "Completed" },
  { title: "1.21 exception, no retries", retries: 0, failures: 9, states: "Failed" },
  { title: "1.22 a retry that is not needed", retries: 3, failures: 0, states: "Completed" },
  {
    title: "1.22 three retries, always failing",
    retries: 3,
    failures: 9,
    states: "Retrying Retrying Retrying Failed",
  },
  { title: "1.22 success at the second attempt", retries: 3, failures: 1, states: "Retrying Completed" },
  {
    title: "1.22 success at the last attempt",
    retries: 2,
    failures: 2,
    states: "Retrying Retrying Completed",
  },
  {
    title: "1.22 a delay of 0 is none",
    retries: 2,
    delay: 0,
    failures: 9,
    states: "Retrying Retrying Failed",
  },
  {
    title: "1.22 an empty list of delays is none",
    retries: 1,
    delay: [],
    failures: 9,
    states: "Retrying Failed",
  },
  {
    title: "1.23 a delay",
    retries: 1,
    delay: 5,
    failures: 1,
    states: "AwaitingRetry Retrying Completed",
  },
  {
    title: "1.23 a delay, always failing",
    retries: 2,
    delay: 0.5,
    failures: 9,
    states: "AwaitingRetry Retrying AwaitingRetry Retrying Failed",
  },
  {
    title: "1.23 a list of zeros is a delay",
    retries: 2,
    delay: [0, 0],
    failures: 9,
    states: "AwaitingRetry Retrying AwaitingRetry Retrying Failed",
  },
  {
    title: "1.23 a list, one entry of it 0",
    retries: 2,
    delay: [0, 3],
    failures: 2,
    states: "AwaitingRetry Retrying AwaitingRetry Retrying Completed",
  },
];

export const taskSequences = suite("States of task runs", (rule) => {
  for (const { title, retries, delay, failures, states } of retried)
    rule(`${title}: Pending, Running, ${states.replaceAll(" ", ", ")}`, async (scene) => {
      const { expect } = scene;
      const expected = ["Pending", "Running", ...states.split(" ")];
      const options = { retries, ...(delay !== undefined && { retryDelaySeconds: delay }) };
      const alone = failing(failures);
      expect(names(await firstTaskRun(scene, task(options, alone.body)))).toEqual(expected);
      expect(alone.attempts.made).toBe(Math.min(failures, retries) + 1);

      const inFlow = failing(failures);
      const one = task(options, inFlow.body);
      expect(
        names(
          await firstTaskRun(
            scene,
            flow({ name: "f" }, async () => await one()),
          ),
        ),
      ).toEqual(expected);
      const submitted = failing(failures);
      const two = task(options, submitted.body);
      const submits = flow({ name: "f" }, async () => {
        await two.submit().wait();
      });
      const taskRun = await firstTaskRun(scene, submits);
      expect(names(taskRun)).toEqual(expected);
      expect(taskRun.runCount).toBe(submitted.attempts.made);
    });

  rule("1.22 a retry happens at once", async (scene) => {
    const { expect, clock } = scene;
    const start = clock.now();
    await firstTaskRun(scene, task({ retries: 3 }, failing(9).body));
    expect(clock.now()).toBe(start);
  });

  rule("1.23 AwaitingRetry names the time of the retry, and Retrying comes then", async (scene) => {
    const { expect, clock } = scene;
    const start = clock.now();
    const taskRun = await firstTaskRun(
      scene,
      task({ retries: 2, retryDelaySeconds: [10, 0.25] }, failing(2).body),
    );
    const times = taskRun.states.map(({ name, timestamp, stateDetails: { scheduledTime } }) => [
      name,
      timestamp.getTime() - start,
      scheduledTime && scheduledTime.getTime() - start,
    ]);
    expect(times).toEqual([
      ["Pending", 0, undefined],
      ["Running", 0, undefined],
      ["AwaitingRetry", 0, 10_000],
      ["Retrying", 10_000, undefined],
      ["AwaitingRetry", 10_000, 10_250],
      ["Retrying", 10_250, undefined],
      ["Completed", 10_250, undefined],
    ]);
  });

  rule("1.23 of AwaitingRetry and Retrying the types are SCHEDULED and RUNNING", async (scene) => {
    const { expect } = scene;
    const { states } = await firstTaskRun(scene, task({ retries: 1, retryDelaySeconds: 1 }, failing(1).body));
    expect(states.map(({ type }) => type)).toEqual([
      "PENDING",
      "RUNNING",
      "SCHEDULED",
      "RUNNING",
      "COMPLETED",
    ]);
  });

  rule("1.31 after AwaitingRetry comes Retrying, of type RUNNING, and never Running", async (scene) => {
    const { expect } = scene;
    const { states } = await firstTaskRun(scene, task({ retries: 3, retryDelaySeconds: 1 }, failing(9).body));
    for (const [index, { name }] of states.entries())
      if (name === "AwaitingRetry") expect(String(states[index + 1])).toBe("Retrying(type=RUNNING)");
    expect(states.filter(({ name }) => name === "Running")).toHaveLength(1);
  });

  for (const [seconds, text] of [
    [5, "5.0"],
    [0.5, "0.5"],
    [1.25, "1.25"],
    [60, "60.0"],
  ] as const)
    rule(`1.24 a task that takes longer than ${text} seconds: TimedOut`, async ({ expect, clock, run }) => {
      const start = clock.now();
      const slow = task({ timeoutSeconds: seconds }, async () => {
        await sleep(1000);
      });
      const { state, taskRuns, value } = await run(slow);
      expect(taskRuns.map(names)).toEqual([["Pending", "Running", "TimedOut"]]);
      expect(state.toString()).toBe(
        `TimedOut('Task run exceeded timeout of ${text} second(s)', type=FAILED)`,
      );
      await expect(value()).rejects.toMatchObject({
        name: "TimeoutError",
        message: `Scope timed out after ${text} second(s).`,
      });
      expect(clock.now() - start).toBe(seconds * 1000);
      expect(taskRuns[0]?.totalRunTime).toBeCloseTo(seconds, 3);
    });

  rule("1.24 a task that never ends and hears of nothing times out all the same", async ({ expect, run }) => {
    const deaf = task({ timeoutSeconds: 5 }, async () => {
      await gate().opened;
    });
    const { taskRuns } = await run(flow({ name: "f" }, async () => await deaf()));
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "TimedOut"]]);
  });

  rule("1.24 what a task does after its time is up changes nothing", async ({ expect, run }) => {
    const { opened, open } = gate();
    const late = task({ timeoutSeconds: 5 }, async () => {
      await opened;
      return "late";
    });
    const { taskRuns, value } = await run(
      flow({ name: "f" }, async () => {
        const state = await late.withOptions({ returnState: true })();
        open();
        await sleep(10);
        return state.name;
      }),
    );
    expect(await value()).toBe("TimedOut");
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "TimedOut"]]);
  });

  rule("1.24 a timeout is retried as a failure is", async ({ expect, clock, run }) => {
    const start = clock.now();
    let attempts = 0;
    const once = task({ timeoutSeconds: 2, retries: 2 }, async () => {
      attempts++;
      if (attempts === 1) await sleep(100);
      return attempts;
    });
    const { taskRuns, value } = await run(once);
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Retrying", "Completed"]]);
    expect(await value()).toBe(2);
    expect(clock.now() - start).toBe(2000);

    const always = task({ timeoutSeconds: 2, retries: 1, retryDelaySeconds: 3 }, async () => {
      await sleep(100);
    });
    expect((await run(always)).taskRuns.map(names)).toEqual([
      ["Pending", "Running", "AwaitingRetry", "Retrying", "TimedOut"],
    ]);
    expect(clock.now() - start).toBe(2000 + 2000 + 3000 + 2000);
  });

  for (const [what, error] of [
    ["an error of that name", Object.assign(new Error("too slow"), { name: "TimeoutError" })],
    ["a DOMException", new DOMException("too slow", "TimeoutError")],
  ] as const)
    rule(`1.24 a TimeoutError that the author's code throws ends TimedOut: ${what}`, async (scene) => {
      const { expect, run } = scene;
      for (const options of [{}, { timeoutSeconds: 60 }]) {
        const { state, taskRuns, value } = await run(task(options, async () => await Promise.reject(error)));
        expect(taskRuns.map(names)).toEqual([["Pending", "Running", "TimedOut"]]);
        expect(state.type).toBe("FAILED");
        expect(state.message).toBe("Task run failed due to timeout: TimeoutError('too slow')");
        await expect(value()).rejects.toBe(error);
      }
    });

  rule("1.24 a timeout of 0 is none", async ({ expect, run }) => {
    const nap = task({ timeoutSeconds: 0 }, async () => {
      await sleep(1000);
    });
    expect((await run(nap)).taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
  });

  rule("1.25 a hit in the cache: Pending, Running, Cached, without a call", async ({ expect, run }) => {
    let calls = 0;
    const double = task({ cachePolicy: INPUTS, persistResult: true }, async (x: number) => {
      calls++;
      return await Promise.resolve(2 * x);
    });
    const { taskRuns, value } = await run(
      flow({ name: "f" }, async () => [await double(1), await double(1)]),
    );
    expect(taskRuns.map(names)).toEqual([
      ["Pending", "Running", "Completed"],
      ["Pending", "Running", "Cached"],
    ]);
    expect(taskRuns.map(({ state, runCount }) => [state.type, runCount])).toEqual([
      ["COMPLETED", 1],
      ["COMPLETED", 1],
    ]);
    expect(await value()).toEqual([2, 2]);
    expect(calls).toBe(1);
  });

  rule("1.26 a task whose transaction is rolled back: … Completed, RolledBack", async ({ expect, run }) => {
    const first = task(async () => 1);
    const { taskRuns, state } = await run(
      flow({ name: "f" }, async () => {
        await transaction(async () => {
          await first();
          throw no;
        });
      }),
    );
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Completed", "RolledBack"]]);
    expect(taskRuns[0]?.state.toString()).toBe(
      "RolledBack('Task rolled back as part of transaction', type=COMPLETED)",
    );
    expect(state.name).toBe("Failed");
  });
});
