import { flow, ParameterBindError, RuntimeError, sleep, task } from "..";
import { gate, names, suite } from "./harness.suite";

const add = task({ name: "add" }, async (x: number, y: number) => x + y);
const same = task({ name: "same" }, async (x: unknown) => x);
const fails = task({ name: "fails" }, async (): Promise<number> => {
  throw new RangeError("no");
});

/** What a call throws, at once or later. */
async function caught(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return "nothing was thrown";
}

const noRunner =
  "Unable to determine task runner to use for submission. If you are submitting a task outside of a flow, please use `.delay`";

export const calls = suite("Calling tasks: directly", (rule) => {
  rule("3.1 a direct call in a flow gives the value", async ({ expect, run }) => {
    const { value, taskRuns } = await run(flow({ name: "main" }, async () => (await add(1, 2)) * 10));
    expect(await value()).toBe(30);
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
  });

  rule("3.1 a direct call raises the exception itself", async ({ expect, run }) => {
    const thrown = new RangeError("mine");
    const raises = task({ name: "raises" }, async () => {
      throw thrown;
    });
    const main = flow({ name: "main" }, async () => ({ error: await caught(raises) }));
    expect(await (await run(main)).value()).toEqual({ error: thrown });
    const { error } = (await (await run(main)).value()) as { error: unknown };
    expect(error).toBe(thrown);
  });

  rule("3.1 a task can call a task, whose exception reaches it", async ({ expect, run }) => {
    const outer = task({ name: "outer" }, async () => [await add(1, 1), await caught(fails)]);
    const { value, taskRuns } = await run(flow({ name: "main" }, async () => await outer()));
    expect(await value()).toEqual([2, new RangeError("no")]);
    // The one that failed rolls the outer task's transaction back, and with it what its siblings did (rule 8.9).
    expect(taskRuns.map(names)).toEqual([
      ["Pending", "Running", "Completed"],
      ["Pending", "Running", "Completed", "RolledBack"],
      ["Pending", "Running", "Failed"],
    ]);
  });

  rule("3.1 a task runs on its own, without a flow", async ({ expect, run }) => {
    const { value, state, flowRun, flowRuns, taskRuns } = await run(add, [3, 4]);
    expect(await value()).toBe(7);
    expect(state.name).toBe("Completed");
    expect(flowRun).toBeNull();
    expect(flowRuns).toEqual([]);
    expect(taskRuns.map(({ name, flowRunId }) => ({ name, flowRunId }))).toEqual([
      { name: "add", flowRunId: null },
    ]);
  });

  rule("3.1 a task outside of a flow calls tasks", async ({ expect, run }) => {
    const outer = task({ name: "outer" }, async () => await add(await add(1, 1), 1));
    const { value, taskRuns } = await run(outer);
    expect(await value()).toBe(3);
    expect(taskRuns.map(({ name }) => name)).toEqual(["outer", "add", "add"]);
  });

  rule("3.1 a failure outside of a flow is raised by value()", async ({ expect, run }) => {
    const { value, state } = await run(fails);
    expect(state.toString()).toBe("Failed('Task run encountered an exception RangeError: no')");
    await expect(value()).rejects.toThrow(RangeError);
  });

  rule("3.1 plain code, with nothing around it, calls tasks", async ({ expect }) => {
    expect(await add(2, 2)).toBe(4);
    await expect(fails()).rejects.toThrow("no");
  });

  rule("3.1 direct calls run one after the other", async ({ expect, run, clock }) => {
    const order: string[] = [];
    const step = task({ name: "step" }, async (name: string, seconds: number) => {
      order.push(`${name} starts`);
      await sleep(seconds);
      order.push(`${name} ends`);
    });
    const before = clock.now();
    await run(
      flow({ name: "main" }, async () => {
        await step("a", 5);
        await step("b", 1);
      }),
    );
    expect(order).toEqual(["a starts", "a ends", "b starts", "b ends"]);
    expect(clock.now() - before).toBe(6000);
  });

  rule("3.1 direct calls gathered by Promise.all run side by side", async ({ expect, run, clock }) => {
    const step = task({ name: "step" }, async (seconds: number) => {
      await sleep(seconds);
      return seconds;
    });
    const before = clock.now();
    const main = flow({ name: "main" }, async () => await Promise.all([step(5), step(1), step(3)]));
    expect(await (await run(main)).value()).toEqual([5, 1, 3]);
    expect(clock.now() - before).toBe(5000);
  });

  rule("3.1 arguments and results are passed by identity", async ({ expect, run }) => {
    const given = [1, 2];
    const append = task({ name: "append" }, async (list: number[]) => {
      list.push(3);
      return list;
    });
    const main = flow({ name: "main" }, async () => [
      (await same(given)) === given,
      (await append(given)) === given,
    ]);
    expect(await (await run(main)).value()).toEqual([true, true]);
    expect(given).toEqual([1, 2, 3]);
  });

  rule("3.1 a plain function is a task as well, and its call a promise", async ({ expect, run }) => {
    const plain = task({ name: "plain" }, (x: number) => x + 1);
    const main = flow({ name: "main" }, async () => {
      const promise = plain(1);
      return [promise instanceof Promise, await promise];
    });
    expect(await (await run(main)).value()).toEqual([true, 2]);
  });

  rule("3.1 rest parameters and defaults reach the function", async ({ expect, run }) => {
    const rest = task({ name: "rest" }, async (first: number, ...others: number[]) => [first, others]);
    const usual = task({ name: "usual" }, async (x: number, y = 5) => [x, y]);
    const main = flow({ name: "main" }, async () => [
      await rest(1),
      await rest(1, 2, 3),
      await usual(1),
      await usual(1, 2),
    ]);
    expect(await (await run(main)).value()).toEqual([
      [1, []],
      [1, [2, 3]],
      [1, 5],
      [1, 2],
    ]);
  });

  rule("3.1 a task that calls itself", async ({ expect, run }) => {
    const factorial = task({ name: "factorial" }, async (n: number): Promise<number> =>
      n < 2 ? 1 : n * (await factorial(n - 1)),
    );
    const { value, taskRuns } = await run(flow({ name: "main" }, async () => await factorial(5)));
    expect(await value()).toBe(120);
    expect(taskRuns).toHaveLength(5);
  });

  for (const [what, args, message] of [
    ["a missing argument", [1], "missing a required argument: 'y'"],
    ["an argument too many", [1, 2, 3], "too many positional arguments"],
  ] as const)
    rule(`3.6 ${what} is a ParameterBindError before any run is created`, async ({ expect, run }) => {
      const pair = task(function pair(x: unknown, y: unknown) {
        return [x, y];
      });
      // The mistake is the point: no types stand in the way of a learner's cell.
      const loose = pair as unknown as Record<"submit" | "map", (...args: unknown[]) => unknown> &
        ((...args: unknown[]) => unknown);
      const { value, taskRuns } = await run(
        flow({ name: "main" }, async () => ({
          errors: [
            await caught(() => loose(...args)),
            await caught(() => loose.submit(...args)),
            await caught(() => loose.map(...args.map((one) => [one]))),
            await caught(() => (pair.withOptions({ returnState: true }) as unknown as typeof loose)(...args)),
          ],
        })),
      );
      const { errors } = (await value()) as { errors: unknown[] };
      for (const error of errors) {
        expect(error).toBeInstanceOf(ParameterBindError);
        expect(error).toBeInstanceOf(TypeError);
        expect(error).toMatchObject({ name: "ParameterBindError" });
        expect((error as Error).message).toContain(
          `Error binding parameters for function 'pair': ${message}.`,
        );
      }
      expect(taskRuns).toEqual([]);
    });

  rule("3.6 options that are given as an argument too many are told their place", async ({ expect, run }) => {
    const leaf = task({ name: "leaf" }, async (n: unknown) => n);
    const main = flow({ name: "main" }, async () => ({
      error: await caught(() => (leaf.submit as (...args: unknown[]) => unknown)(1, { waitFor: [] })),
    }));
    const { error } = (await (await run(main)).value()) as { error: Error };
    expect(error.message).toContain(
      "A call's options are given before it: leaf.withOptions({ waitFor: … }).",
    );
  });

  rule("3.6 the message has the function's name, not the task's", async ({ expect, run }) => {
    const renamed = task({ name: "other name" }, function pair(x: unknown, y: unknown) {
      return [x, y];
    });
    const main = flow({ name: "main" }, async () => ({
      error: await caught(() => (renamed as (...args: unknown[]) => unknown)(1)),
    }));
    const { error } = (await (await run(main)).value()) as { error: Error };
    expect(error.message).toContain("Error binding parameters for function 'pair': missing a required");
  });

  rule("3.6 undefined is an argument; left out of a default it is the default", async ({ expect, run }) => {
    const usual = task({ name: "usual" }, async (x: unknown, y: unknown = "y") => [x, y]);
    const main = flow({ name: "main" }, async () => await usual(undefined, undefined));
    expect(await (await run(main)).value()).toEqual([undefined, "y"]);
  });

  rule("3.7 a failed task whose error is caught does not fail its flow", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      await caught(fails);
      return "fine";
    });
    const { state, value, taskRuns } = await run(main);
    expect(state.toString()).toBe("Completed()");
    expect(await value()).toBe("fine");
    expect(taskRuns.map((one) => one.state.name)).toEqual(["Failed"]);
  });

  rule("3.7 nor does one that was submitted and forgotten", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      await fails.submit().wait();
      return "fine";
    });
    expect((await run(main)).state.toString()).toBe("Completed()");
  });

  rule("3.7 an error that escapes fails the flow", async ({ expect, run }) => {
    const { state, value } = await run(flow({ name: "main" }, async () => await fails()));
    expect(state.toString()).toBe("Failed('Flow run encountered an exception: RangeError: no')");
    await expect(value()).rejects.toThrow(RangeError);
  });

  rule("3.7 a returned failed state, or its future, fails the flow", async ({ expect, run }) => {
    const future = await run(flow({ name: "main" }, async () => fails.submit()));
    const state = await run(
      flow({ name: "main" }, async () => await fails.withOptions({ returnState: true })()),
    );
    expect(future.state.toString()).toBe("Failed('1/1 states failed.')");
    expect(state.state.toString()).toBe("Failed('1/1 states failed.')");
    await expect(future.value()).rejects.toThrow(RangeError);
  });
});

export const modes = suite("Calling tasks: submit, and states", (rule) => {
  rule("3.2 a direct call with returnState gives the final state", async ({ expect, run }) => {
    const { value, taskRuns, flowRun } = await run(
      flow({ name: "main" }, async () => ({
        good: await add.withOptions({ returnState: true })(1, 2),
        bad: await fails.withOptions({ returnState: true })(),
      })),
    );
    const { good, bad } = (await value()) as Record<"good" | "bad", (typeof taskRuns)[number]["state"]>;
    expect(good.toString()).toBe("Completed()");
    expect(await good.result()).toBe(3);
    expect(good.stateDetails).toMatchObject({ taskRunId: taskRuns[0]?.id, flowRunId: flowRun?.id });
    expect(good.id).toBe(taskRuns[0]?.state.id);
    expect(bad.toString()).toBe("Failed('Task run encountered an exception RangeError: no')");
    await expect(bad.result()).rejects.toThrow(RangeError);
  });

  rule("3.2 submit and map with returnState wait, and never raise", async ({ expect, run, clock }) => {
    const odd = task({ name: "odd" }, async (x: number) => {
      await sleep(10);
      if (x % 2 === 0) throw new RangeError(`${x} is even`);
      return x;
    }).withOptions({ returnState: true });
    const before = clock.now();
    const main = flow({ name: "main" }, async () => {
      const submitted = await odd.submit(2);
      const after = clock.now() - before;
      const mapped = await odd.map([1, 2, 3]);
      return { after, isArray: Array.isArray(mapped), all: [submitted, ...mapped].map(String) };
    });
    expect(await (await run(main)).value()).toEqual({
      after: 10_000,
      isArray: true,
      all: [
        "Failed('Task run encountered an exception RangeError: 2 is even')",
        "Completed()",
        "Failed('Task run encountered an exception RangeError: 2 is even')",
        "Completed()",
      ],
    });
    expect(clock.now() - before).toBe(20_000);
  });

  rule("3.2 returnState of a run that never starts is NotReady", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      const failed = fails.submit();
      const state = await same.withOptions({ returnState: true })(failed);
      return [state.name, state.type];
    });
    expect(await (await run(main)).value()).toEqual(["NotReady", "PENDING"]);
  });

  rule("3.2 returnState can be taken back", async ({ expect, run }) => {
    const stateful = add.withOptions({ returnState: true });
    const main = flow({ name: "main" }, async () => await stateful.withOptions({ returnState: false })(1, 2));
    expect(await (await run(main)).value()).toBe(3);
  });

  rule("3.3 submit gives a future at once, before anything ran", async ({ expect, run }) => {
    let calls = 0;
    const counts = task({ name: "counts" }, async () => ++calls);
    const main = flow({ name: "main" }, async () => {
      const future = counts.submit();
      const seen = [calls, future.state.name, "then" in future];
      return [...seen, await future.result(), future.state.name];
    });
    expect(await (await run(main)).value()).toEqual([0, "Pending", false, 1, "Completed"]);
  });

  rule("3.3 submitted tasks run side by side", async ({ expect, run }) => {
    const [first, second] = [gate(), gate()];
    const meets = task({ name: "meets" }, async (which: "first" | "second") => {
      const [own, other] = which === "first" ? [first, second] : [second, first];
      own.open();
      await other.opened;
      return which;
    });
    const main = flow({ name: "main" }, async () => {
      const futures = [meets.submit("first"), meets.submit("second")];
      return await Promise.all(futures.map(async (future) => await future.result()));
    });
    expect(await (await run(main)).value()).toEqual(["first", "second"]);
  });

  rule("3.3 submit outside of a flow is a RuntimeError, and makes no run", async ({ expect, run }) => {
    const outer = task({ name: "outer" }, async () => ({ error: await caught(() => add.submit(1, 2)) }));
    const { value, taskRuns } = await run(outer);
    const { error } = (await value()) as { error: Error };
    expect(error).toBeInstanceOf(RuntimeError);
    expect(error.name).toBe("RuntimeError");
    expect(error.message.startsWith(noRunner)).toBe(true);
    expect(taskRuns).toHaveLength(1);
  });

  rule("3.3 so it is in plain code, and thrown at once", ({ expect }) => {
    expect(() => add.submit(1, 2)).toThrow(RuntimeError);
    expect(() => add.submit(1, 2)).toThrow(noRunner);
  });

  rule("3.3 a task inside of a flow submits to the flow", async ({ expect, run }) => {
    const outer = task({ name: "outer" }, async () => await add.submit(1, 2).result());
    const { value, taskRuns, flowRun } = await run(
      flow({ name: "main" }, async () => await outer.submit().result()),
    );
    expect(await value()).toBe(3);
    expect(taskRuns.map(({ flowRunId }) => flowRunId)).toEqual([flowRun?.id, flowRun?.id]);
  });

  rule("3.3 a task that submits itself, 33 deep", async ({ expect, run }) => {
    const count = task({ name: "count" }, async (n: number): Promise<number> =>
      n === 0 ? 0 : 1 + (await count.submit(n - 1).result()),
    );
    const { value, taskRuns } = await run(
      flow({ name: "main" }, async () => await count.submit(33).result()),
    );
    expect(await value()).toBe(33);
    expect(taskRuns).toHaveLength(34);
  });

  rule("3.3 a plain function is submitted like an async one", async ({ expect, run }) => {
    const plain = task({ name: "plain" }, (x: number) => x * 2);
    const main = flow({ name: "main" }, async () => await plain.submit(4).result());
    expect(await (await run(main)).value()).toBe(8);
  });
});
