import {
  DEFAULT,
  FLOW_PARAMETERS,
  INPUTS,
  NO_CACHE,
  RUN_ID,
  TASK_SOURCE,
  ValueError,
  cacheKeyFn,
  flow,
  memoryLockManager,
  memoryStorage,
  task,
} from "..";
import { suite, type Scene } from "./harness.suite";

type Policy = typeof INPUTS;
type Named = readonly [name: string, policy: Policy];

const simple: readonly Named[] = [
  ["INPUTS", INPUTS],
  ["INPUTS − x", INPUTS.minus("x")],
  ["TASK_SOURCE", TASK_SOURCE],
  ["RUN_ID", RUN_ID],
  ["FLOW_PARAMETERS", FLOW_PARAMETERS],
  ["cacheKeyFn", cacheKeyFn(({ taskRun }, { x }) => `${typeof taskRun}-${String(x)}`)],
  ["cacheKeyFn of null", cacheKeyFn(() => null)],
];
const compound: readonly Named[] = [
  ["DEFAULT", DEFAULT],
  ["DEFAULT − x", DEFAULT.minus("x")],
  ["RUN_ID + TASK_SOURCE", RUN_ID.plus(TASK_SOURCE)],
];
const keyed = [...simple, ...compound];
const all: readonly Named[] = [...keyed, ["NO_CACHE", NO_CACHE]];

const hasInputs = ([name]: Named) => name.startsWith("INPUTS") || name.startsWith("DEFAULT");

/** The keys that policies give for one and the same call, in one flow run: null where there is none. */
async function keysOf({ run }: Scene, policies: readonly Policy[]): Promise<(string | null)[]> {
  const probe = task(async (x: number, y: string) => [x, y]);
  const work = flow({ name: "work" }, async (p: number) => {
    for (const cachePolicy of policies)
      await probe.withOptions({ cachePolicy, persistResult: true, refreshCache: true })(p, "foo");
  });
  const { taskRuns } = await run(work, [42]);
  return taskRuns.map(({ state }) => state.stateDetails.cacheKey ?? null);
}

/** The key of a compound of policies that give these keys: what any compound with such members must give, too. */
const ofKeys = (keys: readonly (string | null)[]): Policy =>
  keys.map((key) => cacheKeyFn(() => key)).reduce((a, b) => a.plus(b));

/** Bad input, as a caller without types gives it. */
const bad = <T>(value: unknown): T => value as T;

export const policyAlgebra = suite("The algebra of policies", (rule) => {
  rule("7.14 DEFAULT is INPUTS + TASK_SOURCE + RUN_ID", async (scene) => {
    const [given, composed] = await keysOf(scene, [DEFAULT, INPUTS.plus(TASK_SOURCE).plus(RUN_ID)]);
    scene.expect(given).toMatch(/^[0-9a-f]{32}$/);
    scene.expect(given).toBe(composed);
  });

  rule("7.14 cacheKeyFn(fn) as a policy is the option cacheKeyFn", async (scene) => {
    const [key] = await keysOf(scene, [cacheKeyFn((_context, { x, y }) => `${String(x)}:${String(y)}`)]);
    scene.expect(key).toBe("42:foo");
  });

  rule("7.16 NO_CACHE added to a policy gives that policy", async (scene) => {
    for (const [name, policy] of simple) {
      scene.expect(NO_CACHE.plus(policy), name).toBe(policy);
      scene.expect(policy.plus(NO_CACHE), name).toBe(policy);
    }
    const sums = compound.flatMap(([, policy]) => [policy, policy.plus(NO_CACHE), NO_CACHE.plus(policy)]);
    const keys = await keysOf(scene, sums);
    for (const n of compound.keys())
      scene.expect([keys[3 * n + 1], keys[3 * n + 2]]).toEqual([keys[3 * n], keys[3 * n]]);
    scene.expect(NO_CACHE.plus(NO_CACHE)).toBe(NO_CACHE);
  });

  rule(
    "7.20 two single policies: the hash of their keys in order, INPUTS last, nulls dropped",
    async (scene) => {
      const { expect } = scene;
      const pairs = simple.flatMap((a) => simple.map((b) => [a, b] as const));
      const singles = await keysOf(
        scene,
        simple.map(([, policy]) => policy),
      );
      const sums = await keysOf(scene, [
        ...simple.map(([, policy]) => policy),
        ...pairs.map(([[, a], [, b]]) => a.plus(b)),
      ]);
      const keyBy = new Map(simple.map(([name], n) => [name, sums[n] ?? null]));
      expect(singles.filter((key) => key === null)).toEqual([null]);
      const expected = await keysOf(
        scene,
        pairs.map(([a, b]) => {
          const [first, second] = hasInputs(a) && !hasInputs(b) ? [b, a] : [a, b];
          const keys = [keyBy.get(first[0]) ?? null, keyBy.get(second[0]) ?? null];
          // Two policies over inputs are one, without what either excludes.
          if (hasInputs(a) && hasInputs(b))
            return ofKeys([keyBy.get(a[0] === b[0] ? a[0] : "INPUTS − x") ?? null, null]);
          return ofKeys(keys);
        }),
      );
      for (const [n, [[a], [b]]] of pairs.entries())
        expect(sums[simple.length + n], `${a} + ${b}`).toBe(expected[n]);
    },
  );

  rule("7.16 sums of any three policies do not depend on the brackets", async (scene) => {
    const triples = all.flatMap((a) => all.flatMap((b) => all.map((c) => [a, b, c] as const)));
    const left = triples.map(([[, a], [, b], [, c]]) => a.plus(b).plus(c));
    const right = triples.map(([[, a], [, b], [, c]]) => a.plus(b.plus(c)));
    const keys = await keysOf(scene, [...left, ...right]);
    // A compound that is left alone by its neighbours, NO_CACHE or not, is the same compound.
    for (const [n, [[a], [b], [c]]] of triples.entries())
      scene.expect(keys[n], `${a} + ${b} + ${c}`).toBe(keys[triples.length + n]);
  });

  rule("7.16 all policies over inputs become one, last, with all exclusions", async (scene) => {
    const { expect } = scene;
    const keys = await keysOf(scene, [
      INPUTS.minus("x").plus(TASK_SOURCE).plus(INPUTS.minus("y")),
      TASK_SOURCE.plus(INPUTS.minus("y").minus("x")),
      TASK_SOURCE.plus(INPUTS.minus("x")).minus("y"),
      INPUTS.plus(TASK_SOURCE.plus(RUN_ID)),
      TASK_SOURCE.plus(RUN_ID).plus(INPUTS),
      TASK_SOURCE.plus(INPUTS).plus(RUN_ID),
    ]);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(new Set(keys.slice(3)).size).toBe(1);
    expect(keys[0]).not.toBe(keys[3]);
  });

  rule("7.20 order matters among the others", async (scene) => {
    const others = simple.filter((one) => !hasInputs(one) && one[0] !== "cacheKeyFn of null");
    for (const [a, first] of others)
      for (const [b, second] of others) {
        if (a === b) continue;
        const [there, back] = await keysOf(scene, [first.plus(second), second.plus(first)]);
        scene.expect(there, `${a} + ${b}`).not.toBe(back);
      }
  });

  rule("7.20 a compound with nothing but nulls has no key", async (scene) => {
    const none = cacheKeyFn(() => null);
    const keys = await keysOf(scene, [
      none.plus(none),
      none.plus(NO_CACHE),
      NO_CACHE,
      none.plus(none).plus(none),
    ]);
    scene.expect(keys).toEqual([null, null, null, null]);
  });

  rule("7.18 minus gives the same object where there are no inputs to exclude from", ({ expect }) => {
    for (const one of all) {
      if (hasInputs(one)) expect(one[1].minus("zzz"), one[0]).not.toBe(one[1]);
      else expect(one[1].minus("x"), one[0]).toBe(one[1]);
    }
  });

  rule("7.18 minus excludes in a copy: the policy itself stays", async (scene) => {
    const { expect } = scene;
    for (const [name, policy] of [
      ["INPUTS", INPUTS],
      ["DEFAULT", DEFAULT],
    ] as const) {
      const [before, without, missing, after] = await keysOf(scene, [
        policy,
        policy.minus("y"),
        policy.minus("absent"),
        policy,
      ]);
      expect(after, name).toBe(before);
      expect(without, name).not.toBe(before);
      expect(missing, name).toBe(before);
    }
  });

  rule("7.18 minus in any order, and twice, excludes the same", async (scene) => {
    for (const [name, policy] of keyed) {
      const keys = await keysOf(scene, [
        policy.minus("x").minus("y"),
        policy.minus("y").minus("x"),
        policy.minus("x").minus("y").minus("x"),
      ]);
      scene.expect(new Set(keys).size, name).toBe(1);
    }
  });

  rule("7.18 minus takes text and nothing else, whatever the policy", ({ expect }) => {
    for (const [name, policy] of all)
      for (const input of [1, null, undefined, ["x"], INPUTS]) {
        const attempt = () => policy.minus(bad(input));
        expect(attempt, name).toThrow(TypeError);
        expect(attempt, name).toThrow("Can only subtract strings from key policies.");
      }
  });

  rule("7.19 configure gives a copy with the same keys", async (scene) => {
    const configured = [
      { keyStorage: memoryStorage() },
      { isolationLevel: "READ_COMMITTED" as const },
      { lockManager: memoryLockManager() },
      {},
    ];
    for (const [name, policy] of keyed) {
      const copies = configured.map((configuration) => policy.configure(configuration));
      for (const copy of copies) scene.expect(copy, name).not.toBe(policy);
      const keys = await keysOf(scene, [policy, ...copies]);
      scene.expect(new Set(keys).size, name).toBe(1);
    }
  });

  const settings = {
    keyStorage: [memoryStorage(), memoryStorage(), "storage locations"],
    isolationLevel: ["SERIALIZABLE", "READ_COMMITTED", "isolation levels"],
    lockManager: [memoryLockManager(), memoryLockManager(), "lock implementations"],
  } as const;
  for (const [setting, [one, other, what]] of Object.entries(settings)) {
    const message = `Cannot add CachePolicies with different ${what}.`;
    const withOne = (policy: Policy) => policy.configure({ [setting]: one });
    const withOther = (policy: Policy) => policy.configure({ [setting]: other });

    rule(`7.17 policies with another ${setting} do not add up`, ({ expect }) => {
      for (const [a, first] of keyed)
        for (const [b, second] of keyed) {
          const attempt = () => withOne(first).plus(withOther(second));
          expect(attempt, `${a} + ${b}`).toThrow(ValueError);
          expect(attempt, `${a} + ${b}`).toThrow(message);
          expect(() => withOne(first).plus(withOne(second)), `${a} + ${b}`).not.toThrow();
        }
    });

    rule(`7.17 a sum inherits ${setting} from whichever has it`, ({ expect }) => {
      for (const sum of [withOne(INPUTS).plus(TASK_SOURCE), INPUTS.plus(withOne(TASK_SOURCE)).plus(RUN_ID)]) {
        expect(() => sum.plus(withOther(FLOW_PARAMETERS))).toThrow(message);
        expect(() => sum.plus(withOne(FLOW_PARAMETERS))).not.toThrow();
      }
    });

    rule(`7.19 null and undefined leave ${setting} as it is`, ({ expect }) => {
      const kept = withOne(INPUTS)
        .configure(bad({ [setting]: null }))
        .configure(bad({ [setting]: undefined }))
        .configure({});
      expect(() => kept.plus(withOther(TASK_SOURCE))).toThrow(message);
      expect(() => withOther(kept).plus(withOther(TASK_SOURCE))).not.toThrow();
      expect(() => INPUTS.plus(withOther(TASK_SOURCE))).not.toThrow();
    });

    rule(`7.18 INPUTS keeps its ${setting} when an input is excluded`, ({ expect }) => {
      expect(() => withOne(INPUTS).minus("x").plus(withOther(TASK_SOURCE))).toThrow(message);
    });
  }

  rule("7.14 what is no policy is refused where the task is defined", ({ expect }) => {
    for (const cachePolicy of ["INPUTS", 1, {}, () => "key", [INPUTS]])
      expect(() => task({ cachePolicy: bad<Policy>(cachePolicy) }, async () => 1)).toThrow(TypeError);
    for (const keyFn of ["key", 1, {}, INPUTS])
      expect(() => task({ cacheKeyFn: bad(keyFn) }, async () => 1)).toThrow(TypeError);
  });
});
