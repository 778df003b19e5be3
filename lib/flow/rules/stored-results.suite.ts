import { RUN_ID, flow, memoryStorage, task } from "..";
import { names, suite } from "./harness.suite";

type Storage = ReturnType<typeof memoryStorage>;
type Serializer = "structured" | "json" | "compressed/json";

const serializers: readonly Serializer[] = ["structured", "json", "compressed/json"];

/** A task that gives what it is told to, under a key that every call shares; and how often it ran. */
function giver(give: () => unknown, resultSerializer?: Serializer) {
  const count = { calls: 0 };
  const options = { cacheKeyFn: () => "k", ...(resultSerializer && { resultSerializer }) };
  const one = task(options, async () => {
    count.calls++;
    return give();
  });
  return { one, count, twice: flow({ name: "twice" }, async () => ({ values: [await one(), await one()] })) };
}

const storable: readonly [string, () => unknown][] = [
  ["plain data", () => ({ a: [1, "two", null, { b: true }], "": 0 })],
  ["undefined in an object", () => ({ a: undefined, b: [undefined, 1] })],
  ["numbers that JSON has no word for", () => [NaN, Infinity, -Infinity, 1e21, 5e-324]],
  ["a big integer", () => ({ n: 2n ** 70n })],
  ["dates", () => [new Date(0), { at: new Date(1e12) }]],
  ["maps and sets, nested", () => new Map<unknown, unknown>([["s", new Set([1, new Map([[{ k: 1 }, 2]])])]])],
  ["text in every script", () => "é 漢字 😀 \u0000 \u2028 \ud800"],
  ["what looks like the stored form of a date", () => ({ __class__: "Date", data: 0 })],
  ["what looks like the stored form of undefined", () => [{ __class__: "undefined" }]],
  ["what looks like the stored form of an error", () => ({ $runnel: "error", data: { kind: "error" } })],
  ["what looks like a stored state", () => ({ type: "literal", "user-stuff": "bar" })],
  ["an object without a prototype", () => Object.assign(Object.create(null) as object, { a: 1 })],
  ["a key called __proto__", () => JSON.parse('{"__proto__": {"polluted": true}, "a": 1}') as unknown],
];

const unstorable: readonly [string, () => unknown][] = [
  ["a function", () => () => 1],
  ["a function deep inside", () => ({ a: [{ b: () => 1 }] })],
  ["a symbol", () => Symbol("s")],
  ["a weak map", () => new WeakMap()],
  ["a promise in a list", () => [Promise.resolve(1)]],
];

export const storedForms = suite("The stored form of results", (rule) => {
  for (const serializer of serializers) {
    for (const [title, give] of storable)
      rule(`7.6 ${serializer} gives back ${title}`, async ({ expect, run }) => {
        const { twice, count } = giver(give, serializer);
        const over = await run(twice);
        expect(over.taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached"]);
        expect(await over.value()).toEqual({ values: [give(), give()] });
        expect(count.calls).toBe(1);
      });

    rule(`7.6 ${serializer} gives back an error with its name, text and cause`, async ({ expect, run }) => {
      const { twice } = giver(() => new RangeError("far", { cause: "near" }), serializer);
      const { values } = (await (await run(twice)).value()) as { values: Error[] };
      const hit = values[1];
      expect(hit).toBeInstanceOf(RangeError);
      expect([hit?.name, hit?.message, hit?.cause]).toEqual(["RangeError", "far", "near"]);
    });

    rule(`7.6 ${serializer} stores a large result whole`, async ({ expect, run }) => {
      const rows = Array.from({ length: 50_000 }, (_, n) => ({ n, text: `row ${n}` }));
      const { twice, count } = giver(() => rows, serializer);
      const { values } = (await (await run(twice)).value()) as { values: (typeof rows)[] };
      expect(values[1]).toHaveLength(50_000);
      expect(values[1]?.at(-1)).toEqual({ n: 49_999, text: "row 49999" });
      expect(count.calls).toBe(1);
    });

    for (const [title, give] of unstorable)
      rule(
        `7.8 ${serializer} cannot store ${title}: still Completed, with a warning`,
        async ({ expect, engine }) => {
          const storage = memoryStorage();
          const { twice, count } = giver(give, serializer);
          const over = await engine({ storage }).run(twice);
          expect(over.taskRuns.map(names)).toEqual([unkept, unkept]);
          expect(over.taskRuns.map(({ state }) => state.type)).toEqual(["COMPLETED", "COMPLETED"]);
          expect(count.calls).toBe(2);
          expect(await storage.keys("results/")).toEqual([]);
          const warnings = over.logs.filter(({ level }) => level === "warning").map(({ message }) => message);
          expect(warnings).toHaveLength(2);
          expect(warnings[0]).toMatch(
            /^Encountered an error while serializing result for transaction 'k': .+ Code execution will continue, but the transaction will not be committed\.$/s,
          );
        },
      );
  }

  for (const serializer of ["json", "compressed/json"] as const)
    rule(`7.8 ${serializer} cannot store what contains itself, or bytes`, async ({ expect, run }) => {
      const ring: { self?: unknown } = {};
      ring.self = ring;
      for (const value of [ring, new Uint8Array(2), new Map([["bytes", new ArrayBuffer(1)]])]) {
        const { twice, count } = giver(() => value, serializer);
        const over = await run(twice);
        expect(over.taskRuns.map(names)).toEqual([unkept, unkept]);
        expect(count.calls).toBe(2);
      }
    });

  rule("7.6 structured gives back what contains itself, and bytes", async ({ expect, run }) => {
    const ring: { self?: unknown; bytes: Uint8Array } = { bytes: new Uint8Array([1, 2, 255]) };
    ring.self = ring;
    const { twice } = giver(() => ring, "structured");
    const { values } = (await (await run(twice)).value()) as { values: (typeof ring)[] };
    const hit = values[1];
    expect(hit?.self).toBe(hit);
    expect(hit).not.toBe(ring);
    expect(hit?.bytes).toEqual(new Uint8Array([1, 2, 255]));
  });

  for (const serializer of serializers)
    rule(`7.8 ${serializer}: a hit never gives an instance without its methods`, async ({ expect, run }) => {
      class Point {
        readonly x = 3;
        readonly y = 4;
        norm() {
          return Math.hypot(this.x, this.y);
        }
      }
      const { one } = giver(() => new Point(), serializer);
      const work = flow({ name: "work" }, async () => {
        const points = [(await one()) as Point, (await one()) as Point];
        return points.map((point) => point.norm());
      });
      const over = await run(work);
      expect(over.state.toString()).toBe("Completed()");
      expect(await over.value()).toEqual([5, 5]);
    });

  rule("7.8 a rollback for want of a stored form calls the rollback hooks", async ({ expect, run }) => {
    const heard: string[] = [];
    const one = task(
      {
        cacheKeyFn: () => "k",
        onCommit: [() => void heard.push("commit")],
        onRollback: [({ state }) => void heard.push(`rollback ${state}`)],
      },
      async () => () => 1,
    );
    const over = await run(flow({ name: "over" }, async () => typeof (await one())));
    expect(await over.value()).toBe("function");
    expect(heard).toEqual(["commit", "rollback STAGED"]);
    expect(over.taskRuns.map(names)).toEqual([unkept]);
  });

  rule(
    "7.7 no stored form and not in memory: the call has its value, its state MissingResult",
    async ({ expect, run }) => {
      const one = task({ persistResult: true, cacheResultInMemory: false }, async () => () => 1);
      const work = flow({ name: "work" }, async () => {
        const state = await one.withOptions({ returnState: true })();
        const name = await state.result().then(String, (error: unknown) => (error as Error).name);
        return [typeof (await one()), name];
      });
      expect(await (await run(work)).value()).toEqual(["function", "MissingResult"]);
    },
  );

  rule("7.23 nobody changes a stored result by changing what they got", async ({ expect, run }) => {
    const { one, count } = giver(() => ({ rows: [1] }));
    const work = flow({ name: "work" }, async () => {
      const seen = [];
      for (let n = 0; n < 3; n++) {
        const value = (await one()) as { rows: number[] };
        seen.push([...value.rows]);
        value.rows.push(99);
      }
      return { seen };
    });
    expect(await (await run(work)).value()).toEqual({ seen: [[1], [1], [1]] });
    expect(count.calls).toBe(1);
  });

  rule(
    "7.6 the flow's storage and serializer count where the task names none",
    async ({ expect, engine }) => {
      const [engines, flows, tasks] = [memoryStorage(), memoryStorage(), memoryStorage()];
      const one = task({ resultStorageKey: "one" }, async () => "marked");
      const two = task({ resultStorageKey: "two", resultStorage: tasks }, async () => 2);
      const options = { resultStorage: flows, resultSerializer: "json" } as const;
      const work = flow({ name: "work", ...options }, async () => [await one(), await two()]);
      await engine({ storage: engines }).run(work);
      expect(await engines.keys("results/")).toEqual([]);
      expect(await flows.keys("results/")).toContain("results/one");
      expect(await flows.keys("results/")).not.toContain("results/two");
      expect(await tasks.keys("results/")).toEqual(["results/two"]);
      expect(JSON.stringify((await flows.read("results/one"))?.value)).toContain('\\"marked\\"');
    },
  );
});

/** A run whose result could not be kept: Completed, and its transaction rolled back. */
const unkept = ["Pending", "Running", "Completed", "RolledBack"];

/** Memory, but for one operation. */
const storageWith = (changes: Partial<Storage>): Storage => ({ ...memoryStorage(), ...changes });

/** What a storage may hold under a task's key that no engine wrote. */
const foreign: readonly [string, unknown][] = [
  ["null", null],
  ["text", "hello"],
  ["a number", 5],
  ["a list", [1, 2]],
  ["an empty object", {}],
  ["a record of another version", { version: 99, key: "k", serializer: "json", body: '"old"' }],
  ["a record without a body", { version: 1, key: "k", serializer: "json", createdAt: 0, expiration: null }],
  [
    "a record of an unknown serializer",
    { version: 1, key: "k", serializer: "pickle", createdAt: 0, expiration: null, body: "x" },
  ],
  [
    "a body that is no JSON",
    { version: 1, key: "k", serializer: "json", createdAt: 0, expiration: null, body: "{" },
  ],
  [
    "a body of the wrong type",
    { version: 1, key: "k", serializer: "json", createdAt: 0, expiration: null, body: 5 },
  ],
  [
    "bytes that do not unpack",
    {
      version: 1,
      key: "k",
      serializer: "compressed/json",
      createdAt: 0,
      expiration: null,
      body: new Uint8Array([1, 2, 3]),
    },
  ],
  [
    "an expiration that is no time",
    { version: 1, key: "k", serializer: "json", createdAt: 0, expiration: "soon", body: '"old"' },
  ],
];

export const badStorages = suite("Storages that fail", (rule) => {
  const storages: readonly [string, () => Storage][] = [
    ["rejects", () => storageWith({ read: () => Promise.reject(new Error("offline")) })],
    [
      "throws",
      () =>
        storageWith({
          read: () => {
            throw new Error("offline");
          },
        }),
    ],
  ];
  for (const [title, make] of storages)
    rule(
      `7.9 a storage whose read ${title} counts as empty: the run executes`,
      async ({ expect, engine }) => {
        const { twice, count } = giver(() => count.calls);
        const over = await engine({ storage: make() }).run(twice);
        expect(over.taskRuns.map(names)).toEqual([
          ["Pending", "Running", "Completed"],
          ["Pending", "Running", "Completed"],
        ]);
        expect(await over.value()).toEqual({ values: [1, 2] });
      },
    );

  const writes: readonly [string, Storage["write"]][] = [
    ["rejects", () => Promise.reject(new Error("disk full"))],
    [
      "throws",
      () => {
        throw new Error("disk full");
      },
    ],
  ];
  for (const [title, write] of writes)
    rule(
      `8.7 a storage whose write ${title}: logged, rolled back, and the value still given`,
      async ({ expect, engine }) => {
        const { twice, count } = giver(() => count.calls);
        const over = await engine({ storage: storageWith({ write }) }).run(twice);
        expect(over.taskRuns.map(names)).toEqual([unkept, unkept]);
        expect(await over.value()).toEqual({ values: [1, 2] });
        const errors = over.logs.filter(({ level }) => level === "error").map(({ message }) => message);
        expect(errors).toHaveLength(2);
        expect(errors[0]).toMatch(/^An error was encountered while committing transaction 'k'.*disk full/s);
      },
    );

  for (const [title, value] of foreign)
    rule(
      `7.9 under the key lies ${title}: the run executes and overwrites it`,
      async ({ expect, engine }) => {
        const storage = memoryStorage();
        await storage.write("results/k", value);
        const { twice, count } = giver(() => "new");
        const over = await engine({ storage }).run(twice);
        expect(over.taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached"]);
        expect(await over.value()).toEqual({ values: ["new", "new"] });
        expect(count.calls).toBe(1);
      },
    );

  rule(
    "7.7 a result that storage fails to read rejects: no undefined for a value",
    async ({ expect, engine }) => {
      const inner = memoryStorage();
      let isBroken = false;
      const storage = storageWith({
        ...inner,
        read: (key) => (isBroken ? Promise.reject(new Error("offline")) : inner.read(key)),
      });
      const one = task({ cacheKeyFn: () => "k", cacheResultInMemory: false }, async () => 1);
      const work = flow({ name: "work" }, async () => {
        const state = await one.withOptions({ returnState: true })();
        isBroken = true;
        return await state.result().then(String, (error: unknown) => (error as Error).name);
      });
      expect(["Error", "MissingResult"]).toContain(await (await engine({ storage }).run(work)).value());
    },
  );

  rule(
    "7.9 storages are asked once for a key per attempt, and written once per result",
    async ({ expect, engine }) => {
      const inner = memoryStorage();
      const asked: string[] = [];
      const storage: Storage = {
        ...inner,
        read: (key) => (asked.push(`read ${key}`), inner.read(key)),
        write: (key, value, version) => (asked.push(`write ${key}`), inner.write(key, value, version)),
      };
      const one = task({ cachePolicy: RUN_ID }, async () => 1);
      const over = await engine({ storage }).run(
        flow({ name: "over" }, async () => [await one(), await one()]),
      );
      const key = `results/${over.flowRun?.id ?? ""}`;
      expect(asked.filter((line) => line.endsWith(key))).toEqual([
        `read ${key}`,
        `write ${key}`,
        `read ${key}`,
      ]);
    },
  );
});
