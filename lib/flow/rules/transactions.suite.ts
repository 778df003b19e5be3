import { ValueError, flow, getTransaction, memoryStorage, sleep, task, transaction } from "..";
import { suite, type Scene } from "./harness.suite";

type Transaction = NonNullable<ReturnType<typeof getTransaction>>;
type Options = Extract<Parameters<typeof transaction>[0], object>;
type Mode = NonNullable<Options["commitMode"]>;

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

export const lifecycle = suite("The life of a transaction", (rule) => {
  rule("8.2 ACTIVE, STAGED, COMMITTED", async ({ expect, run }) => {
    const seen = await played(run, async () => {
      const states: string[] = [];
      let kept: Transaction | undefined;
      const value = await transaction(async (txn) => {
        kept = txn;
        states.push(txn.state);
        txn.stage(1);
        states.push(txn.state);
        await sleep(1);
        return "value";
      });
      return [value, ...states, kept?.state, kept?.isCommitted()];
    });
    expect(seen).toEqual(["value", "ACTIVE", "STAGED", "COMMITTED", true]);
  });

  rule(
    "8.2 COMMITTED also where nothing was staged, with a body that is not async",
    async ({ expect, run }) => {
      const seen = await played(run, async () =>
        (await transaction((txn) => [txn])).map(({ state }) => state),
      );
      expect(seen).toEqual(["COMMITTED"]);
    },
  );

  rule("8.2 ROLLED_BACK where the body throws, and the error is thrown on", async ({ expect, run }) => {
    const error = new RangeError("foo");
    const seen = await played(run, async () => {
      let kept: Transaction | undefined;
      const thrown = await transaction((txn) => {
        kept = txn;
        throw error;
      }).catch((caught: unknown) => caught);
      return [thrown, kept?.state, kept?.isCommitted()];
    });
    expect(seen).toEqual([error, "ROLLED_BACK", false]);
    expect((seen as unknown[])[0]).toBe(error);
  });

  rule("8.6 whatever is thrown is thrown on, also what is no error", async ({ expect, run }) => {
    for (const thrown of ["text", 5, null, undefined, { code: 1 }]) {
      const seen = await played(
        run,
        async () =>
          await transaction(() => {
            throw thrown as unknown as Error;
          }).catch((caught: unknown) => [caught, getTransaction()]),
      );
      expect(seen).toEqual([thrown, null]);
    }
  });

  rule("8.2 modes: LAZY for a root, the parent's for a child, unless given", async ({ expect, run }) => {
    const seen = await played(run, async () => {
      const modes: Mode[] = [];
      const note = (txn: Transaction) => void modes.push(txn.commitMode);
      await transaction(note);
      await transaction({ commitMode: "EAGER" }, async (txn) => {
        note(txn);
        await transaction(async (child) => {
          note(child);
          await transaction({ commitMode: "LAZY" }, note);
        });
      });
      return modes;
    });
    expect(seen).toEqual(["LAZY", "EAGER", "EAGER", "LAZY"]);
  });

  // For each mode of parent and child: the child's state at its end, then both at the parent's.
  const nested: readonly [Mode, Mode | undefined, readonly string[]][] = [
    ["LAZY", undefined, ["STAGED", "COMMITTED", "COMMITTED"]],
    ["LAZY", "EAGER", ["COMMITTED", "COMMITTED", "COMMITTED"]],
    ["LAZY", "OFF", ["STAGED", "COMMITTED", "COMMITTED"]],
    ["EAGER", undefined, ["COMMITTED", "COMMITTED", "COMMITTED"]],
    ["EAGER", "LAZY", ["STAGED", "COMMITTED", "COMMITTED"]],
    ["OFF", undefined, ["STAGED", "ROLLED_BACK", "ROLLED_BACK"]],
    ["OFF", "EAGER", ["COMMITTED", "COMMITTED", "ROLLED_BACK"]],
  ];
  for (const [mode, childMode, expected] of nested)
    rule(`8.5 ${childMode ?? "inheriting"} in ${mode}: ${expected.join(", ")}`, async ({ expect, run }) => {
      const seen = await played(run, async () => {
        const states: (string | undefined)[] = [];
        const kept: Transaction[] = [];
        await transaction({ commitMode: mode }, async (parent) => {
          const options = childMode ? { commitMode: childMode } : {};
          await transaction(options, (child) => {
            kept.push(child, parent);
            child.stage(1);
          });
          states.push(kept[0]?.state);
        });
        return [...states, ...kept.map(({ state }) => state)];
      });
      expect(seen).toEqual(expected);
    });

  rule("8.5 OFF stays committed where it was told to commit", async ({ expect, run }) => {
    const seen = await played(run, async () => {
      const kept: Transaction[] = [];
      const committed = await transaction({ commitMode: "OFF", key: "k" }, async (txn) => {
        kept.push(txn);
        txn.stage("value");
        return await txn.commit();
      });
      await transaction({ commitMode: "OFF", key: "other" }, (txn) => {
        kept.push(txn);
        txn.stage("value");
      });
      return [committed, ...kept.map(({ state }) => state), await stored("k"), await stored("other")];
    });
    expect(seen).toEqual([true, "COMMITTED", "ROLLED_BACK", "value", nothing]);
  });

  rule("8.7 commit and rollback do nothing to what is committed or rolled back", async ({ expect, run }) => {
    const seen = await played(run, async () => {
      const calls: string[] = [];
      const hooks = {
        onCommit: [() => void calls.push("commit")],
        onRollback: [() => void calls.push("rollback")],
      };
      const first = await transaction(async (txn) => {
        txn.stage(1, hooks);
        return [await txn.commit(), await txn.commit(), await txn.rollback(), txn.state];
      });
      const second = await transaction(async (txn) => {
        txn.stage(1, hooks);
        return [await txn.rollback(), await txn.rollback(), await txn.commit(), txn.state];
      });
      return { first, second, calls };
    });
    expect(seen).toEqual({
      first: [true, false, false, "COMMITTED"],
      second: [true, false, false, "ROLLED_BACK"],
      calls: ["commit", "rollback"],
    });
  });

  rule("8.3 an existing record: committed at once; overwrite: not", async ({ expect, run }) => {
    const seen = await played(run, async () => {
      const open = async (value: string, options: Options = {}) =>
        await transaction({ key: "k", ...options }, (txn) => {
          const before = txn.isCommitted();
          txn.stage(value);
          return before;
        });
      const first = [await open("one"), await stored("k")];
      const second = [await open("two"), await stored("k")];
      const third = [await open("three", { overwrite: true }), await stored("k")];
      return { first, second, third };
    });
    expect(seen).toEqual({ first: [false, "one"], second: [true, "one"], third: [false, "three"] });
  });

  rule("8.3 the body runs all the same, and gives the value", async ({ expect, run }) => {
    const seen = await played(run, async () => [
      await transaction({ key: "k" }, (txn) => (txn.stage("kept"), "first")),
      await transaction({ key: "k" }, () => "second"),
    ]);
    expect(seen).toEqual(["first", "second"]);
  });

  rule("8.4 stage is ignored once committed, its hooks too", async ({ expect, run }) => {
    const seen = await played(run, async () => {
      const calls: string[] = [];
      await transaction({ key: "k" }, (txn) => txn.stage("kept"));
      await transaction({ key: "k" }, (txn) => {
        const hook = () => void calls.push("hook");
        txn.stage("late", { onCommit: [hook], onRollback: [hook] });
        return txn.state;
      });
      return [calls, await stored("k")];
    });
    expect(seen).toEqual([[], "kept"]);
  });

  rule("8.4 staged twice: the last value, the hooks of both", async ({ expect, run }) => {
    const seen = await played(run, async () => {
      const calls: string[] = [];
      await transaction({ key: "k" }, (txn) => {
        txn.stage("first", { onCommit: [() => void calls.push("first")] });
        txn.stage("second", { onCommit: [() => void calls.push("second")] });
      });
      return [calls, await stored("k")];
    });
    expect(seen).toEqual([["first", "second"], "second"]);
  });

  const written: readonly [string, Options, unknown, string][] = [
    ["with a key", { key: "k" }, { foo: "bar" }, "k"],
    ["null is a value", { key: "k" }, null, "k"],
  ];
  for (const [title, options, value, key] of written)
    rule(`8.7 the staged value is written, ${title}`, async ({ expect, run }) => {
      const seen = await played(run, async () => {
        await transaction(options, (txn) => txn.stage(value));
        return await stored(key);
      });
      expect(seen).toEqual(value);
    });

  rule("8.7 nothing is written without a key, or with writeOnCommit false", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const work = flow({ name: "work" }, async () => {
      const kept: Transaction[] = [];
      for (const options of [{}, { key: "k", writeOnCommit: false }])
        await transaction(options, (txn) => {
          kept.push(txn);
          txn.stage("value");
        });
      return kept.map(({ state }) => state).join();
    });
    expect(await (await engine({ storage }).run(work)).value()).toBe("COMMITTED,COMMITTED");
    expect(await storage.keys("results/")).toEqual([]);
  });

  rule("8.1 a storage of its own; else the flow's; else the engine's", async ({ expect, engine }) => {
    const [own, flows, engines] = [memoryStorage(), memoryStorage(), memoryStorage()];
    const stage = (txn: Transaction) => txn.stage("value");
    const work = flow({ name: "work", resultStorage: flows }, async () => {
      await transaction({ key: "own", storage: own }, stage);
      await transaction({ key: "flow" }, stage);
    });
    const bare = flow({ name: "bare" }, async () => await transaction({ key: "engine" }, stage));
    await engine({ storage: engines }).run(work);
    await engine({ storage: engines }).run(bare);
    expect(await own.keys("results/")).toEqual(["results/own"]);
    expect(await flows.keys("results/")).toContain("results/flow");
    expect(await engines.keys("results/")).toEqual(["results/engine"]);
  });

  rule(
    "8.7 a value that cannot be stored: rolled back, the body's value still given",
    async ({ expect, run }) => {
      const work = flow({ name: "work" }, async () => {
        const kept: Transaction[] = [];
        const value = await transaction({ key: "k" }, (txn) => {
          kept.push(txn);
          txn.stage(() => 1);
          return "value";
        });
        return [value, kept[0]?.state];
      });
      const over = await run(work);
      expect(await over.value()).toEqual(["value", "ROLLED_BACK"]);
      const warnings = over.logs.filter(({ level }) => level === "warning").map(({ message }) => message);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toMatch(/^Encountered an error while serializing result for transaction 'k'/);
    },
  );

  rule("8.9 the rollback of a child rolls its parents back, one at each end", async ({ expect, run }) => {
    const seen = await played(run, async () => {
      const states: string[][] = [];
      const kept: Transaction[] = [];
      const note = () => void states.push(kept.map(({ state }) => state));
      await transaction(async (outer) => {
        await transaction(async (inner) => {
          await transaction(async (nested) => {
            kept.push(outer, inner, nested);
            await nested.rollback();
            note();
          });
          note();
        });
        note();
      });
      note();
      return states;
    });
    const [on, off] = ["ACTIVE", "ROLLED_BACK"];
    expect(seen).toEqual([
      [on, on, off],
      [on, off, off],
      [off, off, off],
      [off, off, off],
    ]);
  });

  rule("8.9 … also where the error that did it is swallowed", async ({ expect, run }) => {
    const seen = await played(run, async () => {
      const kept: Transaction[] = [];
      const value = await transaction({ key: "k" }, async (outer) => {
        kept.push(outer);
        outer.stage("value");
        await transaction(() => fail()).catch(() => undefined);
        return outer.state;
      });
      return [value, kept[0]?.state, await stored("k")];
    });
    expect(seen).toEqual(["ROLLED_BACK", "ROLLED_BACK", nothing]);
  });

  rule("8.9 what joins a transaction that was rolled back is never committed", async ({ expect, run }) => {
    const calls: string[] = [];
    const one = task(
      {
        cacheKeyFn: () => "k",
        onCommit: [() => void calls.push("commit")],
        onRollback: [() => void calls.push("rollback")],
      },
      async (x: number) => x,
    );
    const seen = await played(run, async () => {
      await transaction(async (txn) => {
        await txn.rollback();
        await one(1);
      });
      return await one(2);
    });
    expect(seen).toBe(2);
    expect(calls).toEqual(["commit"]);
  });

  for (const [title, options] of [
    ["an unknown commit mode", { commitMode: "SOON" as Mode }],
    ["a commit mode in small letters", { commitMode: "eager" as Mode }],
  ] as const)
    rule(`8.2 ${title} is refused before the body runs`, async ({ expect, run }) => {
      let isEntered = false;
      const work = flow({ name: "work" }, async () => {
        await transaction(options, () => {
          isEntered = true;
        });
      });
      await expect((await run(work)).value()).rejects.toThrow(ValueError);
      expect(isEntered).toBe(false);
    });

  rule("8.1 a transaction without a function is refused", async ({ expect, run }) => {
    const attempt = transaction as (options: Options) => Promise<unknown>;
    const over = await run(flow({ name: "work" }, async () => await attempt({ key: "k" })));
    await expect(over.value()).rejects.toThrow(TypeError);
  });

  rule("8.1 a storage that fails to read is an empty one", async ({ expect, run }) => {
    const storage = { ...memoryStorage(), read: () => Promise.reject(new Error("offline")) };
    const seen = await played(run, async () => await transaction({ key: "k", storage }, (txn) => txn.state));
    expect(seen).toBe("ACTIVE");
  });
});
