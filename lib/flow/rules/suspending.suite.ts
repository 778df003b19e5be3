import {
  PausedRun,
  RuntimeError,
  asCompleted,
  flow,
  pauseFlowRun,
  resumeFlowRun,
  runtime,
  suspendFlowRun,
  task,
  wait,
} from "..";
import { gate, names, suite, pass, rejection } from "./harness.suite";

const one = task({ name: "one" }, async () => 1);

const wholeLife = [
  ...["Pending", "Running", "Suspended", "Resuming", "Pending", "Running", "Completed"],
] as const;

export const suspending = suite("Suspending", (rule) => {
  rule(
    "1.36 a suspension: Running, Suspended, Resuming, Pending, Running, and on",
    async ({ expect, engine }) => {
      const seen: unknown[] = [];
      const main = flow(async (x: number) => {
        seen.push(x);
        await suspendFlowRun();
        return x * 2;
      });
      const handle = engine().start(main, [21]);
      const first = await handle.done;
      expect(first.state.name).toBe("Suspended");
      expect(first.state.type).toBe("PAUSED");
      expect(await rejection(first.value())).toBeInstanceOf(PausedRun);
      expect(handle.state.stateDetails).toMatchObject({ pauseReschedule: true, pauseKey: "1" });

      await handle.resume();
      const run = await handle.done;
      expect(names(run.flowRun!)).toEqual(wholeLife);
      const [resuming, pending] = run.flowRun!.states.slice(3);
      expect(resuming!.type).toBe("SCHEDULED");
      expect(resuming!.stateDetails.scheduledTime).toBeInstanceOf(Date);
      expect(pending!.stateDetails.scheduledTime).toEqual(resuming!.stateDetails.scheduledTime);
      expect(run.flowRun!.id).toBe(handle.id);
      expect(await run.value()).toBe(42);
      expect(await handle.over).toBe(run);
      expect(seen).toEqual([21, 21]);
      expect(await rejection(first.value())).toBeInstanceOf(PausedRun);
    },
  );

  rule(
    "5.37 engine.run gives a suspended run, which is resumed by its id",
    async ({ expect, engine, clock }) => {
      const own = engine();
      let ended = false;
      const run = await own.run(
        flow(async () => {
          await suspendFlowRun();
          ended = true;
        }),
      );
      expect(run.state.name).toBe("Suspended");
      await resumeFlowRun(run.flowRun!.id);
      await pass(clock, 1);
      expect(ended).toBe(true);
      expect(run.flowRun!.state.name).toBe("Completed");
      expect(own.engine.core.flowRuns.has(run.flowRun!.id)).toBe(false);
    },
  );

  rule("1.47 a resumed suspension is no new attempt", async ({ expect, engine }) => {
    const counts: number[] = [];
    const main = flow({ retries: 1 }, async () => {
      counts.push(runtime.flowRun.runCount);
      await suspendFlowRun();
      await suspendFlowRun();
      throw new Error("always");
    });
    const handle = engine().start(main);
    await handle.done;
    await handle.resume();
    await handle.done;
    await handle.resume();
    const { flowRun } = await handle.done;
    expect(names(flowRun!)).toEqual([
      ...["Pending", "Running", "Suspended", "Resuming", "Pending"],
      ...["Running", "Suspended", "Resuming", "Pending"],
      ...["Running", "AwaitingRetry", "Running", "Failed"],
    ]);
    expect(counts).toEqual([1, 1, 1, 2]);
    expect(flowRun!.runCount).toBe(2);
  });

  rule("5.37 kept task results go on where the run stopped", async ({ expect, engine }) => {
    let calls = 0;
    const dear = task({ name: "dear", persistResult: true }, async (x: number) => {
      calls += 1;
      return x + 1;
    });
    const main = flow(async () => {
      const value = await dear(1);
      await suspendFlowRun();
      return value;
    });
    const handle = engine().start(main);
    await handle.done;
    await handle.resume();
    const run = await handle.done;
    expect(await run.value()).toBe(2);
    expect(calls).toBe(1);
    expect(run.taskRuns.map(names)).toEqual([
      ["Pending", "Running", "Completed"],
      ["Pending", "Running", "Cached"],
    ]);
  });

  rule("5.37 so do subflows that kept their result, with one tracking run", async ({ expect, engine }) => {
    let calls = 0;
    const child = flow({ name: "child", persistResult: true }, async () => {
      calls += 1;
      return calls;
    });
    const main = flow(async () => {
      const value = await child();
      await suspendFlowRun();
      return value;
    });
    const handle = engine().start(main);
    await handle.done;
    await handle.resume();
    const run = await handle.done;
    expect(await run.value()).toBe(1);
    expect(run.taskRuns.length).toBe(1);
  });

  rule("5.37 parameters are validated once, and the run is named once", async ({ expect, engine }) => {
    let validations = 0;
    const parameters = {
      "~standard": {
        version: 1 as const,
        vendor: "rules",
        validate: (value: unknown) => {
          validations += 1;
          return { value: { x: Number((value as { x: string }).x) } };
        },
      },
    };
    let named = 0;
    const flowRunName = () => `named-${++named}`;
    const main = flow({ parameters, flowRunName }, async (x: unknown) => {
      await suspendFlowRun();
      return x;
    });
    const handle = engine().start(main, ["7"]);
    await handle.done;
    await handle.resume();
    const run = await handle.done;
    expect(await run.value()).toBe(7);
    expect([validations, named, run.flowRun!.name]).toEqual([1, 1, "named-1"]);
  });

  rule("5.37 without a deployment, in subflows and in tasks it is refused", async ({ expect, run }) => {
    const called = await rejection(flow(async () => await suspendFlowRun())());
    expect(called).toBeInstanceOf(RuntimeError);
    expect(called.message).toBe("Cannot suspend flows without a deployment.");

    const child = flow(async () => await suspendFlowRun());
    const parent = await run(flow(async () => await child()));
    expect((await rejection(parent.value())).message).toBe("Cannot suspend subflows.");
    expect(names(parent.flowRun!)).toEqual(["Pending", "Running", "Failed"]);

    const asking = task(async () => await suspendFlowRun());
    const inTask = await run(flow(async () => await asking()));
    expect((await rejection(inTask.value())).message).toBe("Cannot suspend task runs.");

    const outside = await rejection(suspendFlowRun());
    expect(outside).toBeInstanceOf(RuntimeError);
    expect(outside.message).toBe("Flow runs can only be suspended from within a flow run.");
  });

  rule("5.37 a task that was started on its own cannot be suspended", async ({ expect, engine }) => {
    const handle = engine().start(one);
    expect((await rejection(handle.suspend())).message).toBe("Cannot suspend task runs.");
    await handle.done;
  });

  rule("4.12 the signal does not fail the run, whatever becomes of it", async ({ expect, engine }) => {
    const bodies: Record<string, () => Promise<unknown>> = {
      "is caught": async () => await suspendFlowRun().catch(() => "a value"),
      "is wrapped": async () =>
        await suspendFlowRun().catch((cause: unknown) => {
          throw new Error("wrapped", { cause });
        }),
      "meets a task": async () => {
        await suspendFlowRun().catch(() => 0);
        return await one();
      },
      "is not awaited": async () => {
        void suspendFlowRun().catch(() => 0);
        return await Promise.resolve(1);
      },
    };
    for (const [name, body] of Object.entries(bodies)) {
      const heard: string[] = [];
      const hook = (_flow: unknown, _run: unknown, state: { readonly name: string }) =>
        void heard.push(state.name);
      const main = flow(
        {
          name,
          retries: 2,
          onFailure: [hook],
          onCrashed: [hook],
          onCompletion: [hook],
          onCancellation: [hook],
        },
        body,
      );
      const handle = engine().start(main);
      const run = await handle.done;
      expect([name, ...names(run.flowRun!)]).toEqual([name, "Pending", "Running", "Suspended"]);
      expect(run.taskRuns).toEqual([]);
      expect(heard).toEqual([]);
      handle.cancel();
      await handle.over;
    }
  });

  const each = task({ name: "each" }, async (x: number) => x);
  const boundaries: Record<string, (futures: ReturnType<typeof each.map>) => unknown> = {
    "a task call": async () => await one(),
    submit: () => one.submit(),
    map: () => each.map([1, 2]),
    delay: () => one.delay(),
    "the result of a future": async ([future]) => await future?.result(),
    "waiting for a future": async ([future]) => await future?.wait(),
    "the results of a map": async (futures) => await futures.result(),
    "waiting for a map": async (futures) => await futures.wait(),
    wait: async (futures) => await wait(futures),
    asCompleted: async (futures) => await asCompleted(futures).next(),
    "a subflow call": async () => await flow({ name: "child" }, () => 1)(),
    "a pause": async () => await pauseFlowRun(),
    "a suspension": async () => await suspendFlowRun(),
  };
  for (const [name, boundary] of Object.entries(boundaries))
    rule(`4.12 a run that is suspended from outside stops at ${name}`, async ({ expect, engine, clock }) => {
      const { opened, open } = gate();
      let reached = "nothing";
      const main = flow({ name: "main" }, async () => {
        const futures = each.map([1, 2]);
        await futures.wait();
        await opened;
        reached = "before";
        await boundary(futures);
        reached = "after";
      });
      const handle = engine().start(main);
      await pass(clock, 1);
      await handle.suspend();
      expect(handle.state.name).toBe("Suspended");
      open();
      const run = await handle.done;
      expect(names(run.flowRun!)).toEqual(["Pending", "Running", "Suspended"]);
      expect(reached).toBe("before");
      expect(run.taskRuns.map(names)).toEqual(Array(2).fill(["Pending", "Running", "Completed"]));
      expect(run.flowRuns.length).toBe(1);
      handle.cancel();
      await handle.over;
    });

  rule("4.12 or before its final state, which does not count", async ({ expect, engine, clock }) => {
    const { opened, open } = gate();
    let calls = 0;
    const main = flow(async () => {
      calls += 1;
      await opened;
      return calls;
    });
    const handle = engine().start(main);
    await pass(clock, 1);
    await handle.suspend();
    open();
    const first = await handle.done;
    expect(first.state.name).toBe("Suspended");
    expect(await rejection(first.value())).toBeInstanceOf(PausedRun);
    await handle.resume();
    const run = await handle.done;
    expect(names(run.flowRun!)).toEqual(wholeLife);
    expect(await run.value()).toBe(2);
  });

  rule("4.12 a failure after the suspension does not count either", async ({ expect, engine, clock }) => {
    const { opened, open } = gate();
    let calls = 0;
    const main = flow({ retries: 3 }, async () => {
      calls += 1;
      await opened;
      if (calls === 1) throw new Error("too late");
    });
    const handle = engine().start(main);
    await pass(clock, 1);
    await handle.suspend();
    open();
    expect((await handle.done).state.name).toBe("Suspended");
    await handle.resume();
    expect(names((await handle.done).flowRun!)).toEqual(wholeLife);
  });

  rule("5.37 a run that is not Running yet is suspended as soon as it is", async ({ expect, engine }) => {
    let calls = 0;
    const handle = engine().start(flow(async () => void (calls += 1)));
    expect(handle.state.name).toBe("Pending");
    await handle.suspend();
    expect((await handle.done).state.name).toBe("Suspended");
    expect(calls).toBe(0);
    await handle.resume();
    expect(names((await handle.done).flowRun!)).toEqual(wholeLife);
    expect(calls).toBe(1);
  });

  rule("1.46 a run that is Paused or over cannot be suspended", async ({ expect, engine, clock }) => {
    const handle = engine().start(flow(async () => await pauseFlowRun()));
    await pass(clock, 1);
    const error = await rejection(handle.suspend());
    expect(error).toBeInstanceOf(RuntimeError);
    expect(error.message).toBe("Cannot suspend flows that are not currently running.");
    await handle.resume();
    await handle.done;
    expect((await rejection(handle.suspend())).message).toBe(error.message);
  });
});
