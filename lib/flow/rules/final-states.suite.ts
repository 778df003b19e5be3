import {
  Cancelled,
  Completed,
  Crashed,
  CrashedRun,
  Failed,
  flow,
  Paused,
  Pending,
  quote,
  Running,
  Scheduled,
  sleep,
  Suspended,
  task,
  type State,
} from "..";
import { gate, names, suite, type Scene } from "./harness.suite";

type Run = Awaited<ReturnType<Scene["run"]>>;

/** The two kinds of runs that turn what their body gives into a final state. */
const kinds = ["task", "flow"] as const;
type Kind = (typeof kinds)[number];

async function runBody({ run }: Scene, kind: Kind, body: () => unknown): Promise<Run> {
  const fn = async () => await Promise.resolve(body());
  return await run(kind === "task" ? task({ name: "body" }, fn) : flow({ name: "body" }, fn));
}

/** The states that the run of a body was in. */
const namesOf = ({ flowRun, taskRuns }: Run) => names(flowRun ?? taskRuns[0] ?? { states: [] });

const said = ({ type, name, message }: State) => ({ type, name, message });

/** What a promise rejects with. */
async function rejection(promise: Promise<unknown>): Promise<{ readonly thrown: unknown }> {
  return await promise.then(
    () => {
      throw new Error("The run was expected to fail.");
    },
    (thrown: unknown) => ({ thrown }),
  );
}

const manual: readonly (() => State)[] = [
  () => Completed(),
  () => Completed({ message: "all well", data: 1 }),
  () => Completed({ name: "Skipped", message: "nothing to do" }),
  () => Failed({ message: "no rows", data: "hello!" }),
  () => Failed({ name: "Rejected" }),
  () => Crashed({ message: "gone" }),
  () => Cancelled({ name: "Called off", message: "by hand" }),
];

const aggregates: readonly (readonly [() => readonly State[], string, string])[] = [
  [() => [Completed()], "COMPLETED", "All states completed."],
  [() => [Completed(), Completed({ name: "Cached" })], "COMPLETED", "All states completed."],
  [() => [Completed(), Failed()], "FAILED", "1/2 states failed."],
  [() => [Failed(), Failed(), Completed()], "FAILED", "2/3 states failed."],
  [() => [Failed(), Crashed(), Completed()], "FAILED", "2/3 states failed."],
  [() => [Failed({ name: "TimedOut" })], "FAILED", "1/1 states failed."],
  [() => [Cancelled(), Completed(), Failed()], "CANCELLED", "1/3 states cancelled."],
  [() => [Cancelled(), Paused(), Cancelled()], "CANCELLED", "2/3 states cancelled."],
  [() => [Pending(), Cancelled()], "CANCELLED", "1/2 states cancelled."],
  [() => [Paused(), Failed(), Completed()], "PAUSED", "1/3 states paused."],
  [() => [Suspended(), Paused(), Running()], "PAUSED", "2/3 states paused."],
  [() => [Pending(), Failed()], "FAILED", "1/2 states failed."],
  [() => [Pending({ name: "NotReady" }), Completed()], "FAILED", "1/2 states are not final."],
  [() => [Scheduled(), Running(), Completed()], "FAILED", "2/3 states are not final."],
];

function* counting() {
  yield 1;
  yield 2;
  yield 3;
}

async function* countingSlowly() {
  yield await Promise.resolve(1);
  yield 2;
}

const cyclicObject: Record<string, unknown> = {};
cyclicObject["self"] = cyclicObject;
const cyclicList: unknown[] = [1];
cyclicList.push(cyclicList);
const cyclicMap = new Map<string, unknown>();
cyclicMap.set("self", cyclicMap);

const plain: readonly (readonly [string, unknown])[] = [
  ["a number", 1],
  ["zero", 0],
  ["NaN", NaN],
  ["an empty text", ""],
  ["false", false],
  ["null", null],
  ["undefined", undefined],
  ["a bigint", 10n],
  ["an empty list", []],
  ["an empty set", new Set()],
  ["an object of states", { a: Failed() }],
  ["a map of states", new Map([["a", Failed()]])],
  ["a list of states and other values", [Failed(), 1]],
  ["a list of lists of states", [[Failed()]]],
  ["an error that is returned", new Error("a value")],
  ["a function", () => 1],
  ["a symbol", Symbol("s")],
  ["an object that holds itself", cyclicObject],
  ["a list that holds itself", cyclicList],
  ["a map that holds itself", cyclicMap],
  ["a frozen object", Object.freeze({ a: Object.freeze([1]) })],
  ["an object without a prototype", Object.assign(Object.create(null), { a: 1 })],
  ["a date", new Date(0)],
  ["bytes", new Uint8Array([1, 2])],
];

export const manualStates = suite("Final states from returned states", (rule) => {
  for (const kind of kinds) {
    for (const make of manual)
      rule(`1.17 a ${kind} that returns ${make().toString()} ends in it`, async (scene) => {
        const { expect } = scene;
        const returned = make();
        const run = await runBody(scene, kind, () => returned);
        expect(said(run.state)).toEqual(said(returned));
        expect(namesOf(run)).toEqual(["Pending", "Running", returned.name]);
        expect(run.state.data ?? null).toBe(returned.data ?? null);
        const { flowRunId, taskRunId } = run.state.stateDetails;
        expect([flowRunId, taskRunId]).toEqual(
          kind === "flow" ? [run.flowRun?.id, undefined] : [undefined, run.taskRuns[0]?.id],
        );
      });

    for (const [make, type, message] of aggregates) {
      const what = make().map(String).join(" ");
      rule(`1.17 a ${kind} that returns [${what}] is ${type}: ${message}`, async (scene) => {
        const { expect } = scene;
        const returned = make();
        const run = await runBody(scene, kind, () => returned);
        const name = type.charAt(0) + type.slice(1).toLowerCase();
        expect(said(run.state)).toEqual({ type, name, message });
        expect(namesOf(run)).toEqual(["Pending", "Running", name]);
        expect(run.state.data).toEqual(returned);
      });
    }

    rule(`1.17 a ${kind} that returns a set of states aggregates them`, async (scene) => {
      const { expect } = scene;
      const run = await runBody(scene, kind, () => new Set([Completed(), Failed()]));
      expect(said(run.state)).toEqual({ type: "FAILED", name: "Failed", message: "1/2 states failed." });
    });

    for (const [outcome, type, name, message] of [
      ["a value", "COMPLETED", "Completed", "All states completed."],
      ["an exception", "FAILED", "Failed", "1/1 states failed."],
      ["a Cancelled state", "CANCELLED", "Cancelled", "1/1 states cancelled."],
    ] as const)
      rule(`1.17 a ${kind} that returns the state of a run with ${outcome}: ${message}`, async (scene) => {
        const { expect } = scene;
        const inner = task({ name: "inner" }, async () => {
          if (name === "Failed") throw new Error("inner");
          return await Promise.resolve(name === "Cancelled" ? Cancelled() : 1);
        });
        let returned: State | undefined;
        const run = await runBody(scene, kind, async () => {
          returned = await inner.withOptions({ returnState: true })();
          return returned;
        });
        expect(said(run.state)).toEqual({ type, name, message });
        // A single state stays single.
        expect(run.state.data).toBe(returned);
      });

    for (const [what, value] of plain)
      rule(`1.17 a ${kind} that returns ${what} completes with it`, async (scene) => {
        const { expect } = scene;
        const run = await runBody(scene, kind, () => value);
        expect(said(run.state)).toEqual({ type: "COMPLETED", name: "Completed", message: undefined });
        expect(run.state.data).toEqual(value);
        expect(await run.value()).toEqual(value);
      });

    rule(`1.17 a ${kind} that returns quote(state) completes with the quote`, async (scene) => {
      const { expect } = scene;
      const quoted = quote(Failed({ message: "not mine" }));
      const run = await runBody(scene, kind, () => quoted);
      expect(run.state.toString()).toBe("Completed()");
      expect(await run.value()).toBe(quoted);
    });

    rule(`1.17 a ${kind} that returns a generator completes with the list of its values`, async (scene) => {
      const { expect } = scene;
      const run = await runBody(scene, kind, () => counting());
      expect(run.state.toString()).toBe("Completed()");
      expect(await run.state.result()).toEqual([1, 2, 3]);
      expect(await (await runBody(scene, kind, () => countingSlowly())).value()).toEqual([1, 2]);
    });

    rule(`1.17 a ${kind} that returns a generator which throws fails with that`, async (scene) => {
      const { expect } = scene;
      const error = new Error("in the middle");
      const run = await runBody(scene, kind, () =>
        (function* () {
          yield 1;
          throw error;
        })(),
      );
      expect(run.state.name).toBe("Failed");
      expect((await rejection(run.value())).thrown).toBe(error);
    });
  }

  rule("1.17 a task keeps the very value that it returned", async (scene) => {
    const { expect } = scene;
    for (const [, value] of plain) {
      const run = await runBody(scene, "task", () => value);
      expect(run.state.data).toBe(value);
    }
  });
});

export const crashes = suite("Crashed states", (rule) => {
  const interrupted = "Execution was cancelled by the runtime environment.";

  for (const kind of kinds)
    rule(`1.19 a ${kind} that an AbortError breaks in on is Crashed, and throws it on`, async (scene) => {
      const { expect } = scene;
      for (const error of [
        new DOMException("stop", "AbortError"),
        Object.assign(new Error("stop"), { name: "AbortError" }),
      ]) {
        const run = await runBody(scene, kind, () => {
          throw error;
        });
        expect(said(run.state)).toEqual({ type: "CRASHED", name: "Crashed", message: interrupted });
        expect(namesOf(run)).toEqual(["Pending", "Running", "Crashed"]);
        expect((await rejection(run.value())).thrown).toBe(error);
      }
    });

  rule("1.19 a task whose flow is cancelled is Crashed", async ({ expect, engine }) => {
    const { opened, open } = gate();
    const long = task(async () => {
      open();
      await sleep(1000);
    });
    const handle = engine().start(flow({ name: "long" }, async () => await long()));
    await opened;
    handle.cancel();
    const { taskRuns } = await handle.done;
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Crashed"]]);
    expect(taskRuns[0]?.state.message).toBe(interrupted);
  });

  rule("1.19 the result of a Crashed state without data is a CrashedRun with its message", async (scene) => {
    const { expect } = scene;
    const { thrown } = await rejection(Crashed({ message: interrupted }).result());
    expect(thrown).toBeInstanceOf(CrashedRun);
    expect(thrown).toMatchObject({ message: interrupted });
  });
});
