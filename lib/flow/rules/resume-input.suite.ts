import {
  NotPausedError,
  RuntimeError,
  createEngine,
  flow,
  memoryStorage,
  pauseFlowRun,
  resumeFlowRun,
  suspendFlowRun,
  task,
} from "..";
import { names, suite, type Scene } from "./harness.suite";

const pass = (clock: Scene["clock"], seconds: number) =>
  new Promise<void>((resolve) => void clock.after(seconds * 1000, resolve));

const messageOf = async (promise: Promise<unknown>): Promise<string> =>
  await promise.then(
    () => "did not reject",
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );

type Issue = { readonly message: string; readonly path?: readonly string[] };

/** A Standard Schema, as a validation library gives one. */
function schema<T>(validate: (value: unknown) => { value: T } | { issues: Issue[] }, isSlow = false) {
  return {
    "~standard": {
      version: 1 as const,
      vendor: "rules",
      validate: (value: unknown) =>
        isSlow ? Promise.resolve().then(() => validate(value)) : validate(value),
    },
  };
}

/** A number, also as text. */
const count = schema((value) => {
  const number = typeof value === "string" || typeof value === "number" ? Number(value) : NaN;
  return Number.isNaN(number) ? { issues: [{ message: "Expected a number" }] } : { value: number };
});

const approval = schema((value) => {
  const { by, approved = true } = (value ?? {}) as { by?: string; approved?: boolean };
  const issues: Issue[] = [];
  if (typeof by !== "string") issues.push({ message: "Expected a name", path: ["approval", "by"] });
  if (typeof approved !== "boolean") issues.push({ message: "Expected yes or no", path: ["approved"] });
  return by === undefined || issues.length > 0 ? { issues } : { value: { by, approved } };
}, true);

export const resumeInput = suite("Input of a resume", (rule) => {
  rule("5.36 a pause that waits for an input gives it, coerced", async ({ expect, engine, clock }) => {
    const main = flow(async () => {
      const given: number = await pauseFlowRun({ waitForInput: count });
      return given + 1;
    });
    const handle = engine().start(main);
    await pass(clock, 1);
    await handle.resume("41");
    expect(await (await handle.done).value()).toBe(42);
  });

  rule("5.36 a schema may take its time", async ({ expect, engine, clock }) => {
    const slow = {
      "~standard": {
        ...approval["~standard"],
        validate: async (value: unknown) => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          return await approval["~standard"].validate(value);
        },
      },
    };
    const handle = engine().start(flow(async () => await pauseFlowRun({ waitForInput: slow, timeout: 60 })));
    await pass(clock, 1);
    await handle.resume({ by: "Ada" });
    expect(await (await handle.done).value()).toEqual({ by: "Ada", approved: true });
  });

  rule(
    "5.39 the state says that an input is asked for, and under which keys",
    async ({ expect, engine, clock }) => {
      const handle = engine().start(
        flow(async () => await pauseFlowRun({ waitForInput: count, key: "amount" })),
      );
      await pass(clock, 1);
      expect(handle.state.stateDetails.runInputKeyset).toEqual({
        description: "paused-amount-description",
        response: "paused-amount-response",
        schema: "paused-amount-schema",
      });
      await handle.resume(1);
      await handle.done;

      const suspended = engine().start(flow(async () => await suspendFlowRun({ waitForInput: count })));
      await suspended.done;
      expect(suspended.state.stateDetails.runInputKeyset?.response).toBe("suspended-1-response");
      suspended.cancel();
      await suspended.over;
    },
  );

  rule(
    "5.39 an input that fails is refused with all reasons, and the run stays Paused",
    async ({ expect, engine, clock }) => {
      const handle = engine().start(flow(async () => await pauseFlowRun({ waitForInput: approval })));
      await pass(clock, 1);
      const refused = handle.resume({ approved: "perhaps" });
      await expect(refused).rejects.toBeInstanceOf(RuntimeError);
      expect(await messageOf(handle.resume({ approved: "perhaps" }))).toBe(
        "RuntimeError: Cannot resume this run: Reason: approval.by: Expected a name; approved: Expected yes or no",
      );
      expect(await messageOf(resumeFlowRun(handle.id))).toContain("Reason: approval.by: Expected a name");
      expect(handle.state.name).toBe("Paused");
      await handle.resume({ by: "Ada", approved: false });
      const run = await handle.done;
      expect(await run.value()).toEqual({ by: "Ada", approved: false });
      expect(names(run.flowRun!)).toEqual(["Pending", "Running", "Paused", "Running", "Completed"]);
    },
  );

  rule("5.39 a schema that throws refuses, too", async ({ expect, engine, clock }) => {
    const broken = schema<number>((value) => {
      if (value !== 1) throw new TypeError("broken");
      return { value };
    });
    const handle = engine().start(flow(async () => await pauseFlowRun({ waitForInput: broken })));
    await pass(clock, 1);
    expect(await messageOf(handle.resume(2))).toBe("TypeError: broken");
    expect(handle.state.name).toBe("Paused");
    await handle.resume(1);
    expect(await (await handle.done).value()).toBe(1);
  });

  rule("5.39 an input that cannot be kept is refused", async ({ expect, engine, clock }) => {
    const anything = schema((value) => ({ value }));
    const handle = engine().start(flow(async () => await pauseFlowRun({ waitForInput: anything })));
    await pass(clock, 1);
    expect(await messageOf(handle.resume(() => 1))).toMatch(/^SerializationError: /);
    expect(handle.state.name).toBe("Paused");
    await handle.resume({ deep: new Map([["a", new Date(0)]]) });
    expect(await (await handle.done).value()).toEqual({ deep: new Map([["a", new Date(0)]]) });
  });

  rule("5.36 an input that nobody asked for is ignored", async ({ expect, engine, clock }) => {
    const handle = engine().start(
      flow(async () => await pauseFlowRun().then((given: unknown) => ({ given }))),
    );
    await pass(clock, 1);
    await handle.resume({ by: "Ada" });
    expect(await (await handle.done).value()).toEqual({ given: undefined });
  });

  rule(
    "5.36 each of two calls at once that ask for an input gets its own",
    async ({ expect, engine, clock }) => {
      const handle = engine().start(
        flow(
          async () =>
            await Promise.all([
              pauseFlowRun({ waitForInput: count, key: "a" }),
              pauseFlowRun({ waitForInput: count, key: "b" }),
            ]),
        ),
      );
      await pass(clock, 1);
      expect(handle.state.stateDetails.pauseKey).toBe("a");
      await handle.resume(1);
      await pass(clock, 1);
      expect(handle.state.stateDetails.pauseKey).toBe("b");
      await handle.resume(2);
      expect(await (await handle.done).value()).toEqual([1, 2]);
    },
  );

  rule(
    "5.38 of two inputs at once the first counts, and is what is kept",
    async ({ expect, engine, clock }) => {
      const storage = memoryStorage();
      const handle = engine({ storage }).start(flow(async () => await pauseFlowRun({ waitForInput: count })));
      await pass(clock, 1);
      const [first, second] = await Promise.allSettled([handle.resume(1), handle.resume(2)]);
      expect(first.status).toBe("fulfilled");
      expect(second.status === "rejected" && (second.reason as unknown)).toBeInstanceOf(NotPausedError);
      expect(await (await handle.done).value()).toBe(1);
      const key = `inputs/${handle.id}/paused-1-response`;
      expect((await storage.read(key))?.value).toEqual({ version: 1, input: 1 });
    },
  );

  rule("1.46 a retry of the flow gets the input that was given before", async ({ expect, engine, clock }) => {
    let attempts = 0;
    const main = flow({ retries: 1 }, async () => {
      attempts += 1;
      const given = await pauseFlowRun({ waitForInput: count });
      if (attempts === 1) throw new Error("once");
      return given;
    });
    const handle = engine().start(main);
    await pass(clock, 1);
    await handle.resume(" 7 ");
    const run = await handle.done;
    expect(await run.value()).toBe(7);
    expect(names(run.flowRun!)).toEqual([
      ...["Pending", "Running", "Paused", "Running", "AwaitingRetry", "Running", "Completed"],
    ]);
  });

  rule("1.46 a key that fired without an input has none to give", async ({ expect, engine, clock }) => {
    const main = flow(async () => {
      await pauseFlowRun({ key: "k" });
      return await pauseFlowRun({ key: "k", waitForInput: count });
    });
    const handle = engine().start(main);
    await pass(clock, 1);
    await handle.resume();
    expect(await messageOf((await handle.done).value())).toMatch(
      /^RuntimeError: This pause has already fired/,
    );
  });

  rule("5.36 a task may ask for an input", async ({ expect, engine, clock }) => {
    const ask = task(async () => await pauseFlowRun({ waitForInput: count }));
    const handle = engine().start(flow(async () => await ask.submit().result()));
    await pass(clock, 1);
    await handle.resume("3");
    expect(await (await handle.done).value()).toBe(3);
  });

  rule("5.37 a suspended run finds its input when it starts again", async ({ expect, engine }) => {
    let calls = 0;
    const main = flow(async (x: number) => {
      calls += 1;
      const given = await suspendFlowRun({ waitForInput: count });
      return x + given;
    });
    const handle = engine().start(main, [40]);
    expect((await handle.done).state.name).toBe("Suspended");
    expect(await messageOf(handle.resume("two"))).toContain("Reason: Expected a number");
    expect(handle.state.name).toBe("Suspended");
    await handle.resume("2");
    expect(await (await handle.done).value()).toBe(42);
    expect(calls).toBe(2);
  });

  rule("5.39 what is no schema is refused where it is given", async ({ expect, run }) => {
    for (const wrong of [{ amount: Number }, Number, "number", { "~standard": {} }]) {
      const { state } = await run(flow(async () => await pauseFlowRun({ waitForInput: wrong as never })));
      expect(state.name).toBe("Failed");
      expect(state.message).toContain("TypeError: waitForInput must be a Standard Schema");
      expect(() => flow({ parameters: wrong as never }, async (x: number) => x)).toThrow(
        "parameters must be a Standard Schema",
      );
    }
  });

  rule("5.39 the storage that fails keeps the run Paused", async ({ expect, clock }) => {
    const storage = memoryStorage();
    let isFull = true;
    const full: typeof storage = {
      ...storage,
      write: async (...args) => {
        if (isFull) throw new Error("The disk is full.");
        return await storage.write(...args);
      },
    };
    const own = createEngine({ clock, storage: full });
    const handle = own.start(flow(async () => await pauseFlowRun({ waitForInput: count })));
    await pass(clock, 1);
    expect(await messageOf(handle.resume(1))).toBe("Error: The disk is full.");
    expect(handle.state.name).toBe("Paused");
    isFull = false;
    await handle.resume(1);
    expect(await (await handle.done).value()).toBe(1);
  });
});
