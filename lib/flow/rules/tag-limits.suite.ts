import { concurrency, flow, memoryStorage, readConcurrencyLimit, sleep, tags, task } from "..";
import { gate, names, suite } from "./harness.suite";

export const tagLimits = suite("Tag limits", (rule) => {
  rule("9.1 a run holds one slot of each limit that one of its tags has", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("tag:db", { limit: 2 });
    await limited.createConcurrencyLimit("tag:gpu", { limit: 3 });
    const slots = async () => [
      (await readConcurrencyLimit("tag:db")).activeSlots,
      (await readConcurrencyLimit("tag:gpu")).activeSlots,
    ];
    const tagged = task({ tags: ["db", "other"] }, slots);
    const run = await limited.run(
      flow(async () => [await tagged(), await tags("gpu").run(async () => await tagged()), await slots()]),
    );
    expect(await run.value()).toEqual([
      [1, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(run.taskRuns.map(names)).toEqual(Array(2).fill(["Pending", "Running", "Completed"]));
    expect(run.logs.filter(({ level }) => level === "warning")).toEqual([]);
    await expect(limited.readConcurrencyLimit("tag:other")).rejects.toThrow(/no concurrency limit/);
  });

  rule("9.1 so many tagged runs run at a time, in the order in which they asked", async (scene) => {
    const { expect, engine, clock } = scene;
    const limited = engine();
    await limited.createConcurrencyLimit("tag:db", { limit: 2 });
    const start = clock.now();
    const query = task({ tags: ["db"] }, async (seconds: number) => {
      const entered = (clock.now() - start) / 1000;
      await sleep(seconds);
      return entered;
    });
    const run = await limited.run(flow(async () => await query.map([10, 10, 10, 10, 10]).result()));
    expect(await run.value()).toEqual([0, 0, 10, 10, 20]);
  });

  rule("9.1 a run without tags asks for nothing; missing limits are ignored and not made", async (scene) => {
    const { expect, engine } = scene;
    const kept = memoryStorage();
    let reads = 0;
    const storage: typeof kept = {
      ...kept,
      read(key) {
        reads++;
        return kept.read(key);
      },
    };
    const plain = task(async () => 1);
    const tagged = task({ tags: ["db"] }, async () => 2);
    const limited = engine({ storage });
    expect(await (await limited.run(flow(async () => await plain()))).value()).toBe(1);
    expect(reads).toBe(0);
    const run = await limited.run(flow(async () => await tagged()));
    expect(await run.value()).toBe(2);
    expect(run.events.filter(({ type }) => type === "emitted")).toEqual([]);
    expect(run.logs.map(({ message }) => message)).not.toContainEqual(
      expect.stringContaining("do not exist"),
    );
    expect(await storage.keys("")).toEqual([]);
  });

  rule(
    "9.1 slots are released at success, failure, timeout, crash, and a cache hit",
    async ({ expect, engine }) => {
      const limited = engine();
      await limited.createConcurrencyLimit("tag:db", { limit: 1 });
      const options = { tags: ["db"] };
      const good = task(options, async () => 1);
      const bad = task(options, async (): Promise<number> => {
        throw new TypeError("bad");
      });
      const late = task({ ...options, timeoutSeconds: 1 }, () => new Promise<number>(() => undefined));
      const crashing = task(options, async (): Promise<number> => {
        throw Object.assign(new Error("stop"), { name: "AbortError" });
      });
      const cached = task({ ...options, persistResult: true, cacheKeyFn: () => "key" }, async () => 1);
      const run = await limited.run(
        flow(async () => {
          const found = [];
          for (const one of [good, bad, late, crashing, cached, cached]) {
            const state = await one.withOptions({ returnState: true })();
            found.push([state.name, (await readConcurrencyLimit("tag:db")).activeSlots]);
          }
          return found;
        }),
      );
      expect(await run.value()).toEqual([
        ["Completed", 0],
        ["Failed", 0],
        ["TimedOut", 0],
        ["Crashed", 0],
        ["Completed", 0],
        ["Cached", 0],
      ]);
    },
  );

  rule(
    "9.1 a slot is held between retries, and while the last state's hooks run",
    async ({ expect, engine }) => {
      const limited = engine();
      await limited.createConcurrencyLimit("tag:db", { limit: 1 });
      const seen: [string, number][] = [];
      const look = async (when: string) => {
        seen.push([when, (await limited.readConcurrencyLimit("tag:db")).activeSlots]);
      };
      let attempts = 0;
      const flaky = task(
        {
          tags: ["db"],
          retries: 1,
          retryDelaySeconds: 10,
          onRunning: [() => look("running")],
          onCompletion: [() => look("completed")],
        },
        async () => {
          attempts++;
          if (attempts === 1) throw new Error("once");
          await look("body");
        },
      );
      await limited.run(
        flow(async () => {
          const future = flaky.submit();
          await sleep(5);
          await look(future.state.name);
          await future.result();
          await look("over");
        }),
      );
      expect(seen).toEqual([
        ["running", 1],
        ["AwaitingRetry", 1],
        ["running", 1],
        ["body", 1],
        ["completed", 1],
        ["over", 0],
      ]);
    },
  );

  rule(
    "9.1 upstreams are waited for first: a run that waits for them holds no slot",
    async ({ expect, engine }) => {
      const limited = engine();
      await limited.createConcurrencyLimit("tag:db", { limit: 1 });
      const { opened, open } = gate();
      const upstream = task(async () => {
        await opened;
        return 1;
      });
      const tagged = task({ tags: ["db"] }, async (n: number) => n + 1);
      const run = await limited.run(
        flow(async () => {
          const waiting = tagged.submit(upstream.submit());
          await sleep(1);
          const before = (await readConcurrencyLimit("tag:db")).activeSlots;
          open();
          return [before, await waiting.result()];
        }),
      );
      expect(await run.value()).toEqual([0, 2]);
    },
  );

  rule("9.1 an inactive limit holds no run up", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("tag:db", { limit: 0, active: false });
    const tagged = task({ tags: ["db"] }, async () => 1);
    expect(await (await limited.run(flow(async () => await tagged()))).value()).toBe(1);
  });

  rule(
    "9.1 a tag's limit is also one for `concurrency`, and a task run on its own is counted",
    async (scene) => {
      const { expect, engine } = scene;
      const limited = engine();
      await limited.createConcurrencyLimit("tag:db", { limit: 1 });
      const tagged = task(
        { tags: ["db"] },
        async () => await concurrency("tag:db", { timeoutSeconds: 1 }, () => 1),
      );
      const run = await limited.run(tagged);
      expect(run.state.name).toBe("TimedOut");
      await expect(run.value()).rejects.toThrow("timed out after 1 second(s)");
    },
  );

  rule(
    "9.1 a lease is renewed: a run may hold its slot for as long as it takes",
    async ({ expect, engine }) => {
      const storage = memoryStorage();
      const [one, two] = [engine({ storage }), engine({ storage })];
      await one.createConcurrencyLimit("tag:db", { limit: 1 });
      const long = task({ tags: ["db"] }, async () => {
        await sleep(3600);
        return (await two.readConcurrencyLimit("tag:db")).activeSlots;
      });
      expect(await (await one.run(flow(async () => await long()))).value()).toBe(1);
    },
  );

  rule(
    "9.2 limit 0: the run never runs but stays Pending, and the call says why",
    async ({ expect, engine }) => {
      const limited = engine();
      await limited.createConcurrencyLimit("tag:zero", { limit: 0 });
      const called: string[] = [];
      const hook = () => void called.push("hook");
      const never = task(
        { tags: ["zero"], retries: 2, onFailure: [hook], onCompletion: [hook], onRunning: [hook] },
        async () => called.push("body"),
      );
      const error = {
        name: "ConcurrencySlotAcquisitionError",
        message:
          "Unable to acquire concurrency slots on ['tag:zero']: Slots requested is greater than the limit",
      };

      const direct = await limited.run(flow(async () => await never()));
      expect(direct.taskRuns.map(names)).toEqual([["Pending"]]);
      expect(direct.state.name).toBe("Failed");
      expect(direct.state.message).toBe(`Flow run encountered an exception: ${error.name}: ${error.message}`);
      await expect(direct.value()).rejects.toMatchObject(error);

      const withState = flow(async () => await never.withOptions({ returnState: true })());
      await expect((await limited.run(withState)).value()).rejects.toMatchObject(error);

      const submitted = await limited.run(
        flow(async () => {
          const future = never.submit();
          await future.wait();
          return await future.result();
        }),
      );
      await expect(submitted.value()).rejects.toMatchObject(error);

      const alone = await limited.run(never);
      expect(alone.state.name).toBe("Pending");
      await expect(alone.value()).rejects.toMatchObject(error);
      expect(called).toEqual([]);
    },
  );

  rule(
    "9.3 a run that waits for a slot is Pending, and starts when it has one",
    async ({ expect, engine }) => {
      const limited = engine();
      await limited.createConcurrencyLimit("tag:db", { limit: 1 });
      const work = task({ tags: ["db"] }, async () => {
        await sleep(10);
      });
      const run = await limited.run(
        flow(async () => {
          const [first, second] = [work.submit(), work.submit()];
          await sleep(5);
          const state = second.state.name;
          await first.result();
          await second.result();
          return state;
        }),
      );
      expect(await run.value()).toBe("Pending");
      const [first, second] = run.taskRuns;
      expect(second && names(second)).toEqual(["Pending", "Running", "Completed"]);
      expect(second?.startTime?.getTime()).toBeGreaterThanOrEqual(first?.endTime?.getTime() ?? Infinity);
      expect(second?.totalRunTime).toBeCloseTo(10, 3);
    },
  );

  rule("9.3 a run's timeout does not count its wait for a slot", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("tag:db", { limit: 1 });
    const work = task({ tags: ["db"], timeoutSeconds: 6 }, async (seconds: number) => {
      await sleep(seconds);
    });
    const run = await limited.run(flow(async () => await work.map([5, 5, 5]).result()));
    expect(run.taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Completed", "Completed"]);
  });

  rule("9.3 a run that is stopped while it waits: Pending, Crashed", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("tag:db", { limit: 1 });
    const work = task({ tags: ["db"] }, async () => {
      await sleep(100);
    });
    const handle = limited.start(
      flow(async () => {
        const both = [work.submit(), work.submit()];
        await sleep(5);
        handle.cancel();
        for (const one of both) await one.wait();
      }),
    );
    const run = await handle.done;
    expect(run.taskRuns.map(names)).toEqual([
      ["Pending", "Running", "Crashed"],
      ["Pending", "Crashed"],
    ]);
    expect(await limited.readConcurrencyLimit("tag:db")).toMatchObject({ activeSlots: 0 });
  });

  rule("9.8 the slots of a tag are told of as those of any limit", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("tag:db", { limit: 4 });
    const tagged = task({ tags: ["db"] }, async () => 1);
    const { events } = await limited.run(flow(async () => await tagged()));
    const emitted = events.flatMap((event) => (event.type === "emitted" ? [event] : []));
    expect(emitted.map(({ event }) => event)).toEqual([
      "prefect.concurrency-limit.acquired",
      "prefect.concurrency-limit.released",
    ]);
    expect(emitted[0]).toMatchObject({
      resource: { "prefect.resource.name": "tag:db", "slots-acquired": "1", limit: "4" },
      related: [],
    });
  });
});
