import { ValueError, flow, getTransaction, sleep, task, transaction } from "..";
import { gate, suite, type Scene } from "./harness.suite";

type Transaction = NonNullable<ReturnType<typeof getTransaction>>;

/** Runs a body in a transaction of a flow, and gives what it returned. */
async function within(run: Scene["run"], body: (txn: Transaction) => unknown): Promise<unknown> {
  const over = await run(flow({ name: "within" }, async () => ({ value: await transaction(body) })));
  return ((await over.value()) as { value: unknown }).value;
}

export const transactionValues = suite("Values of transactions", (rule) => {
  rule("8.12 what is set can be got, by name", async ({ expect, run }) => {
    const seen = await within(run, (txn) => {
      txn.set("x", 42);
      txn.set("x", 43);
      txn.set("", null);
      txn.set("__proto__", "p");
      return [txn.get("x"), txn.get(""), txn.get("__proto__")];
    });
    expect(seen).toEqual([43, null, "p"]);
  });

  rule("8.12 an unknown name: its default, or a ValueError", async ({ expect, run }) => {
    const seen = await within(run, (txn) => {
      txn.set("null", null);
      txn.set("zero", 0);
      let error: unknown;
      try {
        txn.get("foobar");
      } catch (thrown) {
        error = thrown;
      }
      const defaults = [null, "text", 0, false, undefined].map((given) => txn.get("foobar", given));
      return [error, defaults, txn.get("null", 1), txn.get("zero", 1)];
    });
    const [error, ...rest] = seen as [Error, ...unknown[]];
    expect(error).toBeInstanceOf(ValueError);
    expect(error.message).toBe("Could not retrieve value for unknown key: foobar");
    expect(rest).toEqual([[null, "text", 0, false, undefined], null, 0]);
  });

  rule("8.12 names that every object has are unknown all the same", async ({ expect, run }) => {
    const seen = await within(run, (txn) =>
      ["toString", "constructor", "__proto__"].map((name) => txn.get(name, "unknown")),
    );
    expect(seen).toEqual(["unknown", "unknown", "unknown"]);
  });

  rule("8.12 what is got is a copy, every time", async ({ expect, run }) => {
    const seen = await within(run, (txn) => {
      txn.set("list", [1, { deep: [2] }]);
      const got = txn.get("list") as unknown[];
      got.push(3);
      (got[1] as { deep: number[] }).deep.push(4);
      const after = txn.get("list");
      txn.set("list", got);
      return [after, txn.get("list")];
    });
    expect(seen).toEqual([
      [1, { deep: [2] }],
      [1, { deep: [2, 4] }, 3],
    ]);
  });

  rule("8.12 what is set is kept as it was", async ({ expect, run }) => {
    const seen = await within(run, (txn) => {
      const list = [1];
      txn.set("list", list);
      list.push(2);
      return txn.get("list");
    });
    expect(seen).toEqual([1]);
  });

  rule("8.12 copies keep dates, maps, sets, bytes and what contains itself", async ({ expect, run }) => {
    const ring: { self?: unknown } = {};
    ring.self = ring;
    const value = { at: new Date(5), map: new Map([[1, new Set([2])]]), bytes: new Uint8Array([1]), ring };
    const seen = (await within(run, (txn) => {
      txn.set("value", value);
      return [txn.get("value")];
    })) as (typeof value)[];
    expect(seen[0]).toEqual(value);
    expect(seen[0]).not.toBe(value);
    expect(seen[0]?.ring.self).toBe(seen[0]?.ring);
  });

  rule("8.12 functions are kept as they are, and what holds one is still copied", async ({ expect, run }) => {
    const fn = () => 1;
    const seen = (await within(run, (txn) => {
      txn.set("fn", fn);
      txn.set("holder", { fn, list: [1] });
      (txn.get("holder") as { list: number[] }).list.push(2);
      return [txn.get("fn"), txn.get("holder")];
    })) as [unknown, { fn: unknown; list: number[] }];
    expect(seen[0]).toBe(fn);
    expect(seen[1].fn).toBe(fn);
    expect(seen[1].list).toEqual([1]);
  });

  rule("8.12 instances keep their class", async ({ expect, run }) => {
    class Point {
      x = 3;
      double() {
        return this.x * 2;
      }
    }
    const seen = await within(run, (txn) => {
      txn.set("point", new Point());
      const point = txn.get("point") as Point;
      return [point instanceof Point, point.x];
    });
    expect(seen).toEqual([true, 3]);
  });

  rule("8.12 children get their parents' values, and may have their own", async ({ expect, run }) => {
    const seen = await within(run, async (top) => {
      top.set("key", 42);
      const inside = await transaction(async (inner) => {
        const before = inner.get("key");
        inner.set("key", "string");
        const deepest = await transaction((nested) => nested.get("key"));
        return [before, inner.get("key"), deepest, top.get("key")];
      });
      return [...inside, top.get("key")];
    });
    expect(seen).toEqual([42, "string", "string", 42, 42]);
  });

  rule("8.12 children never change their parents' values", async ({ expect, run }) => {
    const seen = await within(run, async (top) => {
      top.set("key", { x: [42] });
      const inner = await transaction((child) => {
        const value = child.get("key") as { x: number[] };
        value.x.push(43);
        child.set("key", value);
        return child.get("key");
      });
      return [inner, top.get("key")];
    });
    expect(seen).toEqual([{ x: [42, 43] }, { x: [42] }]);
  });

  rule("8.12 what a parent sets later, its open children get", async ({ expect, run }) => {
    const seen = await within(
      run,
      async (parent) =>
        await transaction((child) => {
          parent.set("list", [1, 2, 3]);
          (child.get("list") as number[]).push(4);
          const live = child.get("list");
          parent.set("list", ["later"]);
          return [live, child.get("list"), child.get("absent", "default")];
        }),
    );
    expect(seen).toEqual([[1, 2, 3], ["later"], "default"]);
  });

  rule("8.12 siblings do not see each other's values", async ({ expect, run }) => {
    const seen = await within(run, async () => {
      await transaction((first) => first.set("x", 1));
      return await transaction((second) => second.get("x", "unknown"));
    });
    expect(seen).toBe("unknown");
  });

  rule("8.12 each task has values of its own, which its rollback hook finds", async ({ expect, run }) => {
    const found: unknown[] = [];
    const named = (name: string) =>
      task({ onRollback: [(txn) => void found.push([name, txn.get("x")])] }, async () => {
        getTransaction()?.set("x", name);
      });
    const over = await run(
      flow({ name: "work" }, async () => {
        await transaction(async (txn) => {
          txn.set("x", "around");
          await named("t1")();
          await named("t2")();
          found.push(txn.get("x"));
          throw new Error("undo");
        });
      }),
    );
    expect(over.state.name).toBe("Failed");
    expect(found).toEqual(["around", ["t2", "t2"], ["t1", "t1"]]);
  });

  rule(
    "8.12 a task gets the values of the transaction around it, a commit hook the task's",
    async ({ expect, run }) => {
      const found: unknown[] = [];
      const one = task({ onCommit: [(txn) => void found.push(txn.get("own"))] }, async () => {
        getTransaction()?.set("own", "of the task");
        return getTransaction()?.get("around");
      });
      const seen = await within(run, async (txn) => {
        txn.set("around", "of the transaction");
        return await one();
      });
      expect(seen).toBe("of the transaction");
      expect(found).toEqual(["of the task"]);
    },
  );

  rule("8.12 a retried task starts with no values of its attempt before", async ({ expect, run }) => {
    const found: unknown[] = [];
    const one = task({ retries: 1 }, async () => {
      const txn = getTransaction();
      found.push(txn?.get("x", "none"));
      txn?.set("x", "left over");
      if (found.length === 1) throw new Error("once");
    });
    await run(one);
    expect(found).toEqual(["none", "none"]);
  });
});

export const currentTransaction = suite("The current transaction", (rule) => {
  rule("8.13 getTransaction() is null outside, also in a flow", async ({ expect, run }) => {
    expect(getTransaction()).toBeNull();
    const over = await run(flow({ name: "work" }, async () => ({ value: getTransaction() })));
    expect(await over.value()).toEqual({ value: null });
    expect(getTransaction()).toBeNull();
  });

  rule("8.13 it is the innermost, across awaits, and restored at each end", async ({ expect, run }) => {
    const over = await run(
      flow({ name: "work" }, async () => {
        const seen: boolean[] = [];
        await transaction({ key: "outer" }, async (outer) => {
          seen.push(getTransaction() === outer);
          await transaction({ key: "inner" }, async (inner) => {
            await sleep(1);
            seen.push(getTransaction() === inner, inner.getParent() === outer);
          });
          seen.push(getTransaction() === outer, outer.getParent() === null);
        });
        return [...seen, getTransaction() === null];
      }),
    );
    expect(await over.value()).toEqual([true, true, true, true, true, true]);
  });

  rule("8.13 it is restored after errors", async ({ expect, run }) => {
    const over = await run(
      flow({ name: "work" }, async () => {
        const seen: boolean[] = [];
        await transaction(async (outer) => {
          await transaction(async () => {
            await sleep(1);
            throw new Error("foo");
          }).catch(() => undefined);
          seen.push(getTransaction() === outer);
          throw new Error("bar");
        }).catch(() => undefined);
        return [...seen, getTransaction() === null];
      }),
    );
    expect(await over.value()).toEqual([true, true]);
  });

  rule("8.13 transactions side by side do not see each other", async ({ expect, run }) => {
    const [first, second] = [gate(), gate()];
    const over = await run(
      flow({ name: "work" }, async () => {
        const one = transaction(async (txn) => {
          await second.opened;
          first.open();
          await sleep(2);
          return getTransaction() === txn && txn.getParent() === null;
        });
        const two = transaction(async (txn) => {
          second.open();
          await first.opened;
          await sleep(1);
          return getTransaction() === txn && txn.getParent() === null;
        });
        return await Promise.all([one, two]);
      }),
    );
    expect(await over.value()).toEqual([true, true]);
  });

  rule("8.13 one that fails leaves its neighbour alone", async ({ expect, run }) => {
    const over = await run(
      flow({ name: "work" }, async () => {
        const kept: Transaction[] = [];
        await Promise.allSettled([
          transaction(async (txn) => {
            kept.push(txn);
            await sleep(1);
            throw new Error("no");
          }),
          transaction(async (txn) => {
            kept.push(txn);
            await sleep(2);
          }),
        ]);
        return kept.map(({ state }) => state).join();
      }),
    );
    expect(await over.value()).toBe("ROLLED_BACK,COMMITTED");
  });

  rule("8.13 a task alone has one, and plain code after it none", async ({ expect, run }) => {
    const one = task(async () => getTransaction()?.state);
    const over = await run(one);
    expect(await over.value()).toBe("ACTIVE");
    expect(getTransaction()).toBeNull();
  });
});
