import {
  concurrency,
  createConcurrencyLimit,
  flow,
  memoryStorage,
  readConcurrencyLimit,
  sleep,
  task,
} from "..";
import { gate, names, suite } from "./harness.suite";

export const concurrencyLimits = suite("Concurrency limits", (rule) => {
  rule("9.4 a limit lets in so many at a time, in the order in which they asked", async (scene) => {
    const { expect, engine, clock } = scene;
    const limited = engine();
    await limited.createConcurrencyLimit("db", { limit: 2 });
    const started: [number, number][] = [];
    const start = clock.now();
    const query = task(async (n: number) => {
      await concurrency("db", async () => {
        started.push([n, (clock.now() - start) / 1000]);
        await sleep(10);
      });
    });
    const run = await limited.run(flow(async () => await query.map([1, 2, 3, 4, 5]).result()));
    expect(run.state.name).toBe("Completed");
    expect(started).toEqual([
      [1, 0],
      [2, 0],
      [3, 10],
      [4, 10],
      [5, 20],
    ]);
    expect(run.taskRuns.map(names)).toEqual(Array(5).fill(["Pending", "Running", "Completed"]));
    // Of those who wait for the same, one says so.
    expect(run.logs.map(({ message }) => message).filter((text) => text.startsWith("Waiting"))).toEqual([
      "Waiting for concurrency slots on 'db' (2 of 2 taken)",
    ]);
  });

  rule("9.4 who waits for the slots of another run says so", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const [one, two] = [engine({ storage }), engine({ storage })];
    await one.createConcurrencyLimit("db", { limit: 1 });
    const held = gate();
    const { opened, open } = gate();
    const first = one.run(
      flow(
        async () =>
          await concurrency("db", async () => {
            held.open();
            await opened;
          }),
      ),
    );
    await held.opened;
    const second = two.run(flow(async () => await concurrency("db", () => "done")));
    await sleep(1);
    open();
    const [, run] = await Promise.all([first, second]);
    expect(await run.value()).toBe("done");
    expect(run.logs.map(({ message }) => message)).toContain(
      "Waiting for concurrency slots on 'db' (1 of 1 taken), held by another run",
    );
  });

  rule("9.4 several limits are taken together or not at all", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("a", { limit: 1 });
    await limited.createConcurrencyLimit("b", { limit: 1 });
    const { opened, open } = gate();
    const order: string[] = [];
    const holdA = task(async () => await concurrency("a", () => opened));
    const both = task(async () => {
      await concurrency(["a", "b"], () => void order.push("both"));
    });
    const onlyB = task(async () => {
      await concurrency("b", () => void order.push("b"));
      order.push(`b has ${(await readConcurrencyLimit("b")).activeSlots}`);
      open();
    });
    await limited.run(
      flow(async () => {
        const futures = [holdA.submit(), both.submit(), onlyB.submit()];
        for (const future of futures) await future.result();
      }),
    );
    expect(order).toEqual(["b", "b has 0", "both"]);
  });

  rule(
    "9.4 who asks for more is not overtaken by those who ask for less of the same limit",
    async (scene) => {
      const { expect, engine } = scene;
      const limited = engine();
      await limited.createConcurrencyLimit("db", { limit: 3 });
      const order: string[] = [];
      const use = task(async (name: string, occupy: number) => {
        await concurrency("db", { occupy }, async () => {
          order.push(name);
          await sleep(5);
        });
      });
      await limited.run(
        flow(async () => {
          const uses = [
            use.submit("first", 1),
            use.submit("all", 3),
            use.submit("one", 1),
            use.submit("two", 1),
          ];
          for (const future of uses) await future.result();
        }),
      );
      expect(order).toEqual(["first", "all", "one", "two"]);
    },
  );

  rule(
    "9.4 the function's value comes back, and its surroundings are the caller's",
    async ({ expect, run }) => {
      const inner = task(async () => "inner");
      const { taskRuns, value } = await run(
        flow(async () => {
          await createConcurrencyLimit("db", { limit: 1 });
          return await concurrency("db", { strict: true }, async () => [await inner(), "outer"]);
        }),
      );
      expect(await value()).toEqual(["inner", "outer"]);
      expect(taskRuns).toHaveLength(1);
    },
  );

  rule("9.4 no names: nothing is limited, and nothing asked", async ({ expect, engine }) => {
    const storage = { ...memoryStorage(), read: () => Promise.reject(new Error("was read")) };
    const run = await engine({ storage }).run(
      flow(async () => {
        const options = { occupy: -1 };
        return [
          await concurrency([], options, () => 1),
          await concurrency("", () => 2),
          await concurrency(null, () => 3),
          await concurrency(undefined, { strict: true }, () => 4),
        ];
      }),
    );
    expect(await run.value()).toEqual([1, 2, 3, 4]);
    expect(run.events.filter(({ type }) => type === "emitted")).toEqual([]);
  });

  rule("9.4 an unknown limit is a warning, and no limit", async ({ expect, run }) => {
    const { state, logs, events } = await run(
      flow(async () => await concurrency(["nope", "neither"], () => "ran")),
    );
    expect(await state.result()).toBe("ran");
    expect(logs.map(({ level, message }) => [level, message])).toContainEqual([
      "warning",
      "Concurrency limits ['nope', 'neither'] do not exist - skipping acquisition.",
    ]);
    expect(events.filter(({ type }) => type === "emitted")).toEqual([]);
  });

  rule("9.4 an unknown limit, strict: ConcurrencySlotAcquisitionError, and the flow fails", async (scene) => {
    const { expect, run } = scene;
    let called = false;
    const { state, value } = await run(
      flow(async () => {
        await concurrency("nope", { strict: true }, () => {
          called = true;
        });
      }),
    );
    expect(state.name).toBe("Failed");
    expect(state.message).toBe(
      "Flow run encountered an exception: ConcurrencySlotAcquisitionError: Concurrency limits ['nope'] must be created before acquiring slots",
    );
    await expect(value()).rejects.toMatchObject({
      name: "ConcurrencySlotAcquisitionError",
      code: "concurrency-slot",
    });
    expect(called).toBe(false);
  });

  rule("9.4 strict is content with one limit that exists, and says nothing of the others", async (scene) => {
    const { expect, engine } = scene;
    const limited = engine();
    await limited.createConcurrencyLimit("db", { limit: 1 });
    const { state, logs } = await limited.run(
      flow(async () => await concurrency(["db", "nope"], { strict: true }, () => "ran")),
    );
    expect(await state.result()).toBe("ran");
    expect(logs.filter(({ level }) => level === "warning")).toEqual([]);
  });

  rule("9.4 a name twice counts once", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("db", { limit: 1 });
    const run = await limited.run(
      flow(async () => await concurrency(["db", "db"], async () => await readConcurrencyLimit("db"))),
    );
    expect(await run.value()).toMatchObject({ activeSlots: 1 });
  });

  rule("9.4 one who holds a slot may ask for another of the same limit", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("db", { limit: 2 });
    const nested = flow(
      async () =>
        await concurrency(
          "db",
          async () => await concurrency("db", async () => await readConcurrencyLimit("db")),
        ),
    );
    expect(await (await limited.run(nested)).value()).toMatchObject({ activeSlots: 2 });
    expect(await limited.readConcurrencyLimit("db")).toMatchObject({ activeSlots: 0 });

    const tooDeep = flow(
      async () =>
        await concurrency("db", { occupy: 2 }, () => concurrency("db", { timeoutSeconds: 1 }, () => 1)),
    );
    expect((await limited.run(tooDeep)).state.name).toBe("TimedOut");
    expect(await limited.readConcurrencyLimit("db")).toMatchObject({ activeSlots: 0 });
  });

  rule("9.5 a wait that is too long ends with a TimeoutError", async ({ expect, engine, clock }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("db", { limit: 1 });
    let waited = 0;
    const impatient = task(async () => {
      const start = clock.now();
      await concurrency("db", { timeoutSeconds: 1.5 }, () => "never").finally(() => {
        waited = (clock.now() - start) / 1000;
      });
    });
    const run = await limited.run(
      flow(
        async () => await concurrency("db", async () => await impatient.withOptions({ returnState: true })()),
      ),
    );
    const text = "Attempt to acquire concurrency slots timed out after 1.5 second(s)";
    const [taskRun] = run.taskRuns;
    expect(names(taskRun ?? { states: [] })).toEqual(["Pending", "Running", "TimedOut"]);
    expect(taskRun?.state.message).toBe(`Task run failed due to timeout: TimeoutError('${text}')`);
    expect(waited).toBe(1.5);
    expect(await limited.readConcurrencyLimit("db")).toMatchObject({ activeSlots: 0 });
  });

  rule(
    "9.5 with a timeout of 0, what is free is taken, and nothing waited for",
    async ({ expect, engine, clock }) => {
      const limited = engine();
      await limited.createConcurrencyLimit("db", { limit: 1 });
      const hasty = { timeoutSeconds: 0 };
      const start = clock.now();
      const run = await limited.run(
        flow(async () => await concurrency("db", hasty, async () => await concurrency("db", hasty, () => 1))),
      );
      await expect(run.value()).rejects.toThrow("timed out after 0 second(s)");
      expect(clock.now()).toBe(start);
    },
  );

  rule("9.5 slots are released when the function throws, at once or later", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("db", { limit: 1 });
    const now = flow(async () => {
      await concurrency("db", () => {
        throw new TypeError("now");
      });
    });
    const later = flow(async () => {
      await concurrency("db", async () => {
        await sleep(1);
        throw new TypeError("later");
      });
    });
    await expect((await limited.run(now)).value()).rejects.toThrow("now");
    expect(await limited.readConcurrencyLimit("db")).toMatchObject({ activeSlots: 0 });
    await expect((await limited.run(later)).value()).rejects.toThrow("later");
    expect(await limited.readConcurrencyLimit("db")).toMatchObject({ activeSlots: 0 });
  });

  rule("9.5 slots are released when the run times out, also where the function never ends", async (scene) => {
    const { expect, engine } = scene;
    const limited = engine();
    await limited.createConcurrencyLimit("db", { limit: 1 });
    const stuck = task(
      { timeoutSeconds: 1 },
      async () => await concurrency("db", () => new Promise(() => undefined)),
    );
    const run = await limited.run(flow(async () => (await stuck.withOptions({ returnState: true })()).name));
    expect(run.taskRuns.map(names)).toEqual([["Pending", "Running", "TimedOut"]]);
    expect(await limited.readConcurrencyLimit("db")).toMatchObject({ activeSlots: 0 });
  });

  rule(
    "9.5 a run that is cancelled stops waiting, and gives back what it holds",
    async ({ expect, engine }) => {
      const limited = engine();
      await limited.createConcurrencyLimit("db", { limit: 1 });
      const waiter = task(async () => await concurrency("db", () => 1));
      let seen = -1;
      const handle = limited.start(
        flow(async () => {
          await concurrency("db", async () => {
            seen = (await readConcurrencyLimit("db")).activeSlots;
            const future = waiter.submit();
            await sleep(1);
            handle.cancel();
            await future.wait();
          });
        }),
      );
      const run = await handle.done;
      expect(run.state.name).toBe("Cancelled");
      expect(run.taskRuns.map(names)).toEqual([["Pending", "Running", "Crashed"]]);
      expect(seen).toBe(1);
      expect(await limited.readConcurrencyLimit("db")).toMatchObject({ activeSlots: 0 });
    },
  );
});
