import { Completed, flow, opaque, quote, sleep, task, unmapped } from "..";
import { gate, names, suite, type Scene } from "./harness.suite";

const same = task({ name: "same" }, async (x: unknown) => x);
const ignores = task({ name: "ignores" }, async (...values: unknown[]) =>
  values.length > 0 ? "ignored" : "",
);
const fails = task({ name: "fails" }, async (): Promise<unknown> => {
  throw boom;
});
const boom = new RangeError("boom");
/** What a flow's body gives, with the runs that it made. */
async function main({ run }: Scene, body: () => Promise<unknown>) {
  const done = await run(flow({ name: "main" }, body));
  return { ...done, given: await done.value() };
}

class Holder {
  readonly held: unknown;

  constructor(held: unknown) {
    this.held = held;
  }
}

export const collections = suite("Resolution: what is looked through", (rule) => {
  const one = task({ name: "one" }, async (x: unknown) => x);
  const shapes: Record<string, (a: unknown, b: unknown) => unknown> = {
    "a list": (a, b) => [a, "x", b],
    "a nested list": (a, b) => [[a], [[b, [a]]]],
    "a set": (a, b) => new Set([a, "x", b]),
    "a map's keys and values": (a, b) =>
      new Map([
        [a, "x"],
        ["y", b],
      ]),
    "a plain object": (a, b) => ({ a, b, c: "x" }),
    "an object without a prototype": (a, b) => Object.assign(Object.create(null) as object, { a, b }),
    "a frozen list": (a, b) => Object.freeze([a, b]),
    "a mix": (a, b) => ({ list: [a, new Map([["k", new Set([b])]])], deep: { er: { est: [a] } } }),
  };
  for (const [what, shape] of Object.entries(shapes))
    rule(`3.8 futures and states in ${what}`, async (scene) => {
      const { expect } = scene;
      const { given } = await main(scene, async () => {
        const future = one.submit("A");
        const state = await one.withOptions({ returnState: true })("B");
        const argument = shape(future, state);
        return { got: await same(argument), submitted: await same.submit(argument).result() };
      });
      const { got, submitted } = given as { got: unknown; submitted: unknown };
      // An object without a prototype may come out as a common one.
      const expected = what.includes("prototype") ? { a: "A", b: "B" } : shape("A", "B");
      expect(what.includes("prototype") ? { ...(got as object) } : got).toEqual(expected);
      expect(what.includes("prototype") ? { ...(submitted as object) } : submitted).toEqual(expected);
    });

  rule("3.8 the caller's own collection is left alone", async (scene) => {
    const { given } = await main(scene, async () => {
      const future = one.submit(1);
      const list = [future, 2];
      const got = await same(list);
      return { got, kept: list[0] === future, other: got !== list };
    });
    scene.expect(given).toEqual({ got: [1, 2], kept: true, other: true });
  });

  rule("3.8 what holds nothing to resolve is passed by identity", async (scene) => {
    const { given } = await main(scene, async () => {
      const inner = { deep: [1] };
      const future = one.submit(1);
      const got = (await same([future, inner, new Set([inner])])) as [number, object, Set<object>];
      return [got[0], got[1] === inner, got[2].has(inner)];
    });
    scene.expect(given).toEqual([1, true, true]);
  });

  rule("3.8 objects of a class are not looked into", async (scene) => {
    const { given } = await main(scene, async () => {
      const future = one.submit(1);
      const holder = new Holder(future);
      const [alone, listed] = [await same(holder), await same([holder, future])];
      return [alone === holder, (listed as unknown[])[0] === holder, holder.held === future];
    });
    scene.expect(given).toEqual([true, true, true]);
  });

  rule("3.8 a generator is neither looked into nor drained", async (scene) => {
    const drained = task({ name: "drained" }, async (list: Iterable<number>) => [...list]);
    const { given } = await main(scene, async () => {
      const future = one.submit(1);
      const numbers = (function* () {
        yield 1;
        yield 2;
      })();
      return [await drained(numbers), ((await same([future])) as unknown[])[0]];
    });
    scene.expect(given).toEqual([[1, 2], 1]);
  });

  const odd: Record<string, () => unknown> = {
    "a function": () => () => 1,
    "a symbol": () => Symbol("s"),
    "a bigint": () => 10n,
    "a date": () => new Date(0),
    "a pattern": () => /x/g,
    "a typed array": () => new Uint8Array([1, 2]),
    "an array buffer": () => new ArrayBuffer(8),
    "a weak map": () => new WeakMap(),
    "a URL": () => new URL("https://example.org/"),
    "an error": () => new RangeError("mine"),
    "a class": () => Holder,
    "a task": () => same,
    "a promise": () => Promise.resolve(1),
    "a thenable": () => ({ then: (resolve: (value: number) => void) => resolve(1) }),
    "a proxy": () => new Proxy(new Holder(1), {}),
    NaN: () => NaN,
    "minus zero": () => -0,
    null: () => null,
    undefined: () => undefined,
    "an empty string": () => "",
  };
  for (const [what, make] of Object.entries(odd)) {
    rule(`3.8 ${what} is passed as it is`, async (scene) => {
      const value = make();
      const isIt = task({ name: "isIt" }, async (x: unknown) => Object.is(x, value));
      const { given } = await main(scene, async () => [await isIt(value), await isIt.submit(value).result()]);
      scene.expect(given).toEqual([true, true]);
    });

    rule(`3.8 so is ${what} beside a future`, async (scene) => {
      const value = make();
      const isIt = task({ name: "isIt" }, async (x: unknown[]) => [x[0], Object.is(x[1], value)]);
      const { given } = await main(scene, async () => await isIt.submit([one.submit(5), value]).result());
      scene.expect(given).toEqual([5, true]);
    });
  }

  rule("3.8 a list that holds itself", async (scene) => {
    const { given } = await main(scene, async () => {
      const list: unknown[] = [1];
      list.push(list);
      return [(await same(list)) === list, (await same.submit(list).result()) === list];
    });
    scene.expect(given).toEqual([true, true]);
  });

  const cycles: Record<string, (future: unknown) => unknown> = {
    "a list": (future) => {
      const list: unknown[] = [future];
      list.push(list);
      return list;
    },
    "an object": (future) => {
      const object: Record<string, unknown> = { 0: future };
      object["self"] = { again: object };
      return object;
    },
    "a set": (future) => {
      const set = new Set<unknown>([future]);
      set.add([set]);
      return set;
    },
    "a map": (future) => {
      const map = new Map<unknown, unknown>([[0, future]]);
      return map.set(map, map);
    },
  };
  for (const [what, make] of Object.entries(cycles))
    rule(`3.8 a cycle through ${what} with a future in it`, async (scene) => {
      const first = task({ name: "first" }, async (x: object): Promise<unknown> =>
        Symbol.iterator in x
          ? [...(x as Iterable<unknown>)].flat()[x instanceof Map ? 1 : 0]
          : Object.values(x)[0],
      );
      const { given } = await main(
        scene,
        async () => await first.submit(make(one.submit("A")) as object).result(),
      );
      scene.expect(given).toBe("A");
    });

  rule("3.8 lists a thousand deep", async (scene) => {
    const nest = (value: unknown) => Array.from({ length: 1000 }).reduce<unknown>((inner) => [inner], value);
    const core = task({ name: "core" }, async (x: unknown) => {
      let depth = 0;
      let inner = x;
      for (; Array.isArray(inner); inner = (inner as unknown[])[0]) depth++;
      return [depth, inner];
    });
    const { given } = await main(scene, async () => await core.submit(nest(one.submit("A"))).result());
    scene.expect(given).toEqual([1000, "A"]);
  });
});

export const hostile = suite("Resolution: arguments that throw when they are looked at", (rule) => {
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  const throws = () => {
    throw boom;
  };
  const objects: Record<string, () => object> = {
    "a getter that throws": () => Object.defineProperty({}, "bad", { enumerable: true, get: throws }),
    "a proxy whose traps throw": () =>
      new Proxy({}, { ownKeys: throws, getPrototypeOf: throws, get: throws }),
    "a revoked proxy": revoked,
    "a set whose iterator throws": () => Object.assign(new Set(), { [Symbol.iterator]: throws }),
  };
  for (const [what, make] of Object.entries(objects)) {
    rule(`3.8 ${what}: the call ends, and the flow goes on`, async (scene) => {
      const { given, state } = await main(scene, async () => {
        const ends: string[] = [];
        const calls = [
          async () => await ignores(make()),
          async () => await ignores.submit([make()]).result(),
          async () => await ignores.withOptions({ waitFor: [make()] })(1),
        ];
        for (const call of calls)
          await call().then(
            () => ends.push("ended"),
            () => ends.push("ended"),
          );
        return [...ends, await same("fine")];
      });
      scene.expect(given).toEqual(["ended", "ended", "ended", "fine"]);
      scene.expect(state.name).toBe("Completed");
    });

    rule(`3.12 ${what}, quoted, is not looked at`, async (scene) => {
      const { given } = await main(scene, async () => await ignores(quote(make())));
      scene.expect(given).toBe("ignored");
    });
  }
});

export const values = suite("Resolution: values", (rule) => {
  rule("3.9 a future is waited for, a state is not called again", async (scene) => {
    const slow = task({ name: "slow" }, async (x: number) => {
      await sleep(10);
      return x;
    });
    const { given, taskRuns } = await main(scene, async () => {
      const upstream = slow.submit(1);
      const downstream = same.submit(upstream);
      return [upstream.state.name, downstream.state.name, await downstream.result()];
    });
    scene.expect(given).toEqual(["Pending", "Pending", 1]);
    const [first, second] = taskRuns;
    scene.expect(first?.endTime?.getTime()).toBe(second?.startTime?.getTime());
    scene.expect(second?.expectedStartTime).toEqual(first?.expectedStartTime);
    scene.expect(second?.totalRunTime).toBeLessThan(1);
  });

  rule("3.9 a direct call waits for the futures among its arguments as well", async (scene) => {
    const { given } = await main(scene, async () => await same([same.submit(1), [same.submit(2)]]));
    scene.expect(given).toEqual([1, [2]]);
  });

  rule("3.9 a state that an author made is replaced by its data", async (scene) => {
    const { given } = await main(
      scene,
      async () => await same([Completed({ data: 5 }), Completed({ data: [6] })]),
    );
    scene.expect(given).toEqual([5, [6]]);
  });

  rule("3.9 what a result holds is resolved too", async (scene) => {
    const states = task({ name: "states" }, async () => [Completed({ data: 1 }), Completed({ data: 2 })]);
    const { given } = await main(scene, async () => await same(states.submit()));
    scene.expect(given).toEqual([1, 2]);
  });

  rule("3.9 arguments are resolved once: each attempt gets the same", async (scene) => {
    const seen: unknown[] = [];
    const retried = task({ name: "retried", retries: 2 }, async (x: unknown[]) => {
      seen.push(x);
      throw boom;
    });
    await main(scene, async () => await retried.submit([same.submit(1)]).wait());
    scene.expect(seen).toEqual([[1], [1], [1]]);
    scene.expect(new Set(seen).size).toBe(1);
  });

  rule("3.12 quote: the callee gets the future itself, and does not wait", async (scene) => {
    const { opened, open } = gate();
    const waits = task({ name: "waits" }, async () => await opened);
    const { given } = await main(scene, async () => {
      const future = waits.submit();
      const alone = (await same(quote(future))) === future;
      const [inList] = (await same([quote(future), 1])) as unknown[];
      const { k } = (await same(quote({ k: future }))) as { k: unknown };
      const stillRuns = !future.state.isFinal();
      open();
      return [alone, inList === future, k === future, stillRuns];
    });
    scene.expect(given).toEqual([true, true, true, true]);
  });

  rule("3.12 quote: a failed upstream does no harm", async (scene) => {
    const { given } = await main(scene, async () => {
      const future = fails.submit();
      await future.wait();
      return (await same(quote(future))) === future;
    });
    scene.expect(given).toBe(true);
  });

  rule("3.12 quote: a promise is passed as it is, as any value", async (scene) => {
    const promise = Promise.resolve(1);
    const isIt = task({ name: "isIt" }, async (x: unknown) => x === promise);
    const { given } = await main(scene, async () => await isIt(quote(promise)));
    scene.expect(given).toBe(true);
  });

  rule("3.12 opaque: resolves the top only", async (scene) => {
    const states = task({ name: "states" }, async () => [Completed({ data: 1 })]);
    const { given } = await main(scene, async () => {
      const future = same.submit(1);
      const kept = (await same(opaque([future]))) as unknown[];
      const inner = (await same(opaque(states.submit()))) as unknown[];
      return [await same(opaque(future)), kept[0] === future, inner.map(String)];
    });
    scene.expect(given).toEqual([1, true, ["Completed()"]]);
  });

  rule("3.12 opaque: a failed upstream still keeps the task from running", async (scene) => {
    const { taskRuns } = await main(scene, async () => await same(opaque(fails.submit())));
    scene.expect(names(taskRuns[1] ?? { states: [] })).toEqual(["Pending", "NotReady"]);
  });

  rule("3.12 unmapped, outside of map, is what is in it", async (scene) => {
    const { given } = await main(scene, async () => {
      const future = same.submit(1);
      return [await same(unmapped(future)), await same.submit(unmapped([future])).result()];
    });
    scene.expect(given).toEqual([1, [1]]);
  });

  for (const kind of ["FlowRun", "TaskRun"] as const)
    rule(`3.13 a ${kind} as an argument is a PrefectException, unless opaque`, async (scene) => {
      const { expect } = scene;
      const earlier = await scene.run(flow({ name: "earlier" }, async () => await same(1)));
      const record = kind === "FlowRun" ? earlier.flowRun : earlier.taskRuns[0];
      let calls = 0;
      const seen = task({ name: "seen" }, async (x: unknown) => {
        calls++;
        return x === record;
      });
      const { given } = await main(scene, async () => {
        const errors: unknown[] = [];
        for (const call of [
          async () => await seen(record),
          async () => await seen([{ deep: record }]),
          async () => await seen.submit(record).result(),
        ])
          await call().catch((error: unknown) => errors.push(error));
        return { errors, calls, kept: [await seen(opaque(record)), await seen(quote(record))] };
      });
      expect(given).toMatchObject({ calls: 0, kept: [true, true] });
      const { errors } = given as { errors: Error[] };
      expect(errors.map(({ name }) => name)).toEqual([
        "PrefectException",
        "PrefectException",
        "PrefectException",
      ]);
      for (const { message } of errors)
        expect(message.startsWith(`Passing a \`${kind}\` object as a task argument is not supported`)).toBe(
          true,
        );
    });
});
