import { flow, INPUTS, NO_CACHE, sleep, task, type State } from "..";
import { names, suite, type Scene } from "./harness.suite";

const no = new TypeError("no");

type TaskOptions = Parameters<ReturnType<typeof task>["withOptions"]>[0];
type Settings = NonNullable<NonNullable<Parameters<Scene["engine"]>[0]>["settings"]>;

const hook = () => undefined;
const other = () => undefined;

const base = {
  name: "base",
  description: "what it does",
  tags: ["a", "b"],
  version: "1",
  retries: 2,
  retryDelaySeconds: 3,
  retryJitterFactor: 0.5,
  timeoutSeconds: 60,
  cacheExpiration: 9,
  persistResult: true,
  taskRunName: "run",
  logPrints: true,
  onCompletion: [hook],
  onFailure: [hook],
  onRunning: [hook],
} satisfies TaskOptions;

/** A change, and what the option is after it. */
const changes: readonly (readonly [keyof TaskOptions, unknown, unknown])[] = [
  ["name", "new", "new"],
  ["name", "", "base"],
  ["name", undefined, "base"],
  ["description", "new", "new"],
  ["description", "", "what it does"],
  ["tags", ["c"], ["c"]],
  ["tags", [], []],
  ["tags", undefined, ["a", "b"]],
  ["retries", 0, 0],
  ["retries", 5, 5],
  ["retries", undefined, 2],
  ["retryDelaySeconds", 0, 0],
  ["retryDelaySeconds", [1, 2], [1, 2]],
  ["retryJitterFactor", 0, 0],
  ["timeoutSeconds", 0, 0],
  ["timeoutSeconds", undefined, 60],
  ["cacheExpiration", 10, 10],
  ["persistResult", false, false],
  ["persistResult", undefined, true],
  ["taskRunName", "other", "other"],
  ["logPrints", false, false],
  ["onCompletion", [other], [other]],
  ["onCompletion", [], [hook]],
  ["onFailure", [], [hook]],
  ["onRunning", [], [hook]],
  ["onRunning", undefined, [hook]],
  // What Prefect 3.9.1 does of None, and of an empty text.
  ...(["name", "description", "tags", "timeoutSeconds", "persistResult", "onRunning"] as const).map(
    (option) => [option, null, base[option]] as const,
  ),
  ...(["retries", "retryDelaySeconds", "retryJitterFactor", "cacheExpiration", "logPrints"] as const).map(
    (option) => [option, null, null] as const,
  ),
  ["taskRunName", null, null],
  ["taskRunName", "", ""],
];

export const withOptions = suite("withOptions of tasks", (rule) => {
  const body = async (x = 1) => await Promise.resolve(x);

  for (const [option, given, kept] of changes)
    rule(`2.20 ${option}: ${given === undefined ? "undefined" : JSON.stringify(given)}`, ({ expect }) => {
      const old = task(base, body);
      const made = old.withOptions({ [option]: given });
      expect(made.options[option as keyof typeof made.options]).toEqual(kept);
      // Whatever is not named stays.
      expect({ ...made.options, [option]: undefined }).toEqual({ ...base, [option]: undefined });
      expect(old.options).toEqual(base);
    });

  rule("2.20 it gives a new task and leaves the old one alone", async ({ expect, run }) => {
    const one = task({ name: "one" }, async () => await Promise.reject(no));
    const two = one.withOptions({ name: "two", retries: 1 });
    expect(two).not.toBe(one);
    expect([one.name, two.name]).toEqual(["one", "two"]);
    expect(two.fn).toBe(one.fn);
    expect((await run(one)).taskRuns.map(names)).toEqual([["Pending", "Running", "Failed"]]);
    expect((await run(two)).taskRuns.map(names)).toEqual([["Pending", "Running", "Retrying", "Failed"]]);
  });

  rule("2.20 without options it gives an equal task", ({ expect }) => {
    const one = task(base, body);
    expect(one.withOptions({}).options).toEqual(one.options);
    expect(one.withOptions({}).taskKey).toBe(one.taskKey);
  });

  rule("2.20 retries: 0 and timeoutSeconds: 0 override in deed", async ({ expect, run }) => {
    let attempts = 0;
    const failing = task({ retries: 3 }, async () => {
      attempts++;
      return await Promise.reject(no);
    });
    await run(failing.withOptions({ retries: 0 }));
    expect(attempts).toBe(1);
    const slow = task({ timeoutSeconds: 1 }, async () => {
      await sleep(10);
    });
    expect((await run(slow.withOptions({ timeoutSeconds: 0 }))).state.name).toBe("Completed");
  });

  rule("2.20 a policy that is overridden does not come back", async ({ expect, run }) => {
    const cached = task({ cachePolicy: INPUTS, persistResult: true }, body);
    const uncached = cached.withOptions({ cachePolicy: NO_CACHE });
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await uncached(1);
        await uncached(1);
        await cached(1);
        await cached(1);
      }),
    );
    expect(taskRuns.map(({ state }: { state: State }) => state.name)).toEqual([
      "Completed",
      "Completed",
      "Completed",
      "Cached",
    ]);
  });

  rule("2.20 resultStorageKey: null takes it back", async ({ expect, run }) => {
    const one = task({ resultStorageKey: "one key for all" }, body);
    const bare = one.withOptions({ resultStorageKey: null } as unknown as TaskOptions);
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await one(1);
        await one(2);
        await bare(3);
      }),
    );
    expect(taskRuns.map(({ state }: { state: State }) => state.name)).toEqual([
      "Completed",
      "Cached",
      "Completed",
    ]);
  });

  rule("2.20 options may be changed again and again", ({ expect }) => {
    const one = task(base, body).withOptions({ retries: 7 }).withOptions({ name: "x" }).withOptions({});
    expect(one.options).toMatchObject({ ...base, retries: 7, name: "x" });
  });

  rule("2.20 hooks that are given replace the old ones", async ({ expect, run }) => {
    const calls: string[] = [];
    const one = task({ onCompletion: [() => void calls.push("old")] }, body);
    await run(one.withOptions({ onCompletion: [() => void calls.push("new")] }));
    await run(one.withOptions({ onCompletion: [] }));
    expect(calls).toEqual(["new", "old"]);
  });

  rule("2.20 returnState and waitFor are kept through further options", async ({ expect, run }) => {
    const failing = task({ name: "failing" }, async () => await Promise.reject(no));
    const { value } = await run(
      flow({ name: "f" }, async () => {
        const state = await failing.withOptions({ returnState: true }).withOptions({ name: "other" })();
        return (state as State).name;
      }),
    );
    expect(await value()).toBe("Failed");
  });
});

export const taskSettings = suite("Settings for tasks", (rule) => {
  /** The attempts of a task that always fails, and the seconds that they took. */
  async function attempts({ run, clock }: Scene, options: TaskOptions, settings: Settings) {
    const start = clock.now();
    const { taskRuns } = await run(
      task(options, async () => await Promise.reject(no)),
      [],
      { settings },
    );
    return [taskRuns[0]?.runCount, (clock.now() - start) / 1000];
  }

  /** The names of the states in which two equal calls end. */
  async function twice({ run }: Scene, options: TaskOptions, settings: Settings, flows = {}) {
    const one = task(options, async (x: number) => await Promise.resolve(x));
    const body = async () => {
      await one(1);
      await one(1);
    };
    const { taskRuns } = await run(flow({ name: "f", ...flows }, body), [], { settings });
    return taskRuns.map(({ state }) => state.name);
  }

  rule("2.21 tasksDefaultRetries is for tasks that say nothing of retries", async (scene) => {
    const { expect } = scene;
    const settings = { tasksDefaultRetries: 2 };
    expect(await attempts(scene, {}, {})).toEqual([1, 0]);
    expect(await attempts(scene, {}, settings)).toEqual([3, 0]);
    expect(await attempts(scene, { retries: 0 }, settings)).toEqual([1, 0]);
    expect(await attempts(scene, { retries: 1 }, settings)).toEqual([2, 0]);
  });

  rule("2.21 tasksDefaultRetryDelaySeconds is for tasks that say nothing of delays", async (scene) => {
    const { expect } = scene;
    const settings = { tasksDefaultRetries: 2, tasksDefaultRetryDelaySeconds: 5 };
    expect(await attempts(scene, {}, settings)).toEqual([3, 10]);
    expect(await attempts(scene, { retryDelaySeconds: 0 }, settings)).toEqual([3, 0]);
    expect(await attempts(scene, { retryDelaySeconds: [1, 2] }, settings)).toEqual([3, 3]);
    const list = { tasksDefaultRetries: 3, tasksDefaultRetryDelaySeconds: [1, 20] };
    expect(await attempts(scene, {}, list)).toEqual([4, 41]);
  });

  rule("2.21 tasksRefreshCache makes every task run, but one that says false", async (scene) => {
    const { expect } = scene;
    const cached = { cachePolicy: INPUTS, persistResult: true };
    expect(await twice(scene, cached, {})).toEqual(["Completed", "Cached"]);
    expect(await twice(scene, cached, { tasksRefreshCache: true })).toEqual(["Completed", "Completed"]);
    expect(await twice(scene, { ...cached, refreshCache: false }, { tasksRefreshCache: true })).toEqual([
      "Completed",
      "Cached",
    ]);
    expect(await twice(scene, { ...cached, refreshCache: true }, {})).toEqual(["Completed", "Completed"]);
  });

  rule("2.21 tasksDefaultNoCache is for tasks without a policy", async (scene) => {
    const { expect } = scene;
    const persisted = { persistResult: true };
    expect(await twice(scene, persisted, {})).toEqual(["Completed", "Cached"]);
    const settings = { tasksDefaultNoCache: true };
    expect(await twice(scene, persisted, settings)).toEqual(["Completed", "Completed"]);
    expect(await twice(scene, { ...persisted, cachePolicy: INPUTS }, settings)).toEqual([
      "Completed",
      "Cached",
    ]);
  });

  rule("2.21 tasksDisableCaching is for all tasks", async (scene) => {
    const { expect } = scene;
    const settings = { tasksDisableCaching: true };
    for (const options of [
      { persistResult: true },
      { cachePolicy: INPUTS },
      { cacheKeyFn: () => "always" },
    ]) {
      expect(await twice(scene, options, {})).toEqual(["Completed", "Cached"]);
      expect(await twice(scene, options, settings)).toEqual(["Completed", "Completed"]);
    }
  });

  rule("2.21 tasksDefaultPersistResult is for tasks that say nothing of it", async (scene) => {
    const { expect } = scene;
    expect(await twice(scene, {}, {})).toEqual(["Completed", "Completed"]);
    const yes = { tasksDefaultPersistResult: true };
    expect(await twice(scene, {}, yes)).toEqual(["Completed", "Cached"]);
    expect(await twice(scene, { persistResult: false }, yes)).toEqual(["Completed", "Completed"]);
    const never = { tasksDefaultPersistResult: false };
    expect(await twice(scene, {}, never, { persistResult: true })).toEqual(["Completed", "Completed"]);
    expect(await twice(scene, { persistResult: true }, never)).toEqual(["Completed", "Cached"]);
  });

  rule("2.21 resultsPersistByDefault is for tasks whose flow says nothing of it either", async (scene) => {
    const { expect } = scene;
    const settings = { resultsPersistByDefault: true };
    expect(await twice(scene, {}, settings)).toEqual(["Completed", "Cached"]);
    expect(await twice(scene, {}, settings, { persistResult: false })).toEqual(["Completed", "Completed"]);
    expect(await twice(scene, {}, {}, { persistResult: true })).toEqual(["Completed", "Cached"]);
    expect(await twice(scene, { persistResult: false }, settings)).toEqual(["Completed", "Completed"]);
  });

  rule("2.21 tasksRunnerMaxWorkers bounds what runs at once", async ({ expect, run }) => {
    let running = 0;
    let most = 0;
    const one = task(async (x: number) => {
      most = Math.max(most, ++running);
      await sleep(1);
      running--;
      return x;
    });
    const all = flow({ name: "f" }, async () => {
      await one.map([1, 2, 3, 4, 5]).wait();
    });
    await run(all, [], { settings: { tasksRunnerMaxWorkers: 2 } });
    expect(most).toBe(2);
    most = 0;
    await run(all);
    expect(most).toBe(5);
  });

  rule("2.21 flowsDefaultRetries and flowsDefaultRetryDelaySeconds are for flows alike", async (scene) => {
    const { expect, run, clock } = scene;
    const settings = { flowsDefaultRetries: 1, flowsDefaultRetryDelaySeconds: 7 };
    const count = async (options: Parameters<typeof flow>[0]) => {
      const start = clock.now();
      const failing = flow({ name: "f", ...options }, async () => await Promise.reject(no));
      const { flowRun } = await run(failing, [], { settings });
      return [flowRun?.runCount, (clock.now() - start) / 1000];
    };
    expect(await count({})).toEqual([2, 7]);
    expect(await count({ retries: 0 })).toEqual([1, 0]);
    expect(await count({ retries: 2, retryDelaySeconds: 0 })).toEqual([3, 0]);
  });

  rule("2.21 settings of flows leave tasks alone, and the other way round", async (scene) => {
    const { expect, run } = scene;
    expect(await attempts(scene, {}, { flowsDefaultRetries: 3 })).toEqual([1, 0]);
    const failing = flow({ name: "f" }, async () => await Promise.reject(no));
    const { flowRun } = await run(failing, [], { settings: { tasksDefaultRetries: 3 } });
    expect(flowRun?.runCount).toBe(1);
  });
});
