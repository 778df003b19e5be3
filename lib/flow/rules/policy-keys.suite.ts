import { DEFAULT, FLOW_PARAMETERS, INPUTS, RUN_ID, TASK_SOURCE, flow, task } from "..";
import { suite } from "./harness.suite";

export const policyKeys = suite("Keys of single policies", (rule) => {
  rule("7.10 INPUTS hashes all parameters by name, defaults included", async ({ expect, run }) => {
    const one = task({ cachePolicy: INPUTS }, async (x: number, y = "foo") => [x, y]);
    const work = flow({ name: "work" }, async () => [await one(1), await one(1, "foo"), await one(1, "bar")]);
    const { taskRuns } = await run(work);
    expect(taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached", "Completed"]);
    expect(taskRuns[0]?.state.stateDetails.cacheKey).toBe("77c62e08d7bb40e3137472fc20d93683");
  });

  rule("7.10 INPUTS depends on the names of parameters", async ({ expect, run }) => {
    const byX = task({ cachePolicy: INPUTS }, async (x: number) => `x${x}`);
    const byY = task({ cachePolicy: INPUTS }, async (y: number) => `y${y}`);
    const over = await run(flow({ name: "over" }, async () => [await byX(42), await byY(42)]));
    expect(await over.value()).toEqual(["x42", "y42"]);
  });

  rule(
    "7.10 INPUTS alone is blind to the task: two tasks of equal inputs share a result",
    async ({ expect, run }) => {
      const first = task({ cachePolicy: INPUTS }, async (x: number) => `first ${x}`);
      const second = task({ cachePolicy: INPUTS }, async (x: number) => `second ${x}`);
      const over = await run(flow({ name: "over" }, async () => [await first(1), await second(1)]));
      expect(await over.value()).toEqual(["first 1", "first 1"]);
    },
  );

  rule("7.10 INPUTS hashes what futures resolve to", async ({ expect, run }) => {
    const source = task(async (x: number) => x);
    const one = task({ cachePolicy: INPUTS }, async (x: number) => x);
    const work = flow({ name: "work" }, async () => {
      await one(7);
      await one.submit(source.submit(7)).wait();
      await one.submit(await source.withOptions({ returnState: true })(7)).wait();
    });
    const { taskRuns } = await run(work);
    const ones = taskRuns.filter(({ state }) => state.stateDetails.cacheKey !== undefined);
    expect(ones.map(({ state }) => state.name)).toEqual(["Completed", "Cached", "Cached"]);
  });

  rule("7.10 INPUTS of a task without parameters: no key, never a hit", async ({ expect, run }) => {
    const one = task({ cachePolicy: INPUTS }, async () => 1);
    const { taskRuns } = await run(flow({ name: "work" }, async () => [await one(), await one()]));
    expect(taskRuns.map(({ state }) => [state.name, state.stateDetails.cacheKey])).toEqual([
      ["Completed", undefined],
      ["Completed", undefined],
    ]);
  });

  rule("7.10 INPUTS with everything excluded: the key of an empty mapping", async ({ expect, run }) => {
    const one = task({ cachePolicy: INPUTS.minus("x").minus("y") }, async (x: number, y: number) => x + y);
    const { taskRuns } = await run(flow({ name: "work" }, async () => [await one(1, 2), await one(3, 4)]));
    expect(taskRuns.map(({ state }) => [state.name, state.stateDetails.cacheKey])).toEqual([
      ["Completed", "05da934bc95640755e0d7882f6f171d0"],
      ["Cached", "05da934bc95640755e0d7882f6f171d0"],
    ]);
  });

  rule("7.10 an excluded input changes nothing, any other does", async ({ expect, run }) => {
    const one = task({ cachePolicy: INPUTS.minus("y") }, async (x: number, y: unknown) => [x, y]);
    const calls = [
      [42, 42],
      [42, "foo"],
      [42, null],
      [43, 42],
    ] as const;
    const work = flow({ name: "work" }, async () => {
      for (const [x, y] of calls) await one(x, y);
    });
    const { taskRuns } = await run(work);
    expect(taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached", "Cached", "Completed"]);
  });

  rule("7.11 TASK_SOURCE: the text of the function, whatever the inputs", async ({ expect, engine }) => {
    const make = () => task({ cachePolicy: TASK_SOURCE }, async (x: number) => x);
    const [one, same] = [make(), make()];
    const other = task({ cachePolicy: TASK_SOURCE }, async (x: number) => x + 1);
    const work = flow({ name: "work" }, async () => [
      await one(1),
      await one(2),
      await same(3),
      await other(4),
    ]);
    const own = engine();
    expect(await (await own.run(work)).value()).toEqual([1, 1, 1, 5]);
    const { taskRuns } = await own.run(work);
    expect(taskRuns.map(({ state }) => state.name)).toEqual(["Cached", "Cached", "Cached", "Cached"]);
  });

  rule("7.11 functions whose text cannot be read do not share results", async ({ expect, run }) => {
    const times = (factor: number) => ((by: number, x: number) => by * x).bind(undefined, factor);
    const [one, ten] = [task({ persistResult: true }, times(1)), task({ persistResult: true }, times(10))];
    const over = await run(flow({ name: "over" }, async () => [await one(2), await ten(2)]));
    expect(await over.value()).toEqual([2, 20]);
  });

  rule("7.12 RUN_ID: the flow run's id, so that a task runs once in each", async ({ expect, engine }) => {
    const one = task({ cachePolicy: RUN_ID }, async (x: number) => x);
    const work = flow({ name: "work" }, async () => [await one(1), await one(2)]);
    const own = engine();
    for (const over of [await own.run(work), await own.run(work)]) {
      expect(over.taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached"]);
      expect(over.taskRuns.map(({ state }) => state.stateDetails.cacheKey)).toEqual([
        over.flowRun?.id,
        over.flowRun?.id,
      ]);
    }
  });

  rule("7.12 RUN_ID outside flows: the task run's id, so that nothing hits", async ({ expect, engine }) => {
    const one = task({ cachePolicy: RUN_ID }, async (x: number) => x);
    const own = engine();
    for (const over of [await own.run(one, [1]), await own.run(one, [1])]) {
      expect(over.state.name).toBe("Completed");
      expect(over.state.stateDetails.cacheKey).toBe(over.taskRuns[0]?.id);
    }
  });

  rule("7.12 RUN_ID of a subflow is its own", async ({ expect, run }) => {
    const one = task({ cachePolicy: RUN_ID }, async (x: string) => x);
    const child = flow({ name: "child" }, async () => await one("child"));
    const parent = flow({ name: "parent" }, async () => [await one("parent"), await child(), await child()]);
    const over = await run(parent);
    expect(await over.value()).toEqual(["parent", "child", "child"]);
    const keys = over.taskRuns.flatMap(({ state }) => state.stateDetails.cacheKey ?? []);
    expect(keys).toEqual(over.flowRuns.map(({ id }) => id));
  });

  rule("7.13 FLOW_PARAMETERS: a hash of the flow's parameters", async ({ expect, engine }) => {
    const one = task({ cachePolicy: FLOW_PARAMETERS }, async (n: number) => n);
    const work = flow({ name: "work" }, async (x: number) => await one(x * 10));
    const own = engine();
    const runs = [await own.run(work, [1]), await own.run(work, [2]), await own.run(work, [1])];
    expect(runs.map(({ taskRuns }) => taskRuns[0]?.state.name)).toEqual(["Completed", "Completed", "Cached"]);
    expect(runs[0]?.taskRuns[0]?.state.stateDetails.cacheKey).toBe("599d6780d743a1b50a942acff196a0f1");
  });

  rule("7.13 FLOW_PARAMETERS outside flows, or of a flow without any: no key", async ({ expect, engine }) => {
    const one = task({ cachePolicy: FLOW_PARAMETERS }, async () => 1);
    const own = engine();
    const states = [
      (await own.run(one)).state,
      (await own.run(one)).state,
      (await own.run(flow({ name: "none" }, async () => await one()))).taskRuns[0]?.state,
    ];
    expect(states.map((state) => [state?.name, state?.stateDetails.cacheKey])).toEqual(
      states.map(() => ["Completed", undefined]),
    );
  });

  rule(
    "7.15 a task without a policy has DEFAULT: hits within one flow run only",
    async ({ expect, engine }) => {
      const one = task({ persistResult: true }, async (x: number) => x);
      const chosen = one.withOptions({ cachePolicy: DEFAULT });
      const work = flow({ name: "work" }, async () => [
        await one(1),
        await one(1),
        await one(2),
        await chosen(1),
      ]);
      const own = engine();
      for (const { taskRuns } of [await own.run(work), await own.run(work)])
        expect(taskRuns.map(({ state }) => state.name)).toEqual([
          "Completed",
          "Cached",
          "Completed",
          "Cached",
        ]);
    },
  );

  rule("7.15 DEFAULT tells apart tasks of equal inputs by their source", async ({ expect, run }) => {
    const foo = task({ persistResult: true }, async (x: number) => `foo ${x}`);
    const bar = task({ persistResult: true }, async (x: number) => `bar ${x}`);
    const over = await run(flow({ name: "over" }, async () => [await foo(1), await bar(1)]));
    expect(await over.value()).toEqual(["foo 1", "bar 1"]);
  });

  rule("7.15 DEFAULT outside flows never hits", async ({ expect, engine }) => {
    const one = task({ persistResult: true }, async (x: number) => x);
    const own = engine();
    const names = [(await own.run(one, [1])).state.name, (await own.run(one, [1])).state.name];
    expect(names).toEqual(["Completed", "Completed"]);
  });

  rule(
    "7.15 with tasksDefaultNoCache, only a task that names a policy is cached",
    async ({ expect, run }) => {
      const bare = task({ persistResult: true }, async (x: number) => x);
      const chosen = task({ cachePolicy: INPUTS }, async (x: number) => x);
      const work = flow({ name: "work" }, async () => {
        for (const one of [bare, bare, chosen, chosen]) await one(1);
      });
      const { taskRuns } = await run(work, [], { settings: { tasksDefaultNoCache: true } });
      expect(taskRuns.map(({ state }) => state.name)).toEqual([
        "Completed",
        "Completed",
        "Completed",
        "Cached",
      ]);
    },
  );
});
