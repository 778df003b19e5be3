import {
  flow,
  INPUTS,
  memoryStorage,
  NO_CACHE,
  ReservedArgumentError,
  sleep,
  task,
  ValueError,
  type State,
} from "..";
import { names, suite } from "./harness.suite";

const no = new TypeError("no");

type TaskOptions = Parameters<ReturnType<typeof task>["withOptions"]>[0];

async function load(x = 1) {
  return await Promise.resolve(x);
}

const makeTask = (options: Record<string, unknown>) => () => task(options as TaskOptions, load);

/** Values that an option does not take; a text alone stands for the error's message. */
const wrong: readonly (readonly [
  string,
  readonly unknown[],
  typeof TypeError | typeof ValueError,
  RegExp?,
])[] = [
  ["name", [5, {}, ["a"], () => "a", true], TypeError],
  ["tags", ["etl", 5, [1], ["a", null], {}], TypeError],
  ["retries", ["3", NaN, {}, [1], true], TypeError],
  ["retries", [-1], ValueError],
  [
    "retryDelaySeconds",
    ["10", NaN, {}, [1, "2"], [null], true, () => "10", () => [1, "2"]],
    TypeError,
    /^Invalid `retryDelaySeconds` provided; must be/,
  ],
  ["retryJitterFactor", [-1, -0.001, -Infinity], ValueError, /^`retryJitterFactor` must be >= 0\.$/],
  ["retryJitterFactor", ["1", NaN, {}], TypeError],
  ["timeoutSeconds", ["5", NaN, {}, [5], true], TypeError],
  ["timeoutSeconds", [-1], ValueError],
  ["cachePolicy", ["INPUTS", 5, {}, () => "key"], TypeError],
  ["cacheKeyFn", ["key", 5, {}, INPUTS], TypeError],
  ["cacheExpiration", ["1 hour", NaN, {}, new Date()], TypeError],
  ["resultSerializer", ["pickle", "yaml", 5, {}], Error],
  ["resultStorage", [5, true, {}, []], TypeError],
];

/** Options that may be null, as in Prefect where that is what an option is when it is left out. */
const nullable = [
  "name",
  "description",
  "tags",
  "version",
  "retries",
  "retryDelaySeconds",
  "retryJitterFactor",
  "retryCondition",
  "timeoutSeconds",
  "cacheKeyFn",
  "cacheExpiration",
  "refreshCache",
  "persistResult",
  "resultStorage",
  "resultStorageKey",
  "resultSerializer",
  "taskRunName",
  "logPrints",
  "onCompletion",
  "onFailure",
  "onRunning",
  "onCommit",
  "onRollback",
];

class Warehouse {
  readonly rows = 3;

  count(factor: number) {
    return this.rows * factor;
  }

  static total(x: number) {
    return x + 1;
  }

  readonly bound = task({ name: "bound" }, (factor: number) => this.count(factor));
}

/** Something that is awaited as a promise is, and is none. */
const thenable = task(() => {
  const then = (settle: (n: number) => void) => {
    settle(4);
  };
  return { then } as unknown as Promise<number>;
});

export const taskForms = suite("Forms of tasks", (rule) => {
  for (const [what, one, args, value] of [
    ["a function", task((x: number) => x + 1), [1], 2],
    ["a function with options", task({ name: "one" }, (x: number) => x + 1), [1], 2],
    ["empty options", task({}, (x: number) => x + 1), [1], 2],
    ["an async function", task(async (x: number) => await Promise.resolve(x + 1)), [1], 2],
    ["a declared function", task(load), [], 1],
    ["a static method", task((x: number) => Warehouse.total(x)), [1], 2],
    ["a method that is bound", task(new Warehouse().count.bind(new Warehouse())), [2], 6],
    ["a task of an object's own", new Warehouse().bound, [2], 6],
    ["a function of the platform's", task(Math.max), [1, 5, 3], 5],
    ["a function that gives a thenable", thenable, [], 4],
  ] as const)
    rule(`2.1 a task from ${what}`, async ({ expect, run }) => {
      const result = await run(one, args);
      expect(await result.value()).toBe(value);
      expect(result.taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
    });

  for (const args of [
    [],
    [null],
    [undefined],
    [{}],
    [{}, null],
    [{}, "fn"],
    ["fn"],
    [5],
    [{}, {}],
  ] as unknown[][])
    rule(
      `2.1 task(${args.map((arg) => (arg === undefined ? "undefined" : JSON.stringify(arg))).join(", ")}): TypeError`,
      ({ expect }) => {
        const make = task as unknown as (...given: unknown[]) => unknown;
        expect(() => make(...args)).toThrow(TypeError);
      },
    );

  rule("2.2 the name is the function's, or the option's, where that is not empty", ({ expect }) => {
    expect(task(load).name).toBe("load");
    expect(task({ name: "Load orders/€" }, load).name).toBe("Load orders/€");
    expect(task({ name: "" }, load).name).toBe("load");
  });

  rule("2.2 description and version are kept, and change nothing", async ({ expect, run }) => {
    const one = task({ description: "Loads.", version: "7" }, load);
    expect(one.options).toMatchObject({ description: "Loads.", version: "7" });
    expect((await run(one)).taskRuns[0]?.name).toBe("load");
  });

  rule("2.2 the function itself can be called, without a run", async ({ expect }) => {
    expect(task(load).fn).toBe(load);
    expect(await load(4)).toBe(4);
  });

  for (const [option, values, errorClass, message] of wrong)
    for (const value of values) {
      const shown =
        typeof value === "number" || typeof value === "function" ? String(value) : JSON.stringify(value);
      rule(`2.2 ${option}: ${shown} is a ${errorClass.name}`, ({ expect }) => {
        const define = makeTask({ [option]: value });
        expect(define).toThrow(errorClass);
        if (message) expect(define).toThrow(message);
        expect(() => task(load).withOptions({ [option]: value })).toThrow(errorClass);
      });
    }

  for (const option of nullable)
    rule(`2.2 ${option}: null is as if it were left out`, async ({ expect, run }) => {
      const one = makeTask({ [option]: null })();
      expect(one.name).toBe("load");
      const { taskRuns, value } = await run(flow({ name: "f" }, async () => await one()));
      expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
      expect(taskRuns[0]?.name).toMatch(/^load-[0-9a-f]{3}$/);
      expect(taskRuns[0]?.tags).toEqual([]);
      expect(await value()).toBe(1);
    });

  for (const [name, one] of [
    ["waitFor", () => task((waitFor: number) => waitFor)],
    ["returnState", () => task({ name: "one" }, async (x: number, returnState: boolean) => [x, returnState])],
    ["wait_for", () => task((wait_for = 1) => wait_for)],
    [
      "return_state",
      () =>
        task(function one(...return_state: unknown[]) {
          return return_state;
        }),
    ],
    ["waitFor", () => flow({ name: "f" }, async (waitFor: number) => waitFor)],
    ["return_state", () => flow((return_state: number) => return_state)],
  ] as const)
    rule(`2.3 a parameter ${name} is reserved: ${String(one)}`, ({ expect }) => {
      expect(one).toThrow(ReservedArgumentError);
      expect(one).toThrow(`'${name}' is a reserved argument name and cannot be used.`);
    });

  rule("2.3 reserved names may stand anywhere but among the parameters", async ({ expect, run }) => {
    const inside = task((x: number, waitForMe: number = 2) => {
      const waitFor = x + waitForMe;
      return { waitFor, returnState: true };
    });
    expect(await (await run(inside, [1])).value()).toEqual({ waitFor: 3, returnState: true });
  });

  rule("2.13 the key is the function's name and eight digits of its text's hash", async ({ expect, run }) => {
    const one = task(load);
    expect(one.taskKey).toMatch(/^load-[0-9a-f]{8}$/);
    expect(task({ name: "other", retries: 2 }, load).taskKey).toBe(one.taskKey);
    expect(one.withOptions({ name: "other" }).taskKey).toBe(one.taskKey);
    expect((await run(one)).taskRuns[0]?.taskKey).toBe(one.taskKey);
  });

  rule("2.13 functions of other text have other keys; of the same text, the same", ({ expect }) => {
    const make = () =>
      task(async function sum(x: number) {
        return await Promise.resolve(x + 1);
      });
    const other = task(async function sum(x: number) {
      return await Promise.resolve(x + 2);
    });
    expect(make().taskKey).toBe(make().taskKey);
    expect(other.taskKey).not.toBe(make().taskKey);
  });
});

export const timeouts = suite("What a timeout covers", (rule) => {
  const nap = (seconds: number) => async () => {
    await sleep(seconds);
    return seconds;
  };

  rule("2.10 each attempt has the whole time, and a retry's delay takes none of it", async (scene) => {
    const { expect, clock, run } = scene;
    const start = clock.now();
    let attempts = 0;
    const one = task({ timeoutSeconds: 5, retries: 2, retryDelaySeconds: 100 }, async () => {
      attempts++;
      await sleep(4);
      if (attempts < 3) throw no;
    });
    const { taskRuns } = await run(one);
    expect(taskRuns[0]?.state.name).toBe("Completed");
    expect(clock.now() - start).toBe((4 + 100 + 4 + 100 + 4) * 1000);
  });

  rule("2.10 waiting for upstreams takes none of the time", async ({ expect, run }) => {
    const up = task(nap(100));
    const down = task({ timeoutSeconds: 5 }, async (x: number) => {
      await sleep(4);
      return x;
    });
    const { value } = await run(
      flow({ name: "f" }, async () => {
        const future = up.submit();
        const waits = down.withOptions({ waitFor: [future] });
        return [await down.submit(future).result(), await waits(1)];
      }),
    );
    expect(await value()).toEqual([100, 1]);
  });

  rule("2.10 a lookup in the cache takes of the time", async ({ expect, clock, run }) => {
    const start = clock.now();
    const inner = memoryStorage();
    const resultStorage: typeof inner = {
      ...inner,
      read: async (key) => {
        await new Promise<void>((resolve) => void clock.after(100_000, resolve));
        return await inner.read(key);
      },
    };
    const one = task({ timeoutSeconds: 5, cachePolicy: INPUTS, resultStorage }, async (x: number) => x);
    const { taskRuns } = await run(one, [1]);
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "TimedOut"]]);
    expect(clock.now() - start).toBe(5000);
  });

  rule("2.10 a task that is just in time completes", async ({ expect, run }) => {
    const { taskRuns } = await run(task({ timeoutSeconds: 5 }, nap(4.999)));
    expect(taskRuns[0]?.state.name).toBe("Completed");
  });

  rule("2.10 the timeout of an outer task stops the one inside", async ({ expect, run }) => {
    const steps: string[] = [];
    const inner = task({ name: "inner" }, async () => {
      await sleep(100);
      steps.push("never");
    });
    const outer = task({ name: "outer", timeoutSeconds: 5 }, async () => await inner());
    const { taskRuns } = await run(flow({ name: "f" }, async () => await outer()));
    expect(taskRuns.map(({ state }) => state.name)).toEqual(["TimedOut", "Crashed"]);
    expect(steps).toEqual([]);
  });

  rule("2.10 an author's error at a task's own deadline is the author's", async ({ expect, run }) => {
    const one = task({ timeoutSeconds: 5 }, async () => {
      await sleep(4);
      throw no;
    });
    expect((await run(one)).taskRuns[0]?.state.name).toBe("Failed");
  });
});

export const cacheWarnings = suite("Options that contradict each other", (rule) => {
  rule("2.2 cacheKeyFn overrides cachePolicy", async ({ expect, run }) => {
    const one = task(
      { cacheKeyFn: () => "always", cachePolicy: NO_CACHE, persistResult: true },
      async (x: number) => x,
    );
    const { taskRuns, value } = await run(flow({ name: "f" }, async () => [await one(1), await one(2)]));
    expect(await value()).toEqual([1, 1]);
    expect(taskRuns.map(({ state }: { state: State }) => state.name)).toEqual(["Completed", "Cached"]);
  });
});
