import {
  FlowPauseTimeout,
  NotPausedError,
  RuntimeError,
  createEngine,
  flow,
  memoryStorage,
  resumeFlowRun,
  sleep,
  suspendFlowRun,
  task,
} from "..";
import { gate, names, suite, pass, rejection } from "./harness.suite";

const one = task({ name: "one" }, async () => 1);

const wholeLife = [
  ...["Pending", "Running", "Suspended", "Resuming", "Pending", "Running", "Completed"],
] as const;

export const suspendedRuns = suite("Suspended runs", (rule) => {
  rule("5.37 a run suspends another one by its id", async ({ expect, engine, clock }) => {
    const own = engine();
    const { opened, open } = gate();
    const target = own.start(
      flow(async () => {
        await opened;
        return await one();
      }),
    );
    await pass(clock, 1);
    const { id } = target;
    const suspender = flow(async () => {
      await suspendFlowRun({ flowRunId: id, timeout: 60 });
      return "went on";
    });
    const other = await own.run(suspender);
    expect(await other.value()).toBe("went on");
    open();
    expect((await target.done).state.name).toBe("Suspended");
    await resumeFlowRun(id);
    expect(await (await target.done).value()).toBe(1);
    const unknown = await rejection(suspendFlowRun({ flowRunId: "no-such-run" }));
    expect(unknown).toBeInstanceOf(RuntimeError);
  });

  rule(
    "5.37 tasks that have started run to their end, those that wait are dropped",
    async ({ expect, engine, clock }) => {
      const slow = task({ name: "slow" }, async (x: number) => await sleep(x));
      const main = flow(async () => {
        await slow.map([10, 10, 10]).result();
      });
      const handle = engine({ settings: { tasksRunnerMaxWorkers: 1 } }).start(main);
      await pass(clock, 1);
      await handle.suspend();
      const run = await handle.done;
      expect(run.state.name).toBe("Suspended");
      expect(run.taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Pending", "Pending"]);
      handle.cancel();
    },
  );

  rule(
    "5.37 subflows under way are cancelled, and made anew after the resume",
    async ({ expect, engine, clock }) => {
      const { opened, open } = gate();
      const hooks: string[] = [];
      const child = flow(
        { name: "child", onCancellation: [() => void hooks.push("cancellation")], retries: 2 },
        async () => {
          await opened;
          return await one();
        },
      );
      const handle = engine().start(flow({ name: "parent" }, async () => await child()));
      await pass(clock, 1);
      await handle.suspend();
      open();
      const first = await handle.done;
      expect(names(first.flowRuns[1]!)).toEqual(["Pending", "Running", "Cancelled"]);
      expect(first.flowRuns[1]!.state.message).toBe("The parent flow run was suspended.");
      await handle.resume();
      const run = await handle.done;
      expect(await run.value()).toBe(1);
      expect(run.flowRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cancelled", "Completed"]);
      expect(run.taskRuns.length).toBe(2);
      expect(hooks).toEqual([]);
    },
  );

  rule(
    "5.37 a task that calls another is stopped there, and not retried",
    async ({ expect, engine, clock }) => {
      const { opened, open } = gate();
      let calls = 0;
      const outer = task({ name: "outer", retries: 3 }, async () => {
        calls += 1;
        await opened;
        return await one();
      });
      const handle = engine().start(flow(async () => await outer()));
      await pass(clock, 1);
      await handle.suspend();
      open();
      const run = await handle.done;
      expect(run.state.name).toBe("Suspended");
      expect(run.taskRuns.map(names)).toEqual([["Pending", "Running", "Crashed"]]);
      expect(calls).toBe(1);
      handle.cancel();
    },
  );

  rule("1.46 a retry does not suspend again where the key has fired", async ({ expect, engine }) => {
    let calls = 0;
    const main = flow({ retries: 1 }, async () => {
      calls += 1;
      await suspendFlowRun({ key: "once" });
      if (calls === 2) throw new Error("again");
    });
    const handle = engine().start(main);
    await handle.done;
    await handle.resume();
    const { flowRun } = await handle.done;
    expect(names(flowRun!)).toEqual([
      ...["Pending", "Running", "Suspended", "Resuming", "Pending"],
      ...["Running", "AwaitingRetry", "Running", "Completed"],
    ]);
  });

  rule("1.37 a suspended run that nobody resumes in time fails", async ({ expect, engine, clock }) => {
    const failures: string[] = [];
    const main = flow(
      { onFailure: [(_flow, _run, state) => void failures.push(state.name)] },
      async () => await suspendFlowRun({ timeout: 60 }),
    );
    const handle = engine().start(main);
    await handle.done;
    await pass(clock, 61);
    expect(handle.state.toString()).toBe("Failed('The flow was paused and never resumed.')");
    const run = await handle.done;
    expect(run.state.name).toBe("Failed");
    expect(await handle.over).toBe(run);
    expect(await rejection(run.value())).toBeInstanceOf(FlowPauseTimeout);
    expect(names(run.flowRun!)).toEqual(["Pending", "Running", "Suspended", "Failed"]);
    expect(failures).toEqual(["Failed"]);
    expect(await rejection(handle.resume())).toBeInstanceOf(NotPausedError);
  });

  rule("1.47 past its time it can no longer be resumed", async ({ expect, engine, clock }) => {
    const handle = engine().start(flow(async () => await suspendFlowRun({ timeout: 60 })));
    await handle.done;
    clock.set(clock.now() + 61_000);
    expect(await rejection(handle.resume())).toBeInstanceOf(FlowPauseTimeout);
    expect((await handle.over).state.name).toBe("Failed");
  });

  rule("5.37 without a time it waits for ever", async ({ expect, engine, clock }) => {
    const handle = engine().start(flow(async () => await suspendFlowRun({ timeout: null })));
    await handle.done;
    await pass(clock, 1_000_000);
    expect(handle.state.name).toBe("Suspended");
    await handle.resume();
    expect((await handle.done).state.name).toBe("Completed");
  });

  rule("1.38 cancelling a suspended run: directly Cancelled", async ({ expect, engine }) => {
    const hooks: string[] = [];
    const main = flow(
      { onCancellation: [() => void hooks.push("cancellation")] },
      async () => await suspendFlowRun(),
    );
    const handle = engine().start(main);
    await handle.done;
    handle.cancel();
    expect(handle.state.name).toBe("Cancelled");
    const run = await handle.done;
    expect(run.state.name).toBe("Cancelled");
    expect(names(run.flowRun!)).toEqual(["Pending", "Running", "Suspended", "Cancelled"]);
    expect(await handle.over).toBe(run);
    expect(hooks).toEqual([]);
    expect(await rejection(handle.resume())).toBeInstanceOf(NotPausedError);
  });

  rule(
    "1.38 also while its function still winds down, or once it is Resuming",
    async ({ expect, engine, clock }) => {
      const { opened, open } = gate();
      const winding = engine().start(flow(async () => await opened));
      await pass(clock, 1);
      await winding.suspend();
      winding.cancel();
      expect(names((await winding.over).flowRun!)).toEqual(["Pending", "Running", "Suspended", "Cancelled"]);
      open();

      const going = gate();
      let calls = 0;
      const main = flow(async () => {
        calls += 1;
        await going.opened;
      });
      const resuming = engine().start(main);
      await pass(clock, 1);
      await resuming.suspend();
      await resuming.resume();
      expect(resuming.state.name).toBe("Resuming");
      resuming.cancel();
      going.open();
      const { flowRun } = await resuming.over;
      expect(names(flowRun!)).toEqual(["Pending", "Running", "Suspended", "Resuming", "Cancelled"]);
      expect(calls).toBe(1);
    },
  );

  rule("5.38 a resume waits for the function to wind down", async ({ expect, engine, clock }) => {
    const { opened, open } = gate();
    const seen: string[] = [];
    const main = flow(async () => {
      seen.push("begins");
      await opened;
      seen.push("ends");
    });
    const handle = engine().start(main);
    await pass(clock, 1);
    await handle.suspend();
    await handle.resume();
    await pass(clock, 1);
    expect(handle.state.name).toBe("Resuming");
    expect(seen).toEqual(["begins"]);
    open();
    expect(names((await handle.over).flowRun!)).toEqual(wholeLife);
    expect(seen).toEqual(["begins", "ends", "begins", "ends"]);
  });

  rule(
    "5.37 two engines with one storage keep each other's inputs apart, and share no runs",
    async ({ expect, clock }) => {
      const storage = memoryStorage();
      const make = () => createEngine({ clock, storage, flowRuns: new Map() });
      const handle = make().start(flow(async () => await suspendFlowRun()));
      await handle.done;
      const resumer = flow(async () => await resumeFlowRun(handle.id));
      expect(await rejection((await make().run(resumer)).value())).toBeInstanceOf(NotPausedError);
      handle.cancel();
      await handle.over;
    },
  );
});
