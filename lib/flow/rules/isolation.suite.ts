import { Failed, INPUTS, RUN_ID, flow, memoryLockManager, memoryStorage, sleep, task, transaction } from "..";
import { names, suite } from "./harness.suite";

type Locks = ReturnType<typeof memoryLockManager>;
type Storage = ReturnType<typeof memoryStorage>;

/** Inputs, one call at a time for each. */
const serializable = (lockManager: Locks = memoryLockManager()) =>
  INPUTS.configure({ isolationLevel: "SERIALIZABLE", lockManager });

/** A lock manager that tells what is asked of it; `held` is what has not been given back. */
function watched() {
  const locks = memoryLockManager();
  const held: string[] = [];
  const manager: Locks = {
    async acquire(key, holder, signal) {
      await locks.acquire(key, holder, signal);
      held.push(`${key} ${holder}`);
    },
    release(key, holder) {
      const at = held.indexOf(`${key} ${holder}`);
      if (at >= 0) held.splice(at, 1);
      locks.release(key, holder);
    },
  };
  return { manager, held };
}

/** A task that takes ten seconds, under a policy; and how often it ran. */
function slow(cachePolicy: typeof INPUTS) {
  const count = { calls: 0 };
  const one = task({ cachePolicy }, async (x: number) => {
    count.calls++;
    await sleep(10);
    return { x, call: count.calls };
  });
  return { one, count };
}

const ends = ({
  taskRuns,
}: {
  readonly taskRuns: readonly { readonly state: { readonly name: string } }[];
}) => taskRuns.map(({ state }) => state.name);

const refusal = /^Isolation level SERIALIZABLE is not supported by provided configuration/;

export const isolation = suite("Isolation", (rule) => {
  rule("7.29 READ_COMMITTED: two misses at once both run", async ({ expect, run }) => {
    for (const policy of [INPUTS, INPUTS.configure({ isolationLevel: "READ_COMMITTED" })]) {
      const { one, count } = slow(policy);
      const over = await run(flow({ name: "over" }, async () => await one.map([1, 1]).result()));
      expect(ends(over)).toEqual(["Completed", "Completed"]);
      expect(count.calls).toBe(2);
    }
  });

  rule(
    "7.29 SERIALIZABLE: three calls at once, one execution, identical results",
    async ({ expect, run }) => {
      const { one, count } = slow(serializable());
      const work = flow({ name: "work" }, async () => await Promise.all([one(1), one(1), one(1)]));
      const over = await run(work);
      expect(await over.value()).toEqual([1, 2, 3].map(() => ({ x: 1, call: 1 })));
      expect(over.taskRuns.map(names)).toEqual([
        ["Pending", "Running", "Completed"],
        ["Pending", "Running", "Cached"],
        ["Pending", "Running", "Cached"],
      ]);
      expect(count.calls).toBe(1);
    },
  );

  rule(
    "7.29 SERIALIZABLE across flow runs that share storage and locks",
    async ({ expect, engine, clock }) => {
      const { one, count } = slow(serializable());
      const own = engine();
      const work = flow({ name: "work" }, async () => await one(1));
      const start = clock.now();
      const runs = await Promise.all([own.run(work), own.run(work), own.run(work)]);
      expect(runs.flatMap(ends)).toEqual(["Completed", "Cached", "Cached"]);
      expect(count.calls).toBe(1);
      expect(clock.now() - start).toBe(10_000);
    },
  );

  rule("7.29 other keys do not wait", async ({ expect, run, clock }) => {
    const { one, count } = slow(serializable());
    const start = clock.now();
    await run(flow({ name: "work" }, async () => await one.map([1, 2, 3]).result()));
    expect(clock.now() - start).toBe(10_000);
    expect(count.calls).toBe(3);
  });

  rule(
    "7.29 the next in line runs where the first one fails, in order of arrival",
    async ({ expect, run }) => {
      const order: number[] = [];
      const one = task({ cachePolicy: serializable().minus("n") }, async (x: string, n: number) => {
        order.push(n);
        await sleep(1);
        if (n < 3) throw new Error(`${x} ${n}`);
        return n;
      });
      const states = one.withOptions({ returnState: true });
      const work = flow({ name: "work" }, async () => {
        const all = await Promise.all([1, 2, 3, 4].map((n) => states("x", n)));
        return all.map(({ name }) => name).join();
      });
      const over = await run(work);
      expect(await over.value()).toBe("Failed,Failed,Completed,Cached");
      expect(order).toEqual([1, 2, 3]);
    },
  );

  for (const [title, policy] of [
    ["a task", INPUTS.configure({ isolationLevel: "SERIALIZABLE" })],
    ["a compound", INPUTS.configure({ isolationLevel: "SERIALIZABLE" }).plus(RUN_ID)],
  ] as const)
    rule(
      `7.29 SERIALIZABLE without a lock manager fails ${title} before its function`,
      async ({ expect, run }) => {
        const { one, count } = slow(policy);
        const over = await run(one, [1]);
        expect(over.taskRuns.map(names)).toEqual([["Pending", "Running", "Failed"]]);
        await expect(over.value()).rejects.toMatchObject({
          name: "ConfigurationError",
          code: "configuration",
        });
        await expect(over.value()).rejects.toThrow(refusal);
        expect(count.calls).toBe(0);
      },
    );

  rule(
    "7.29 SERIALIZABLE without a lock manager fails a transaction before its body",
    async ({ expect, run }) => {
      let isEntered = false;
      const work = flow({ name: "work" }, async () => {
        await transaction({ key: "k", isolationLevel: "SERIALIZABLE" }, () => {
          isEntered = true;
        });
      });
      await expect((await run(work)).value()).rejects.toThrow(refusal);
      expect(isEntered).toBe(false);
    },
  );

  rule("7.29 SERIALIZABLE asks for no lock where there is no key", async ({ expect, run }) => {
    const work = flow({ name: "work" }, async () =>
      transaction({ isolationLevel: "SERIALIZABLE" }, ({ isolationLevel }) => isolationLevel),
    );
    expect(await (await run(work)).value()).toBe("SERIALIZABLE");
  });

  rule("8.2 isolation: READ_COMMITTED by default, else the parent's", async ({ expect, run }) => {
    const levels: string[] = [];
    const lockManager = memoryLockManager();
    const work = flow({ name: "work" }, async () => {
      await transaction((txn) => void levels.push(txn.isolationLevel));
      await transaction({ key: "top", isolationLevel: "SERIALIZABLE", lockManager }, async (top) => {
        levels.push(top.isolationLevel);
        await transaction({ key: "nested", lockManager }, (txn) => void levels.push(txn.isolationLevel));
        await transaction(
          { isolationLevel: "READ_COMMITTED" },
          (txn) => void levels.push(txn.isolationLevel),
        );
      });
    });
    await run(work);
    expect(levels).toEqual(["READ_COMMITTED", "SERIALIZABLE", "SERIALIZABLE", "READ_COMMITTED"]);
  });

  rule(
    "8.2 an unknown isolation level is refused: nothing runs unlocked by a slip",
    async ({ expect, run }) => {
      let isEntered = false;
      const isolationLevel = "SERIALISABLE" as "SERIALIZABLE";
      const work = flow({ name: "work" }, async () => {
        await transaction({ key: "k", isolationLevel }, () => {
          isEntered = true;
        });
      });
      expect((await run(work)).state.type).toBe("FAILED");
      expect(isEntered).toBe(false);
    },
  );

  rule("8.3 a transaction that had to wait finds what the first one wrote", async ({ expect, run }) => {
    const options = { key: "k", isolationLevel: "SERIALIZABLE", lockManager: memoryLockManager() } as const;
    const reads = task({ cacheKeyFn: () => "k" }, async () => "nothing");
    const work = flow({ name: "work" }, async () => {
      const seen = await Promise.all(
        ["foo", "fizz"].map((value) =>
          transaction(options, async (txn) => {
            const before = txn.isCommitted();
            txn.stage(value);
            await sleep(5);
            return before;
          }),
        ),
      );
      return [seen, await reads()];
    });
    expect(await (await run(work)).value()).toEqual([[false, true], "foo"]);
  });

  const outcomes: readonly [string, () => unknown][] = [
    ["a result", () => 1],
    ["an error", () => Promise.reject(new Error("no"))],
    ["a result that cannot be stored", () => () => 1],
    ["a time-out", async () => await sleep(1000)],
  ];
  for (const [title, give] of outcomes)
    rule(
      `7.29 the lock is given back after ${title}, and after every hit and retry`,
      async ({ expect, run }) => {
        const { manager, held } = watched();
        const most: number[] = [];
        const one = task(
          { cachePolicy: serializable(manager), timeoutSeconds: 50, retries: 1 },
          async (x: number) => {
            most.push(held.length * x);
            return await give();
          },
        );
        const states = one.withOptions({ returnState: true });
        await run(flow({ name: "work" }, async () => (await states(1), await states(1)).name));
        expect(new Set(most)).toEqual(new Set([1]));
        expect(held).toEqual([]);
      },
    );

  rule(
    "7.29 the lock is given back after hooks that throw, and after a rollback",
    async ({ expect, run }) => {
      const { manager, held } = watched();
      const fails = () => {
        throw new Error("hook");
      };
      const one = task({ cachePolicy: serializable(manager), onCommit: [fails] }, async (x: number) => x);
      const two = task({ cachePolicy: serializable(manager), onRollback: [fails] }, async (x: number) => x);
      const work = flow({ name: "work" }, async () => {
        await one(1);
        await transaction(async () => {
          await two(2);
          throw new Error("no");
        }).catch(() => undefined);
      });
      await run(work);
      expect(held).toEqual([]);
    },
  );

  rule("7.29 who waits for a lock can time out, and leaves the line", async ({ expect, run }) => {
    const { manager, held } = watched();
    const { one, count } = slow(serializable(manager));
    const hurried = one.withOptions({ timeoutSeconds: 3, returnState: true });
    const work = flow({ name: "work" }, async () => {
      const first = one(1);
      const second = hurried(1);
      await first;
      return [(await second).name, (await hurried(1)).name].join();
    });
    expect(await (await run(work)).value()).toBe("TimedOut,Cached");
    expect(count.calls).toBe(1);
    expect(held).toEqual([]);
  });

  rule("7.29 a lock manager that fails fails the task, not its neighbours", async ({ expect, run }) => {
    const broken: Locks = { acquire: () => Promise.reject(new Error("no locks")), release: () => undefined };
    const { one, count } = slow(serializable(broken));
    const next = task(async () => "next");
    const work = flow({ name: "work" }, async () => [
      await one(1).catch((error: unknown) => (error as Error).message),
      await next(),
    ]);
    const over = await run(work);
    expect(await over.value()).toEqual(["no locks", "next"]);
    expect(ends(over)).toEqual(["Failed", "Completed"]);
    expect(count.calls).toBe(0);
  });
});

export const keyStorages = suite("Storage of keys", (rule) => {
  const kept = async (storage: Storage) => {
    const keys = await storage.keys("results/");
    return JSON.stringify(await Promise.all(keys.map(async (key) => (await storage.read(key))?.value)));
  };
  const marked = (keyStorage: Storage, resultStorage?: Storage) =>
    task(
      { cachePolicy: INPUTS.configure({ keyStorage }), ...(resultStorage && { resultStorage }) },
      async (x: number) => `marked ${x}`,
    );

  rule("7.30 holds only the keys: results go to the result storage", async ({ expect, engine }) => {
    const [keys, results, engines] = [memoryStorage(), memoryStorage(), memoryStorage()];
    const one = marked(keys, results);
    const own = engine({ storage: engines });
    const runs = [await own.run(one, [1]), await own.run(one, [1])];
    expect(runs.map(({ state }) => state.name)).toEqual(["Completed", "Cached"]);
    expect(await runs[1]?.value()).toBe("marked 1");
    expect(await keys.keys("results/")).toEqual(await results.keys("results/"));
    expect(await keys.keys("results/")).toHaveLength(1);
    expect(await kept(keys)).not.toContain("marked");
    expect(await kept(results)).toContain("marked 1");
    expect(await engines.keys("results/")).toEqual([]);
  });

  rule("7.30 without a result storage, results go to the engine's", async ({ expect, engine }) => {
    const [keys, engines] = [memoryStorage(), memoryStorage()];
    await engine({ storage: engines }).run(marked(keys), [1]);
    expect(await kept(keys)).not.toContain("marked");
    expect(await kept(engines)).toContain("marked 1");
  });

  rule("7.30 a key, or a result, that is gone is a miss", async ({ expect, engine }) => {
    for (const gone of ["keys", "results"] as const) {
      const storages = { keys: memoryStorage(), results: memoryStorage() };
      const one = marked(storages.keys, storages.results);
      const own = engine();
      await own.run(one, [1]);
      for (const key of await storages[gone].keys("results/")) await storages[gone].remove(key);
      const over = [await own.run(one, [1]), await own.run(one, [1])];
      expect(over.map(({ state }) => state.name)).toEqual(["Completed", "Cached"]);
    }
  });

  rule("7.30 the key's expiration counts", async ({ expect, run }) => {
    const one = marked(memoryStorage()).withOptions({ cacheExpiration: 5 });
    const work = flow({ name: "work" }, async () => {
      for (const wait of [4, 2, 0]) {
        await one(1);
        await sleep(wait);
      }
    });
    expect(ends(await run(work))).toEqual(["Completed", "Cached", "Completed"]);
  });

  rule("7.30 the same key in another key storage is another key", async ({ expect, run }) => {
    const [one, two] = [marked(memoryStorage()), marked(memoryStorage())];
    const over = await run(flow({ name: "work" }, async () => [await one(1), await two(1), await one(1)]));
    expect(ends(over)).toEqual(["Completed", "Completed", "Cached"]);
  });

  rule("7.29 an attempt that returned a Failed state gives the lock back to the next", async (scene) => {
    const { expect, run } = scene;
    let calls = 0;
    const { manager, held } = watched();
    const one = task({ retries: 1, cachePolicy: serializable(manager) }, async (x: number) =>
      calls++ === 0 ? Failed() : x,
    );
    const over = await run(flow({ name: "work" }, async () => await one(1)));
    expect(over.taskRuns.map(names)).toEqual([["Pending", "Running", "Retrying", "Completed"]]);
    expect(held).toEqual([]);
  });
});
