import {
  concurrency,
  createConcurrencyLimit,
  flow,
  memoryStorage,
  rateLimit,
  readConcurrencyLimit,
  sleep,
  task,
} from "..";
import { suite } from "./harness.suite";

export const rateLimits = suite("Rate limits", (rule) => {
  rule(
    "9.9 slots are taken for good, and decay: 10 of 10 at 5 a second",
    async ({ expect, engine, clock }) => {
      const limited = engine();
      await limited.createConcurrencyLimit("api", { limit: 10, slotDecayPerSecond: 5 });
      const active = async () => (await limited.readConcurrencyLimit("api")).activeSlots;
      const spend = async (occupy: number, timeoutSeconds: number | null = null) => {
        const start = clock.now();
        const run = await limited.run(flow(async () => await rateLimit("api", { occupy, timeoutSeconds })));
        await run.value();
        return (clock.now() - start) / 1000;
      };
      expect(await spend(10)).toBe(0);
      expect(await active()).toBe(10);
      await expect(spend(5, 0)).rejects.toMatchObject({
        name: "TimeoutError",
        message: "Attempt to acquire concurrency slots timed out after 0 second(s)",
      });
      clock.advance(2);
      expect(await active()).toBe(0);
      expect(await spend(5, 0)).toBe(0);
      expect(await active()).toBe(5);
    },
  );

  rule(
    "9.9 whoever waits goes on exactly when enough slots have decayed",
    async ({ expect, engine, clock }) => {
      const limited = engine();
      await limited.createConcurrencyLimit("api", { limit: 2, slotDecayPerSecond: 0.5 });
      const start = clock.now();
      const request = task(async (occupy: number) => {
        await rateLimit("api", { occupy });
        return (clock.now() - start) / 1000;
      });
      const run = await limited.run(flow(async () => await request.map([1, 1, 1, 1, 1]).result()));
      expect(await run.value()).toEqual([0, 0, 2, 4, 6]);
    },
  );

  rule("9.9 only whole slots decay: floor(decay × elapsed)", async ({ expect, engine, clock }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("api", { limit: 3, slotDecayPerSecond: 0.1 });
    await (await limited.run(flow(async () => await rateLimit("api", { occupy: 3 })))).value();
    const seen: number[] = [];
    for (const seconds of [9.9, 0.1, 9.9, 0.1, 100]) {
      clock.advance(seconds);
      seen.push((await limited.readConcurrencyLimit("api")).activeSlots);
    }
    expect(seen).toEqual([3, 2, 2, 1, 0]);
  });

  rule(
    "9.9 a third of a slot is not lost when others are taken meanwhile",
    async ({ expect, engine, clock }) => {
      const limited = engine();
      await limited.createConcurrencyLimit("api", { limit: 2, slotDecayPerSecond: 1 });
      const start = clock.now();
      const run = await limited.run(
        flow(async () => {
          const times = [];
          for (const pause of [0, 0.4, 0, 0]) {
            await sleep(pause);
            await rateLimit("api");
            times.push(Math.round(clock.now() - start) / 1000);
          }
          return times;
        }),
      );
      expect(await run.value()).toEqual([0, 0.4, 1, 2]);
    },
  );

  rule("9.9 who would wait too long gets a TimeoutError, and takes nothing", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("api", { limit: 1, slotDecayPerSecond: 0.1 });
    const run = await limited.run(
      flow(async () => {
        await rateLimit("api");
        await rateLimit("api", { timeoutSeconds: 9.5 });
      }),
    );
    expect(run.state.name).toBe("TimedOut");
    expect(run.state.message).toBe(
      "Flow run failed due to timeout: TimeoutError('Attempt to acquire concurrency slots timed out after 9.5 second(s)')",
    );
    expect(await limited.readConcurrencyLimit("api")).toMatchObject({ activeSlots: 1 });
  });

  rule("9.9 a limit without decay is no rate limit", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("api", { limit: 2, slotDecayPerSecond: 1 });
    for (const name of ["db", "gpu"]) await limited.createConcurrencyLimit(name, { limit: 2 });
    const run = await limited.run(flow(async () => await rateLimit(["db", "api", "gpu"])));
    await expect(run.value()).rejects.toMatchObject({
      name: "ConcurrencySlotAcquisitionError",
      message:
        "Unable to acquire concurrency slots on ['db', 'api', 'gpu']: Only concurrency limits with slot decay can be used for rate limiting. The following limits do not have a decay configured: 'db,gpu'",
    });
    expect(await limited.readConcurrencyLimit("api")).toMatchObject({ activeSlots: 0 });
  });

  rule("9.9 more than the limit, and what is no number of slots, is refused", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("api", { limit: 2, slotDecayPerSecond: 1 });
    const spend = async (occupy: number) =>
      await (await limited.run(flow(async () => await rateLimit("api", { occupy })))).value();
    await expect(spend(3)).rejects.toThrow("Slots requested is greater than the limit");
    await expect(spend(0)).rejects.toThrow("greater than 0");
    await expect(spend(0.5)).rejects.toMatchObject({ name: "ConcurrencySlotAcquisitionError" });
  });

  rule("9.9 no names, an unknown limit, and an inactive one hold nobody up", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("off", { limit: 0, active: false });
    const run = await limited.run(
      flow(async () => {
        await rateLimit([]);
        await rateLimit(null);
        await rateLimit("off");
        await rateLimit("nope");
      }),
    );
    expect(run.state.name).toBe("Completed");
    expect(run.logs.flatMap(({ level, message }) => (level === "warning" ? [message] : []))).toEqual([
      "Concurrency limits ['nope'] do not exist - skipping acquisition.",
    ]);
    const strict = await limited.run(flow(async () => await rateLimit("nope", { strict: true })));
    await expect(strict.value()).rejects.toMatchObject({
      name: "ConcurrencySlotAcquisitionError",
      message: "Concurrency limits ['nope'] must be created before acquiring slots",
    });
  });

  rule("9.9 slots held for a function decay too, and are given back but once", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("api", { limit: 4, slotDecayPerSecond: 1 });
    const active = async () => (await readConcurrencyLimit("api")).activeSlots;
    const run = await limited.run(
      flow(async () => {
        const seen: number[] = [];
        await concurrency("api", { occupy: 3 }, async () => {
          seen.push(await active());
          await sleep(1);
          seen.push(await active());
          await sleep(5);
          seen.push(await active());
        });
        seen.push(await active());
        await concurrency("api", { occupy: 2 }, () => undefined);
        seen.push(await active());
        return seen;
      }),
    );
    expect(await run.value()).toEqual([3, 2, 0, 0, 0]);
  });

  rule("9.9 a limit that loses its decay keeps no slots that nobody holds", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("api", { limit: 1, slotDecayPerSecond: 0.001 });
    const run = await limited.run(
      flow(async () => {
        await rateLimit("api");
        await createConcurrencyLimit("api", { limit: 1 });
        return await concurrency("api", { timeoutSeconds: 0 }, () => "in");
      }),
    );
    expect(await run.value()).toBe("in");
  });

  rule("9.9 two engines on one storage share one rate", async ({ expect, engine, clock }) => {
    const storage = memoryStorage();
    const [one, two] = [engine({ storage }), engine({ storage })];
    await one.createConcurrencyLimit("api", { limit: 1, slotDecayPerSecond: 0.1 });
    const start = clock.now();
    const times: number[] = [];
    const spend = flow(async () => {
      for (let i = 0; i < 3; i++) {
        await rateLimit("api");
        times.push((clock.now() - start) / 1000);
      }
    });
    await Promise.all([one.run(spend), two.run(spend)]);
    expect(times).toEqual([0, 10, 20, 30, 40, 50]);
  });

  rule("9.8 slots that are spent are told of as acquired, never as released", async ({ expect, engine }) => {
    const limited = engine();
    await limited.createConcurrencyLimit("api", { limit: 10, slotDecayPerSecond: 1 });
    const { events } = await limited.run(flow(async () => await rateLimit("api", { occupy: 4 })));
    const emitted = events.flatMap((event) => (event.type === "emitted" ? [event] : []));
    expect(emitted).toHaveLength(1);
    expect(emitted[0]).toMatchObject({
      event: "prefect.concurrency-limit.acquired",
      resource: { "prefect.resource.name": "api", "slots-acquired": "4", limit: "10" },
    });
  });
});
