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
import { gate, suite } from "./harness.suite";

/** What limits tell of an event of theirs. */
interface Emitted {
  readonly event: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly related: readonly Readonly<Record<string, string>>[];
}

export const limitTerms = suite("Terms of concurrency limits", (rule) => {
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
});

/** The events that limits emitted in a run. */
function emitted({ events }: { readonly events: readonly { readonly type: string }[] }): readonly Emitted[] {
  return events.filter(({ type }) => type === "emitted") as unknown as readonly Emitted[];
}
