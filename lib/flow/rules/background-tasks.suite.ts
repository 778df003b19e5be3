import { allowFailure, flow, memoryStorage, quote, tags, task, unmapped } from "..";
import { gate, names, suite } from "./harness.suite";
import { drain, inFlow, serving } from "./servers.suite";

export const delays = suite("Background tasks: delay", (rule) => {
  rule("1.29 a served run: Scheduled, Pending, Running, Completed", async ({ expect, engine }) => {
    const one = task({ name: "one" }, async () => 1);
    const home = engine();
    const { run } = await inFlow(home, () => one.delay());
    expect(run.taskRuns.map(names)).toEqual([["Scheduled"]]);
    await drain(home, one);
    expect(run.taskRuns.map(names)).toEqual([["Scheduled", "Pending", "Running", "Completed"]]);
  });

  rule(
    "3.4 the first state is deferred and scheduled for now; a future comes at once",
    async ({ expect, engine, clock }) => {
      const one = task({ name: "one" }, async (x: number) => x);
      const { value: future, run } = await inFlow(engine(), () => one.delay(5));
      const [record] = run.taskRuns;
      expect(record?.state.type).toBe("SCHEDULED");
      expect(record?.state.name).toBe("Scheduled");
      expect(record?.state.stateDetails).toEqual({
        deferred: true,
        scheduledTime: new Date(clock.now()),
        taskRunId: record?.id,
        flowRunId: run.flowRun?.id,
      });
      expect(record?.parameters).toEqual({ x: 5 });
      expect(future.taskRunId).toBe(record?.id);
      expect(future.state.name).toBe("Scheduled");
      expect(run.state.toString()).toBe("Completed()");
    },
  );

  rule("3.4 the Pending state of a background run is deferred too", async ({ expect, engine }) => {
    const one = task({ name: "one" }, async () => 1);
    const home = engine();
    const { run } = await inFlow(home, () => one.delay());
    await drain(home, one);
    expect(run.taskRuns[0]?.states.map(({ stateDetails }) => stateDetails.deferred)).toEqual([
      true,
      true,
      undefined,
      undefined,
    ]);
  });

  rule("3.4 delay works with no run around it: the run is named like its task", async ({ expect }) => {
    const one = task({ name: "plain" }, async (x: number) => x + 1);
    const future = one.delay(1);
    expect(future.state.stateDetails.flowRunId).toBeUndefined();
    const server = one.serve();
    expect(await future.result()).toBe(2);
    await server.stop();
    expect(future.state.name).toBe("Completed");
  });

  rule("3.4 a run of its own tells the engine's listener", async ({ expect, engine }) => {
    const told: string[] = [];
    const inner = task({ name: "inner" }, async () => 1);
    const outer = task({ name: "outer" }, async () => {
      inner.delay();
    });
    const home = engine({
      onEvent: (event) => {
        if (event.type === "task-run") told.push(event.taskRun.name);
        if (event.type === "task-state") told.push(event.state.name);
      },
    });
    await home.run(outer);
    await drain(home, inner);
    expect(told).toEqual(["outer", "Running", "inner", "Completed", "Pending", "Running", "Completed"]);
  });

  rule("2.12 background runs of a flow run are numbered by task", async ({ expect, engine }) => {
    const a = task({ name: "a" }, async (x: number) => x);
    const b = task({ name: "b" }, async (x: number) => x * 2);
    const { run } = await inFlow(engine(), () => [a.delay(1), b.delay(1), a.delay(2), a.delay(3)]);
    expect(run.taskRuns.map(({ name }) => name)).toEqual(["a-0", "b-0", "a-1", "a-2"]);
  });

  rule("2.12 the numbers begin anew in each flow run", async ({ expect, engine }) => {
    const a = task({ name: "a" }, async (x: number) => x);
    const home = engine();
    await inFlow(home, () => a.delay(1));
    const { run } = await inFlow(home, () => a.delay(1));
    expect(run.taskRuns.map(({ name }) => name)).toEqual(["a-0"]);
  });

  rule("2.11 a template names the run when it is served", async ({ expect, engine }) => {
    const a = task({ name: "a", taskRunName: "a of {x}" }, async (x: number) => x);
    const home = engine();
    const { run } = await inFlow(home, () => a.delay(7));
    await drain(home, a);
    expect(run.taskRuns.map(({ name }) => name)).toEqual(["a of 7"]);
  });

  rule("14.1 runs accumulate until something serves their task", async ({ expect, engine }) => {
    const calls: number[] = [];
    const note = task({ name: "note" }, async (x: number) => {
      calls.push(x);
    });
    const home = engine();
    const first = await inFlow(home, () => [1, 2, 3].map((x) => note.delay(x)));
    const second = await inFlow(home, () => [4, 5].map((x) => note.delay(x)));
    expect(calls).toEqual([]);
    expect([...first.value, ...second.value].map(({ state }) => state.name)).toEqual(
      Array(5).fill("Scheduled"),
    );
    await drain(home, note);
    expect(calls).toEqual([1, 2, 3, 4, 5]);
    expect([...first.value, ...second.value].map(({ state }) => state.name)).toEqual(
      Array(5).fill("Completed"),
    );
  });

  rule("3.6 wrong arguments throw before any run is made", async ({ expect, engine }) => {
    const add = task({ name: "add" }, async (x: number, y: number) => x + y);
    const home = engine();
    const { value: errors, run } = await inFlow(home, () => {
      const wrong = [[], [1], [1, 2, 3]] as unknown as [number, number][];
      return wrong.map((args) => {
        try {
          add.delay(...args);
          return null;
        } catch (error) {
          return error as Error;
        }
      });
    });
    expect(errors.map((error) => error?.name)).toEqual(Array(3).fill("ParameterBindError"));
    expect(errors.every((error) => error instanceof TypeError)).toBe(true);
    expect(errors[2]?.message).toContain(
      "Error binding parameters for function 'add': too many positional arguments",
    );
    expect(run.taskRuns).toEqual([]);
    expect(await home.engine.core.storage.keys("background/")).toEqual([]);
  });

  rule(
    "3.4 arguments that cannot be stored: a SerializationError, and no run",
    async ({ expect, engine }) => {
      const take = task({ name: "take" }, async (x: unknown) => x);
      const home = engine();
      const bad: unknown[] = [() => 1, { deep: [Symbol("s")] }, Promise.resolve(1), new WeakMap()];
      const { value: errors, run } = await inFlow(home, () =>
        bad.map((x) => {
          try {
            take.delay(x);
            return null;
          } catch (error) {
            return error as Error;
          }
        }),
      );
      expect(errors.map((error) => error?.name)).toEqual(Array(4).fill("SerializationError"));
      expect(errors[0]?.message).toBe(
        "The arguments of task 'take' cannot be stored for a background run: parameters.x is a function, which cannot be stored or sent. Pass plain data.",
      );
      expect(errors[1]?.message).toContain("parameters.x.deep[0] is a symbol");
      expect(run.taskRuns).toEqual([]);
      expect(await home.engine.core.storage.keys("background/")).toEqual([]);
    },
  );

  rule("3.4 arguments are stored as they were at the call", async ({ expect, engine }) => {
    const sum = task({ name: "sum" }, async (list: number[]) => list.length);
    const home = engine();
    const { value: future } = await inFlow(home, () => {
      const list = [1, 2];
      const future = sum.delay(list);
      list.push(3);
      return future;
    });
    await drain(home, sum);
    expect(await future.result()).toBe(2);
  });

  rule("3.4 arguments keep their classes: dates, maps, errors", async ({ expect, engine }) => {
    const seen: unknown[] = [];
    const look = task({ name: "look" }, async (...all: unknown[]) => {
      seen.push(...all);
    });
    const home = engine();
    await inFlow(home, () =>
      look.delay(new Date(5), new Map([["a", new Set([1])]]), new RangeError("r"), undefined, 10n),
    );
    await drain(home, look);
    const [date, map, error, ...others] = seen;
    expect([date, map, ...others]).toEqual([new Date(5), new Map([["a", new Set([1])]]), undefined, 10n]);
    expect(error).toBeInstanceOf(RangeError);
    expect((error as Error).message).toBe("r");
  });

  rule("3.5 defaults are bound; rest parameters are kept", async ({ expect, engine }) => {
    const seen: unknown[] = [];
    const look = task({ name: "look" }, async (x: number, y = 2, ...rest: number[]) => {
      seen.push([x, y, ...rest]);
    });
    const home = engine();
    await inFlow(home, () => [look.delay(1), look.delay(1, 5, 6, 7)]);
    await drain(home, look);
    expect(seen).toEqual([
      [1, 2],
      [1, 5, 6, 7],
    ]);
  });

  rule(
    "3.4 a returned state is no option of delay: it gives a future all the same",
    async ({ expect, engine }) => {
      const one = task({ name: "one" }, async () => 1);
      const home = engine();
      const { value: future } = await inFlow(home, () => one.withOptions({ returnState: true }).delay());
      await drain(home, one);
      expect(await future.result()).toBe(1);
    },
  );

  rule(
    "2.14 tags of the task and of the context are the run's, and its children's",
    async ({ expect, engine }) => {
      const child = task({ name: "child", tags: ["c"] }, async () => 1);
      const parent = task({ name: "parent", tags: ["p"] }, async () => await child());
      const home = engine();
      const { run } = await inFlow(home, () => tags("x", "y").run(() => parent.delay()));
      await drain(home, parent);
      expect(run.taskRuns.map(({ name, tags }) => [name.split("-")[0], [...tags].sort()])).toEqual([
        ["parent", ["p", "x", "y"]],
        ["child", ["c", "x", "y"]],
      ]);
    },
  );

  rule("3.16 a task that delays is the parent of the run", async ({ expect, engine }) => {
    const inner = task({ name: "inner" }, async (x: number) => x);
    const outer = task({ name: "outer" }, async () => {
      inner.delay(1);
    });
    const run = await engine().run(flow({ name: "main" }, async () => await outer()));
    const [first, second] = run.taskRuns;
    expect(second?.name).toBe("inner-0");
    expect(second?.taskInputs).toEqual({ x: [], __parents__: [{ inputType: "taskRun", id: first?.id }] });
  });

  rule("3.15 waitFor orders background runs, and is recorded", async ({ expect, engine }) => {
    const calls: string[] = [];
    const { opened, open } = gate();
    const slow = task({ name: "slow" }, async () => {
      await opened;
      calls.push("slow");
    });
    const next = task({ name: "next" }, async () => {
      calls.push("next");
    });
    const home = engine();
    const { value: future, run } = await inFlow(home, () => {
      const first = slow.delay();
      return next.withOptions({ waitFor: [first] }).delay();
    });
    const { server } = await serving(home, slow, next);
    expect(calls).toEqual([]);
    open();
    await server.idle();
    await server.stop();
    expect(calls).toEqual(["slow", "next"]);
    expect(future.state.name).toBe("Completed");
    expect(run.taskRuns[1]?.taskInputs).toEqual({
      waitFor: [{ inputType: "taskRun", id: run.taskRuns[0]?.id }],
    });
  });

  rule("3.11 allowFailure, quote and the like travel with the arguments", async ({ expect, engine }) => {
    const seen: unknown[] = [];
    const bad = task({ name: "bad" }, async () => {
      throw new RangeError("no");
    });
    const look = task({ name: "look" }, async (x: unknown, y: unknown) => {
      seen.push(x, y);
    });
    const home = engine();
    const { value: future } = await inFlow(home, () => look.delay(allowFailure(bad.delay()), quote([1])));
    await drain(home, bad, look);
    expect(future.state.name).toBe("Completed");
    expect(seen[0]).toBeInstanceOf(RangeError);
    expect(seen[1]).toEqual([1]);
  });

  rule("3.4 storage that refuses the run ends it Crashed", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const one = task({ name: "one" }, async () => 1);
    const home = engine({
      storage: { ...storage, write: () => Promise.reject(new Error("disk full")) },
    });
    const { value: future, run } = await inFlow(home, () => one.delay());
    await future.wait();
    expect(names(run.taskRuns[0]!)).toEqual(["Scheduled", "Crashed"]);
    expect(future.state.message).toBe("The run could not be put into the queue: disk full");
    await expect(future.result()).rejects.toThrow("disk full");
  });

  rule("3.4 a run is over only when what it delayed is in the queue", async ({ expect, engine, clock }) => {
    const storage = memoryStorage();
    const one = task({ name: "one" }, async () => 1);
    const home = engine({
      storage: {
        ...storage,
        async write(...given) {
          await new Promise<void>((resolve) => clock.after(5000, resolve));
          return await storage.write(...given);
        },
      },
    });
    const before = clock.now();
    await inFlow(home, () => one.delay());
    expect(clock.now() - before).toBe(5000);
    expect(await storage.keys("background/queue/")).toHaveLength(1);
  });

  rule(
    "3.4 a result storage that nobody knows: a ConfigurationError, and no run",
    async ({ expect, engine }) => {
      const one = task({ name: "one", resultStorage: "nowhere" }, async () => 1);
      const run = await engine().run(
        flow(() => {
          one.delay();
        }),
      );
      expect(((await run.state.exception()) as Error).name).toBe("ConfigurationError");
      expect(run.taskRuns).toEqual([]);
    },
  );

  rule("2.22 a generator's background run gives the list of its values", async ({ expect, engine }) => {
    const count = task({ name: "count" }, async function* (to: number) {
      for (let x = 0; x < to; x++) yield x;
    });
    const home = engine();
    const { value: future } = await inFlow(home, () => count.delay(3));
    await drain(home, count);
    expect(await future.result()).toEqual([0, 1, 2]);
  });

  rule("3.M10 `unmapped` around an argument of delay is taken off", async ({ expect, engine }) => {
    const one = task({ name: "one" }, async (x: number) => x);
    const home = engine();
    const { value: future } = await inFlow(home, () => one.delay(unmapped(3)));
    await drain(home, one);
    expect(await future.result()).toBe(3);
  });
});
