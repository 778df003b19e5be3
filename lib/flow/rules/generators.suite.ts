import { flow, INPUTS, runtime, sleep, task, ValueError } from "..";
import { names, suite, type Scene } from "./harness.suite";

const no = new TypeError("no");

function* counting(times: number) {
  for (let n = 1; n <= times; n++) yield n;
  return "the end";
}

async function* countingSlowly(times: number) {
  for (let n = 1; n <= times; n++) {
    await sleep(1);
    yield n;
  }
}

/** All values of an iterable, and what it threw in the end. */
async function consumed(items: AsyncIterable<unknown>) {
  const values: unknown[] = [];
  try {
    for await (const value of items) values.push(value);
  } catch (thrown) {
    return { values, thrown };
  }
  return { values };
}

/** Runs a flow with such a body. */
async function inFlow<T>({ run }: Scene, body: () => Promise<T>) {
  const result = await run(flow({ name: "f" }, body));
  return { ...result, got: (await result.value()) as T };
}

export const generators = suite("Generator tasks", (rule) => {
  for (const [what, one] of [
    ["a generator", task({ name: "one" }, counting)],
    ["an async generator", task({ name: "one" }, countingSlowly)],
  ] as const) {
    rule(`2.22 a direct call of ${what} gives its values one by one`, async (scene) => {
      const { expect } = scene;
      const { got, taskRuns } = await inFlow(scene, async () => await consumed(one(3)));
      expect(got).toEqual({ values: [1, 2, 3] });
      expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
      expect(taskRuns[0]?.runCount).toBe(1);
    });

    rule(`2.22 a call of ${what} is an iterable, and no promise`, async (scene) => {
      const { expect } = scene;
      const { got } = await inFlow(scene, async () => {
        const items: object = one(1);
        await consumed(items as AsyncIterable<unknown>);
        return [Symbol.asyncIterator in items, "then" in items];
      });
      expect(got).toEqual([true, false]);
    });

    rule(`2.22 closing ${what} early completes the run`, async (scene) => {
      const { expect } = scene;
      const { got, taskRuns, state } = await inFlow(scene, async () => {
        for await (const value of one(1000)) if (value === 2) return value;
        return 0;
      });
      expect(got).toBe(2);
      expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
      expect(await taskRuns[0]?.state.result()).toBeNull();
      expect(state.name).toBe("Completed");
    });

    rule(`2.22 ${what} outside of flows`, async (scene) => {
      const { expect, run } = scene;
      const outer = task({ name: "outer" }, async () => await consumed(one(2)));
      const { value, taskRuns } = await run(outer);
      expect(await value()).toEqual({ values: [1, 2] });
      expect(taskRuns.map(names)).toEqual(Array(2).fill(["Pending", "Running", "Completed"]));
    });

    rule(`2.22 ${what} that gives nothing`, async (scene) => {
      const { expect } = scene;
      const { got, taskRuns } = await inFlow(scene, async () => await consumed(one(0)));
      expect(got).toEqual({ values: [] });
      expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
    });

    rule(`2.22 ${what} that is submitted gives the list of its values`, async (scene) => {
      const { expect } = scene;
      const { got, taskRuns } = await inFlow(scene, async () => await one.submit(3).result());
      expect(got).toEqual([1, 2, 3]);
      expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
    });

    rule(`2.22 ${what} that is mapped gives a list for each element`, async (scene) => {
      const { expect } = scene;
      const { got } = await inFlow(scene, async () => await one.map([1, 2]).result());
      expect(got).toEqual([[1], [1, 2]]);
    });
  }

  rule("2.22 the run is Running while its values are taken", async (scene) => {
    const { expect, engine } = scene;
    const seen: unknown[] = [];
    const one = task({ name: "one", onRunning: [(_task, run) => void seen.push(run)] }, counting);
    const states: unknown[] = [];
    await engine().run(
      flow({ name: "f" }, async () => {
        for await (const value of one(2))
          states.push([value, (seen[0] as { state: { name: string } }).state.name]);
      }),
    );
    expect(states).toEqual([
      [1, "Running"],
      [2, "Running"],
    ]);
    expect(seen).toHaveLength(1);
  });

  rule("2.22 no value is made before it is asked for", async (scene) => {
    const { expect } = scene;
    const steps: string[] = [];
    const one = task({ name: "one" }, function* () {
      for (const n of [1, 2]) {
        steps.push(`made ${n}`);
        yield n;
      }
    });
    await inFlow(scene, async () => {
      for await (const value of one()) {
        await sleep(1);
        steps.push(`took ${value}`);
      }
    });
    expect(steps).toEqual(["made 1", "took 1", "made 2", "took 2"]);
  });

  rule("2.22 the generator's return value is the result of the run", async (scene) => {
    const { expect } = scene;
    const one = task({ name: "one" }, counting);
    const { got, taskRuns } = await inFlow(scene, async () => {
      const items = one(1)[Symbol.asyncIterator]();
      return [await items.next(), await items.next()];
    });
    expect(got).toEqual([
      { done: false, value: 1 },
      { done: true, value: "the end" },
    ]);
    expect(await taskRuns[0]?.state.result()).toBe("the end");
  });

  rule("2.22 a generator that returns nothing has null for a result", async (scene) => {
    const { expect } = scene;
    const one = task({ name: "one" }, countingSlowly);
    const { taskRuns } = await inFlow(scene, async () => await consumed(one(1)));
    expect((await taskRuns[0]?.state.result()) ?? null).toBeNull();
  });

  rule("2.22 closing early runs the generator's finally, and no retry", async (scene) => {
    const { expect } = scene;
    const steps: string[] = [];
    const one = task({ name: "one", retries: 2 }, function* () {
      try {
        steps.push("start");
        yield 1;
        steps.push("never");
      } finally {
        steps.push("finally");
      }
    });
    const { taskRuns } = await inFlow(scene, async () => {
      for await (const value of one()) if (value === 1) break;
    });
    expect(steps).toEqual(["start", "finally"]);
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
  });

  rule("2.22 an error after some values: Failed, thrown to who takes them", async (scene) => {
    const { expect } = scene;
    const one = task({ name: "one" }, function* () {
      yield 1;
      throw no;
    });
    const { got, taskRuns } = await inFlow(scene, async () => await consumed(one()));
    expect(got).toEqual({ values: [1], thrown: no });
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Failed"]]);
    expect(taskRuns[0]?.state.message).toBe("Task run encountered an exception TypeError: no");
  });

  rule("2.22 on a retry the values come again", async (scene) => {
    const { expect } = scene;
    const one = task({ name: "one", retries: 2 }, function* () {
      yield 1;
      yield 2;
      throw no;
    });
    const { got, taskRuns } = await inFlow(scene, async () => await consumed(one()));
    expect(got).toEqual({ values: [1, 2, 1, 2, 1, 2], thrown: no });
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Retrying", "Retrying", "Failed"]]);
  });

  rule("2.22 a retry that goes well ends the iteration well, after its delay", async (scene) => {
    const { expect, clock } = scene;
    const start = clock.now();
    let attempts = 0;
    const one = task({ name: "one", retries: 1, retryDelaySeconds: 7 }, async function* () {
      yield 1;
      if (++attempts === 1) throw no;
      yield await Promise.resolve(2);
    });
    const { got, taskRuns } = await inFlow(scene, async () => await consumed(one()));
    expect(got).toEqual({ values: [1, 1, 2] });
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "AwaitingRetry", "Retrying", "Completed"]]);
    expect(clock.now() - start).toBe(7000);
  });

  rule("2.22 a generator's timeout counts from the start of the attempt", async (scene) => {
    const { expect } = scene;
    const one = task({ name: "one", timeoutSeconds: 5 }, async function* () {
      yield 1;
      await sleep(100);
      yield 2;
    });
    const { got, taskRuns } = await inFlow(scene, async () => await consumed(one()));
    expect(got).toMatchObject({ values: [1], thrown: { name: "TimeoutError" } });
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "TimedOut"]]);
  });

  rule("2.22 returnState: ValueError, by the call or as soon as a value is taken", async (scene) => {
    const { expect } = scene;
    const one = task({ name: "one" }, counting).withOptions({ returnState: true });
    const { got } = await inFlow(scene, async () => {
      try {
        return (await consumed(one(1))).thrown;
      } catch (thrown) {
        return thrown;
      }
    });
    expect(got).toBeInstanceOf(ValueError);
    expect(got).toMatchObject({ message: "The return_type for a generator task must be 'result'" });
  });

  rule("2.22 a generator task is never served from the cache", async (scene) => {
    const { expect } = scene;
    let calls = 0;
    const one = task({ name: "one", cachePolicy: INPUTS, persistResult: true }, function* (n: number) {
      calls++;
      yield n;
    });
    const { got, taskRuns } = await inFlow(scene, async () => [
      await consumed(one(1)),
      await consumed(one(1)),
    ]);
    expect(got).toEqual([{ values: [1] }, { values: [1] }]);
    expect(calls).toBe(2);
    expect(taskRuns.map(names)).toEqual(Array(2).fill(["Pending", "Running", "Completed"]));
  });

  rule("2.22 who is given a yielded value has the generator's run for an input", async (scene) => {
    const { expect } = scene;
    const rows = task({ name: "rows" }, function* () {
      yield { row: 1 };
      yield { row: 2 };
    });
    const use = task({ name: "use" }, (row: { row: number }) => row.row);
    const { got, taskRuns } = await inFlow(scene, async () => {
      const used: number[] = [];
      for await (const row of rows()) used.push(await use(row));
      return used;
    });
    expect(got).toEqual([1, 2]);
    const [generator, ...users] = taskRuns;
    expect(users.map(({ taskInputs }) => taskInputs)).toEqual(
      Array(2).fill({ row: [{ inputType: "taskRun", id: generator?.id }] }),
    );
  });

  rule("2.22 hooks: onRunning at each attempt, and one at the end", async (scene) => {
    const { expect } = scene;
    const calls: string[] = [];
    const note = (_task: unknown, _run: unknown, { name }: { name: string }) => void calls.push(name);
    let attempts = 0;
    const one = task(
      { name: "one", retries: 1, onRunning: [note], onCompletion: [note], onFailure: [note] },
      function* () {
        yield 1;
        if (++attempts === 1) throw no;
      },
    );
    await inFlow(scene, async () => await consumed(one()));
    expect(calls).toEqual(["Running", "Retrying", "Completed"]);
  });

  rule("2.22 an upstream that failed: no values, and the run is NotReady", async (scene) => {
    const { expect } = scene;
    const up = task({ name: "up" }, async () => await Promise.reject(no));
    const one = task({ name: "one" }, counting);
    const { got, taskRuns } = await inFlow(
      scene,
      async () => await consumed(one.withOptions({ waitFor: [up.submit()] })(3)),
    );
    expect(got).toEqual({ values: [] });
    expect(taskRuns.map(names)).toEqual([
      ["Pending", "Running", "Failed"],
      ["Pending", "NotReady"],
    ]);
  });

  rule("2.22 submitted, it runs in its own run, and ends with its time", async ({ expect, run }) => {
    const seen: unknown[] = [];
    const slow = task({ name: "slow", timeoutSeconds: 5 }, async function* () {
      seen.push(runtime.taskRun.name);
      yield 1;
      seen.push(runtime.taskRun.name);
      await sleep(60);
    });
    const { taskRuns } = await run(flow(async () => await slow.submit().wait()));
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "TimedOut"]]);
    expect(seen).toEqual([taskRuns[0]?.name, taskRuns[0]?.name]);
  });

  rule("2.22 two iterations side by side have runs of their own", async (scene) => {
    const { expect } = scene;
    const one = task({ name: "one" }, countingSlowly);
    const { got, taskRuns } = await inFlow(
      scene,
      async () => await Promise.all([consumed(one(2)), consumed(one(3))]),
    );
    expect(got).toEqual([{ values: [1, 2] }, { values: [1, 2, 3] }]);
    expect(taskRuns.map(names)).toEqual(Array(2).fill(["Pending", "Running", "Completed"]));
  });

  rule("2.22 a task that returns a generator gives the list of its values", async (scene) => {
    const { expect } = scene;
    const returning = task({ name: "returning" }, async () => await Promise.resolve(counting(3)));
    const { got, taskRuns } = await inFlow(scene, async () => await returning());
    expect(got).toEqual([1, 2, 3]);
    expect(await taskRuns[0]?.state.result()).toEqual([1, 2, 3]);
  });
});
