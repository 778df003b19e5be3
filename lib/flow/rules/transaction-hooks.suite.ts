import { flow, getTransaction, sleep, task, transaction } from "..";
import { names, suite } from "./harness.suite";

type Transaction = NonNullable<ReturnType<typeof getTransaction>>;
type Hook = (txn: Transaction) => unknown;

const fail = (message = "no"): never => {
  throw new RangeError(message);
};

/** Hooks that write down their name; `say` adds what they see. */
function recorder() {
  const calls: string[] = [];
  const hook =
    (name: string, say: Hook = () => ""): Hook =>
    (txn) =>
      void calls.push(`${name} ${String(say(txn))}`.trim());
  return { calls, hook };
}

/** A flow whose transaction fails once its body has run. */
const undone = (body: (txn: Transaction) => unknown) =>
  flow({ name: "undone" }, async () => {
    await transaction(async (txn) => {
      await body(txn);
      fail("undo");
    }).catch(() => undefined);
  });

const completed = ["Pending", "Running", "Completed"];
const unkept = [...completed, "RolledBack"];

export const transactionHooks = suite("Hooks of transactions", (rule) => {
  rule("2.19 onCommit gets the transaction, before it is committed", async ({ expect, run }) => {
    const { calls, hook } = recorder();
    const onCommit = [
      hook("commit", (txn) => [txn.key, txn.state, txn.isCommitted(), txn === getTransaction()].join()),
    ];
    const one = task({ cacheKeyFn: () => "k", onCommit }, async () => 1);
    await run(flow({ name: "work" }, async () => await one()));
    expect(calls).toEqual(["commit k,STAGED,false,true"]);
  });

  rule("2.19 onRollback gets the transaction, before it is rolled back", async ({ expect, run }) => {
    const { calls, hook } = recorder();
    const onRollback = [hook("rollback", (txn) => [txn.key, txn.state, txn === getTransaction()].join())];
    const one = task({ cacheKeyFn: () => "k", onRollback }, async () => 1);
    await run(undone(() => one()));
    expect(calls).toEqual(["rollback k,STAGED,true"]);
  });

  rule("8.7 commit hooks run in order, also without a key", async ({ expect, run }) => {
    const { calls, hook } = recorder();
    const one = task({ onCommit: [hook("a"), hook("b")], onRollback: [hook("undo")] }, async () => 1);
    const over = await run(flow({ name: "work" }, async () => await one()));
    expect(calls).toEqual(["a", "b"]);
    expect(over.taskRuns.map(names)).toEqual([completed]);
  });

  rule(
    "8.7 children commit first, in the order in which they joined; then the parent",
    async ({ expect, run }) => {
      const { calls, hook } = recorder();
      const named = (name: string) => task({ onCommit: [hook(name)] }, async () => calls.push(`run ${name}`));
      const outer = task({ onCommit: [hook("outer")] }, async () => {
        await named("a")();
        await named("b")();
      });
      const work = flow({ name: "work" }, async () => {
        await transaction(async (txn) => {
          txn.stage(1, { onCommit: [hook("transaction")] });
          await outer();
          await named("c")();
        });
      });
      await run(work);
      expect(calls).toEqual(["run a", "run b", "run c", "a", "b", "outer", "c", "transaction"]);
    },
  );

  rule("8.8 rollback hooks run last first, own ones before the children's", async ({ expect, run }) => {
    const { calls, hook } = recorder();
    const named = (name: string) =>
      task({ onRollback: [hook(`${name}1`), hook(`${name}2`)] }, async () => name);
    await run(
      undone(async (txn) => {
        txn.stage(1, { onRollback: [hook("own1"), hook("own2")] });
        await named("a")();
        await named("b")();
      }),
    );
    expect(calls).toEqual(["own2", "own1", "b2", "b1", "a2", "a1"]);
  });

  rule("8.10 the RolledBack state comes after the task's own hooks", async ({ expect, run }) => {
    const one = task({ onRollback: [function first() {}, function second() {}] }, async () => 1);
    const { events, taskRuns } = await run(undone(() => one()));
    const told = events.flatMap((event) => {
      if (event.type === "log" && event.message.includes("ollback hook")) return [event.message];
      return event.type === "task-state" ? [event.state.name] : [];
    });
    expect(told).toEqual([
      "Running",
      "Completed",
      "Running rollback hook 'second'",
      "Rollback hook 'second' finished running successfully",
      "Running rollback hook 'first'",
      "Rollback hook 'first' finished running successfully",
      "RolledBack",
    ]);
    expect(taskRuns.map(names)).toEqual([unkept]);
  });

  rule("8.10 no word of hooks where the author has none", async ({ expect, run }) => {
    const { logs, taskRuns } = await run(undone(() => task(async () => 1)()));
    expect(logs.filter(({ message, taskRunId }) => taskRunId !== null && message.includes("hook"))).toEqual(
      [],
    );
    expect(taskRuns.map(names)).toEqual([unkept]);
  });

  rule("8.7 what the log says of a commit hook", async ({ expect, run }) => {
    const one = task({ onCommit: [function tidy() {}] }, async () => 1);
    const { logs, taskRuns } = await run(flow({ name: "work" }, async () => await one()));
    const said = logs.filter(({ message }) => message.includes("ommit hook"));
    expect(said.map(({ level, message, taskRunId }) => [level, message, taskRunId])).toEqual([
      ["info", "Running commit hook 'tidy'", taskRuns[0]?.id],
      ["info", "Commit hook 'tidy' finished running successfully", taskRuns[0]?.id],
    ]);
  });

  rule("8.14 hooks may be async: each is waited for, in order", async ({ expect, run, clock }) => {
    const { calls, hook } = recorder();
    const slow =
      (name: string, seconds: number): Hook =>
      async (txn) => {
        await sleep(seconds);
        hook(name)(txn);
      };
    const one = task({ onCommit: [slow("c5", 5), slow("c1", 1)] }, async () => 1);
    const two = task({ onRollback: [slow("r1", 1), slow("r5", 5)] }, async () => 1);
    const start = clock.now();
    const { taskRuns } = await run(flow({ name: "work" }, async () => await one()));
    await run(undone(() => two()));
    expect(calls).toEqual(["c5", "c1", "r5", "r1"]);
    expect(clock.now() - start).toBe(12_000);
    expect(taskRuns.map(names)).toEqual([completed]);
  });

  for (const [title, throws] of [
    ["throws", () => fail("bad hook")],
    ["rejects", async () => fail("bad hook")],
  ] as const) {
    rule(
      `8.7 a commit hook that ${title}: logged, the rest skipped, all rolled back`,
      async ({ expect, run }) => {
        const { calls, hook } = recorder();
        const one = task(
          { cacheKeyFn: () => "k", onCommit: [hook("a"), throws, hook("c")], onRollback: [hook("undo")] },
          async (x: number) => x,
        );
        const over = await run(flow({ name: "work" }, async () => [await one(1), await one(2)]));
        expect(await over.value()).toEqual([1, 2]);
        expect(over.taskRuns.map(names)).toEqual([unkept, unkept]);
        expect(calls).toEqual(["a", "undo", "a", "undo"]);
        const errors = over.logs.filter(({ level }) => level === "error").map(({ message }) => message);
        expect(errors).toHaveLength(4);
        expect(errors[0]).toMatch(/^An error was encountered while running commit hook '/);
        expect(errors[1]).toMatch(/^An error was encountered while committing transaction 'k'/);
      },
    );

    rule(
      `8.8 a rollback hook that ${title}: logged, the rest of that transaction skipped`,
      async ({ expect, run }) => {
        const { calls, hook } = recorder();
        const a = task({ onRollback: [hook("a")] }, async () => 1);
        const b = task({ onRollback: [hook("b1"), throws, hook("b3")] }, async () => 1);
        const over = await run(
          undone(async () => {
            await a();
            await b();
          }),
        );
        expect(calls).toEqual(["b3", "a"]);
        expect(over.taskRuns.map(names)).toEqual([unkept, completed]);
        expect(over.state.name).toBe("Completed");
        const errors = over.logs.filter(({ level }) => level === "error").map(({ message }) => message);
        expect(errors).toHaveLength(2);
        expect(errors[0]).toMatch(/^An error was encountered while running rollback hook '/);
        expect(errors[1]).toMatch(/^An error was encountered while rolling back transaction '/);
      },
    );
  }

  rule("8.7 commit() and rollback() say false where a hook failed", async ({ expect, run }) => {
    const work = flow({ name: "work" }, async () => {
      const said = await transaction(async (txn) => {
        txn.stage(1, { onCommit: [() => fail()] });
        return [await txn.commit(), txn.state];
      });
      const other = await transaction(async (txn) => {
        txn.stage(1, { onRollback: [() => fail()] });
        return [await txn.rollback(), txn.isCommitted()];
      });
      return [...said, ...other];
    });
    const over = await run(work);
    expect(await over.value()).toEqual([false, "ROLLED_BACK", false, false]);
  });

  rule("8.7 a parent whose own commit hook throws: its children had committed", async ({ expect, run }) => {
    const { calls, hook } = recorder();
    const child = task(
      { cacheKeyFn: () => "k", onCommit: [hook("child")], onRollback: [hook("undo child")] },
      async (x: number) => x,
    );
    const work = flow({ name: "work" }, async () => {
      await transaction(async (txn) => {
        await child(1);
        txn.stage("own", { onCommit: [() => fail()], onRollback: [hook("undo own")] });
      });
      return await child(2);
    });
    const over = await run(work);
    expect(await over.value()).toBe(1);
    expect(calls).toEqual(["child", "undo own"]);
    expect(over.taskRuns.map(names)).toEqual([completed, ["Pending", "Running", "Cached"]]);
  });

  rule("8.7 a child whose commit hook throws is rolled back alone", async ({ expect, run }) => {
    const { calls, hook } = recorder();
    const named = (name: string, ...more: Hook[]) =>
      task({ onCommit: [hook(name), ...more], onRollback: [hook(`undo ${name}`)] }, async () => 1);
    const work = flow({ name: "work" }, async () => {
      const kept: Transaction[] = [];
      await transaction(async (txn) => {
        kept.push(txn);
        await named("a")();
        await named("b", () => fail())();
        await named("c")();
      });
      return kept[0]?.state ?? "";
    });
    const over = await run(work);
    expect(await over.value()).toBe("COMMITTED");
    expect(calls).toEqual(["a", "b", "undo b", "c"]);
    expect(over.taskRuns.map(names)).toEqual([completed, unkept, completed]);
  });

  rule("8.11 commit hooks never fire for what is rolled back", async ({ expect, run }) => {
    const { calls, hook } = recorder();
    const one = task({ onCommit: [hook("commit")], onRollback: [hook("rollback")] }, async () => 1);
    await run(undone(() => one()));
    await run(
      flow({ name: "off" }, async () => await transaction({ commitMode: "OFF" }, async () => await one())),
    );
    expect(calls).toEqual(["rollback", "rollback"]);
  });

  rule("8.11 neither fires for a task that failed, nor for its failed attempts", async ({ expect, run }) => {
    const { calls, hook } = recorder();
    let attempts = 0;
    const hooks = { onCommit: [hook("commit")], onRollback: [hook("rollback")] };
    const fails = task({ ...hooks, retries: 2 }, async () => fail());
    const recovers = task({ ...hooks, retries: 2 }, async () => (++attempts < 3 ? fail() : attempts));
    await run(flow({ name: "fails" }, async () => await fails()));
    expect(calls).toEqual([]);
    await run(flow({ name: "recovers" }, async () => await recovers()));
    expect(calls).toEqual(["commit"]);
  });

  rule("8.13 getParent() works in rollback hooks, once the child has ended", async ({ expect, run }) => {
    const { calls, hook } = recorder();
    let outer: Transaction | undefined;
    await run(
      undone(async (txn) => {
        outer = txn;
        await transaction({ key: "inner" }, (inner) => {
          inner.stage("foo", { onRollback: [hook("rollback", (own) => own.getParent() === outer)] });
        });
        await transaction({ key: "trouble" }, () => fail());
      }),
    );
    expect(calls).toEqual(["rollback true"]);
  });

  rule("8.10 a hook that never settles in time does not lose the task's value", async ({ expect, run }) => {
    const one = task({ onCommit: [async () => await sleep(3600)] }, async () => 1);
    const over = await run(flow({ name: "work" }, async () => await one()));
    expect(await over.value()).toBe(1);
  });

  for (const option of ["onCommit", "onRollback"] as const)
    rule(`2.16 ${option} takes a list of functions and nothing else`, ({ expect }) => {
      const make = (hooks: unknown) => () => task({ [option]: hooks }, async () => 1);
      expect(make(() => 1)).toThrow(TypeError);
      expect(make(() => 1)).toThrow(`Expected iterable for '${option}'; got function instead.`);
      expect(make(["text"])).toThrow(`Expected callables in '${option}'; got string instead.`);
    });

  rule("8.4 a staged hook that is no function fails the commit, not the body", async ({ expect, run }) => {
    const work = flow({ name: "work" }, async () => {
      const kept: Transaction[] = [];
      const value = await transaction((txn) => {
        kept.push(txn);
        txn.stage(1, { onCommit: ["text" as unknown as Hook] });
        return "value";
      });
      return [value, kept[0]?.state];
    });
    expect(await (await run(work)).value()).toEqual(["value", "ROLLED_BACK"]);
  });
});
