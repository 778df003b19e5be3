import { concurrency, flow, memoryStorage, sleep } from "..";
import { gate, suite, type Scene } from "./harness.suite";

/** What limits tell of an event of theirs. */
interface Emitted {
  readonly event: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly related: readonly Readonly<Record<string, string>>[];
}

export const limitLeases = suite("Leases of concurrency limits", (rule) => {
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
