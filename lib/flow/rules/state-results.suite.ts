import {
  Cancelled,
  CancelledRun,
  Cancelling,
  Completed,
  Crashed,
  CrashedRun,
  Failed,
  FailedRun,
  flow,
  memoryStorage,
  MissingResult,
  Paused,
  PausedRun,
  Pending,
  Running,
  Scheduled,
  Suspended,
  task,
  UnfinishedRun,
  ValueError,
  type State,
} from "..";
import { suite, type Scene } from "./harness.suite";

const failures = [
  { make: Failed, wrapper: FailedRun, name: "FailedRun", usual: "Run failed." },
  { make: Crashed, wrapper: CrashedRun, name: "CrashedRun", usual: "Run crashed." },
  { make: Cancelled, wrapper: CancelledRun, name: "CancelledRun", usual: "Run cancelled." },
] as const;

class OrderError extends RangeError {
  readonly order: number;

  constructor(order: number) {
    super(`order ${order}`);
    this.name = "OrderError";
    this.order = order;
  }
}

const exceptions: readonly (readonly [string, Error])[] = [
  ["an error", new Error("boom")],
  ["an error of the platform's", new TypeError("boom")],
  ["an error of the author's own class", new OrderError(7)],
  ["a frozen error", Object.freeze(new Error("boom"))],
  ["an error with a cause", new Error("boom", { cause: new Error("root") })],
  ["several errors in one", new AggregateError([new Error("a")], "all")],
  ["a DOMException", new DOMException("boom", "DataError")],
];

const cyclic: Record<string, unknown> = { of: "itself" };
cyclic["self"] = cyclic;

const unresolvable: readonly (readonly [string, unknown])[] = [
  ["an object", { a: 1 }],
  ["a number", 42],
  ["zero", 0],
  ["false", false],
  ["an empty list", []],
  ["a list of states and other things", [Failed(), 1]],
  ["an object of states", { first: Failed() }],
  ["a value that holds itself", cyclic],
  ["a function", () => "boom"],
];

/** What a state's result rejects with. */
async function thrownBy(state: State, options?: Parameters<State["result"]>[0]): Promise<unknown> {
  return await state.result(options).then(
    () => {
      throw new Error("The result was expected to reject.");
    },
    (error: unknown) => error,
  );
}

/** A storage that does not find results the first times it is asked for one, once it is told to. */
function lateStorage() {
  const inner = memoryStorage();
  const found = { missing: 0, asked: 0 };
  const storage: typeof inner = {
    ...inner,
    read: async (key) => {
      if (!key.startsWith("results/")) return await inner.read(key);
      found.asked++;
      return found.missing-- > 0 ? undefined : await inner.read(key);
    },
  };
  return { storage, found };
}

/** The final state of a run whose value lies in the storage alone. */
async function storedState({ run }: Scene, resultStorage: ReturnType<typeof memoryStorage>) {
  const value = task({ persistResult: true, cacheResultInMemory: false, resultStorage }, async () => ({
    n: 7,
  }));
  const stored = flow({ name: "stored" }, async () => {
    await value();
  });
  const { taskRuns } = await run(stored);
  const state = taskRuns[0]?.state;
  if (!state) throw new Error("The flow made no task run.");
  return state;
}

export const stateResults = suite("The result of a state", (rule) => {
  for (const make of [Paused, Suspended])
    rule(`1.12 ${make().name}: PausedRun, whether failures are raised or not`, async ({ expect }) => {
      for (const options of [undefined, { raiseOnFailure: true }, { raiseOnFailure: false }]) {
        const error = await thrownBy(make({ data: 1 }), options);
        expect(error).toBeInstanceOf(PausedRun);
        expect(error).toMatchObject({
          name: "PausedRun",
          message: "Run is paused, its result is not available.",
        });
      }
    });

  for (const make of [Scheduled, Pending, Running, Cancelling]) {
    const { type } = make();
    rule(`1.13 ${type}: UnfinishedRun, whether failures are raised or not`, async ({ expect }) => {
      for (const options of [undefined, { raiseOnFailure: true }, { raiseOnFailure: false }]) {
        const error = await thrownBy(make({ name: "Completed", data: 1 }), options);
        expect(error).toBeInstanceOf(UnfinishedRun);
        expect(error).toMatchObject({
          name: "UnfinishedRun",
          message: `Run is in ${type} state, its result is not available.`,
        });
      }
    });
  }

  rule("1.14 COMPLETED gives its data, as it is", async ({ expect }) => {
    const error = new Error("a value like any other");
    for (const data of [{ a: 1 }, 0, "", false, [], cyclic, error, [Failed()]])
      expect(await Completed({ data }).result()).toBe(data);
    expect(await Completed({ data: 1 }).result({ raiseOnFailure: false })).toBe(1);
  });

  for (const { make, wrapper, name, usual } of failures) {
    const type = name.slice(0, -3);

    for (const [what, error] of exceptions)
      rule(`1.14 ${type} with ${what}: that very error`, async ({ expect }) => {
        expect(await thrownBy(make({ data: error, message: "not this" }))).toBe(error);
        expect(await thrownBy(make({ data: error }), { raiseOnFailure: true })).toBe(error);
        expect(await make({ data: error }).result({ raiseOnFailure: false })).toBe(error);
      });

    rule(`1.14 ${type} with any data gives it where failures are not raised`, async ({ expect }) => {
      for (const data of ["text", 42, cyclic, [1, 2], Completed()])
        expect(await make({ data }).result({ raiseOnFailure: false })).toBe(data);
    });

    rule(`1.15 ${type} without data gives ${name} where failures are not raised`, async ({ expect }) => {
      const error = await make({ message: "why" }).result({ raiseOnFailure: false });
      expect(error).toBeInstanceOf(wrapper);
      expect(error).toMatchObject({ name, message: "why" });
    });

    for (const [what, state, message] of [
      ["a message", make({ message: "why" }), "why"],
      ["no message", make(), usual],
      ["an empty message", make({ message: "" }), usual],
      ["null for data", make({ data: null, message: "why" }), "why"],
      ["a string for data", make({ data: "because", message: "why" }), "because"],
    ] as const)
      rule(`1.16 ${type} with ${what}: ${name} "${message}"`, async ({ expect }) => {
        const error = await thrownBy(state);
        expect(error).toBeInstanceOf(wrapper);
        expect(error).toMatchObject({ name, message, code: expect.any(String) as unknown });
      });

    rule(`1.16 ${type} with a state inside: that state's exception, at any depth`, async ({ expect }) => {
      const error = new Error("inner");
      expect(await thrownBy(make({ data: Failed({ data: Crashed({ data: error }) }) }))).toBe(error);
      const wrapped = await thrownBy(make({ data: Cancelled({ message: "stopped" }) }));
      expect(wrapped).toBeInstanceOf(CancelledRun);
      expect(wrapped).toMatchObject({ message: "stopped" });
    });

    rule(`1.16 ${type} with states inside: the first failed one's exception`, async ({ expect }) => {
      const error = new Error("first");
      const first = Failed({ data: error });
      const second = Crashed({ data: new Error("second") });
      expect(await thrownBy(make({ data: [Completed(), Pending(), first, second] }))).toBe(error);
      expect(await thrownBy(make({ data: new Set([Completed(), first, second]) }))).toBe(error);
      expect(await thrownBy(make({ data: [Failed({ data: [Completed(), first] }), second] }))).toBe(error);
      const cancelled = await thrownBy(make({ data: [Cancelled({ message: "c" }), first] }));
      expect(cancelled).toBeInstanceOf(CancelledRun);
    });

    rule(`1.16 ${type} with states inside of which none failed: ValueError`, async ({ expect }) => {
      const error = await thrownBy(make({ data: [Completed(), Pending(), Paused()] }));
      expect(error).toBeInstanceOf(ValueError);
      expect(error).toMatchObject({
        message: "Failed state result was an iterable of states but none were failed.",
      });
    });

    rule(`1.16 ${type} with a state inside that did not fail: ValueError`, async ({ expect }) => {
      for (const data of [Completed(), Pending(), Paused()]) {
        const error = await thrownBy(make({ data }));
        expect(error).toBeInstanceOf(ValueError);
        expect(error).toMatchObject({
          message: expect.stringMatching(/^Expected failed or crashed state got /) as unknown,
        });
      }
    });
  }

  for (const [what, data] of unresolvable)
    rule(`1.16 Failed with ${what} for data: TypeError`, async ({ expect }) => {
      const error = await thrownBy(Failed({ data }));
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({
        message: expect.stringMatching(
          /^Unexpected result for failed state: [^]* cannot be resolved into an exception$/,
        ) as unknown,
      });
    });

  rule("1.15 COMPLETED without data: MissingResult", async ({ expect }) => {
    for (const options of [undefined, { raiseOnFailure: false }]) {
      const error = await thrownBy(Completed({ message: "done" }), options);
      expect(error).toBeInstanceOf(MissingResult);
      expect(error).toMatchObject({
        name: "MissingResult",
        message: expect.stringMatching(/^State data is missing\./) as unknown,
      });
    }
  });

  rule("1.15 data that lies in storage is loaded from there", async (scene) => {
    const { expect } = scene;
    const { storage, found } = lateStorage();
    const state = await storedState(scene, storage);
    found.asked = 0;
    expect(await state.result()).toEqual({ n: 7 });
    expect(found.asked).toBe(1);
  });

  for (const missing of [1, 9])
    rule(`1.15 data that is not there yet is asked for again: ${missing} times`, async (scene) => {
      const { expect, clock } = scene;
      const { storage, found } = lateStorage();
      const state = await storedState(scene, storage);
      Object.assign(found, { missing, asked: 0 });
      const start = clock.now();
      expect(await state.result()).toEqual({ n: 7 });
      expect(found.asked).toBe(missing + 1);
      expect(clock.now() - start).toBe(missing * 250);
    });

  rule("1.15 data that is not there at the tenth time either: MissingResult", async (scene) => {
    const { expect, clock } = scene;
    const { storage, found } = lateStorage();
    const state = await storedState(scene, storage);
    Object.assign(found, { missing: Infinity, asked: 0 });
    const start = clock.now();
    expect(await thrownBy(state)).toBeInstanceOf(MissingResult);
    expect(found.asked).toBe(10);
    expect(clock.now() - start).toBe(9 * 250);
  });

  rule(
    "1.15 a value that is to be kept in no memory, and has no storage, stays with the state",
    async (scene) => {
      const { expect, run } = scene;
      const value = task({ persistResult: false, cacheResultInMemory: false }, async () => 7);
      const kept = flow({ name: "kept" }, async () => await value());
      const { taskRuns, value: given } = await run(kept);
      expect(await given()).toBe(7);
      expect(taskRuns[0]?.state.name).toBe("Completed");
      expect(await taskRuns[0]?.state.result()).toBe(7);
    },
  );
});
