import { INPUTS, flow, memoryStorage, sleep, task, transaction } from "..";
import { gate, names, suite } from "./harness.suite";

type Runs = { readonly taskRuns: readonly { readonly state: { readonly name: string } }[] };
const ends = ({ taskRuns }: Runs) => taskRuns.map(({ state }) => state.name);

/** A task under one key for all its calls, that gives its input back. */
const echo = (options: Extract<Parameters<typeof task>[0], object> = {}) =>
  task({ cacheKeyFn: () => "k", ...options }, async (x: number) => x);

/** A flow that calls a task with each input in turn, and gives what it got. */
const calling = (one: ReturnType<typeof echo>, inputs: readonly number[]) =>
  flow({ name: "calling" }, async () => {
    const values = [];
    for (const x of inputs) values.push(await one(x));
    return values;
  });

const hit = ["Pending", "Running", "Cached"];
const miss = ["Pending", "Running", "Completed"];

export const hits = suite("Cache hits", (rule) => {
  rule(
    "1.25 a hit: Pending, Running, Cached; run count 1; the function is not run",
    async ({ expect, run }) => {
      let calls = 0;
      const one = task({ cachePolicy: INPUTS }, async (x: number) => x + ++calls);
      const over = await run(calling(one, [10, 10]));
      expect(over.taskRuns.map(names)).toEqual([miss, hit]);
      expect(over.taskRuns.map(({ runCount }) => runCount)).toEqual([1, 1]);
      expect(over.taskRuns[1]?.state.toString()).toBe("Cached(type=COMPLETED)");
      expect(over.taskRuns[1]?.state.isCompleted()).toBe(true);
      expect(await over.taskRuns[1]?.state.result()).toBe(11);
      expect(await over.value()).toEqual([11, 11]);
      expect(calls).toBe(1);
    },
  );

  rule(
    "1.25 a hit is Running before it is Cached: onRunning, then onCompletion, once each",
    async ({ expect, run }) => {
      const heard: string[] = [];
      const hear = (hook: string) => (_task: unknown, _run: unknown, state: { readonly name: string }) =>
        void heard.push(`${hook} ${state.name}`);
      const one = echo({
        onRunning: [hear("onRunning")],
        onCompletion: [hear("onCompletion")],
        onFailure: [hear("onFailure")],
        onCommit: [() => void heard.push("onCommit")],
        onRollback: [() => void heard.push("onRollback")],
      });
      await run(calling(one, [1, 2]));
      expect(heard).toEqual([
        "onRunning Running",
        "onCommit",
        "onCompletion Completed",
        "onRunning Running",
        "onCompletion Cached",
      ]);
    },
  );

  rule("1.25 a hit takes no time, whatever the function would", async ({ expect, run }) => {
    const slow = task({ cacheKeyFn: () => "k" }, async () => await sleep(60));
    const { taskRuns } = await run(
      flow({ name: "work" }, async () => {
        await slow();
        await slow();
      }),
    );
    expect(taskRuns.map(({ totalRunTime }) => Math.round(totalRunTime))).toEqual([60, 0]);
  });

  rule("7.24 many hits, called, submitted and mapped", async ({ expect, run }) => {
    const one = echo();
    const work = flow({ name: "work" }, async () => [
      await one(1),
      await one.submit(2).result(),
      ...(await one.map([3, 4, 5]).result()),
    ]);
    const over = await run(work);
    expect(await over.value()).toEqual([1, 1, 1, 1, 1]);
    expect(ends(over)).toEqual(["Completed", "Cached", "Cached", "Cached", "Cached"]);
  });

  rule("7.24 a constant key hits across inputs and across flow runs", async ({ expect, engine }) => {
    const work = calling(echo(), [1, 2]);
    const own = engine();
    const [first, second] = [await own.run(work), await own.run(work)];
    expect([ends(first), ends(second)]).toEqual([
      ["Completed", "Cached"],
      ["Cached", "Cached"],
    ]);
    expect(await second.value()).toEqual([1, 1]);
  });

  rule("7.24 hits across engines that share a storage, and across no others", async ({ expect, engine }) => {
    const work = calling(echo(), [1]);
    const storage = memoryStorage();
    const runs = [
      await engine({ storage }).run(work),
      await engine({ storage }).run(work),
      await engine().run(work),
    ];
    expect(runs.flatMap(ends)).toEqual(["Completed", "Cached", "Completed"]);
  });

  rule("7.24 a key that changes never hits", async ({ expect, run }) => {
    let tally = "";
    const over = await run(calling(echo({ cacheKeyFn: () => (tally += "x") }), [1, 1]));
    expect(ends(over)).toEqual(["Completed", "Completed"]);
  });

  rule(
    "7.24 a task with equal inputs: Completed, then Cached, outside flows too",
    async ({ expect, engine }) => {
      const one = task({ cachePolicy: INPUTS }, async (x: number) => ({ x }));
      const own = engine();
      const runs = [await own.run(one, [1]), await own.run(one, [2]), await own.run(one, [1])];
      expect(runs.map(({ state }) => state.name)).toEqual(["Completed", "Completed", "Cached"]);
      expect(await runs[2]?.value()).toEqual({ x: 1 });
    },
  );

  rule("7.15 a retried flow finds what its attempt before kept", async ({ expect, run }) => {
    let [calls, attempts] = [0, 0];
    const keeps = task({ persistResult: true }, async (x: number) => x + ++calls);
    const work = flow({ name: "work", retries: 1 }, async () => {
      const value = await keeps(10);
      if (++attempts === 1) throw new Error("once");
      return value;
    });
    const over = await run(work);
    expect(await over.value()).toBe(11);
    expect(over.taskRuns.map(names)).toEqual([miss, hit]);
  });

  rule("7.23 a hit on a retry ends the run Cached, without the function", async ({ expect, run }) => {
    let calls = 0;
    const fails = task({ cacheKeyFn: () => "k", retries: 1, retryDelaySeconds: 10 }, async () => {
      calls++;
      throw new Error("no");
    });
    const fills = task({ cacheKeyFn: () => "k" }, async () => "filled");
    const work = flow({ name: "work" }, async () => {
      const future = fails.submit();
      await sleep(5);
      await fills();
      return await future.result();
    });
    const over = await run(work);
    expect(await over.value()).toBe("filled");
    expect(over.taskRuns.map(names)[0]).toEqual([
      "Pending",
      "Running",
      "AwaitingRetry",
      "Retrying",
      "Cached",
    ]);
    expect(calls).toBe(1);
  });
});

export const expiry = suite("Expiration and refreshing", (rule) => {
  rule("7.25 a record is good for its seconds, and then overwritten", async ({ expect, run }) => {
    const one = echo({ cacheExpiration: 5 });
    const work = flow({ name: "work" }, async () => {
      const values = [await one(1)];
      for (const wait of [4.999, 0.001, 4.999]) {
        await sleep(wait);
        values.push(await one(values.length + 1));
      }
      return values;
    });
    const over = await run(work);
    expect(ends(over)).toEqual(["Completed", "Cached", "Completed", "Cached"]);
    expect(await over.value()).toEqual([1, 1, 3, 3]);
  });

  rule("7.25 a hit does not renew it", async ({ expect, run }) => {
    const one = echo({ cacheExpiration: 5 });
    const work = flow({ name: "work" }, async () => {
      for (const x of [1, 2, 3]) {
        await one(x);
        await sleep(3);
      }
    });
    expect(ends(await run(work))).toEqual(["Completed", "Cached", "Completed"]);
  });

  rule("7.25 the seconds count from the end of the run that made it", async ({ expect, run }) => {
    const slow = task({ cacheKeyFn: () => "k", cacheExpiration: 5 }, async () => await sleep(100));
    const work = flow({ name: "work" }, async () => {
      await slow();
      await sleep(4);
      await slow();
      await sleep(1);
      await slow();
    });
    expect(ends(await run(work))).toEqual(["Completed", "Cached", "Completed"]);
  });

  rule("7.25 … also where it is committed later", async ({ expect, run }) => {
    const one = echo({ cacheExpiration: 5 });
    const work = flow({ name: "work" }, async () => {
      await transaction(async () => {
        await one(1);
        await sleep(10);
      });
      await one(2);
    });
    expect(ends(await run(work))).toEqual(["Completed", "Completed"]);
  });

  for (const cacheExpiration of [-5, -0.001, 0])
    rule(`7.25 an expiration of ${cacheExpiration} never hits`, async ({ expect, run }) => {
      const over = await run(calling(echo({ cacheExpiration }), [1, 2]));
      expect(ends(over)).toEqual(["Completed", "Completed"]);
      expect(await over.value()).toEqual([1, 2]);
    });

  rule("7.25 an expiration that is no number is refused where the task is defined", ({ expect }) => {
    for (const cacheExpiration of [NaN, "5" as unknown as number])
      expect(() => echo({ cacheExpiration })).toThrow(TypeError);
  });

  rule("7.25 no expiration: good for ever", async ({ expect, run }) => {
    const one = echo();
    const work = flow({ name: "work" }, async () => {
      await one(1);
      await sleep(100 * 365 * 86_400);
      await one(2);
    });
    expect(ends(await run(work))).toEqual(["Completed", "Cached"]);
  });

  rule("7.26 refreshCache always runs, and overwrites", async ({ expect, run }) => {
    const one = echo();
    const fresh = one.withOptions({ refreshCache: true });
    const work = flow({ name: "work" }, async () => [
      await one(1),
      await fresh(2),
      await fresh(3),
      await one(4),
    ]);
    const over = await run(work);
    expect(ends(over)).toEqual(["Completed", "Completed", "Completed", "Cached"]);
    expect(await over.value()).toEqual([1, 2, 3, 3]);
  });

  rule("7.26 refreshCache that fails leaves the old record", async ({ expect, run }) => {
    const one = echo();
    const fails = task({ cacheKeyFn: () => "k", refreshCache: true }, async () =>
      Promise.reject(new Error("no")),
    );
    const work = flow({ name: "work" }, async () => [
      await one(1),
      await fails().catch(() => 0),
      await one(2),
    ]);
    expect(await (await run(work)).value()).toEqual([1, 0, 1]);
  });

  rule("7.26 the setting refreshes all tasks but those that say false", async ({ expect, run }) => {
    const one = echo();
    const work = flow({ name: "work" }, async () => [
      await one(0),
      await one(1),
      await one.withOptions({ refreshCache: true })(2),
      await one.withOptions({ refreshCache: false })(3),
    ]);
    const over = await run(work, [], { settings: { tasksRefreshCache: true } });
    expect(ends(over)).toEqual(["Completed", "Completed", "Completed", "Cached"]);
    expect(await over.value()).toEqual([0, 1, 2, 2]);
  });

  const inert: readonly [string, ReturnType<typeof echo>][] = [
    ["a policy", task({ cachePolicy: INPUTS }, async (x: number) => x)],
    ["a key function", echo()],
    ["the default policy", task({ persistResult: true }, async (x: number) => x)],
    ["a storage key", task({ resultStorageKey: "k" }, async (x: number) => x)],
  ];
  for (const [title, one] of inert)
    rule(`7.27 tasksDisableCaching makes ${title} inert`, async ({ expect, run }) => {
      const over = await run(calling(one, [1, 1]), [], { settings: { tasksDisableCaching: true } });
      expect(over.taskRuns.map(names)).toEqual([miss, miss]);
    });
});

export const visibility = suite("When results can be seen", (rule) => {
  rule("7.28 nested in a task, a result is seen once the outer task has ended", async ({ expect, run }) => {
    const inner = echo();
    const outer = task(async () => [await inner(1), await inner(2)]);
    const work = flow({ name: "work" }, async () => [await outer(), await inner(3)]);
    const over = await run(work);
    expect(await over.value()).toEqual([[1, 2], 2]);
    expect(over.taskRuns.map(names)).toEqual([miss, miss, miss, hit]);
  });

  rule("7.28 in a transaction, once it commits", async ({ expect, run }) => {
    const one = echo();
    const work = flow({ name: "work" }, async () => {
      const inside = await transaction(async () => [await one(1), await one(2)]);
      return [inside, await one(3)];
    });
    const over = await run(work);
    expect(await over.value()).toEqual([[1, 2], 2]);
    expect(ends(over)).toEqual(["Completed", "Completed", "Cached"]);
  });

  rule("7.28 in an EAGER transaction, at once: also nested in a task", async ({ expect, run }) => {
    const inner = echo();
    const outer = task(
      async () => await transaction({ commitMode: "EAGER" }, async () => [await inner(1), await inner(2)]),
    );
    const over = await run(flow({ name: "work" }, async () => await outer()));
    expect(await over.value()).toEqual([1, 1]);
    expect(over.taskRuns.map(names)).toEqual([miss, miss, hit]);
  });

  rule("7.28 not by another run while the transaction is open", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const [isDone, mayCommit] = [gate(), gate()];
    const one = echo();
    const holds = flow({ name: "holds" }, async () => {
      await transaction(async () => {
        await one(1);
        isDone.open();
        await mayCommit.opened;
      });
    });
    const held = engine({ storage }).run(holds);
    await isDone.opened;
    const before = await engine({ storage }).run(
      flow({ name: "looks" }, async () => await storage.keys("results/")),
    );
    mayCommit.open();
    await held;
    const after = await engine({ storage }).run(one, [2]);
    expect(await before.value()).toEqual([]);
    expect([after.state.name, await after.value()]).toEqual(["Cached", 1]);
  });

  rule("7.28 an outer task that fails keeps nothing of its inner ones", async ({ expect, run }) => {
    const inner = echo();
    const outer = task(async () => {
      await inner(1);
      throw new Error("no");
    });
    const over = await run(
      flow({ name: "work" }, async () => [await outer().catch(() => 0), await inner(2)]),
    );
    expect(await over.value()).toEqual([0, 2]);
    expect(over.taskRuns.map(names)).toEqual([
      ["Pending", "Running", "Failed"],
      [...miss, "RolledBack"],
      miss,
    ]);
  });

  rule(
    "7.28 a retry inside a task does not keep the outer result from being stored",
    async ({ expect, run }) => {
      let calls = 0;
      const inner = task({ cacheKeyFn: () => "inner", retries: 1 }, async () => {
        if (++calls === 1) throw new Error("once");
        return calls;
      });
      const outer = task({ cacheKeyFn: () => "outer" }, async () => await inner());
      const over = await run(
        flow({ name: "work" }, async () => [await outer(), await outer(), await inner()]),
      );
      expect(await over.value()).toEqual([2, 2, 2]);
      expect(over.taskRuns.map(names)).toEqual([
        miss,
        ["Pending", "Running", "Retrying", "Completed"],
        hit,
        hit,
      ]);
    },
  );
});
