import { DEFAULT, INPUTS, TASK_SOURCE, cacheKeyFn, flow, memoryStorage, task } from "..";
import { names, suite } from "./harness.suite";

type Policy = typeof INPUTS;

/** A task of one input, cached by it. */
const byInput = (cachePolicy: Policy = INPUTS) => task({ cachePolicy }, async (x: unknown) => typeof x);

/** The keys of a task over inputs, one call for each. */
const over = (one: ReturnType<typeof byInput>, inputs: readonly unknown[]) =>
  flow({ name: "over" }, async () => {
    for (const x of inputs) await one(x);
  });

type Keyed = { readonly state: { readonly stateDetails: { readonly cacheKey?: string } } };
const keyOf = ({ state }: Keyed) => state.stateDetails.cacheKey;

// What Prefect's own hash gives for `{"x": value}`.
const vectors: readonly [string, unknown, string][] = [
  ["an integer", 1, "599d6780d743a1b50a942acff196a0f1"],
  ["another integer", 42, "692453033631ac5e60162a07eb1797ba"],
  ["a large integer", 123_456_789_012, "b00d417f9ac00d62125c8f0b1a42700c"],
  ["a fraction", 1.5, "5c0dc00264d1c6f086c4177f9c47ff54"],
  ["a huge float", 1e300, "b373dbe33cc4e68d64d600b394c263d2"],
  ["a float of 1e-5", 0.00001, "27844ad6075c7871be4081d28a85fffc"],
  ["a float of 1e-7", 1e-7, "9b72698e97247291727044bace807ea2"],
  ["a float of -2.5e-10", -2.5e-10, "c0e5151e1cbde495275bda483e3366bd"],
  ["infinity", Infinity, "98f049dbcf7a64053ebea90013a8126d"],
  ["null", null, "f2e1d42ff71f9fab0f60b4018e563d58"],
  ["true", true, "f65d31036e71257431b46bcacead76e1"],
  ["empty text", "", "17b9d1a28f46e9dffb190090c345fb57"],
  ["text outside the basic plane", "😀", "fb82f57e2b354bafaf6f0fa85b188723"],
  ["control characters and quotes", '\u007f\u0001\n"\\/', "304e040f62d7265ab95ecf730cfa10c2"],
  ["empty collections", [[], {}], "ddaaed8208f7c87c5391f9aa8896f8e0"],
  ["keys that look like numbers", { a: [{}, []], 9: 2, 10: 1 }, "4ae72d4642ee9593b0e76cdeaaffc69a"],
  ["keys in order of code points", { "😀": 2, "\uff5e": 1 }, "4fe0f1bf7285508d2ab04d6708cf9012"],
];

/** Inputs that a task can tell apart. */
const distinct: readonly (readonly [string, readonly unknown[]])[] = [
  ["numbers, text, booleans, null", [1, "1", true, "true", null, "null", 0, "", false]],
  ["collections", [[], {}, [[]], [{}], "[]", "{}", [null], [1, 2], [2, 1], ["1", 2], { a: 1 }, { b: 1 }]],
  ["dates and their texts", [new Date(0), new Date(1), new Date(NaN), new Date(0).toISOString(), 0]],
  ["maps, sets, objects and lists", [new Map([["a", 1]]), new Set(["a", 1]), { a: 1 }, [["a", 1]], ["a", 1]]],
  [
    "bytes",
    [new Uint8Array([1, 2]), new Uint8Array([2, 1]), new Uint16Array([1, 2]), [1, 2], "\u0001\u0002"],
  ],
  ["errors", [new Error("a"), new Error("b"), new RangeError("a"), "a"]],
  ["patterns", [/a/, /a/i, "/a/"]],
  ["numbers that JSON has no word for", [NaN, Infinity, -Infinity, null]],
  ["undefined and null", [undefined, null]],
  ["undefined and null inside", [{ a: undefined }, { a: null }]],
  ["big integers and numbers", [1n, 1]],
];

export const hashes = suite("Hashes of inputs", (rule) => {
  for (const [title, value, md5] of vectors)
    rule(`7.21 ${title}: Prefect's own hash`, async ({ expect, run }) => {
      const { taskRuns } = await run(over(byInput(), [value]));
      expect(taskRuns.map(keyOf)).toEqual([md5]);
    });

  rule("7.21 several inputs, in order of their names", async ({ expect, run }) => {
    const there = task({ cachePolicy: INPUTS }, async (b: unknown[], a: string) => [b, a]);
    const back = task({ cachePolicy: INPUTS }, async (a: string, b: unknown[]) => [b, a]);
    const list = [1, 2, null, true];
    const work = flow({ name: "work" }, async () => [await there(list, "é"), await back("é", list)]);
    const { taskRuns } = await run(work);
    expect(taskRuns.map(keyOf)).toEqual([
      "2ec292c4873a7807018adf8de8fb3eb6",
      "2ec292c4873a7807018adf8de8fb3eb6",
    ]);
    expect(taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached"]);
  });

  rule("7.21 compounds hash the keys of their members as positional arguments", async ({ expect, run }) => {
    const [a, b] = [cacheKeyFn(() => "a"), cacheKeyFn(() => "b")];
    const source = cacheKeyFn(() => "a8a0e1c0db730f4d3b8f83881aaa849d");
    const policies = [a.plus(b), b.plus(a), source.plus(INPUTS), INPUTS.plus(source)];
    const work = flow({ name: "work" }, async () => {
      for (const policy of policies) await byInput(policy)(1);
    });
    const { taskRuns } = await run(work);
    expect(taskRuns.map(keyOf)).toEqual([
      "7bc8af5d17ed9e038a77b1a1741b258d",
      "cc18ecdc25b41db3eec92246639c260d",
      "d6e41ef75408f363a52d2566d8252b2c",
      "d6e41ef75408f363a52d2566d8252b2c",
    ]);
  });

  rule("7.21 the order in which an object's keys were written does not matter", async ({ expect, run }) => {
    const inputs = [
      { a: 1, b: { c: 2, d: 3 } },
      { b: { d: 3, c: 2 }, a: 1 },
    ];
    const { taskRuns } = await run(over(byInput(), inputs));
    expect(taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached"]);
  });

  rule("7.21 equal values that are not the same object share a key", async ({ expect, run }) => {
    class Point {
      readonly x = 1;
    }
    const makers = [
      () => ({ a: [1, { b: null }] }),
      () => new Date(5),
      () => new Map([["a", new Set([1])]]),
      () => new Uint8Array([1, 2]),
      () => new RangeError("far"),
      () => new Point(),
      () => 2n ** 70n,
    ];
    const { taskRuns } = await run(
      over(
        byInput(),
        makers.flatMap((make) => [make(), make()]),
      ),
    );
    expect(taskRuns.map(({ state }) => state.name)).toEqual(makers.flatMap(() => ["Completed", "Cached"]));
  });

  rule("7.21 one object twice is no object that contains itself", async ({ expect, run }) => {
    const shared = { a: 1 };
    const { taskRuns } = await run(
      over(byInput(), [
        [shared, shared],
        [{ a: 1 }, { a: 1 }],
      ]),
    );
    expect(taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached"]);
  });

  for (const [title, inputs] of distinct)
    rule(
      `7.21 values that a task can tell apart have keys of their own: ${title}`,
      async ({ expect, run }) => {
        const { taskRuns } = await run(over(byInput(), inputs));
        const keys = taskRuns.map(keyOf);
        expect(new Set(keys).size).toBe(inputs.length);
        expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key ?? ""))).toBe(true);
      },
    );

  rule("7.21 instances of different classes have keys of their own", async ({ expect, run }) => {
    class Metres {
      readonly value = 1;
    }
    class Feet {
      readonly value = 1;
    }
    const { taskRuns } = await run(over(byInput(), [new Metres(), new Feet(), { value: 1 }]));
    expect(new Set(taskRuns.map(keyOf)).size).toBe(3);
  });

  rule("7.21 an input that is changed after the call keeps the key of the call", async ({ expect, run }) => {
    const one = task({ cachePolicy: INPUTS }, async (rows: number[]) => rows.push(99));
    const work = flow({ name: "work" }, async () => [await one([1]), await one([1]), await one([1, 99])]);
    const { taskRuns } = await run(work);
    expect(taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached", "Completed"]);
  });
});

const ring: { self?: unknown } = {};
ring.self = ring;

/** Inputs without a stable content, made anew for each run. */
const unhashable: readonly [string, () => unknown][] = [
  ["a function", () => () => 1],
  ["a class", () => Error],
  ["a symbol", () => Symbol("s")],
  ["a weak map", () => new WeakMap()],
  ["a weak set", () => new WeakSet()],
  ["a proxy", () => new Proxy({ a: 1 }, {})],
  ["a proxy of a list", () => new Proxy([1], {})],
  ["a function inside", () => ({ a: [{ b: () => 1 }] })],
  ["a promise inside", () => [{ later: Promise.resolve(1) }]],
  ["a symbol inside a map", () => new Map([["s", Symbol("s")]])],
  ["a proxy inside", () => ({ a: new Proxy({ b: 1 }, {}) })],
  ["what contains itself", () => ring],
  ["a getter that throws", () => Object.defineProperty({}, "a", { enumerable: true, get: fail })],
  ["a toJSON that is a function of its own", () => ({ a: 1, toJSON: () => "x" })],
];

function fail(): never {
  throw new Error("no");
}

const advice = "Error encountered when computing cache key - result will not be persisted.";

/** A run that found no key. */
const uncached = ["Pending", "Running", "Completed"];

export const failures = suite("Keys that cannot be computed", (rule) => {
  for (const [title, make] of unhashable)
    rule(
      `7.22 ${title}: the run proceeds uncached, and the log says what to do`,
      async ({ expect, engine }) => {
        const storage = memoryStorage();
        const value = make();
        const work = flow({ name: "work" }, async () => {
          const single = byInput();
          return [await single(value), await single(value)];
        });
        const { taskRuns, logs, value: result } = await engine({ storage }).run(work);
        expect(await result()).toEqual([typeof value, typeof value]);
        expect(taskRuns.map(names)).toEqual([uncached, uncached]);
        expect(taskRuns.map(keyOf)).toEqual([undefined, undefined]);
        expect(await storage.keys("results/")).toEqual([]);
        const said = logs.filter(({ message }) => message.startsWith(advice));
        expect(said.map(({ level, taskRunId }) => [level, taskRunId])).toEqual([
          ["error", taskRuns[0]?.id],
          ["error", taskRuns[1]?.id],
        ]);
        expect(said[0]?.message).toContain("cacheKeyFn");
        expect(said[0]?.message).toContain("NO_CACHE");
      },
    );

  rule("7.22 a policy that excludes the input caches all the same", async ({ expect, run }) => {
    const one = task({ cachePolicy: DEFAULT.minus("fn") }, async (x: number, fn: () => number) => x + fn());
    const work = flow({ name: "work" }, async () => [await one(1, () => 1), await one(1, () => 2)]);
    const run_ = await run(work);
    expect(await run_.value()).toEqual([2, 2]);
    expect(run_.logs.filter(({ level }) => level === "error")).toEqual([]);
  });

  rule("7.22 policies that look at no inputs do not mind them", async ({ expect, run }) => {
    const { taskRuns } = await run(over(byInput(TASK_SOURCE), [() => 1, Symbol("s")]));
    expect(taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached"]);
  });

  rule("7.22 a key function that throws: uncached, with its message in the log", async ({ expect, run }) => {
    const one = task(
      {
        cacheKeyFn: () => {
          throw new RangeError("key trouble");
        },
      },
      async () => 1,
    );
    const over = await run(flow({ name: "over" }, async () => [await one(), await one()]));
    expect(await over.value()).toEqual([1, 1]);
    expect(over.taskRuns.map(names)).toEqual([uncached, uncached]);
    const said = over.logs.filter(({ level }) => level === "error").map(({ message }) => message);
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/^Error encountered when computing cache key .*key trouble/s);
  });

  rule(
    "7.22 a key function that throws is asked once an attempt, and never fails the task",
    async ({ expect, run }) => {
      let asked = 0;
      let calls = 0;
      const one = task({ retries: 1, cacheKeyFn: () => `${++asked}` && fail() }, async () => {
        if (++calls === 1) throw new Error("once");
        return calls;
      });
      const over = await run(flow({ name: "over" }, async () => await one()));
      expect([asked, calls]).toEqual([2, 2]);
      expect(over.taskRuns.map(names)).toEqual([["Pending", "Running", "Retrying", "Completed"]]);
    },
  );

  for (const key of [5, 0, true, {}, ["k"], Symbol("k"), () => "k", Promise.resolve("k")])
    rule(
      `7.14 a key function that returns a ${typeof key} (${Object.prototype.toString.call(key)}) caches nothing, and the log says so`,
      async ({ expect, run }) => {
        const one = task({ cacheKeyFn: () => key as string }, async (x: number) => x);
        const over = await run(flow({ name: "over" }, async () => [await one(1), await one(2)]));
        expect(await over.value()).toEqual([1, 2]);
        const said = over.logs.filter(({ level }) => level === "error").map(({ message }) => message);
        expect(said).toHaveLength(2);
        expect(said[0]).toContain("cacheKeyFn");
      },
    );

  rule(
    "7.14 a key function that returns null or undefined caches nothing, without a word",
    async ({ expect, run }) => {
      for (const key of [null, undefined]) {
        const one = task({ cacheKeyFn: () => key as null }, async (x: number) => x);
        const over = await run(flow({ name: "over" }, async () => [await one(1), await one(1)]));
        expect(over.taskRuns.map(names)).toEqual([uncached, uncached]);
        expect(over.logs.filter(({ level }) => level === "error")).toEqual([]);
      }
    },
  );

  rule("7.22 where nothing is persisted, no key is computed or complained about", async ({ expect, run }) => {
    const one = task(async (fn: () => number) => fn());
    const over = await run(flow({ name: "over" }, async () => await one(() => 1)));
    expect(over.logs.filter(({ level }) => level === "error")).toEqual([]);
  });
});
