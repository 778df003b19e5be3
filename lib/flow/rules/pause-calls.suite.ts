import {
  NotPausedError,
  RuntimeError,
  ValueError,
  createEngine,
  flow,
  pauseFlowRun,
  resumeFlowRun,
  runtime,
  sleep,
  tags,
  task,
  wait,
} from "..";
import { gate, names, suite, pass, rejection } from "./harness.suite";

export const pauseCalls = suite("Calls that pause and resume", (rule) => {
  rule("5.36 the time is an hour, where nothing is said", async ({ expect, run }) => {
    const { flowRun } = await run(flow(async () => await pauseFlowRun()));
    const [, , paused, failed] = flowRun!.states;
    expect(Math.round((failed!.at - paused!.at) / 1000)).toBe(3600);
    expect(failed!.name).toBe("Failed");
  });

  rule("5.36 a timeout is a number of seconds, or null for none", async ({ expect, engine, run, clock }) => {
    for (const timeout of [-1, Number.NaN]) {
      const { value } = await run(flow(async () => await pauseFlowRun({ timeout })));
      expect(await rejection(value())).toBeInstanceOf(ValueError);
    }
    const handle = engine().start(flow(async () => await pauseFlowRun({ timeout: null })));
    await pass(clock, 1_000_000);
    expect(handle.state.stateDetails.pauseTimeout).toBeUndefined();
    await handle.resume();
    expect((await handle.done).state.name).toBe("Completed");
  });

  rule("5.36 the key is a count of the run's pauses", async ({ expect, engine, clock }) => {
    const main = flow(async () => {
      await pauseFlowRun();
      await pauseFlowRun({ key: "named" });
      await pauseFlowRun();
    });
    const handle = engine().start(main);
    for (let pause = 0; pause < 3; pause++) {
      await pass(clock, 1);
      await handle.resume();
    }
    const { flowRun } = await handle.done;
    const keys = flowRun!.states.flatMap(({ stateDetails: { pauseKey } }) => pauseKey ?? []);
    expect(keys).toEqual(["1", "named", "3"]);
  });

  rule("5.36 outside of a flow run there is nothing to pause", async ({ expect, run }) => {
    const text = "Flow runs can only be paused from within a flow run.";
    const error = await rejection(pauseFlowRun());
    expect(error).toBeInstanceOf(RuntimeError);
    expect(error.message).toBe(text);
    const alone = await run(task(async () => await pauseFlowRun()));
    expect((await rejection(alone.value())).message).toBe(text);
  });

  rule("5.36 from a task it pauses the flow around it", async ({ expect, engine, clock }) => {
    const ask = task(async () => {
      await pauseFlowRun();
      return "asked";
    });
    const handle = engine().start(flow(async () => await ask()));
    await pass(clock, 1);
    expect(handle.state.name).toBe("Paused");
    await handle.resume();
    const run = await handle.done;
    expect(await run.value()).toBe("asked");
    expect(names(run.flowRun!)).toEqual(["Pending", "Running", "Paused", "Running", "Completed"]);
    expect(run.taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
  });

  rule("5.36 tasks that run go on while the flow is paused", async ({ expect, engine, clock }) => {
    const work = task({ name: "work" }, async () => {
      await sleep(20);
      return 1;
    });
    const main = flow(async () => {
      const future = work.submit();
      await pauseFlowRun();
      return future.state.name;
    });
    const handle = engine().start(main);
    await pass(clock, 60);
    expect(handle.state.name).toBe("Paused");
    await handle.resume();
    expect(await (await handle.done).value()).toBe("Completed");
  });

  rule("5.36 two calls at once wait for one resume", async ({ expect, engine, clock }) => {
    const handle = engine().start(
      flow(async () => {
        await Promise.all([pauseFlowRun(), pauseFlowRun()]);
      }),
    );
    await pass(clock, 1);
    await handle.resume();
    const { flowRun } = await handle.done;
    expect(names(flowRun!)).toEqual(["Pending", "Running", "Paused", "Running", "Completed"]);
  });

  rule("5.36 a flow that times out while it is paused ends TimedOut", async ({ expect, run }) => {
    const { flowRun } = await run(
      flow({ timeoutSeconds: 5, retries: 1 }, async () => await pauseFlowRun({ timeout: 60 })),
    );
    expect(names(flowRun!)).toEqual(["Pending", "Running", "Paused", "TimedOut"]);
  });

  rule(
    "5.36 a pause in a task whose time is up stays, and ends with a resume",
    async ({ expect, engine, clock }) => {
      const hasty = task({ timeoutSeconds: 5 }, async () => await pauseFlowRun());
      const main = flow(async () => {
        const state = await hasty.withOptions({ returnState: true })();
        await sleep(60);
        return state.name;
      });
      const handle = engine().start(main);
      await pass(clock, 30);
      expect(handle.state.name).toBe("Paused");
      await handle.resume();
      const run = await handle.done;
      expect(await run.value()).toBe("TimedOut");
      expect(names(run.flowRun!)).toEqual(["Pending", "Running", "Paused", "Running", "Completed"]);
    },
  );

  rule(
    "1.39 a subflow is paused on its own, and its tracking run with it",
    async ({ expect, engine, clock }) => {
      const child = flow({ name: "child" }, async () => await pauseFlowRun());
      const parent = flow({ name: "parent" }, async () => await child());
      const own = engine();
      const handle = own.start(parent);
      await pass(clock, 1);
      expect(handle.state.name).toBe("Running");
      expect(await rejection(handle.resume())).toBeInstanceOf(NotPausedError);
      const [childId] = [...own.engine.core.flowRuns.values()]
        .filter(({ pause }) => pause)
        .map(({ run }) => run.id);
      await resumeFlowRun(childId ?? "");
      const { flowRuns, taskRuns } = await handle.done;
      const expected = ["Pending", "Running", "Paused", "Running", "Completed"];
      expect(names(flowRuns[1]!)).toEqual(expected);
      expect(taskRuns.map(names)).toEqual([expected]);
      expect(taskRuns[0]!.runCount).toBe(1);
      expect(names(flowRuns[0]!)).toEqual(["Pending", "Running", "Completed"]);
    },
  );

  rule(
    "5.38 resumeFlowRun finds the run by its id, in a flow or in plain code",
    async ({ expect, engine, clock }) => {
      const own = engine();
      const handle = own.start(flow(async () => await pauseFlowRun()));
      await pass(clock, 1);
      await resumeFlowRun(handle.id);
      expect((await handle.done).state.name).toBe("Completed");

      const second = own.start(flow(async () => await pauseFlowRun()));
      await pass(clock, 1);
      const approver = flow(async (id: string) => await resumeFlowRun(id));
      expect((await own.run(approver, [second.id])).state.name).toBe("Completed");
      expect((await second.done).state.name).toBe("Completed");
    },
  );

  rule("5.38 a run that is not paused cannot be resumed", async ({ expect, engine, clock }) => {
    const { opened, open } = gate();
    const handle = engine().start(flow(async () => await opened));
    await pass(clock, 1);
    const error = await rejection(handle.resume());
    expect(error).toBeInstanceOf(NotPausedError);
    expect(error.message).toBe("Cannot resume a run that isn't paused!");
    expect(await rejection(resumeFlowRun(handle.id))).toBeInstanceOf(NotPausedError);
    open();
    await handle.done;
    expect(await rejection(handle.resume())).toBeInstanceOf(NotPausedError);
    expect(await rejection(resumeFlowRun("no-such-run"))).toBeInstanceOf(NotPausedError);
    const alone = engine().start(task(async () => 1));
    expect(await rejection(alone.resume())).toBeInstanceOf(NotPausedError);
    await alone.done;
  });

  rule("5.38 only the first of two resumes counts", async ({ expect, engine, clock }) => {
    const handle = engine().start(flow(async () => await pauseFlowRun()));
    await pass(clock, 1);
    const results = await Promise.allSettled([handle.resume(), handle.resume()]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    const { flowRun } = await handle.done;
    expect(names(flowRun!)).toEqual(["Pending", "Running", "Paused", "Running", "Completed"]);
  });

  rule("5.38 a flow that was called directly is resumed by its id", async ({ expect }) => {
    const { opened, open } = gate();
    let id = "";
    const main = flow(async () => {
      id = runtime.flowRun.id ?? "";
      const paused = pauseFlowRun({ timeout: 30 });
      open();
      await paused;
      return "resumed";
    });
    const value = main();
    await opened;
    await resumeFlowRun(id);
    expect(await value).toBe("resumed");
  });

  rule("5.36 nothing of a run is left when it is over", async ({ expect, engine, clock }) => {
    const own = createEngine({ clock, flowRuns: new Map() });
    const quick = task(async () => 1);
    const main = flow(async () => {
      await tags("x").run(async () => await wait([quick.submit()]));
      await pauseFlowRun({ timeout: 1 });
    });
    await own.run(main);
    const handle = own.start(main);
    await pass(clock, 0.5);
    expect(own.engine.core.flowRuns.size).toBe(1);
    await handle.resume();
    await handle.done;
    expect(own.engine.core.flowRuns.size).toBe(0);
    expect(engine).toBeTypeOf("function");
  });
});
