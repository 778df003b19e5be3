import { Cancelled, flow, getTransaction, sleep, task, transaction } from "..";
import { names, suite, type Scene } from "./harness.suite";

/** What lies under a key: a task of that key finds it, or says that there is nothing. */
const stored = (key: string) => task({ cacheKeyFn: () => key }, async (): Promise<unknown> => nothing)();
const nothing = "nothing";

/** Runs a body in a flow and gives what it returned; what it throws is thrown. */
const played = async (run: Scene["run"], body: () => unknown) =>
  await (
    await run(flow({ name: "played" }, async () => ({ value: await body() })))
  )
    .value()
    .then((result) => (result as { value: unknown }).value);
const fail = (message = "no"): never => {
  throw new RangeError(message);
};

export const taskTransactions = suite("Transactions of tasks", (rule) => {
  const completed = ["Pending", "Running", "Completed"];

  rule("8.10 every task run has one of its own, under its cache key", async ({ expect, run }) => {
    const seen: (string | null | undefined)[] = [];
    const look = async () => void seen.push(getTransaction()?.key);
    const keyed = task({ cacheKeyFn: () => "k" }, look);
    const stays = task({ resultStorageKey: "{task_run.taskName}", name: "named" }, look);
    const bare = task({ persistResult: false }, look);
    await played(run, async () => {
      seen.push(getTransaction()?.key);
      for (const one of [keyed, stays, bare]) await one();
    });
    expect(seen).toEqual([undefined, "k", "named", null]);
  });

  rule("8.10 its parent is the outer task's, or the transaction around it", async ({ expect, run }) => {
    const inner = task(async () => getTransaction()?.getParent() ?? null);
    const outer = task(async () => [await inner(), getTransaction()]);
    const seen = await played(run, async () => {
      const [parent, own] = await outer();
      const around = await transaction(async (txn) => (await inner()) === txn);
      return [parent === own, around, await inner()];
    });
    expect(seen).toEqual([true, true, null]);
  });

  rule(
    "1.26 rolled back after it completed: Pending, Running, Completed, RolledBack",
    async ({ expect, run }) => {
      const one = task(async () => 1);
      const work = flow({ name: "work" }, async () => {
        await transaction(async () => {
          await one();
          fail();
        }).catch(() => undefined);
      });
      const over = await run(work);
      const state = over.taskRuns[0]?.state;
      expect(over.taskRuns.map(names)).toEqual([[...completed, "RolledBack"]]);
      expect([state?.type, state?.message]).toEqual(["COMPLETED", "Task rolled back as part of transaction"]);
      expect(over.taskRuns[0]?.runCount).toBe(1);
      expect(over.state.name).toBe("Completed");
    },
  );

  rule("8.11 t1, t2, then an error: both are rolled back, neither is stored", async ({ expect, run }) => {
    const calls: string[] = [];
    const hooked = (name: string) =>
      task(
        {
          name,
          cacheKeyFn: () => name,
          onCommit: [() => void calls.push(`commit ${name}`)],
          onRollback: [() => void calls.push(`rollback ${name}`)],
        },
        async () => name,
      );
    const work = flow({ name: "work" }, async () => {
      const all = transaction(async () => {
        await hooked("t1")();
        await hooked("t2")();
        fail("after");
      });
      const message = await all.catch((error: unknown) => (error as Error).message);
      return [message, await stored("t1"), await stored("t2")];
    });
    const over = await run(work);
    expect(await over.value()).toEqual(["after", nothing, nothing]);
    expect(calls).toEqual(["rollback t2", "rollback t1"]);
    const two = over.taskRuns.slice(0, 2);
    expect(two.map(names)).toEqual([
      [...completed, "RolledBack"],
      [...completed, "RolledBack"],
    ]);
  });

  rule(
    "8.11 the task that raises has nothing to roll back; the one before it has",
    async ({ expect, run }) => {
      const calls: string[] = [];
      const t1 = task({ onRollback: [() => void calls.push("t1")] }, async () => 1);
      const t2 = task(
        { onRollback: [() => void calls.push("t2")], onCommit: [() => void calls.push("t2 commit")] },
        async () => fail(),
      );
      const over = await run(
        flow({ name: "work" }, async () => await transaction(async () => [await t1(), await t2()])),
      );
      expect(calls).toEqual(["t1"]);
      expect(over.taskRuns.map(names)).toEqual([
        [...completed, "RolledBack"],
        ["Pending", "Running", "Failed"],
      ]);
      expect(over.state.message).toBe("Flow run encountered an exception: RangeError: no");
    },
  );

  rule(
    "8.11 a task whose error is caught has rolled the transaction back all the same",
    async ({ expect, run }) => {
      const calls: string[] = [];
      const t1 = task({ cacheKeyFn: () => "t1", onRollback: [() => void calls.push("t1")] }, async () => 1);
      const t2 = task(async () => fail());
      const seen = await played(run, async () => {
        const state = await transaction(async (txn) => {
          await t1();
          await t2().catch(() => undefined);
          calls.push("body goes on");
          return txn.state;
        });
        return [state, await stored("t1")];
      });
      expect(seen).toEqual(["ROLLED_BACK", nothing]);
      expect(calls).toEqual(["t1", "body goes on"]);
    },
  );

  rule(
    "8.9 the first failed attempt of a retried task rolls the transaction around it back",
    async ({ expect, run }) => {
      let calls = 0;
      const t1 = task({ cacheKeyFn: () => "t1" }, async () => 1);
      const t2 = task({ cacheKeyFn: () => "t2", retries: 1 }, async () => (++calls === 1 ? fail() : calls));
      const work = flow({ name: "work" }, async () => {
        const inside = await transaction(async (txn) => [await t1(), await t2(), txn.state]);
        return [...inside, await stored("t1"), await stored("t2")];
      });
      const over = await run(work);
      expect(await over.value()).toEqual([1, 2, "ROLLED_BACK", nothing, nothing]);
      expect(over.taskRuns.slice(0, 2).map(names)).toEqual([
        [...completed, "RolledBack"],
        ["Pending", "Running", "Retrying", "Completed"],
      ]);
    },
  );

  rule("8.8 children roll back last first, in the order in which they joined", async ({ expect, run }) => {
    const calls: string[] = [];
    const waits = task(
      { onRollback: [(txn) => void calls.push(String(txn.get("name")))] },
      async (name: string, seconds: number) => {
        getTransaction()?.set("name", name);
        await sleep(seconds);
      },
    );
    await played(run, async () => {
      await transaction(async () => {
        await Promise.all([waits.submit("slow", 5).wait(), waits.submit("quick", 1).wait()]);
        await waits("last", 0);
        fail();
      }).catch(() => undefined);
    });
    expect(calls).toEqual(["last", "slow", "quick"]);
  });

  rule("8.11 results from before the transaction, and hits in it, stay", async ({ expect, run }) => {
    const calls: string[] = [];
    const one = task(
      { cacheKeyFn: () => "k", onRollback: [() => void calls.push("rollback")] },
      async (x: number) => x,
    );
    const work = flow({ name: "work" }, async () => {
      await one(1);
      await transaction(async () => {
        await one(2);
        fail();
      }).catch(() => undefined);
      return await one(3);
    });
    const over = await run(work);
    expect(await over.value()).toBe(1);
    expect(over.taskRuns.map(names)).toEqual([
      completed,
      ["Pending", "Running", "Cached"],
      ["Pending", "Running", "Cached"],
    ]);
    expect(calls).toEqual([]);
  });

  rule("8.5 a task in an EAGER transaction that fails later stays committed", async ({ expect, run }) => {
    const calls: string[] = [];
    const one = task(
      { cacheKeyFn: () => "k", onRollback: [() => void calls.push("rollback")] },
      async () => 1,
    );
    const work = flow({ name: "work" }, async () => {
      await transaction({ commitMode: "EAGER" }, async () => {
        await one();
        fail();
      }).catch(() => undefined);
      return await stored("k");
    });
    const over = await run(work);
    expect(await over.value()).toBe(1);
    expect(over.taskRuns.map(names)[0]).toEqual(completed);
    expect(calls).toEqual([]);
  });

  rule(
    "8.10 a flow run has no transaction of its own: a failing flow rolls no task back",
    async ({ expect, run }) => {
      const calls: string[] = [];
      const one = task(
        { cacheKeyFn: () => "k", onRollback: [() => void calls.push("rollback")] },
        async () => 1,
      );
      const over = await run(flow({ name: "work" }, async () => [await one(), fail()]));
      expect(over.state.name).toBe("Failed");
      expect(over.taskRuns.map(names)).toEqual([completed]);
      expect(calls).toEqual([]);
    },
  );

  rule("8.8 a task that returned another state than Completed keeps it in a rollback", async (scene) => {
    const { expect, run } = scene;
    const calls: string[] = [];
    const noted = (name: string) => ({ name, onRollback: [() => void calls.push(name)] });
    const one = task(noted("one"), async () => 1);
    const stopped = task(noted("stopped"), async () => Cancelled());
    const work = flow(
      { name: "work" },
      async () =>
        await transaction(async () => {
          await one();
          await stopped.withOptions({ returnState: true })();
          fail();
        }).catch(() => undefined),
    );
    const over = await run(work);
    expect(over.taskRuns.map(names)).toEqual([
      [...completed, "RolledBack"],
      ["Pending", "Running", "Cancelled"],
    ]);
    expect(calls).toEqual(["stopped", "one"]);
    expect(over.logs.filter(({ message }) => message.startsWith("An error was encountered"))).toEqual([]);
  });
});
