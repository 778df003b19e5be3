import { browserStorage, flow, memoryStorage, task, taskInputHash } from "..";
import { suite } from "./harness.suite";

type Keyed = { readonly state: { readonly stateDetails: { readonly cacheKey?: string } } };
const keyOf = ({ state }: Keyed) => state.stateDetails.cacheKey;

export const keyFunctions = suite("Key functions", (rule) => {
  rule("7.14 get the task, the run and the flow run, and the parameters by name", async ({ expect, run }) => {
    const seen: unknown[] = [];
    const one = task(
      {
        name: "one",
        cacheKeyFn: (context, parameters) => {
          const { task, taskRun, flowRun } = context as Record<string, { id?: string; name?: string }>;
          seen.push([task?.name, taskRun?.id, flowRun?.id, parameters]);
          return null;
        },
      },
      async (a: number, b = 2, ...rest: number[]) => [a, b, rest],
    );
    const over = await run(flow({ name: "over" }, async () => [await one(1), await one(1, 3, 4, 5)]));
    const [first, second] = over.taskRuns;
    expect(seen).toEqual([
      ["one", first?.id, over.flowRun?.id, { a: 1, b: 2, rest: [] }],
      ["one", second?.id, over.flowRun?.id, { a: 1, b: 3, rest: [4, 5] }],
    ]);
  });

  rule("7.14 can tell flow runs apart by the run that they get", async ({ expect, engine }) => {
    const byFlowRun = (context: { readonly taskRun: unknown }) =>
      (context.taskRun as { flowRunId: string }).flowRunId;
    const one = task({ cacheKeyFn: byFlowRun }, async (x: string) => x);
    const work = flow({ name: "work" }, async () => [await one("something"), await one("different")]);
    const own = engine();
    for (const over of [await own.run(work), await own.run(work)]) {
      expect(over.taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached"]);
      expect(await over.value()).toEqual(["something", "something"]);
    }
  });

  rule("7.24 get futures resolved, called or submitted", async ({ expect, run }) => {
    const seen: unknown[] = [];
    const foo = task(async (x: string) => x);
    const keyFn = (_context: unknown, parameters: Record<string, unknown>) => {
      seen.push(parameters);
      return String(parameters["x"]);
    };
    const bar = task({ cacheKeyFn: keyFn }, async (x: string) => x);
    const work = flow({ name: "work" }, async () => {
      const future = foo.submit("something");
      await bar.submit(future).wait();
      return await bar.submit(future).result();
    });
    const over = await run(work);
    expect(await over.value()).toBe("something");
    for (const parameters of seen) expect(parameters).toEqual({ x: "something" });
    expect(over.taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Completed", "Cached"]);
  });

  rule("7.24 get the same for every way to write the same arguments", async ({ expect, run }) => {
    const one = task(
      { cacheKeyFn: (_context, parameters) => JSON.stringify(parameters) },
      async (a: number, b: number, c: number | undefined = 3) => a + b + c,
    );
    const work = flow({ name: "work" }, async () => [
      await one(1, 2, 3),
      await one(1, 2),
      await one(1, 2, undefined),
    ]);
    const over = await run(work);
    expect(over.taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached", "Cached"]);
    expect(await over.value()).toEqual([6, 6, 6]);
  });

  rule("7.14 are asked once an attempt", async ({ expect, run }) => {
    let asked = 0;
    const one = task({ cacheKeyFn: () => `key ${++asked}` }, async () => 1);
    const { taskRuns } = await run(flow({ name: "over" }, async () => [await one(), await one()]));
    expect(taskRuns.map(keyOf)).toEqual(["key 1", "key 2"]);
    expect(asked).toBe(2);
  });

  rule("7.14 cannot change the arguments of the function", async ({ expect, run }) => {
    const one = task(
      {
        cacheKeyFn: (_context, parameters) => {
          parameters["x"] = "changed";
          delete parameters["y"];
          return null;
        },
      },
      async (x: string, y: string) => [x, y],
    );
    const over = await run(flow({ name: "over" }, async () => await one("x", "y")));
    expect(await over.value()).toEqual(["x", "y"]);
  });

  rule("7.14 may give any text as the key", async ({ expect, run }) => {
    const keys = ["a/b", "../up", " ", "é😀", "__proto__", "constructor", "x".repeat(5000)];
    const one = task({ cacheKeyFn: (_context, { n }) => keys[n as number] ?? null }, async (n: number) => n);
    const work = flow({ name: "work" }, async () => {
      const values = [];
      for (const n of keys.keys()) values.push(await one(n));
      for (const n of keys.keys()) values.push(await one(n));
      return { values };
    });
    const over = await run(work);
    expect(await over.value()).toEqual({ values: [...keys.keys(), ...keys.keys()] });
    expect(over.taskRuns.slice(keys.length).map(({ state }) => state.name)).toEqual(keys.map(() => "Cached"));
  });

  rule("7.14 that give an empty text cache nothing", async ({ expect, run }) => {
    const one = task({ cacheKeyFn: () => "" }, async (x: number) => x);
    const over = await run(flow({ name: "over" }, async () => [await one(1), await one(2)]));
    expect(await over.value()).toEqual([1, 2]);
  });

  rule("7.31 taskInputHash: hits across flow runs, for the same task, text and arguments", async (scene) => {
    const { expect, engine } = scene;
    const one = task({ name: "one", cacheKeyFn: taskInputHash }, async (x: { n: number }) => x.n + 1);
    const other = task({ name: "other", cacheKeyFn: taskInputHash }, async (x: { n: number }) => x.n + 2);
    const both = flow({ name: "both" }, async () => [await one({ n: 1 }), await other({ n: 1 })]);
    const shared = engine();
    const [first, second] = [await shared.run(both), await shared.run(both)];
    const ends = [first, second].map(({ taskRuns }) => taskRuns.map(({ state }) => state.name));
    expect(ends).toEqual([
      ["Completed", "Completed"],
      ["Cached", "Cached"],
    ]);
    expect(await second.value()).toEqual([2, 3]);
    expect((await shared.run(flow(async () => await one({ n: 2 })))).taskRuns[0]?.state.name).toBe(
      "Completed",
    );
  });

  rule("7.1 browserStorage is the storage of the engine that runs", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const one = task({ resultStorage: browserStorage(), cacheKeyFn: () => "k" }, async () => 1);
    await engine({ storage }).run(flow({ resultStorage: memoryStorage() }, async () => await one()));
    expect(await storage.keys("results/")).toEqual(["results/k"]);
  });
});
