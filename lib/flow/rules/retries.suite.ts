import { allowFailure, exponentialBackoff, ValueError, flow, sleep, task } from "..";
import { names, suite, type Scene } from "./harness.suite";

const no = new TypeError("no");

type TaskOptions = Parameters<ReturnType<typeof task>["withOptions"]>[0];
type Settings = NonNullable<NonNullable<Parameters<Scene["engine"]>[0]>["settings"]>;

/** A task that always throws, run to its end: its run, the log, and the seconds between its attempts. */
async function exhausted(
  { run, clock }: Scene,
  options: TaskOptions,
  settings: Settings = {},
  random?: () => number,
) {
  const times: number[] = [];
  const one = task({ name: "one", ...options }, async () => {
    times.push(clock.now());
    return await Promise.reject(no);
  });
  const { taskRuns, logs } = await run(one, [], { settings, ...(random && { random }) });
  const waits = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1000);
  const messages = logs.map(({ level, message }) => `${level} ${message}`);
  const [taskRun] = taskRuns;
  return { attempts: times.length, waits, messages, states: taskRun ? names(taskRun) : [] };
}

const delays: readonly (readonly [string, TaskOptions, readonly number[]])[] = [
  ["2.5 one delay for all", { retries: 3, retryDelaySeconds: 2 }, [2, 2, 2]],
  ["2.5 the last of a list repeats", { retries: 3, retryDelaySeconds: [1, 2] }, [1, 2, 2]],
  ["2.5 a list of the very length", { retries: 3, retryDelaySeconds: [1, 2, 3] }, [1, 2, 3]],
  ["2.5 a list that is too long", { retries: 1, retryDelaySeconds: [1, 2, 3] }, [1]],
  ["2.5 a list of one", { retries: 3, retryDelaySeconds: [4] }, [4, 4, 4]],
  ["2.5 fractions of a second", { retries: 2, retryDelaySeconds: [0.25, 1.5] }, [0.25, 1.5]],
  ["2.5 no delay", { retries: 2 }, [0, 0]],
  ["2.5 years", { retries: 1, retryDelaySeconds: 100_000_000 }, [100_000_000]],
  ["2.6 exponentialBackoff(10)", { retries: 3, retryDelaySeconds: exponentialBackoff(10) }, [10, 20, 40]],
  ["2.7 a function of the retries", { retries: 2, retryDelaySeconds: (n) => [n, n * 10] }, [2, 20]],
];

export const retries = suite("Retries of tasks", (rule) => {
  for (const k of [0, 1, 2, 5])
    rule(`2.4 ${k} retries are at most ${k + 1} attempts`, async (scene) => {
      const { expect } = scene;
      expect((await exhausted(scene, { retries: k })).attempts).toBe(k + 1);
    });

  for (const [title, options, waits] of delays)
    rule(`${title}: waits ${waits.join(", ")}`, async (scene) => {
      const { expect } = scene;
      expect((await exhausted(scene, options)).waits).toEqual(waits);
    });

  rule("2.6 exponentialBackoff(f)(n) is f, 2f, 4f … for fifty retries at most", ({ expect }) => {
    expect(exponentialBackoff(10)(3)).toEqual([10, 20, 40]);
    expect(exponentialBackoff(0.5)(4)).toEqual([0.5, 1, 2, 4]);
    expect(exponentialBackoff(1)(0)).toEqual([]);
    expect(exponentialBackoff(0)(2)).toEqual([0, 0]);
    for (const n of [50, 51, 1000]) {
      expect(exponentialBackoff(1)(n)).toHaveLength(50);
      expect(exponentialBackoff(1)(n).at(-1)).toBe(2 ** 49);
    }
  });

  rule("2.6 exponentialBackoff with a thousand retries is no error", async ({ expect }) => {
    expect(() =>
      task({ retries: 1000, retryDelaySeconds: exponentialBackoff(1) }, async () => 1),
    ).not.toThrow();
  });

  rule("2.7 a function of the retries is called once, when the task is defined", async (scene) => {
    const { expect, run } = scene;
    const asked: number[] = [];
    const one = task(
      {
        retries: 2,
        retryDelaySeconds: (n) => {
          asked.push(n);
          return [1];
        },
      },
      async () => await Promise.reject(no),
    );
    expect(asked).toEqual([2]);
    await run(one);
    await run(one);
    expect(asked).toEqual([2]);
  });

  rule("2.7 other retries do not call the function of the delays again", async (scene) => {
    const { expect, run, clock } = scene;
    const start = clock.now();
    const one = task(
      { retries: 3, retryDelaySeconds: exponentialBackoff(10) },
      async () => await Promise.reject(no),
    );
    const { taskRuns } = await run(one.withOptions({ retries: 5 }));
    expect(taskRuns[0]?.runCount).toBe(6);
    expect(clock.now() - start).toBe((10 + 20 + 40 + 40 + 40) * 1000);
  });

  rule("2.7 the function of the delays gets the retries of the settings", async (scene) => {
    const { expect } = scene;
    const options = { retryDelaySeconds: exponentialBackoff(10) };
    expect((await exhausted(scene, options, { tasksDefaultRetries: 3 })).waits).toEqual([10, 20, 40]);
  });

  rule("2.7 an error of the function of the delays is thrown by the definition", ({ expect }) => {
    const fail = (): number[] => {
      throw no;
    };
    expect(() => task({ retries: 1, retryDelaySeconds: fail }, async () => 1)).toThrow(no);
  });

  // The seconds that Prefect 3.9.1 waits, where its chance gives the same.
  const jitter = [
    [0, 0.25, 2],
    [0.3, 0, 1.5035434],
    [0.3, 0.25, 1.7265393],
    [0.3, 0.5, 1.9775557],
    [1, 0.25, 1.2732673],
    [1, 0.75, 2.6441592],
    [10, 0.5, 1.3876702],
    [60, 0.25, 0.5753641],
    [60, 0.75, 2.7725887],
  ] as const;
  for (const [retryJitterFactor, chance, seconds] of jitter)
    rule(
      `2.9 a jitter factor of ${retryJitterFactor}, at a chance of ${chance}: ${seconds} s for 2`,
      async (scene) => {
        const { expect } = scene;
        const options = { retries: 2, retryDelaySeconds: 2, retryJitterFactor };
        const { waits } = await exhausted(scene, options, {}, () => chance);
        expect(waits).toHaveLength(2);
        for (const wait of waits) expect(wait).toBeCloseTo(seconds, 5);
      },
    );

  rule("2.9 what has no delay has no jitter", async (scene) => {
    const { waits, states } = await exhausted(scene, { retries: 1, retryJitterFactor: 2 });
    scene.expect(waits).toEqual([0]);
    scene.expect(states).toEqual(["Pending", "Running", "Retrying", "Failed"]);
  });

  rule("2.4 each call has its retries to itself", async ({ expect, run }) => {
    const one = task({ name: "one", retries: 1 }, async (n: number) => {
      await sleep(n);
      throw no;
    });
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await Promise.allSettled([one(1), one(2), one.submit(3).wait()]);
        await one(1).catch(() => undefined);
      }),
    );
    expect(taskRuns.map(({ runCount }) => runCount)).toEqual([2, 2, 2, 2]);
  });

  rule("2.4 the arguments of an attempt are those of the first", async ({ expect, run }) => {
    const seen: unknown[] = [];
    const up = task({ name: "up" }, async () => await Promise.resolve({ n: 1 }));
    const down = task({ name: "down", retries: 2 }, async (x: unknown) => {
      seen.push(x);
      return await Promise.reject(no);
    });
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await down.submit(up.submit()).wait();
      }),
    );
    expect(taskRuns.map(({ runCount }) => runCount)).toEqual([1, 3]);
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(1);
  });

  rule("2.4 what depends on a retried task waits for its last attempt", async ({ expect, run }) => {
    let attempts = 0;
    const flaky = task({ retries: 2, retryDelaySeconds: 30 }, () => {
      attempts++;
      if (attempts < 3) throw no;
      return attempts;
    });
    const double = task((x: number) => 2 * x);
    const lenient = task((x: unknown) => String(x));
    const { value } = await run(
      flow({ name: "f" }, async () => {
        const future = flaky.submit();
        return [await double.submit(future).result(), await lenient.submit(allowFailure(future)).result()];
      }),
    );
    expect(await value()).toEqual([6, "3"]);
  });

  rule("2.4 the log tells of every retry, and that they are exhausted", async (scene) => {
    const { expect } = scene;
    const said = "Task run failed with exception: TypeError('no')";
    // Below the first line of a failure is where it came from.
    const lines = (messages: readonly string[]) =>
      messages.map((message) => message.split("\n")[0]).filter((line) => line?.includes(said));
    expect(lines((await exhausted(scene, { retries: 2 })).messages)).toEqual([
      `info ${said} - Retry 1/2 will start immediately`,
      `info ${said} - Retry 2/2 will start immediately`,
      `error ${said} - Retries are exhausted`,
    ]);
    expect(lines((await exhausted(scene, { retries: 2, retryDelaySeconds: [5, 0.5] })).messages)).toEqual([
      `info ${said} - Retry 1/2 will start 5 second(s) from now`,
      `info ${said} - Retry 2/2 will start 0.5 second(s) from now`,
      `error ${said} - Retries are exhausted`,
    ]);
    expect(lines((await exhausted(scene, {})).messages)).toEqual([`error ${said}`]);
  });

  rule("2.4 a clock that jumps while a retry is awaited neither loses nor adds one", async (scene) => {
    const { expect, clock, run } = scene;
    for (const jump of [-86_400_000, 86_400_000]) {
      let attempts = 0;
      const one = task({ retries: 2, retryDelaySeconds: 10 }, async () => {
        attempts++;
        clock.set(clock.now() + jump);
        return await Promise.reject(no);
      });
      const { taskRuns } = await run(one);
      expect(attempts).toBe(3);
      expect(taskRuns.map(names)).toEqual([
        ["Pending", "Running", "AwaitingRetry", "Retrying", "AwaitingRetry", "Retrying", "Failed"],
      ]);
    }
  });

  rule("2.2 more than fifty delays: ValueError; fifty are allowed", ({ expect }) => {
    const define = (retryDelaySeconds: TaskOptions["retryDelaySeconds"] & {}) =>
      task({ retries: 60, retryDelaySeconds }, async () => 1);
    const message = "Can not configure more than 50 retry delays per task.";
    const ones = (n: number) => Array.from({ length: n }, () => 1);
    for (const given of [ones(51), () => ones(51)]) {
      expect(() => define(given)).toThrow(ValueError);
      expect(() => define(given)).toThrow(message);
    }
    expect(() => define(ones(50))).not.toThrow();
    expect(() => define(() => ones(50))).not.toThrow();
  });
});
