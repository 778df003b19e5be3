import {
  DEFAULT,
  FLOW_PARAMETERS,
  INPUTS,
  NO_CACHE,
  RUN_ID,
  TASK_SOURCE,
  ValueError,
  flow,
  memoryStorage,
  task,
  transaction,
} from "..";
import { names, suite } from "./harness.suite";

type TaskOptions = Extract<Parameters<typeof task>[0], object>;
type FlowOptions = Extract<Parameters<typeof flow>[0], object>;
type Runs = { readonly taskRuns: readonly { readonly state: { readonly name: string } }[] };

/** How each task run ended, in order of creation. */
const ends = ({ taskRuns }: Runs) => taskRuns.map(({ state }) => state.name);

/** A flow that calls one task twice with the same input: its second call is Cached exactly where the first is kept. */
const twice = (options: TaskOptions, around: FlowOptions = {}) => {
  const one = task(options, async (x: number) => x);
  return flow({ name: "twice", ...around }, async () => [await one(1), await one(1)]);
};

const kept = ["Completed", "Cached"];
const notKept = ["Completed", "Completed"];

export const whenPersisted = suite("When results are stored", (rule) => {
  const byOptions: readonly [string, TaskOptions, readonly string[]][] = [
    ["no option: not kept", {}, notKept],
    ["persistResult true: kept", { persistResult: true }, kept],
    ["persistResult false: not kept", { persistResult: false }, notKept],
    ["cachePolicy INPUTS: kept", { cachePolicy: INPUTS }, kept],
    ["cachePolicy DEFAULT: kept", { cachePolicy: DEFAULT }, kept],
    ["cachePolicy TASK_SOURCE: kept", { cachePolicy: TASK_SOURCE }, kept],
    ["cachePolicy RUN_ID: kept", { cachePolicy: RUN_ID }, kept],
    ["cachePolicy NO_CACHE: not kept", { cachePolicy: NO_CACHE }, notKept],
    ["cachePolicy null: not kept", { cachePolicy: null }, notKept],
    ["cacheKeyFn: kept", { cacheKeyFn: () => "k" }, kept],
    ["resultStorage: kept", { resultStorage: memoryStorage() }, kept],
    ["resultStorageKey: kept", { resultStorageKey: "k" }, kept],
    ["resultSerializer: kept", { resultSerializer: "json" }, kept],
    [
      "explicit false beats a policy, a storage and a serializer",
      {
        persistResult: false,
        cachePolicy: INPUTS,
        resultStorage: memoryStorage(),
        resultSerializer: "json",
      },
      notKept,
    ],
    ["explicit false beats a key function", { persistResult: false, cacheKeyFn: () => "k" }, notKept],
    ["explicit false beats a storage key", { persistResult: false, resultStorageKey: "k" }, notKept],
    ["a true of its own with NO_CACHE has no key to keep under", persisted(NO_CACHE), notKept],
  ];
  for (const [title, options, expected] of byOptions)
    rule(`7.1 ${title}`, async ({ expect, run }) => {
      const warn = mutedWarnings();
      const two = twice(options);
      warn.restore();
      expect(ends(await run(two))).toEqual(expected);
    });

  const byFlow: readonly [string, TaskOptions, FlowOptions, readonly string[]][] = [
    ["the flow's true counts where the task is silent", {}, { persistResult: true }, kept],
    ["the flow's storage makes it persist", {}, { resultStorage: memoryStorage() }, kept],
    ["the flow's serializer makes it persist", {}, { resultSerializer: "json" }, kept],
    ["the task's false beats the flow's true", { persistResult: false }, { persistResult: true }, notKept],
    ["the task's true beats the flow's false", { persistResult: true }, { persistResult: false }, kept],
    ["the task's policy beats the flow's false", { cachePolicy: INPUTS }, { persistResult: false }, kept],
    ["NO_CACHE beats the flow's true", { cachePolicy: NO_CACHE }, { persistResult: true }, notKept],
  ];
  for (const [title, options, around, expected] of byFlow)
    rule(`7.1 ${title}`, async ({ expect, run }) => {
      expect(ends(await run(twice(options, around)))).toEqual(expected);
    });

  const on = { resultsPersistByDefault: true } as const;
  const bySetting: readonly [string, TaskOptions, FlowOptions, object, readonly string[]][] = [
    ["the setting counts where task and flow are silent", {}, {}, on, kept],
    ["the flow's false beats the setting", {}, { persistResult: false }, on, notKept],
    ["the task's false beats the setting", { persistResult: false }, {}, on, notKept],
    ["tasks have a default of their own", {}, {}, { tasksDefaultPersistResult: true }, kept],
    [
      "the tasks' default is beaten by the task",
      { persistResult: false },
      {},
      { tasksDefaultPersistResult: true },
      notKept,
    ],
    [
      "the tasks' default of false beats the flow's true",
      {},
      { persistResult: true },
      { tasksDefaultPersistResult: false },
      notKept,
    ],
  ];
  for (const [title, options, around, settings, expected] of bySetting)
    rule(`7.1 ${title}`, async ({ expect, run }) => {
      expect(ends(await run(twice(options, around), [], { settings }))).toEqual(expected);
    });

  rule("7.1 a subflow inherits its parent's choice", async ({ expect, run }) => {
    const child = twice({});
    const parent = flow({ name: "parent", persistResult: true }, async () => await child());
    const { taskRuns } = await run(parent);
    const inside = taskRuns.filter(({ taskName }) => taskName !== "twice");
    expect(inside.map(({ state }) => state.name)).toEqual(kept);
  });

  rule("7.2 persistResult false ignores a policy, and says so", async ({ expect, run }) => {
    const warn = mutedWarnings();
    const two = twice({ persistResult: false, cachePolicy: INPUTS });
    warn.restore();
    expect(warn.said).toEqual(["Ignoring `cachePolicy` because `persistResult` is False"]);
    const { taskRuns } = await run(two);
    expect(taskRuns.map(({ state }) => state.stateDetails.cacheKey)).toEqual([undefined, undefined]);
  });

  const silent: readonly [string, TaskOptions][] = [
    ["no policy", { persistResult: false }],
    ["NO_CACHE", { persistResult: false, cachePolicy: NO_CACHE }],
    ["a null policy", { persistResult: false, cachePolicy: null }],
    ["a policy that is kept", { persistResult: true, cachePolicy: INPUTS }],
  ];
  for (const [title, options] of silent)
    rule(`7.2 no warning for ${title}`, ({ expect }) => {
      const warn = mutedWarnings();
      twice(options);
      warn.restore();
      expect(warn.said).toEqual([]);
    });

  rule("7.2 a cacheKeyFn next to a cachePolicy wins, with a warning", async ({ expect, run }) => {
    const warn = mutedWarnings();
    const one = task({ name: "one", cachePolicy: INPUTS, cacheKeyFn: () => "same" }, async (x: number) => x);
    warn.restore();
    expect(warn.said).toEqual([
      "Both `cachePolicy` and `cacheKeyFn` are set on task one. `cacheKeyFn` will be used.",
    ]);
    const over = await run(flow({ name: "over" }, async () => [await one(1), await one(2)]));
    expect(ends(over)).toEqual(kept);
    expect(await over.value()).toEqual([1, 1]);
  });

  rule("7.3 the rendered storage key is the cache key, in every flow run", async ({ expect, engine }) => {
    const one = task({ resultStorageKey: "fixed" }, async (x: number) => x);
    const work = flow({ name: "work" }, async (x: number) => [await one(x), await one(x + 1)]);
    const own = engine();
    const first = await own.run(work, [1]);
    const second = await own.run(work, [5]);
    expect([ends(first), ends(second)]).toEqual([kept, ["Cached", "Cached"]]);
    expect([await first.value(), await second.value()]).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(first.taskRuns.map(({ state }) => state.stateDetails.cacheKey)).toEqual(["fixed", "fixed"]);
  });

  rule("7.3 placeholders: parameters with defaults, the flow run, the task run", async ({ expect, run }) => {
    const templates = [
      "{parameters[x]}-{parameters[y]}-bar",
      "{parameters.x}/{parameters.y}",
      "{flow_run.flowName}__bar",
      "{flowRun.flowName}",
      "{task_run.taskName}",
      "{taskRun.name}!",
    ];
    const one = task({ name: "bar", taskRunName: "named" }, async (x: number, y = "test") => [x, y]);
    const work = flow({ name: "foo" }, async () => {
      for (const resultStorageKey of templates) await one.withOptions({ resultStorageKey })(1);
    });
    const { taskRuns } = await run(work);
    expect(taskRuns.map(({ state }) => state.stateDetails.cacheKey)).toEqual([
      "1-test-bar",
      "1/test",
      "foo__bar",
      "foo",
      "bar",
      "named!",
    ]);
  });

  rule("7.3 another storage key finds nothing, whatever the key function says", async ({ expect, run }) => {
    const warn = mutedWarnings();
    const before = task({ cacheKeyFn: () => "same", resultStorageKey: "before" }, async (x: number) => x);
    const after = before.withOptions({ resultStorageKey: "after" });
    warn.restore();
    const over = await run(flow({ name: "over" }, async () => [await before(1), await after(2)]));
    expect(ends(over)).toEqual(notKept);
    expect(await over.value()).toEqual([1, 2]);
  });

  rule("7.14 NO_CACHE beats a storage key: nothing is stored", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const two = twice({ cachePolicy: NO_CACHE, resultStorageKey: "k" });
    expect(ends(await engine({ storage }).run(two))).toEqual(notKept);
    expect(await storage.keys("results/")).toEqual([]);
  });

  rule("7.14 NO_CACHE keeps nothing, also with persistResult true", async ({ expect, engine }) => {
    const storage = memoryStorage();
    expect(ends(await engine({ storage }).run(twice(persisted(NO_CACHE))))).toEqual(notKept);
    expect(await storage.keys("results/")).toEqual([]);
  });

  rule("7.4 an exception is no result: the next call runs again", async ({ expect, run }) => {
    let calls = 0;
    const fails = task({ cacheKeyFn: () => "k" }, async () => {
      if (++calls < 3) throw new RangeError(`no ${calls}`);
      return calls;
    });
    const work = flow({ name: "work" }, async () => {
      const states = [];
      for (let n = 0; n < 4; n++) states.push((await fails.withOptions({ returnState: true })()).name);
      return states.join();
    });
    const over = await run(work);
    expect(await over.value()).toBe("Failed,Failed,Completed,Cached");
    expect(calls).toBe(3);
    expect(over.taskRuns[1]?.state.message).toBe("Task run encountered an exception RangeError: no 2");
  });

  rule("7.4 a failed run's exception is stored, but not under the cache key", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const fails = task({ cacheKeyFn: () => "the-key" }, async () => Promise.reject(new RangeError("no")));
    const over = await engine({ storage }).run(flow({ name: "over" }, async () => await fails()));
    expect(over.taskRuns.map(names)).toEqual([["Pending", "Running", "Failed"]]);
    const keys = await storage.keys("results/");
    expect(keys).toHaveLength(1);
    expect(keys).not.toContain("results/the-key");
  });

  rule("7.4 no attempt that fails leaves a record under the key", async ({ expect, engine }) => {
    const storage = memoryStorage();
    let calls = 0;
    const fails = task({ cacheKeyFn: () => "k", retries: 2 }, async () => {
      calls++;
      expect(await storage.read("results/k")).toBeUndefined();
      throw new Error("no");
    });
    await engine({ storage }).run(flow({ name: "over" }, async () => await fails()));
    expect(calls).toBe(3);
    expect(await storage.read("results/k")).toBeUndefined();
  });

  rule("7.5 null and other empty results are results", async ({ expect, run }) => {
    const empty = [null, undefined, false, 0, "", NaN, [], {}];
    let calls = 0;
    const one = task({ cachePolicy: INPUTS }, async (n: number) => {
      calls++;
      return empty[n];
    });
    const work = flow({ name: "work" }, async () => {
      const values = [];
      for (const n of empty.keys()) values.push([await one(n), await one(n)]);
      return { values };
    });
    const over = await run(work);
    expect(await over.value()).toEqual({ values: empty.map((value) => [value, value]) });
    expect(ends(over)).toEqual(empty.flatMap(() => kept));
    expect(calls).toBe(empty.length);
  });

  rule(
    "7.7 a value that is not kept in memory is still returned, and read from storage",
    async ({ expect, run }) => {
      const one = task({ persistResult: true, cacheResultInMemory: false }, async () => ({ rows: [1] }));
      const work = flow({ name: "work" }, async () => {
        const value = await one();
        const state = await one.withOptions({ returnState: true, refreshCache: true })();
        return { value, data: state.data, loaded: [await state.result(), await state.result()] };
      });
      const rows = { rows: [1] };
      expect(await (await run(work)).value()).toEqual({ value: rows, data: undefined, loaded: [rows, rows] });
    },
  );

  rule("7.7 what a future gives is read from storage, too", async ({ expect, run }) => {
    const one = task({ persistResult: true, cacheResultInMemory: false }, async (x: number) => [x]);
    const next = task(async (xs: number[]) => xs.length);
    const work = flow({ name: "work" }, async () => {
      const future = one.submit(3);
      return [await future.result(), await next(await future.result()), await next.submit(future).result()];
    });
    expect(await (await run(work)).value()).toEqual([[3], 1, 1]);
  });

  const unstored = {
    "kept nowhere": { persistResult: false },
    "without a key": { persistResult: true, cachePolicy: NO_CACHE },
    "of which nothing is said": {},
  };
  for (const [what, options] of Object.entries(unstored))
    rule(`7.7 a value ${what} stays with the state, whoever asks`, async ({ expect, run }) => {
      const one = task({ ...options, cacheResultInMemory: false }, async (x: number) => x + 1);
      const next = task(async (x: number) => x);
      const work = flow({ name: "work" }, async () => {
        const future = one.submit(1);
        const state = await one.withOptions({ returnState: true })(1);
        return [
          ...[await one(1), await future.result(), await state.result(), await future.state.result()],
          ...[await next.submit(future).result(), await one.map([1, 2]).result()],
        ];
      });
      expect(await (await run(work)).value()).toEqual([2, 2, 2, 2, 2, [2, 3]]);
    });

  rule("7.7 a value that a transaction has not stored yet stays with the state", async ({ expect, run }) => {
    const one = task({ persistResult: true, cacheResultInMemory: false }, async () => 1);
    const work = flow(
      { name: "work" },
      async () => await transaction(async () => await one.submit().result()),
    );
    expect(await (await run(work)).value()).toBe(1);
  });

  rule("7.7 stored, then removed: MissingResult", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const one = task({ cacheKeyFn: () => "k", cacheResultInMemory: false }, async () => 1);
    const work = flow({ name: "work" }, async () => {
      const state = await one.withOptions({ returnState: true })();
      await storage.remove("results/k");
      return await state.result().catch((thrown: unknown) => (thrown as Error).name);
    });
    expect(await (await engine({ storage }).run(work)).value()).toBe("MissingResult");
  });

  rule(
    "7.9 a record that vanished: the run executes again, and is stored again",
    async ({ expect, engine }) => {
      const storage = memoryStorage();
      let calls = 0;
      const one = task({ cacheKeyFn: () => "k" }, async () => ++calls);
      const work = flow({ name: "work" }, async () => [
        await one(),
        await one(),
        await storage.remove("results/k"),
        await one(),
        await one(),
      ]);
      const over = await engine({ storage }).run(work);
      expect(await over.value()).toEqual([1, 1, true, 2, 2]);
      expect(ends(over)).toEqual([...kept, ...kept]);
    },
  );

  rule("7.13 FLOW_PARAMETERS of a flow without parameters keeps nothing", async ({ expect, run }) => {
    expect(ends(await run(twice({ cachePolicy: FLOW_PARAMETERS })))).toEqual(notKept);
  });

  rule("7.6 an unknown serializer is refused where the task is defined", ({ expect }) => {
    const pickle = "pickle" as "json";
    expect(() => task({ resultSerializer: pickle }, async () => 1)).toThrow(ValueError);
    expect(() => flow({ resultSerializer: pickle }, async () => 1)).toThrow(ValueError);
  });
});

function persisted(cachePolicy: typeof NO_CACHE): TaskOptions {
  return { persistResult: true, cachePolicy };
}

/** Keeps warnings to itself until it is restored. */
function mutedWarnings(): { readonly said: unknown[]; readonly restore: () => void } {
  const { warn } = console;
  const said: unknown[] = [];
  console.warn = (message: unknown) => void said.push(message);
  return { said, restore: () => void (console.warn = warn) };
}
