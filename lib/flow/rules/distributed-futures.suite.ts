import { asCompleted, flow, memoryStorage, resolveFuturesToResults, task, wait } from "..";
import { gate, names, suite } from "./harness.suite";
import { drain, elsewhere, inFlow, realClock, serving } from "./servers.suite";

export const distributedFutures = suite("Background tasks: distributed futures", (rule) => {
  rule("4.1 a future has its run's id, and its state at any time", async ({ expect, engine }) => {
    const { opened, open } = gate();
    const one = task({ name: "one" }, async () => await opened);
    const home = engine();
    const { value: future, run } = await inFlow(home, () => one.delay());
    expect(future.taskRunId).toBe(run.taskRuns[0]?.id);
    expect(future.state.name).toBe("Scheduled");
    const { server } = await serving(home, one);
    while (future.state.name !== "Running") await new Promise((resolve) => setTimeout(resolve, 0));
    open();
    await future.wait();
    expect(future.state.name).toBe("Completed");
    expect(future.state.stateDetails.taskRunId).toBe(future.taskRunId);
    await server.stop();
  });

  rule(
    "4.2 wait gives nothing, and does not throw when the time is up",
    async ({ expect, engine, clock }) => {
      const one = task({ name: "one" }, async () => 1);
      const { value: future } = await inFlow(engine(), () => one.delay());
      const before = clock.now();
      await expect(future.wait(5)).resolves.toBeUndefined();
      expect(clock.now() - before).toBe(5000);
      expect(future.state.name).toBe("Scheduled");
    },
  );

  rule("4.3 result throws a TimeoutError when nobody served the run in time", async ({ expect, engine }) => {
    const one = task({ name: "one" }, async () => 1);
    const { value: future } = await inFlow(engine(), () => one.delay());
    const error = await future.result({ timeout: 3 }).catch((error: unknown) => error as Error);
    expect((error as Error).name).toBe("TimeoutError");
    expect((error as Error).message).toBe(`Task run ${future.taskRunId} did not complete within 3 seconds`);
  });

  rule("4.3 a failed run's exception is thrown, or given", async ({ expect, engine }) => {
    const bad = task({ name: "bad" }, async () => {
      throw new RangeError("out of range");
    });
    const home = engine();
    const { value: future } = await inFlow(home, () => bad.delay());
    await drain(home, bad);
    await expect(future.result()).rejects.toThrow(RangeError);
    expect(await future.result({ raiseOnFailure: false })).toBeInstanceOf(RangeError);
    expect(future.state.toString()).toBe(
      "Failed('Task run encountered an exception RangeError: out of range')",
    );
  });

  rule("4.4 callbacks hear once, with the future, also after the end", async ({ expect, engine }) => {
    const heard: unknown[] = [];
    const one = task({ name: "one" }, async () => 1);
    const home = engine();
    const { value: future } = await inFlow(home, () => one.delay());
    future.addDoneCallback(() => {
      throw new Error("a mistake");
    });
    future.addDoneCallback((done) => heard.push(done));
    await drain(home, one);
    await future.wait();
    future.addDoneCallback((done) => heard.push(done));
    expect(heard).toEqual([future, future]);
  });

  rule("4.7 wait tells the done from the others", async ({ expect, engine }) => {
    const [a, b] = [task({ name: "a" }, async () => 1), task({ name: "b" }, async () => 2)];
    const home = engine();
    const { value: futures } = await inFlow(home, () => [b.delay(), a.delay()]);
    await drain(home, a);
    const { done, notDone } = await wait(futures, 1);
    expect([...done]).toEqual([futures[1]]);
    expect([...notDone]).toEqual([futures[0]]);
  });

  rule("4.8 asCompleted gives them in the order of their ends", async ({ expect, engine }) => {
    const [a, b] = [task({ name: "a" }, async () => 1), task({ name: "b" }, async () => 2)];
    const home = engine();
    const { value: futures } = await inFlow(home, () => [b.delay(), a.delay()]);
    const values: number[] = [];
    const all = (async () => {
      for await (const future of asCompleted(futures)) values.push(await future.result());
    })();
    await drain(home, a);
    await drain(home, b);
    await all;
    expect(values).toEqual([1, 2]);
  });

  rule("4.10 distributed futures are resolved like others, at any depth", async ({ expect, engine }) => {
    const one = task({ name: "one" }, async (x: number) => x);
    const home = engine();
    const { value: futures } = await inFlow(home, () => ({ a: [one.delay(1)], b: one.delay(2) }));
    await drain(home, one);
    expect(await resolveFuturesToResults(futures)).toEqual({ a: [1], b: 2 });
  });

  rule("5.10 a flow that returns one waits for it", async ({ expect, engine }) => {
    const bad = task({ name: "bad" }, async () => {
      throw new Error("no");
    });
    const home = engine();
    const { server } = await serving(home, bad);
    const { state } = await home.run(flow(() => bad.delay()));
    expect(state.toString()).toBe("Failed('1/1 states failed.')");
    await server.stop();
  });

  rule("3.9 a submitted task takes a background run's future as any other", async ({ expect, engine }) => {
    const [one, plus] = [
      task({ name: "one" }, async () => 1),
      task({ name: "plus" }, async (x: number) => x + 1),
    ];
    const home = engine();
    const { server } = await serving(home, one);
    const run = await home.run(
      flow(() => {
        const future = one.delay();
        return plus.submit(future);
      }),
    );
    const state = (await run.value()) as { result(): Promise<unknown> };
    expect(await state.result()).toBe(2);
    expect(run.taskRuns[1]?.taskInputs).toEqual({
      x: [{ inputType: "taskRun", id: run.taskRuns[0]?.id }],
    });
    await server.stop();
  });

  rule(
    "3.9 a future of a background run as argument is resolved where the run is served",
    async ({ expect, engine }) => {
      const plus = task({ name: "plus" }, async (x: number, list: number[] = []) =>
        list.reduce((sum, one) => sum + one, x),
      );
      const home = engine();
      const { value: future, run } = await inFlow(home, () => {
        const a = plus.delay(1);
        const b = plus.delay(a);
        return plus.delay(a, [a, b, 10]);
      });
      await drain(home, plus);
      expect(await future.result()).toBe(13);
      const [a, b] = run.taskRuns.map(({ id }) => ({ inputType: "taskRun", id }));
      expect(run.taskRuns[2]?.taskInputs).toEqual({ x: [a], list: [a, b] });
    },
  );

  rule("3.10 its dependents are NotReady when it fails", async ({ expect, engine }) => {
    const bad = task({ name: "bad" }, async (): Promise<number> => {
      throw new Error("no");
    });
    const next = task({ name: "next" }, async (x: number) => x);
    const home = engine();
    const { value: future, run } = await inFlow(home, () => next.delay(bad.delay()));
    await drain(home, bad, next);
    await future.wait();
    expect(names(run.taskRuns[1]!)).toEqual(["Scheduled", "Pending", "NotReady"]);
    expect(future.state.message).toBe(
      `Upstream task run '${run.taskRuns[0]?.id}' did not reach a 'COMPLETED' state.`,
    );
    await expect(future.result()).rejects.toThrow("Run is in PENDING state, its result is not available.");
  });

  rule("3.9 a state as argument becomes its data", async ({ expect, engine }) => {
    const one = task({ name: "one" }, async () => 41);
    const plus = task({ name: "plus" }, async (x: number) => x + 1);
    const home = engine();
    const { state } = await home.run(one);
    const { value: future } = await inFlow(home, () => plus.delay(state as never));
    await drain(home, plus);
    expect(await future.result()).toBe(42);
  });

  rule(
    "3.4 the future of a submitted run cannot be an argument: SerializationError, and no run",
    async ({ expect, engine }) => {
      const one = task({ name: "one" }, async (x: number) => x);
      const home = engine();
      const { value: errors, run } = await inFlow(home, () => {
        const future = one.submit(1);
        return [
          () => one.delay(future),
          () => one.withOptions({ waitFor: [future] }).delay(2),
          () => one.delay([future] as never),
        ].map((call) => {
          try {
            call();
            return null;
          } catch (error) {
            return error as Error;
          }
        });
      });
      expect(errors.map((error) => error?.name)).toEqual(Array(3).fill("SerializationError"));
      expect(errors[0]?.message).toBe(
        "The arguments of task 'one' cannot be stored for a background run: the future of a submitted run lives no longer than its flow run. Pass its result, or `delay` that task too.",
      );
      expect(run.taskRuns).toHaveLength(1);
    },
  );

  for (const [what, make] of [
    ["has no stored form", () => task({ name: "odd" }, async (): Promise<unknown> => () => 1)],
    [
      "has no cache key",
      () => task({ name: "odd", cacheKeyFn: () => null }, async (): Promise<unknown> => 1),
    ],
  ] as const)
    rule(`4.11 the result of a run whose value ${what} is a MissingResult`, async ({ expect, engine }) => {
      const odd = make();
      const home = engine();
      const { value: future } = await inFlow(home, () => odd.delay());
      await drain(home, odd);
      await future.wait();
      expect(future.state.type).toBe("COMPLETED");
      const error = await future.result().catch((error: unknown) => error as Error);
      expect((error as Error).name).toBe("MissingResult");
    });

  rule("4.11 a result that has been removed is a MissingResult", async ({ expect, engine }) => {
    const one = task({ name: "one" }, async () => 1);
    const home = engine();
    const { storage } = home.engine.core;
    const { value: future } = await inFlow(home, () => one.delay());
    await drain(home, one);
    for (const key of await storage.keys("results/")) await storage.remove(key);
    const error = await future.result().catch((error: unknown) => error as Error);
    expect((error as Error).name).toBe("MissingResult");
    expect((error as Error).message).toBe("The result was not persisted, or is no longer in the storage.");
  });

  rule(
    "7.25 a result that is stale as a cache still is the result of its run",
    async ({ expect, engine, clock }) => {
      const one = task({ name: "one", cacheExpiration: 10 }, async () => 1);
      const home = engine();
      const { value: future } = await inFlow(home, () => one.delay());
      await drain(home, one);
      clock.advance(60);
      expect(await future.result()).toBe(1);
    },
  );

  rule("7.5 null is a result", async ({ expect, engine }) => {
    const none = task({ name: "none" }, async () => null);
    const home = engine();
    const { value: future } = await inFlow(home, () => none.delay());
    await drain(home, none);
    expect(await future.result()).toBeNull();
  });

  rule(
    "4.11 a run that another engine of this realm serves settles at once, with a record of its own",
    async ({ expect, engine, clock }) => {
      const told: string[] = [];
      const one = task({ name: "one" }, async (x: number) => ({ x }));
      const storage = memoryStorage();
      const [here, there] = [
        engine({ storage }),
        engine({
          storage,
          onEvent: (event) => {
            if (event.type === "task-run") told.push(`${event.taskRun.name} ${event.taskRun.state.name}`);
            if (event.type === "task-state") told.push(event.state.name);
          },
        }),
      ];
      const { value: future, run } = await inFlow(here, () => one.delay(3));
      const before = clock.now();
      await drain(there, one);
      expect(await future.result()).toEqual({ x: 3 });
      expect(clock.now()).toBe(before);
      expect(told).toEqual(["one-0 Scheduled", "Pending", "Running", "Completed"]);
      expect(run.taskRuns.map(names)).toEqual([["Scheduled"]]);
      expect(future.state.stateDetails.flowRunId).toBe(run.flowRun?.id);
    },
  );

  rule("4.11 a run that another realm serves settles by looking, with a back-off", async (scene) => {
    const { expect, engine } = scene;
    let looks = 0;
    const one = task({ name: "one" }, async (x: number) => ({ x }));
    const storage = memoryStorage();
    const clock = realClock(scene);
    const watched = elsewhere(storage);
    const here = engine({
      storage: {
        ...watched,
        read(key) {
          if (key.startsWith("background/state/")) looks++;
          return watched.read(key);
        },
      },
      clock,
    });
    const there = engine({ storage: elsewhere(storage), clock });
    const { value: future } = await inFlow(here, () => one.delay(3));
    const settled = future.result();
    await future.wait(100);
    expect(future.state.name).toBe("Scheduled");
    expect(looks).toBeGreaterThan(5);
    expect(looks).toBeLessThan(20);
    const { server } = await serving(there, one);
    expect(await settled).toEqual({ x: 3 });
    expect(future.state.name).toBe("Completed");
    await server.stop();
  });

  rule("4.11 exceptions of runs elsewhere come back with their class", async (scene) => {
    const { expect, engine } = scene;
    const bad = task({ name: "bad" }, async () => {
      throw new RangeError("far away", { cause: new TypeError("near") });
    });
    const storage = memoryStorage();
    const clock = realClock(scene);
    const [here, there] = [
      engine({ storage: elsewhere(storage), clock }),
      engine({ storage: elsewhere(storage), clock }),
    ];
    const { value: future } = await inFlow(here, () => bad.delay());
    await drain(there, bad);
    const error = await future.result().catch((error: unknown) => error as Error);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe("far away");
    expect(error.cause).toBeInstanceOf(TypeError);
  });
});
