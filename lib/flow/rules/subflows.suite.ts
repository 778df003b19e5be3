import {
  Cancelled,
  allowFailure,
  flow,
  quote,
  runtime,
  sleep,
  task,
  UnfinishedRun,
  type State,
  type TaskRun,
} from "..";
import { gate, names, suite } from "./harness.suite";

const ok = task({ name: "ok" }, async (x: unknown = 1) => x);
const boom = task({ name: "boom" }, async () => await Promise.reject(new RangeError("boom")));
const double = flow({ name: "double" }, async (x: number) => x * 2);

/** The names of the task runs of one kind, without what tells them apart. */
const ofTask = (taskRuns: readonly TaskRun[], name: string) =>
  taskRuns.filter((taskRun) => taskRun.name.startsWith(`${name}-`));

export const subflows = suite("Subflows", (rule) => {
  rule("5.20 a flow in a flow: a child run, and a task run that stands for it", async ({ expect, run }) => {
    const parent = flow({ name: "parent" }, async () => [await double(1), await double(2)]);
    const done = await run(parent);
    const { flowRuns, taskRuns } = done;
    expect(await done.value()).toEqual([2, 4]);
    expect(flowRuns.map(({ flowName }) => flowName)).toEqual(["parent", "double", "double"]);
    expect(taskRuns.map(({ name }) => name)).toEqual(["double-0", "double-1"]);
    const [root, ...children] = flowRuns;
    for (const [index, child] of children.entries()) {
      expect(child.parentFlowRunId).toBe(root?.id);
      expect(child.parentTaskRunId).toBe(taskRuns[index]?.id);
      expect(child.parameters).toEqual({ x: index + 1 });
      expect(taskRuns[index]?.flowRunId).toBe(root?.id);
      expect(taskRuns[index]?.state.stateDetails.childFlowRunId).toBe(child.id);
    }
    expect(root?.parentTaskRunId).toBeNull();
  });

  for (const [what, options, body, last] of [
    ["a success", {}, async () => 1, ["Running", "Completed"]],
    ["a failure", {}, async () => await boom(), ["Running", "Failed"]],
    ["retries", { retries: 1 }, async () => await boom(), ["Running", "AwaitingRetry", "Running", "Failed"]],
    ["a timeout", { timeoutSeconds: 1 }, async () => await sleep(2), ["Running", "TimedOut"]],
    ["a manual state", {}, async () => Cancelled({ message: "c" }), ["Running", "Cancelled"]],
  ] as const)
    rule(`1.39 the tracking run copies every state of its subflow: ${what}`, async ({ expect, run }) => {
      const child = flow({ name: "child", ...options }, body as () => Promise<unknown>);
      const parent = flow(async () => (await child.withOptions({ returnState: true })()).name);
      const { flowRuns, taskRuns } = await run(parent);
      const [, childRun] = flowRuns;
      const [tracking] = ofTask(taskRuns, "child");
      expect(childRun?.states.map(({ name }) => name)).toEqual(["Pending", ...last]);
      const copies = tracking?.states.slice(-last.length) ?? [];
      const originals = childRun?.states.slice(-last.length) ?? [];
      const facts = ({ type, name, message, data }: State) => ({ type, name, message, data });
      expect(copies.map(facts)).toEqual(originals.map(facts));
      expect(copies.map(({ stateDetails }) => stateDetails.childFlowRunId)).toEqual(
        copies.map(() => childRun?.id),
      );
      expect(tracking?.runCount).toBe(childRun?.runCount);
    });

  rule("1.39 a subflow with invalid parameters: its tracking run never runs either", async (scene) => {
    const { expect, run } = scene;
    const issues = [{ message: "no", path: ["x"] }];
    const refusing = {
      "~standard": { version: 1 as const, vendor: "by hand", validate: () => ({ issues }) },
    };
    const child = flow({ name: "child", parameters: refusing }, async (x: number) => x);
    const done = await run(flow(async () => await child(1)));
    const { flowRuns, taskRuns, state } = done;
    expect(flowRuns.map(names)).toEqual([
      ["Pending", "Running", "Failed"],
      ["Pending", "Failed"],
    ]);
    expect(taskRuns[0] && names(taskRuns[0])).not.toContain("Running");
    expect(taskRuns[0]?.state.name).toBe("Failed");
    // 5.24: a direct call raises in the parent.
    expect(state.message).toBe(
      "Flow run encountered an exception: ParameterTypeError: Flow run received invalid parameters:\n - x: no",
    );
    await expect(done.value()).rejects.toMatchObject({ name: "ParameterTypeError" });
  });

  rule("5.24 with returnState, invalid parameters are a Failed state like any other", async (scene) => {
    const { expect, run } = scene;
    const issues = [{ message: "no" }];
    const refusing = {
      "~standard": { version: 1 as const, vendor: "by hand", validate: () => ({ issues }) },
    };
    const child = flow({ name: "child", parameters: refusing }, async (x: number) => x);
    const parent = flow(async () => {
      const state = await child.withOptions({ returnState: true })(1);
      const raw = await child.withOptions({ validateParameters: false })(2);
      return [state.name, state.message?.split("\n")[0], raw];
    });
    expect(await (await run(parent)).value()).toEqual([
      "Failed",
      "Validation of flow parameters failed with error: ParameterTypeError: Flow run received invalid parameters:",
      2,
    ]);
  });

  rule("5.20 calls of subflows block; by Promise.all they run side by side", async (scene) => {
    const { expect, run, clock } = scene;
    const slow = flow({ name: "slow" }, async (x: number) => {
      await sleep(10);
      return x;
    });
    const started = clock.now();
    await run(flow(async () => [await slow(1), await slow(2), await slow(3)]));
    const inOrder = clock.now();
    const done = await run(flow(async () => await Promise.all([slow(1), slow(2), slow(3)])));
    const { taskRuns } = done;
    expect(await done.value()).toEqual([1, 2, 3]);
    expect([inOrder - started, clock.now() - inOrder]).toEqual([30_000, 10_000]);
    expect(taskRuns.map(({ name }) => name)).toEqual(["slow-0", "slow-1", "slow-2"]);
  });

  rule("5.20 a flow can neither be submitted nor mapped", ({ expect }) => {
    expect("submit" in double).toBe(false);
    expect("map" in double).toBe(false);
  });

  rule("5.20 a subflow's tasks belong to it, and its runtime to itself", async ({ expect, run }) => {
    const child = flow({ name: "child", flowRunName: "the child" }, async () => {
      await ok.submit(1).wait();
      return await Promise.resolve([
        runtime.flowRun.id,
        runtime.flowRun.name,
        runtime.flowRun.parentFlowRunId,
      ]);
    });
    const parent = flow({ name: "parent" }, async () => [await child(), runtime.flowRun.flowName]);
    const done = await run(parent);
    const { flowRuns, taskRuns } = done;
    const [root, childRun] = flowRuns;
    expect(await done.value()).toEqual([[childRun?.id, "the child", root?.id], "parent"]);
    expect(ofTask(taskRuns, "ok").map(({ flowRunId }) => flowRunId)).toEqual([childRun?.id]);
  });

  rule("5.20 flows may call themselves", async ({ expect, run }) => {
    const factorial: (n: number) => Promise<number> = flow({ name: "factorial" }, async (n: number) =>
      n <= 1 ? 1 : n * (await factorial(n - 1)),
    );
    const done = await run(factorial as never, [5]);
    const { flowRuns, taskRuns } = done;
    expect(await done.value()).toBe(120);
    expect(flowRuns.map(names)).toEqual(Array.from({ length: 5 }, () => ["Pending", "Running", "Completed"]));
    expect(flowRuns.map(({ parameters }) => parameters["n"])).toEqual([5, 4, 3, 2, 1]);
    // Each level is the first such call of its own parent.
    expect(taskRuns.map(({ name }) => name)).toEqual(Array.from({ length: 4 }, () => "factorial-0"));
    expect(flowRuns.slice(1).map(({ parentFlowRunId }) => parentFlowRunId)).toEqual(
      flowRuns.slice(0, -1).map(({ id }) => id),
    );
  });

  rule("5.20 a hundred levels of recursion are fine", async ({ expect, run }) => {
    const down: (n: number) => Promise<number> = flow({ name: "down" }, async (n: number) =>
      n === 0 ? 0 : 1 + (await down(n - 1)),
    );
    const done = await run(down as never, [100]);
    const { flowRuns } = done;
    expect(await done.value()).toBe(100);
    expect(flowRuns).toHaveLength(101);
  });

  rule("5.20 recursion without an end fails; it does not hang or take the page down", async (scene) => {
    const { expect, run } = scene;
    let depth = 0;
    const forever: () => Promise<unknown> = flow({ name: "forever" }, async () => {
      depth += 1;
      // Far deeper than any sane flow, yet an end, so that this test has one.
      if (depth > 400) throw new RangeError("too deep");
      return await forever();
    });
    const done = await run(forever as never);
    const { state } = done;
    expect(state.name).toBe("Failed");
    await expect(done.value()).rejects.toThrow("too deep");
  });

  rule("5.21 a child's exception reaches its parent, the same object", async ({ expect, run }) => {
    const error = new RangeError("child's");
    const child = flow({ name: "child" }, async () => await Promise.reject(error));
    const through = await run(flow(async () => await child()));
    await expect(through.value()).rejects.toBe(error);
    expect(through.flowRuns.map(names)).toEqual([
      ["Pending", "Running", "Failed"],
      ["Pending", "Running", "Failed"],
    ]);
    const caught = await run(flow(async () => await child().catch((reason: unknown) => reason === error)));
    expect(await caught.value()).toBe(true);
    expect(caught.flowRuns.map(({ state }) => state.name)).toEqual(["Completed", "Failed"]);
  });

  rule("5.21 with returnState nothing is thrown: the state is given", async ({ expect, run }) => {
    const child = flow({ name: "child" }, async () => await boom()).withOptions({ returnState: true });
    const parent = flow(async () => [await child()].map((state) => [state.name, state.message]));
    const done = await run(parent);
    const { state, flowRuns } = done;
    expect(await done.value()).toEqual([["Failed", "Flow run encountered an exception: RangeError: boom"]]);
    expect(state.name).toBe("Completed");
    expect(flowRuns[1]?.state.stateDetails.flowRunId).toBe(flowRuns[1]?.id);
  });

  rule("5.22 waitFor a failed run: the child is NotReady, and its call throws", async ({ expect, run }) => {
    let calls = 0;
    const child = flow({ name: "child" }, async () => (calls += 1));
    const parent = flow(async () => await child.withOptions({ waitFor: [boom.submit()] })());
    const done = await run(parent);
    const { flowRuns, taskRuns, state } = done;
    expect(calls).toBe(0);
    expect(flowRuns.map(names)).toEqual([
      ["Pending", "Running", "Failed"],
      ["Pending", "NotReady"],
    ]);
    const upstream = ofTask(taskRuns, "boom")[0]?.id;
    expect(flowRuns[1]?.state).toMatchObject({
      type: "PENDING",
      message: `Upstream task run '${upstream}' did not reach a 'COMPLETED' state.`,
    });
    expect(ofTask(taskRuns, "child")[0]?.state.name).toBe("NotReady");
    await expect(done.value()).rejects.toThrow(UnfinishedRun);
    expect(state.message).toBe(
      "Flow run encountered an exception: UnfinishedRun: Run is in PENDING state, its result is not available.",
    );
  });

  rule("5.22 a failed run as an argument keeps the child from running as well", async ({ expect, run }) => {
    const parent = flow(async () => await (double as (x: unknown) => Promise<unknown>)(boom.submit()));
    const { flowRuns } = await run(parent);
    expect(flowRuns[1] && names(flowRuns[1])).toEqual(["Pending", "NotReady"]);
  });

  rule("5.22 with returnState the parent gets the NotReady state", async ({ expect, run }) => {
    const parent = flow(async () => {
      const state = await double.withOptions({ waitFor: boom.submit(), returnState: true })(1);
      return [state.name, state.type];
    });
    expect(await (await run(parent)).value()).toEqual(["NotReady", "PENDING"]);
  });

  rule("5.22 allowFailure: a child may wait for, or be given, what failed", async ({ expect, run }) => {
    const tell = flow({ name: "tell" }, async (x: unknown) => (x instanceof RangeError ? x.message : x));
    const parent = flow(async () => [
      await tell.withOptions({ waitFor: allowFailure(boom.submit()) })("ran"),
      await tell(allowFailure(boom.submit())),
      await tell(allowFailure([boom.submit(), 2])),
    ]);
    const done = await run(parent);
    expect(await done.value()).toEqual(["ran", "boom", [expect.any(RangeError), 2]]);
  });

  rule(
    "5.22 arguments are resolved: futures to results, states to data, quotes left alone",
    async (scene) => {
      const { expect, run } = scene;
      const give = flow({ name: "give" }, async (x: unknown) => x);
      const parent = flow(async () => {
        const future = ok.submit(1);
        const state = await ok.withOptions({ returnState: true })(2);
        const isFuture = flow(async (x: unknown) => x === future);
        return [await give([future, { a: state }]), await give(future), await isFuture(quote(future))];
      });
      expect(await (await run(parent)).value()).toEqual([[1, { a: 2 }], 1, true]);
    },
  );

  rule("5.22 a child's timeout counts from after its waiting", async ({ expect, run }) => {
    const slow = task(async () => await sleep(50));
    const child = flow({ name: "child", timeoutSeconds: 5 }, async () => await sleep(4));
    const parent = flow(async () => await child.withOptions({ waitFor: slow.submit() })());
    const { state, flowRuns } = await run(parent);
    expect(state.name).toBe("Completed");
    expect(flowRuns[1]?.totalRunTime).toBeCloseTo(4, 3);
  });

  rule(
    "5.23 a child that waits for a task which needs the child: UnfinishedRun, no deadlock",
    async (scene) => {
      const { expect, run } = scene;
      const set = gate();
      const waiter = task({ name: "waiter" }, async () => {
        const late = sleep(1).then(() => Promise.reject(new Error("The event has not been set")));
        await Promise.race([set.opened, late]);
      });
      const setter = flow({ name: "setter" }, async () => {
        set.open();
        return await Promise.resolve(42);
      });
      const parent = flow(async () => await setter.withOptions({ waitFor: waiter.submit() })());
      const { state } = await run(parent);
      expect(state.name).toBe("Failed");
      expect(state.message).toContain("UnfinishedRun");
    },
  );

  rule(
    "5.25 a child called in a task: the task is its parent, and a task run may call many",
    async (scene) => {
      const { expect, run } = scene;
      const calling = task({ name: "calling" }, async () => [await double(1), await double(2)]);
      const parent = flow({ name: "parent" }, async () => await calling());
      const done = await run(parent);
      const { flowRuns, taskRuns } = done;
      expect(await done.value()).toEqual([2, 4]);
      const [caller] = ofTask(taskRuns, "calling");
      const tracking = ofTask(taskRuns, "double");
      expect(tracking.map(({ taskInputs }) => taskInputs["__parents__"])).toEqual([
        [{ inputType: "taskRun", id: caller?.id }],
        [{ inputType: "taskRun", id: caller?.id }],
      ]);
      expect(flowRuns.slice(1).map(({ parentTaskRunId }) => parentTaskRunId)).toEqual(
        tracking.map(({ id }) => id),
      );
      // The dynamic key is a uuid here, not a count: tasks side by side would else disturb each other's.
      for (const { name } of tracking) expect(name).toMatch(/^double-[0-9a-f]{8}-[0-9a-f-]{27}$/);
    },
  );

  rule("5.25 a subflow below two tasks and a flow tracks them all", async ({ expect, run }) => {
    const inner = flow({ name: "inner" }, async () => 1);
    const second = task({ name: "second" }, async () => await inner());
    const first = task({ name: "first" }, async () => await second());
    const { taskRuns } = await run(flow(async () => await first()));
    const idOf = (name: string) => ofTask(taskRuns, name)[0]?.id;
    const parentOf = (name: string) =>
      ofTask(taskRuns, name)[0]?.taskInputs["__parents__"]?.map(({ id }) => id);
    expect([parentOf("first"), parentOf("second"), parentOf("inner")]).toEqual([
      undefined,
      [idOf("first")],
      [idOf("second")],
    ]);
  });

  rule("3.18 a subflow's inputs, and what it gives to others, go by its tracking run", async (scene) => {
    const { expect, run } = scene;
    const give = flow({ name: "give" }, async (x: unknown, y: unknown) => ({ x, y }));
    const parent = flow(async () => {
      const made = await give(ok.submit(1), 2);
      return await ok(made);
    });
    const { taskRuns } = await run(parent);
    const [upstream, downstream] = ofTask(taskRuns, "ok");
    const [tracking] = ofTask(taskRuns, "give");
    expect(tracking?.taskInputs).toEqual({ x: [{ inputType: "taskRun", id: upstream?.id }], y: [] });
    expect(downstream?.taskInputs).toEqual({ x: [{ inputType: "taskRun", id: tracking?.id }] });
  });

  rule("3.18 waitFor is among a subflow's inputs", async ({ expect, run }) => {
    const parent = flow(async () => await double.withOptions({ waitFor: [ok.submit()] })(1));
    const { taskRuns } = await run(parent);
    const [upstream] = ofTask(taskRuns, "ok");
    expect(ofTask(taskRuns, "double")[0]?.taskInputs).toEqual({
      x: [],
      waitFor: [{ inputType: "taskRun", id: upstream?.id }],
    });
  });

  rule("3.18 a subflow's state that is passed on links to its tracking run too", async ({ expect, run }) => {
    const parent = flow(async () => {
      const state = await double.withOptions({ returnState: true })(2);
      return await ok(state);
    });
    const done = await run(parent);
    expect(await done.value()).toBe(4);
    const [tracking] = ofTask(done.taskRuns, "double");
    expect(ofTask(done.taskRuns, "ok")[0]?.taskInputs).toEqual({
      x: [{ inputType: "taskRun", id: tracking?.id }],
    });
  });

  rule("1.39 a subflow that an attempt left behind keeps to its own run", async ({ expect, run }) => {
    let attempts = 0;
    const heard: string[] = [];
    const onFailure = [() => void heard.push("failure")];
    const child = flow({ name: "child", onFailure }, async (seconds: number) => {
      await sleep(seconds);
      if (seconds > 1) throw new RangeError("late");
    });
    const parent = flow({ name: "parent", retries: 1 }, async () => {
      attempts += 1;
      if (attempts === 1) await Promise.all([child(10), boom()]);
      else await child(1);
      await sleep(60);
    });
    const { flowRuns, taskRuns } = await run(parent);
    expect(flowRuns.slice(1).map(names)).toEqual([
      ["Pending", "Running", "Failed"],
      ["Pending", "Running", "Completed"],
    ]);
    expect(ofTask(taskRuns, "child").map(names)).toEqual([
      ["Pending", "Running", "Pending", "Running", "Completed"],
    ]);
    expect(heard).toEqual(["failure"]);
  });
});
