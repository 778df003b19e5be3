import {
  ConcurrentTaskRunner,
  InvalidNameError,
  ReservedArgumentError,
  flow,
  memoryStorage,
  sleep,
  task,
  SequentialTaskRunner,
} from "..";
import { names, suite } from "./harness.suite";

const nothing = async () => undefined;
const hook = () => undefined;
const hookOptions = ["onCompletion", "onFailure", "onCancellation", "onCrashed", "onRunning"] as const;

export const flowOptions = suite("Flow options", (rule) => {
  rule("5.A a flow is named after its function, with dashes for underscores", ({ expect }) => {
    async function load_daily_orders() {
      return await Promise.resolve(1);
    }
    expect(flow(load_daily_orders).name).toBe("load-daily-orders");
    expect(flow(async () => 1).name).toBe("anonymous");
    expect(flow({ name: "daily" }, load_daily_orders).name).toBe("daily");
  });

  for (const banned of ["/", "%", "&", ">", "<"])
    rule(`5.A a name with ${banned} is refused`, ({ expect }) => {
      const define = () => flow({ name: `my${banned}flow` }, nothing);
      expect(define).toThrow(InvalidNameError);
      expect(define).toThrow("contains an invalid character");
    });

  rule("5.A other characters are fine in a name, underscores included", ({ expect }) => {
    expect(flow({ name: "my_flow (2) é: x" }, nothing).name).toBe("my_flow (2) é: x");
  });

  for (const [name, type] of [
    [42, "number"],
    [["a"], "array"],
    [hook, "function"],
  ] as const)
    rule(`5.A a name that is a ${type} is a TypeError`, ({ expect }) => {
      const define = () => flow({ name: name as never }, nothing);
      expect(define).toThrow(TypeError);
      expect(define).toThrow(`Expected string for flow parameter 'name'; got ${type} instead.`);
    });

  for (const [what, fn] of [
    ["nothing", undefined],
    ["an object", {}],
    ["text", "async () => 1"],
  ] as const)
    rule(`5.A a flow made of ${what} is a TypeError`, ({ expect }) => {
      expect(() => flow({}, fn as never)).toThrow(TypeError);
    });

  for (const option of hookOptions) {
    rule(`5.A ${option} must be a list`, ({ expect }) => {
      const define = () => flow({ [option]: hook }, nothing);
      expect(define).toThrow(TypeError);
      expect(define).toThrow(`Expected iterable for '${option}'; got function instead.`);
    });

    rule(`5.A ${option} must hold functions`, ({ expect }) => {
      const define = () => flow({ [option]: [hook, "notify"] }, nothing);
      expect(define).toThrow(TypeError);
      expect(define).toThrow(`Expected callables in '${option}'; got string instead.`);
    });
  }

  for (const [flowRunName, type] of [
    [3, "number"],
    [["a"], "array"],
    [{}, "object"],
  ] as const)
    rule(`5.A a flowRunName that is a ${type} is a TypeError`, ({ expect }) => {
      const define = () => flow({ flowRunName: flowRunName as never }, nothing);
      expect(define).toThrow(TypeError);
      expect(define).toThrow(`Expected string or callable for 'flowRunName'; got ${type} instead.`);
    });

  for (const [option, value] of [
    ["retries", "3"],
    ["retries", Number.NaN],
    ["retryDelaySeconds", "3"],
    ["timeoutSeconds", "3"],
    ["timeoutSeconds", Number.NaN],
  ] as const)
    rule(`5.A ${option} of ${typeof value} ${value} is refused at definition`, ({ expect }) => {
      const define = () => flow({ [option]: value }, nothing);
      expect(define).toThrow(TypeError);
      expect(define).toThrow(option);
    });

  // A task's delays may be a list or a function; a flow's are one number.
  for (const delays of [[1, 2], () => [1, 2]])
    rule(`5.A retryDelaySeconds of a flow is no ${typeof delays}`, ({ expect }) => {
      expect(() => flow({ retryDelaySeconds: delays as never }, nothing)).toThrow(TypeError);
    });

  rule("5.A a task runner that is none is refused at definition", ({ expect }) => {
    const define = (taskRunner: unknown) => () => flow({ taskRunner: taskRunner as never }, nothing);
    expect(define("sequential")).toThrow(TypeError);
    expect(define({})).toThrow(TypeError);
  });

  rule("5.A a task runner may be given as its class: it is made with defaults", async ({ expect, run }) => {
    const order: string[] = [];
    const step = task(async (name: string) => {
      order.push(`${name} starts`);
      await sleep(1);
      order.push(`${name} ends`);
    });
    const both = flow({ taskRunner: SequentialTaskRunner }, async () => {
      await step.map(["a", "b"]).wait();
    });
    await run(both);
    expect(order).toEqual(["a starts", "a ends", "b starts", "b ends"]);
  });

  rule("5.A a run without a name of its own is called by two words", async ({ expect, run }) => {
    const { flowRun } = await run(flow(nothing));
    expect(flowRun?.name).toMatch(/^[a-z]+-[a-z]+$/);
  });

  rule("5.A timeoutSeconds 0 is no timeout", async ({ expect, run }) => {
    const { state } = await run(flow({ timeoutSeconds: 0 }, async () => await sleep(86_400)));
    expect(state.toString()).toBe("Completed()");
  });

  rule("5.A retries and their delay come from the settings where a flow has none", async (scene) => {
    const { expect, run, clock } = scene;
    const settings = { flowsDefaultRetries: 2, flowsDefaultRetryDelaySeconds: 7 };
    const fails = async () => await Promise.reject(new Error("no"));
    const before = clock.now();
    const byDefault = await run(flow({ name: "fails" }, fails), [], { settings });
    expect(byDefault.flowRun?.runCount).toBe(3);
    expect(clock.now() - before).toBe(14_000);
    const own = await run(flow({ name: "fails", retries: 0 }, fails), [], { settings });
    expect(own.flowRuns.map(names)).toEqual([["Pending", "Running", "Failed"]]);
  });

  for (const [what, options, stored] of [
    ["persistResult", { persistResult: true }, true],
    ["resultStorage", { resultStorage: memoryStorage() }, true],
    ["resultSerializer", { resultSerializer: "json" }, true],
    ["persistResult false beside a serializer", { persistResult: false, resultSerializer: "json" }, false],
    ["nothing", {}, false],
  ] as const)
    rule(
      `5.A with ${what}, results of a flow's tasks are ${stored ? "" : "not "}kept`,
      async ({ expect, run }) => {
        const one = task(async (x: number) => x);
        const twice = flow(options, async () => [await one(1), await one(1)]);
        const { taskRuns } = await run(twice);
        const last = stored ? "Cached" : "Completed";
        expect(taskRuns.map(({ state }) => state.name)).toEqual(["Completed", last]);
      },
    );

  rule("5.A persistResult: a flow's own false beats the setting, which else decides", async (scene) => {
    const { expect, run } = scene;
    const settings = { resultsPersistByDefault: true };
    const one = task(async (x: number) => x);
    const body = async () => [await one(1), await one(1)];
    const byDefault = await run(flow(body), [], { settings });
    expect(byDefault.taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached"]);
    const own = await run(flow({ persistResult: false }, body), [], { settings });
    expect(own.taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Completed"]);
  });

  rule("5.A cacheResultInMemory false, without a storage: the value stays with the state", async (scene) => {
    const { expect, run } = scene;
    const done = await run(flow({ cacheResultInMemory: false }, async () => ({ n: 5 })));
    expect(await done.value()).toEqual({ n: 5 });
    expect(await done.state.result()).toEqual({ n: 5 });
  });

  rule("5.A cacheResultInMemory false with persistResult: the state reads it from storage", async (scene) => {
    const { expect, run } = scene;
    const kept = flow({ cacheResultInMemory: false, persistResult: true }, async () => ({ n: 5 }));
    const { state } = await run(kept);
    expect(state.data).toBeUndefined();
    expect(await state.result()).toEqual({ n: 5 });
  });

  rule("5.1 withOptions gives a new flow, and leaves the old one alone", async ({ expect, run }) => {
    const old = flow({ name: "old", description: "first", version: "1" }, nothing);
    const changed = old.withOptions({ name: "new", retries: 1 });
    expect(changed).not.toBe(old);
    expect([old.name, changed.name]).toEqual(["old", "new"]);
    expect(changed.options).toMatchObject({ description: "first", version: "1", retries: 1 });
    expect(old.options.retries).toBeUndefined();
    expect(changed.fn).toBe(old.fn);
    expect((await run(changed)).flowRun?.flowName).toBe("new");
  });

  rule("5.1 withOptions: 0 resets timeout, retries and delay", async ({ expect, run, clock }) => {
    const slow = flow({ timeoutSeconds: 1 }, async () => await sleep(5));
    expect((await run(slow.withOptions({}))).state.name).toBe("TimedOut");
    expect((await run(slow.withOptions({ timeoutSeconds: 0 }))).state.name).toBe("Completed");

    const fails = flow({ retries: 2, retryDelaySeconds: 10 }, async () => await Promise.reject(new Error()));
    expect((await run(fails.withOptions({ retries: 0 }))).flowRun?.runCount).toBe(1);
    const before = clock.now();
    expect((await run(fails.withOptions({ retryDelaySeconds: 0 }))).flowRun?.runCount).toBe(3);
    expect(clock.now() - before).toBe(0);
  });

  rule("5.1 withOptions: an option that is left out, or undefined, keeps its value", async (scene) => {
    const { expect, run } = scene;
    const fails = async () => await Promise.reject(new Error("no"));
    const old = flow({ name: "old", flowRunName: "the run", retries: 1, onFailure: [hook] }, fails);
    const bare = { name: undefined, flowRunName: undefined, retries: undefined, onFailure: undefined };
    for (const same of [old.withOptions({}), old.withOptions(bare as never)]) {
      const { flowRun } = await run(same);
      expect(same.name).toBe("old");
      expect(flowRun?.name).toBe("the run");
      expect(flowRun?.runCount).toBe(2);
      expect(same.options.onFailure).toEqual([hook]);
    }
  });

  rule("5.1 withOptions: an empty name, run name and list of hooks keep the old ones", async (scene) => {
    const { expect, run } = scene;
    const old = flow({ name: "old", flowRunName: "the run", onCompletion: [hook] }, nothing);
    const same = old.withOptions({ name: "", flowRunName: "", onCompletion: [] });
    expect(same.name).toBe("old");
    expect(same.options.onCompletion).toEqual([hook]);
    expect((await run(same)).flowRun?.name).toBe("the run");
  });

  rule("5.1 withOptions: null keeps all but the serializer, the storage and the prints", ({ expect }) => {
    const all = {
      ...{ name: "f", description: "d", version: "1", flowRunName: "n", retries: 1, retryDelaySeconds: 2 },
      ...{ timeoutSeconds: 3, validateParameters: false, persistResult: true, cacheResultInMemory: false },
      ...{ logPrints: true, resultSerializer: "json" as const, onRunning: [hook] },
    };
    const nulls = Object.fromEntries(Object.keys(all).map((option) => [option, null]));
    const made = flow(all, nothing).withOptions(nulls);
    expect(made.options).toEqual({ ...all, logPrints: null, resultSerializer: null });
  });

  rule("5.1 withOptions replaces hooks, the run's name, the runner and validation", async (scene) => {
    const { expect, run } = scene;
    const heard: string[] = [];
    const old = flow(
      { flowRunName: "old run", onCompletion: [() => heard.push("old")], taskRunner: ConcurrentTaskRunner() },
      nothing,
    );
    const changed = old.withOptions({
      flowRunName: "new run",
      onCompletion: [() => heard.push("new")],
      taskRunner: SequentialTaskRunner(),
      validateParameters: false,
    });
    expect((await run(changed)).flowRun?.name).toBe("new run");
    expect(heard).toEqual(["new"]);
    expect(changed.options.taskRunner).toEqual(SequentialTaskRunner());
    expect(changed.options.validateParameters).toBe(false);
  });

  rule("5.1 withOptions refuses what the definition refuses", ({ expect }) => {
    const old = flow(nothing);
    expect(() => old.withOptions({ name: "a/b" })).toThrow(InvalidNameError);
    expect(() => old.withOptions({ onFailure: hook as never })).toThrow(TypeError);
    expect(() => old.withOptions({ retries: "3" as never })).toThrow(TypeError);
  });

  rule("5.1 withOptions can be chained, and unset returnState again", async ({ expect, run }) => {
    const one = flow({ name: "one" }, async () => 1);
    const stateOf = one.withOptions({ returnState: true });
    const valueOf = stateOf.withOptions({ returnState: false, retries: 1 });
    const parent = flow(async () => [(await stateOf()).name, await valueOf()]);
    expect(await (await run(parent)).value()).toEqual(["Completed", 1]);
  });

  rule("5.2 fn is the plain function: calling it makes no run", async ({ expect, run }) => {
    const double = async (x: number) => x * 2;
    const doubled = flow(double);
    expect(doubled.fn).toBe(double);
    const parent = flow(async () => await double(4));
    const { flowRuns, taskRuns } = await run(parent);
    expect([flowRuns.length, taskRuns.length]).toEqual([1, 0]);
  });

  const reservedName = (name: string) => `'${name}' is a reserved argument name and cannot be used.`;
  for (const [name, fn] of [
    ["waitFor", async (waitFor: unknown) => waitFor],
    ["returnState", async (x: number, returnState = false) => [x, returnState]],
    ["wait_for", async (wait_for: unknown) => wait_for],
    ["return_state", async (return_state: unknown) => return_state],
  ] as const)
    rule(`5.3 a flow must not have a parameter ${name}`, ({ expect }) => {
      const define = () => flow({ name: "reserved" }, fn as (x: never) => Promise<unknown>);
      expect(define).toThrow(ReservedArgumentError);
      expect(define).toThrow(TypeError);
      expect(define).toThrow(reservedName(name));
    });
});
