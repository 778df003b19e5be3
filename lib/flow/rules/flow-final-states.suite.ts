import {
  Cancelled,
  CancelledRun,
  Cancelling,
  Completed,
  Crashed,
  CrashedRun,
  Failed,
  FailedRun,
  Paused,
  PausedRun,
  Pending,
  Suspended,
  UnfinishedRun,
  flow,
  quote,
  task,
  type State,
} from "..";
import { names, suite } from "./harness.suite";

const ok = task({ name: "ok" }, async (x: unknown = 1) => x);
const boom = task({ name: "boom" }, async () => await Promise.reject(new RangeError("boom")));
const cancelled = task({ name: "cancelled" }, async () => Cancelled({ message: "no more" }));
const okState = ok.withOptions({ returnState: true });
const boomState = boom.withOptions({ returnState: true });
const cancelledState = cancelled.withOptions({ returnState: true });

const said = ({ type, message }: State) => [type, message];
const text = (state: unknown) => String(state);

/** What a body returns; the text of the flow's state; what a direct call gives, or the error that it throws. */
type Case = readonly [
  what: string,
  body: () => unknown,
  state: string,
  gives?: unknown,
  throws?: { readonly name: string; readonly message: string },
];

const thrown = (name: string, message: string) => ({ name, message });

const manual: readonly Case[] = [
  ["Completed with data", () => Completed({ data: "hello" }), "Completed()", "hello"],
  ["Completed without data", () => Completed({ message: "m" }), "Completed('m')", null],
  [
    "Completed under a name",
    () => Completed({ name: "Mine", message: "m", data: 1 }),
    "Mine('m', type=COMPLETED)",
    1,
  ],
  [
    "Failed with text",
    () => Failed({ message: "m", data: "hello!" }),
    "Failed('m')",
    undefined,
    thrown("FailedRun", "hello!"),
  ],
  [
    "Failed with a message",
    () => Failed({ message: "m" }),
    "Failed('m')",
    undefined,
    thrown("FailedRun", "m"),
  ],
  ["Failed with nothing", () => Failed(), "Failed()", undefined, thrown("FailedRun", "Run failed.")],
  [
    "Failed with an exception",
    () => Failed({ message: "m", data: new RangeError("r") }),
    "Failed('m')",
    undefined,
    thrown("RangeError", "r"),
  ],
  ["Crashed", () => Crashed({ message: "m" }), "Crashed('m')", undefined, thrown("CrashedRun", "m")],
  ["Cancelled", () => Cancelled({ message: "c" }), "Cancelled('c')", undefined, thrown("CancelledRun", "c")],
  [
    "Paused",
    () => Paused({ message: "p" }),
    "Paused('p')",
    undefined,
    thrown("PausedRun", "Run is paused, its result is not available."),
  ],
];

const aggregates: readonly Case[] = [
  ["a list of completed ones", () => [Completed(), Completed()], "Completed('All states completed.')"],
  ["a set of failed ones", () => new Set([Failed(), Completed()]), "Failed('1/2 states failed.')"],
  ["failed twice", () => [Failed(), Failed(), Completed()], "Failed('2/3 states failed.')"],
  ["a crashed one", () => [Crashed(), Completed()], "Failed('1/2 states failed.')"],
  [
    "cancelled before failed",
    () => [Cancelled(), Completed(), Failed()],
    "Cancelled('1/3 states cancelled.')",
  ],
  ["cancelled before paused", () => [Paused(), Failed(), Cancelled()], "Cancelled('1/3 states cancelled.')"],
  ["paused before failed", () => [Failed(), Paused()], "Paused('1/2 states paused.')"],
  ["suspended counts as paused", () => [Suspended(), Completed()], "Paused('1/2 states paused.')"],
  ["a pending one", () => [Pending(), Completed()], "Failed('1/2 states are not final.')"],
  ["a cancelling one", () => [Cancelling(), Completed()], "Failed('1/2 states are not final.')"],
  ["failed before pending", () => [Pending(), Failed()], "Failed('1/2 states failed.')"],
];

const plain: readonly Case[] = [
  ["nothing", () => undefined, "Completed()"],
  ["null", () => null, "Completed()"],
  ["an empty list", () => [], "Completed()"],
  ["an empty set", () => new Set(), "Completed()"],
  ["a record of failed states", () => ({ a: Failed() }), "Completed()"],
  ["a list of a failed state and a value", () => [Failed(), 1], "Completed()"],
  ["a list of lists of failed states", () => [[Failed()]], "Completed()"],
  ["an error that is returned, not thrown", () => new Error("mere data"), "Completed()"],
];

export const flowFinalStates = suite("Final states of flows", (rule) => {
  rule(
    "5.10 a returned future of a failed task fails the flow, and its exception is thrown",
    async (scene) => {
      const { expect, run } = scene;
      const done = await run(flow(async () => boom.submit()));
      const { state, flowRuns } = done;
      expect(flowRuns.map(names)).toEqual([["Pending", "Running", "Failed"]]);
      expect(state.toString()).toBe("Failed('1/1 states failed.')");
      expect(text(state.data)).toBe("Failed('Task run encountered an exception RangeError: boom')");
      await expect(done.value()).rejects.toThrow(new RangeError("boom"));
    },
  );

  rule("5.10 a returned future is waited for; the call gives its state (5.14)", async ({ expect, run }) => {
    const done = await run(flow(async () => ok.submit(7)));
    const { state, taskRuns } = done;
    expect(said(state)).toEqual(["COMPLETED", "All states completed."]);
    const inner = (await done.value()) as State;
    expect(inner).toBe(taskRuns[0]?.state);
    expect(await inner.result()).toBe(7);
  });

  rule("5.10 futures at any depth become states; a record of them is plain data", async (scene) => {
    const { expect, run } = scene;
    const deep = flow(async () => ({
      list: [ok.submit(1), { one: boom.submit() }],
      map: new Map([["k", ok.submit(2)]]),
      set: new Set([ok.submit(3)]),
      rest: "plain",
    }));
    const done = await run(deep);
    const { state, taskRuns } = done;
    expect(state.toString()).toBe("Completed()");
    const [first, second, third, fourth] = taskRuns.map((taskRun) => taskRun.state);
    expect(await done.value()).toEqual({
      list: [first, { one: second }],
      map: new Map([["k", third]]),
      set: new Set([fourth]),
      rest: "plain",
    });
    expect(state.data).toEqual(await done.value());
  });

  rule(
    "5.10 a returned list of futures, or what map gives, is counted; the call throws nothing",
    async (scene) => {
      const { expect, run } = scene;
      const some = task({ name: "some" }, async (x: number) => {
        if (x === 2) throw new Error("two");
        return await Promise.resolve(x);
      });
      for (const body of [
        () => some.map([1, 2, 3]),
        () => [some.submit(1), some.submit(2), some.submit(3)],
      ]) {
        const done = await run(flow(async () => body()));
        const { state } = done;
        expect(said(state)).toEqual(["FAILED", "1/3 states failed."]);
        const states = (await done.value()) as State[];
        expect(Array.isArray(states)).toBe(true);
        expect(states.map(({ name }) => name)).toEqual(["Completed", "Failed", "Completed"]);
        await expect(state.result()).rejects.toThrow("two");
      }
    },
  );

  rule("5.11 failures that were caught, or that nobody looked at, do not count", async ({ expect, run }) => {
    const caught = flow(async () => {
      await boom().catch(() => undefined);
      await boomState();
      boom.submit();
      await boom.submit().wait();
      return "fine";
    });
    const done = await run(caught);
    const { state, taskRuns } = done;
    expect(await done.value()).toBe("fine");
    expect(state.toString()).toBe("Completed()");
    expect(taskRuns.map((taskRun) => taskRun.state.name)).toEqual(Array.from({ length: 4 }, () => "Failed"));
  });

  rule("5.12 an exception that escapes fails the flow, and is thrown as it is", async ({ expect, run }) => {
    const error = new RangeError("out");
    const done = await run(flow(async () => await Promise.reject(error)));
    const { state, flowRuns } = done;
    expect(flowRuns.map(names)).toEqual([["Pending", "Running", "Failed"]]);
    expect(state.toString()).toBe("Failed('Flow run encountered an exception: RangeError: out')");
    expect(state.data).toBe(error);
    await expect(done.value()).rejects.toBe(error);
    expect(await state.result({ raiseOnFailure: false })).toBe(error);
  });

  rule("5.12 a failed task's exception fails the flow that lets it through", async ({ expect, run }) => {
    const done = await run(flow(async () => [await ok(), await boom()]));
    const { state } = done;
    expect(said(state)).toEqual(["FAILED", "Flow run encountered an exception: RangeError: boom"]);
    await expect(done.value()).rejects.toThrow(new RangeError("boom"));
  });

  rule("5.12 a function that throws before it awaits fails alike", async ({ expect, run }) => {
    const sync = flow((): number => {
      throw new RangeError("at once");
    });
    const { state } = await run(sync);
    expect(said(state)).toEqual(["FAILED", "Flow run encountered an exception: RangeError: at once"]);
  });

  for (const [what, value, message] of [
    ["undefined", undefined, "undefined: undefined"],
    ["null", null, "null: null"],
    ["text", "oops", "string: oops"],
    ["zero", 0, "number: 0"],
  ] as const)
    rule(`5.12 ${what} may be thrown: the flow fails, and the call throws just that`, async (scene) => {
      const { expect, run } = scene;
      const done = await run(
        flow(async () => {
          throw value;
        }),
      );
      const { state } = done;
      expect(said(state)).toEqual(["FAILED", `Flow run encountered an exception: ${message}`]);
      const outcome = await done.value().then(
        () => "resolved",
        (reason: unknown) => ["rejected", reason],
      );
      expect(outcome).toEqual(["rejected", value]);
    });

  rule("1.18 an error's own name counts, not its class", async ({ expect, run }) => {
    const named = Object.assign(new Error("n"), { name: "OrderError" });
    const { state } = await run(flow(async () => await Promise.reject(named)));
    expect(state.message).toBe("Flow run encountered an exception: OrderError: n");
  });

  for (const [what, body, expected, gives, throws] of manual)
    rule(`5.13 a manual state is final as it is: ${what}`, async ({ expect, run }) => {
      const done = await run(flow(async () => body()));
      const { state, flowRun } = done;
      expect(state.toString()).toBe(expected);
      expect(state.stateDetails.flowRunId).toBe(flowRun?.id);
      if (throws) await expect(done.value()).rejects.toMatchObject(throws);
      else expect(await done.value()).toBe(gives);
    });

  rule("5.13 the data of a manual failure is kept", async ({ expect, run }) => {
    const { state } = await run(flow(async () => Failed({ message: "m", data: "hello!" })));
    expect(await state.result({ raiseOnFailure: false })).toBe("hello!");
    const classes = [Failed, Crashed, Cancelled, Paused].map((make) => flow(async () => make()));
    const kinds = [FailedRun, CrashedRun, CancelledRun, PausedRun];
    for (const [index, one] of classes.entries())
      await expect((await run(one)).value()).rejects.toThrow(kinds[index]);
  });

  for (const [what, body, expected] of aggregates)
    rule(`5.16 several states as one: ${what}`, async ({ expect, run }) => {
      const done = await run(flow(async () => body()));
      const { state } = done;
      expect(state.toString()).toBe(expected);
      // Nothing is thrown: what was returned is not one state (5.14).
      expect([...((await done.value()) as Iterable<unknown>)].map(text)).toEqual(
        [...(body() as Iterable<unknown>)].map(text),
      );
    });

  rule("5.16 states of tasks: cancelled beats failed", async ({ expect, run }) => {
    const three = flow(async () => [await cancelledState(), await okState(), await boomState()]);
    expect(said((await run(three)).state)).toEqual(["CANCELLED", "1/3 states cancelled."]);
    const failed = flow(async () => [await boomState(), await boomState(), await okState()]);
    expect(said((await run(failed)).state)).toEqual(["FAILED", "2/3 states failed."]);
  });

  rule("5.16 a subflow's cancelled state cancels its parent; its exception fails it", async (scene) => {
    const { expect, run } = scene;
    const child = flow({ name: "child" }, async () => Cancelled({ message: "ic" }));
    const passed = await run(flow(async () => await child.withOptions({ returnState: true })()));
    expect(said(passed.state)).toEqual(["CANCELLED", "1/1 states cancelled."]);
    await expect(passed.value()).rejects.toThrow(new CancelledRun("ic"));
    const escaped = await run(flow(async () => await child()));
    expect(said(escaped.state)).toEqual(["FAILED", "Flow run encountered an exception: CancelledRun: ic"]);
  });

  for (const [what, body, expected] of plain)
    rule(`1.17 plain data: ${what}`, async ({ expect, run }) => {
      const returned = body();
      const done = await run(flow(async () => returned));
      const { state } = done;
      expect(state.toString()).toBe(expected);
      expect(state.message).toBeUndefined();
      expect(await done.value()).toEqual(returned);
    });

  rule("5.14 one state of a completed run: the call gives that state", async ({ expect, run }) => {
    const done = await run(flow(async () => await okState(3)));
    const { state } = done;
    expect(said(state)).toEqual(["COMPLETED", "All states completed."]);
    const inner = (await done.value()) as State;
    expect(inner.stateDetails.taskRunId).toBeDefined();
    expect(await inner.result()).toBe(3);
    expect(state.data).toBe(inner);
  });

  rule("5.14 one state of a failed run: its exception; of a cancelled one: CancelledRun", async (scene) => {
    const { expect, run } = scene;
    const failed = await run(flow(async () => await boomState()));
    expect(said(failed.state)).toEqual(["FAILED", "1/1 states failed."]);
    await expect(failed.value()).rejects.toThrow(new RangeError("boom"));
    const stopped = await run(flow(async () => await cancelledState()));
    expect(said(stopped.state)).toEqual(["CANCELLED", "1/1 states cancelled."]);
    await expect(stopped.value()).rejects.toThrow(new CancelledRun("no more"));
  });

  rule("5.14 a quoted state is plain data, and given back quoted", async ({ expect, run }) => {
    const quoted = quote(Failed({ message: "inside" }));
    const done = await run(flow(async () => quoted));
    const { state } = done;
    expect(state.toString()).toBe("Completed()");
    expect(await done.value()).toBe(quoted);
  });

  rule("5.15 a NotReady state that is returned fails the flow; it is the state's data", async (scene) => {
    const { expect, run } = scene;
    const after = okState.withOptions({ returnState: true });
    const done = await run(flow(async () => await after.withOptions({ waitFor: boom.submit() })(1)));
    const { state, taskRuns } = done;
    expect(said(state)).toEqual(["FAILED", "1/1 states are not final."]);
    expect(taskRuns.map(({ state: last }) => last.name)).toEqual(["Failed", "NotReady"]);
    expect(state.data).toBe(taskRuns[1]?.state);
    await expect(done.value()).rejects.toBeDefined();
  });

  rule("5.15 with returnState, a parent gets the same", async ({ expect, run }) => {
    const child = flow({ name: "child" }, async () => ok.withOptions({ waitFor: boom.submit() }).submit(1));
    const parent = flow(async () => {
      const state = await child.withOptions({ returnState: true })();
      return { said: said(state), data: text(state.data) };
    });
    const done = await run(parent);
    const { taskRuns } = done;
    const upstream = taskRuns.find(({ taskName }) => taskName === "boom")?.id;
    expect(await done.value()).toEqual({
      said: ["FAILED", "1/1 states are not final."],
      data: `NotReady("Upstream task run '${upstream}' did not reach a 'COMPLETED' state.", type=PENDING)`,
    });
  });

  rule(
    "5.17 a failed subflow that is not returned does not matter, unless its exception escapes",
    async (scene) => {
      const { expect, run } = scene;
      const child = flow({ name: "child" }, async () => await boom());
      const quiet = flow(async () => {
        await child.withOptions({ returnState: true })();
        await child().catch(() => undefined);
        return 1;
      });
      expect((await run(quiet)).state.toString()).toBe("Completed()");
      const loud = await run(flow(async () => await child()));
      expect(said(loud.state)).toEqual(["FAILED", "Flow run encountered an exception: RangeError: boom"]);
    },
  );

  rule("1.13 the result of a run that has not ended is refused", async ({ expect, engine }) => {
    const handle = engine().start(flow(async () => 1));
    await expect(handle.state.result()).rejects.toThrow(UnfinishedRun);
    expect((await handle.done).state.name).toBe("Completed");
  });
});
