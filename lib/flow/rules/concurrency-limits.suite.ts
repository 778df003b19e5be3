import {
  concurrency,
  createConcurrencyLimit,
  deleteConcurrencyLimit,
  flow,
  memoryStorage,
  readConcurrencyLimit,
  sleep,
  task,
} from "..";
import { gate, names, suite, type Scene } from "./harness.suite";

/** What limits tell of an event of theirs. */
interface Emitted {
  readonly event: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly related: readonly Readonly<Record<string, string>>[];
}

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

  rule("9.6 an inactive limit is not counted, but told of", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("off", { limit: 0, active: false });
    const run = await limited.run(
      flow(
        async () => await concurrency("off", { occupy: 7, strict: true }, () => readConcurrencyLimit("off")),
      ),
    );
    expect(await run.value()).toEqual({ limit: 0, activeSlots: 0, active: false, slotDecayPerSecond: 0 });
    expect(emitted(run).map(({ event }) => event)).toEqual([
      "prefect.concurrency-limit.acquired",
      "prefect.concurrency-limit.released",
    ]);
  });

  rule("9.6 more slots than the limit are refused at once", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("db", { limit: 2 });
    const run = await limited.run(
      flow(async () => await concurrency(["db", "nope"], { occupy: 3 }, () => 1)),
    );
    await expect(run.value()).rejects.toMatchObject({
      name: "ConcurrencySlotAcquisitionError",
      message:
        "Unable to acquire concurrency slots on ['db', 'nope']: Slots requested is greater than the limit",
    });
    expect(run.state.name).toBe("Failed");
  });

  rule("9.6 slots that are no positive integer are refused", async ({ expect, run }) => {
    for (const occupy of [0, -1, 1.5, NaN, Infinity, "1" as never]) {
      const { value } = await run(flow(async () => await concurrency("db", { occupy }, () => 1)));
      await expect(value()).rejects.toMatchObject({
        name: "ConcurrencySlotAcquisitionError",
        message: expect.stringMatching(
          /^Unable to acquire concurrency slots on \['db'\]: `occupy` should be an integer greater than 0, got /,
        ) as string,
      });
    }
  });

  rule("9.B names, timeouts and functions that make no sense are refused", async ({ expect }) => {
    const call = concurrency as (...args: readonly unknown[]) => Promise<unknown>;
    const fn = () => 1;
    await expect(call(7, {}, fn)).rejects.toThrow(
      "Expected the names of concurrency limits as strings, got 7.",
    );
    await expect(call(["a", 7], {}, fn)).rejects.toThrow(TypeError);
    await expect(call(["a", ""], {}, fn)).rejects.toThrow("must not be empty");
    await expect(call("a", { timeoutSeconds: -1 }, fn)).rejects.toThrow(
      "`timeoutSeconds` must be >= 0, got -1.",
    );
    await expect(call("a", { timeoutSeconds: "1" }, fn)).rejects.toThrow(TypeError);
    await expect(call("a", { strict: "yes" }, fn)).rejects.toThrow(TypeError);
    await expect(call("a", {})).rejects.toThrow("needs a function");
  });

  rule("9.B limits are made with terms that make sense", async ({ expect, engine }) => {
    const limited = engine();
    const create = async (name: unknown, options?: unknown) => {
      await limited.createConcurrencyLimit(name as string, options as { limit: number });
    };
    for (const limit of [-1, 1.5, NaN, Infinity, "1", undefined])
      await expect(create("db", { limit })).rejects.toThrow("`limit` must be an integer >= 0, got ");
    for (const slotDecayPerSecond of [-1, NaN, Infinity, "1"])
      await expect(create("db", { limit: 1, slotDecayPerSecond })).rejects.toThrow(
        "`slotDecayPerSecond` must be a number >= 0, got ",
      );
    await expect(create("db", { limit: 1, active: 1 })).rejects.toThrow(TypeError);
    await expect(create("db")).rejects.toThrow(TypeError);
    await expect(create(7, { limit: 1 })).rejects.toThrow(TypeError);
    for (const name of ["", "a/b", "a%b", "a&b", "a<b", "a>b"])
      await expect(create(name, { limit: 1 })).rejects.toMatchObject({ name: "InvalidNameError" });
    await expect(limited.readConcurrencyLimit("db")).rejects.toThrow(
      "There is no concurrency limit called 'db'.",
    );
    await expect(limited.deleteConcurrencyLimit("db")).rejects.toThrow(
      "There is no concurrency limit called 'db'.",
    );
  });

  rule(
    "9.B a limit is made, read, given new terms, and removed; one engine keeps it between runs",
    async (scene) => {
      const { expect, engine } = scene;
      const limited = engine();
      await limited.run(flow(async () => await createConcurrencyLimit("db", { limit: 3 })));
      expect(await limited.readConcurrencyLimit("db")).toEqual({
        limit: 3,
        activeSlots: 0,
        active: true,
        slotDecayPerSecond: 0,
      });
      const inside = await limited.run(
        flow(
          async () =>
            await concurrency("db", { occupy: 3 }, async () => {
              await createConcurrencyLimit("db", { limit: 1, slotDecayPerSecond: 0.5 });
              return await readConcurrencyLimit("db");
            }),
        ),
      );
      expect(await inside.value()).toEqual({
        limit: 1,
        activeSlots: 3,
        active: true,
        slotDecayPerSecond: 0.5,
      });
      await limited.run(flow(async () => await deleteConcurrencyLimit("db")));
      await expect(limited.readConcurrencyLimit("db")).rejects.toThrow(/no concurrency limit/);
      await expect(engine().readConcurrencyLimit("db")).rejects.toThrow(/no concurrency limit/);
    },
  );

  rule(
    "9.B a limit that is raised or removed lets in those who wait, at once",
    async ({ expect, engine, clock }) => {
      for (const change of ["raise", "remove"] as const) {
        const limited = engine();
        await limited.createConcurrencyLimit("db", { limit: 1 });
        const { opened, open } = gate();
        const hold = task(async () => await concurrency("db", () => opened));
        const wait = task(async () => {
          await concurrency("db", () => clock.now());
          return clock.now();
        });
        const run = await limited.run(
          flow(async () => {
            const [held, waiting] = [hold.submit(), wait.submit()];
            await sleep(7.1);
            const now = clock.now();
            if (change === "raise") await createConcurrencyLimit("db", { limit: 2 });
            else await deleteConcurrencyLimit("db");
            const entered = await waiting.result();
            open();
            await held.result();
            return entered - now;
          }),
        );
        expect(await run.value()).toBe(0);
      }
    },
  );

  rule("9.B a limit that is lowered below what somebody waits for refuses it", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("db", { limit: 2 });
    const wait = task(async () => await concurrency("db", { occupy: 2 }, () => 1));
    const run = await limited.run(
      flow(
        async () =>
          await concurrency("db", async () => {
            const waiting = wait.submit();
            await sleep(1);
            await createConcurrencyLimit("db", { limit: 1 });
            return await waiting.result();
          }),
      ),
    );
    await expect(run.value()).rejects.toThrow("Slots requested is greater than the limit");
  });

  rule("9.B engines on one storage share its limits", async ({ expect, engine, clock }) => {
    const storage = memoryStorage();
    const [one, two] = [engine({ storage }), engine({ storage })];
    await one.createConcurrencyLimit("db", { limit: 1 });
    let inside = 0;
    let most = 0;
    const use = task(async (n: number) => {
      await concurrency("db", { strict: true }, async () => {
        inside++;
        most = Math.max(most, inside);
        await sleep(n);
        inside--;
      });
    });
    const uses = flow(async () => await use.map([1, 2, 3, 4, 5]).result());
    const start = clock.now();
    const runs = await Promise.all([one.run(uses), two.run(uses)]);
    expect(runs.map(({ state }) => state.name)).toEqual(["Completed", "Completed"]);
    expect(most).toBe(1);
    expect(await two.readConcurrencyLimit("db")).toMatchObject({ activeSlots: 0 });
    expect((clock.now() - start) / 1000).toBeLessThan(35);
  });

  rule("9.B limits also hold outside of runs", async ({ expect }) => {
    const name = `outside-${Math.random()}`;
    await createConcurrencyLimit(name, { limit: 1 });
    expect(await concurrency(name, async () => await readConcurrencyLimit(name))).toMatchObject({
      activeSlots: 1,
    });
    const held = concurrency(name, () => concurrency(name, { timeoutSeconds: 0 }, () => 1));
    await expect(held).rejects.toMatchObject({ name: "TimeoutError" });
    expect(await readConcurrencyLimit(name)).toMatchObject({ activeSlots: 0 });
    await deleteConcurrencyLimit(name);
  });

  rule("9.7 a lease is renewed as long as its slots are held", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const [one, two] = [engine({ storage }), engine({ storage })];
    await one.createConcurrencyLimit("db", { limit: 1 });
    const run = await one.run(
      flow(
        async () =>
          await concurrency("db", async () => {
            await sleep(3600);
            return await two.readConcurrencyLimit("db");
          }),
      ),
    );
    expect(await run.value()).toMatchObject({ activeSlots: 1 });
    expect(run.logs.filter(({ level }) => level === "warning")).toEqual([]);
  });

  rule(
    "9.7 the slots of who is gone come free when the lease runs out",
    async ({ expect, engine, clock }) => {
      const storage = memoryStorage();
      const dead = { ...storage };
      const [one, two] = [engine({ storage: dead }), engine({ storage })];
      await one.createConcurrencyLimit("db", { limit: 1 });
      const { opened, open } = gate();
      const lost = one.run(
        flow(
          async () =>
            await concurrency("db", async () => {
              // From now on nothing that this engine says arrives: as if its tab were closed.
              dead.write = () => Promise.reject(new Error("gone"));
              await opened;
            }),
        ),
      );
      await turns();
      const start = clock.now();
      const next = await two.run(
        flow(async () => await concurrency("db", () => (clock.now() - start) / 1000)),
      );
      expect(await next.value()).toBeGreaterThanOrEqual(300);
      expect(await next.value()).toBeLessThanOrEqual(304);
      open();
      await lost;
    },
  );

  rule(
    "9.7 a lease that cannot be renewed is a warning, and the work goes on",
    async ({ expect, engine }) => {
      const { run, storage } = await losingItsLease(engine, false);
      expect(await run.value()).toBe("done");
      const warnings = run.logs.filter(({ level }) => level === "warning").map(({ message }) => message);
      expect(warnings).toEqual([
        "Concurrency lease renewal failed - slots are no longer reserved. Execution will continue, but concurrency limits may be exceeded. Lease not found - it may have expired or been revoked",
      ]);
      expect(await engine({ storage }).readConcurrencyLimit("db")).toMatchObject({ activeSlots: 0 });
    },
  );

  rule("9.7 a lease that cannot be renewed, strict: the work is stopped", async ({ expect, engine }) => {
    const { run } = await losingItsLease(engine, true);
    expect(run.state.name).toBe("Crashed");
    expect(run.logs.map(({ level, message }) => [level, message])).toContainEqual([
      "error",
      "Concurrency lease renewal failed - slots are no longer reserved. Terminating execution to prevent over-allocation. Lease not found - it may have expired or been revoked",
    ]);
  });

  rule("9.7 a renewal that fails once or twice is tried again", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const shaky = { ...storage };
    let failures = 2;
    const limited = engine({ storage: shaky });
    await limited.createConcurrencyLimit("db", { limit: 1 });
    const run = await limited.run(
      flow(
        async () =>
          await concurrency("db", { strict: true }, async () => {
            shaky.read = (key) => (failures-- > 0 ? Promise.reject(new Error("busy")) : storage.read(key));
            await sleep(400);
            return "done";
          }),
      ),
    );
    expect(await run.value()).toBe("done");
  });

  rule(
    "9.7 slots that cannot be given back are a warning: the lease runs out",
    async ({ expect, engine }) => {
      const storage = { ...memoryStorage() };
      const limited = engine({ storage });
      await limited.createConcurrencyLimit("db", { limit: 1 });
      const run = await limited.run(
        flow(
          async () =>
            await concurrency("db", () => {
              storage.write = () => Promise.reject(new Error("disk full"));
              return "done";
            }),
        ),
      );
      expect(await run.value()).toBe("done");
      expect(run.logs.map(({ message }) => message)).toContainEqual(
        "Unable to release concurrency slots on ['db']. They come free when their lease runs out: disk full",
      );
    },
  );

  rule("9.B a storage that fails, or holds what is no limit, ends the wait with an error", async (scene) => {
    const { expect, engine } = scene;
    const ask = flow(async () => await concurrency("db", () => 1));
    const broken = { ...memoryStorage(), read: () => Promise.reject(new Error("disk gone")) };
    const failed = await engine({ storage: broken }).run(ask);
    await expect(failed.value()).rejects.toMatchObject({
      name: "ConcurrencySlotAcquisitionError",
      message: "Unable to acquire concurrency slots on ['db']",
      cause: { message: "disk gone" },
    });
    for (const stored of [
      { version: 2, limits: [] },
      { version: 1, limits: [{ name: "db" }] },
      "limits",
      null,
    ]) {
      const storage = memoryStorage();
      await storage.write("limits", stored);
      const run = await engine({ storage }).run(ask);
      await expect(run.value()).rejects.toMatchObject({
        cause: { message: "The stored concurrency limits have a form that this version cannot read." },
      });
    }
  });

  rule("9.8 taking and giving back is told for each limit, the others being related", async (scene) => {
    const { expect, engine } = scene;
    const limited = engine();
    await limited.createConcurrencyLimit("a", { limit: 3 });
    await limited.createConcurrencyLimit("b", { limit: 5 });
    const run = await limited.run(flow(async () => await concurrency(["b", "a"], { occupy: 2 }, () => 1)));
    const events = emitted(run);
    expect(events.map(({ event, resource }) => [event, resource["prefect.resource.name"]])).toEqual([
      ["prefect.concurrency-limit.acquired", "b"],
      ["prefect.concurrency-limit.acquired", "a"],
      ["prefect.concurrency-limit.released", "b"],
      ["prefect.concurrency-limit.released", "a"],
    ]);
    const [b, a] = events;
    expect(b?.resource).toEqual({
      "prefect.resource.id": expect.stringMatching(/^prefect\.concurrency-limit\.[0-9a-f-]{36}$/) as string,
      "prefect.resource.name": "b",
      "slots-acquired": "2",
      limit: "5",
    });
    expect(b?.related).toEqual([
      {
        "prefect.resource.id": a?.resource["prefect.resource.id"],
        "prefect.resource.role": "concurrency-limit",
      },
    ]);
  });
});

/** The events that limits emitted in a run. */
function emitted({ events }: { readonly events: readonly { readonly type: string }[] }): readonly Emitted[] {
  return events.filter(({ type }) => type === "emitted") as unknown as readonly Emitted[];
}

/** A run whose lease another engine takes from it. */
async function losingItsLease(engine: Scene["engine"], strict: boolean) {
  const storage = memoryStorage();
  const limited = engine({ storage });
  await limited.createConcurrencyLimit("db", { limit: 1 });
  const run = await limited.run(
    flow(
      async () =>
        await concurrency("db", { strict }, async () => {
          const { value } = (await storage.read("limits")) as { value: { limits: { leases: unknown[] }[] } };
          const limits = value.limits.map((limit) => ({ ...limit, slots: 0, leases: [] }));
          await storage.write("limits", { ...value, limits });
          await sleep(600);
          return "done";
        }),
    ),
  );
  return { run, storage };
}

/** Lets all that is ready run. */
async function turns(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}
