import { Crashed, CrashedRun, flow, task } from "..";
import { names, suite, type Scene } from "./harness.suite";

type Run = Awaited<ReturnType<Scene["run"]>>;

const kinds = [
  { kind: "task", prefix: "Task run encountered an exception " },
  { kind: "flow", prefix: "Flow run encountered an exception: " },
] as const;
type Kind = (typeof kinds)[number]["kind"];

class Named extends TypeError {
  constructor(message: string) {
    super(message);
    this.name = "Named";
  }
}

class Unnamed extends Error {}

/** An error that throws when it is read. */
function hostile(): Error {
  const fail = () => {
    throw new Error("hostile");
  };
  return Object.defineProperties(new Error("never read"), {
    name: { get: fail },
    message: { get: fail },
    cause: { get: fail },
  });
}

const cyclicError = new Error("around");
cyclicError.cause = cyclicError;

const errors: readonly (readonly [string, Error, string])[] = [
  ["an error", new Error("x"), "Error: x"],
  ["an error without words", new Error(), "Error: "],
  ["an error of several lines", new Error("a\nb"), "Error: a\nb"],
  ["a TypeError", new TypeError("x"), "TypeError: x"],
  ["an error of a class that names itself", new Named("x"), "Named: x"],
  ["an error of a class that does not name itself", new Unnamed("x"), "Unnamed: x"],
  ["an error with a name of its own", Object.assign(new Error("x"), { name: "KeyError" }), "KeyError: x"],
  ["a frozen error", Object.freeze(new RangeError("x")), "RangeError: x"],
  ["a sealed error of the author's", Object.seal(new Named("x")), "Named: x"],
  ["an error that causes itself", cyclicError, "Error: around"],
  ["a DOMException", new DOMException("x", "DataError"), "DataError: x"],
  ["several errors in one", new AggregateError([new Error("a")], "x"), "AggregateError: x"],
];

const cyclic: Record<string, unknown> = {};
cyclic["self"] = cyclic;

/** What is no error, and the words that the message must hold. */
const others: readonly (readonly [string, unknown, string])[] = [
  ["undefined", undefined, "undefined"],
  ["null", null, "null"],
  ["a text", "boom", "boom"],
  ["an empty text", "", ""],
  ["a number", 42, "42"],
  ["zero", 0, "0"],
  ["false", false, "false"],
  ["a bigint", 10n, "10"],
  ["a symbol", Symbol("odd"), "odd"],
  ["an object", { code: 7 }, "7"],
  ["a list", [1, 2], "1,2"],
  ["an object that holds itself", cyclic, ""],
  ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), ""],
  ["a function", () => "boom", ""],
  ["an error whose properties throw", hostile(), ""],
  [
    "a proxy that throws",
    new Proxy(
      {},
      {
        get: () => {
          throw new Error("hostile");
        },
      },
    ),
    "",
  ],
];

async function runThrowing({ run }: Scene, kind: Kind, thrown: unknown, waits: boolean): Promise<Run> {
  const fn = (): Promise<never> => {
    if (waits) return Promise.reject(thrown);
    throw thrown;
  };
  return await run(kind === "task" ? task({ name: "body" }, fn) : flow({ name: "body" }, fn));
}

async function rejection(promise: Promise<unknown>): Promise<{ readonly thrown: unknown }> {
  return await promise.then(
    () => {
      throw new Error("The run was expected to fail.");
    },
    (thrown: unknown) => ({ thrown }),
  );
}

export const thrownValues = suite("Failed states from what was thrown", (rule) => {
  for (const { kind, prefix } of kinds) {
    for (const [what, error, text] of errors)
      rule(`1.18 a ${kind} that throws ${what}: ${JSON.stringify(prefix + text)}`, async (scene) => {
        const { expect } = scene;
        for (const waits of [false, true]) {
          const run = await runThrowing(scene, kind, error, waits);
          expect(names(run.flowRun ?? run.taskRuns[0] ?? { states: [] })).toEqual([
            "Pending",
            "Running",
            "Failed",
          ]);
          expect(run.state.type).toBe("FAILED");
          expect(run.state.message).toBe(prefix + text);
          expect(run.state.data).toBe(error);
          expect((await rejection(run.value())).thrown).toBe(error);
          expect((await rejection(run.state.result())).thrown).toBe(error);
        }
      });

    for (const [what, thrown, text] of others)
      rule(`1.18 a ${kind} that throws ${what} fails with that very value`, async (scene) => {
        const { expect } = scene;
        for (const waits of [false, true]) {
          const run = await runThrowing(scene, kind, thrown, waits);
          expect(run.state.type).toBe("FAILED");
          expect(run.state.name).toBe("Failed");
          expect(run.state.message?.startsWith(prefix)).toBe(true);
          expect(run.state.message).toContain(text);
          // By `Object.is`: some of these values cannot be printed.
          expect(Object.is((await rejection(run.value())).thrown, thrown)).toBe(true);
          expect(Object.is((await rejection(run.state.result())).thrown, thrown)).toBe(true);
          // A promise cannot hold what throws when it is asked whether it is one.
          if (what !== "a proxy that throws")
            expect(Object.is(await run.state.result({ raiseOnFailure: false }), thrown)).toBe(true);
        }
      });

    rule(
      `1.18 a CrashedRun that gets out of a ${kind} fails it: it was not the one to crash`,
      async (scene) => {
        const { expect } = scene;
        const error = await rejection(Crashed({ message: "the other one ended" }).result());
        const run = await runThrowing(scene, kind, error.thrown, true);
        expect(run.state.type).toBe("FAILED");
        expect(run.state.message).toBe(`${prefix}CrashedRun: the other one ended`);
        expect(error.thrown).toBeInstanceOf(CrashedRun);
      },
    );
  }

  for (const [what, thrown] of others)
    rule(`1.18 ${what}, thrown by a task, can be caught by its flow`, async ({ expect, run }) => {
      const thrower = task({ name: "thrower", retries: 1 }, (): Promise<never> => {
        throw thrown;
      });
      const { value, taskRuns } = await run(
        flow({ name: "catcher" }, async () => {
          const { thrown: caught } = await rejection(thrower());
          return Object.is(caught, thrown);
        }),
      );
      expect(await value()).toBe(true);
      expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Retrying", "Failed"]]);
    });

  rule("1.18 what a task throws out of a flow fails both, each with its own words", async (scene) => {
    const { expect, run } = scene;
    const error = new TypeError("x");
    const thrower = task({ name: "thrower" }, async () => await Promise.reject(error));
    const { state, taskRuns, value, logs } = await run(
      flow({ name: "victim" }, async () => {
        await thrower();
      }),
    );
    expect(taskRuns[0]?.state.message).toBe("Task run encountered an exception TypeError: x");
    expect(state.message).toBe("Flow run encountered an exception: TypeError: x");
    expect((await rejection(value())).thrown).toBe(error);
    expect(logs.map(({ level, message }) => `${level} ${message}`)).toContain(
      "error Finished in state Failed('Task run encountered an exception TypeError: x')",
    );
    expect(logs.at(-1)?.message).toBe(
      "Finished in state Failed('Flow run encountered an exception: TypeError: x')",
    );
  });
});
