import {
  FlowPauseTimeout,
  NotPausedError,
  Paused,
  Suspended,
  ValueError,
  flow,
  pauseFlowRun,
  runtime,
  sleep,
} from "..";
import { names, suite, pass, rejection } from "./harness.suite";

export const pausing = suite("Pausing", (rule) => {
  rule("1.11 Paused takes seconds or a time, not both; without either it has no end", ({ expect }) => {
    const until = new Date("2030-01-01");
    expect(() => Paused({ timeoutSeconds: 1, pauseExpirationTime: until })).toThrow(ValueError);
    expect(Paused({ pauseExpirationTime: until }).stateDetails.pauseTimeout).toEqual(until);
    expect(Paused({ timeoutSeconds: 60 }).stateDetails.pauseTimeout).toBeInstanceOf(Date);
    expect(Paused().stateDetails).toEqual({ pauseReschedule: false });
    expect(Paused({ pauseKey: "k", reschedule: true }).stateDetails).toEqual({
      pauseReschedule: true,
      pauseKey: "k",
    });
  });

  rule("1.11 Suspended is Paused with reschedule", ({ expect }) => {
    const state = Suspended({ pauseKey: "k" });
    expect(state.toString()).toBe("Suspended(type=PAUSED)");
    expect(state.stateDetails).toEqual({ pauseReschedule: true, pauseKey: "k" });
    expect(() => Suspended({ timeoutSeconds: 1, pauseExpirationTime: new Date() })).toThrow(ValueError);
  });

  rule("1.36 a pause: Running, Paused, Running, and on", async ({ expect, engine, clock }) => {
    const seen: string[] = [];
    const main = flow(async () => {
      seen.push("before");
      const given = await pauseFlowRun().then((value: unknown) => value);
      seen.push("after");
      return given ?? "nothing given";
    });
    const handle = engine().start(main);
    await pass(clock, 10);
    expect(handle.state.name).toBe("Paused");
    expect(seen).toEqual(["before"]);
    await handle.resume();
    expect(handle.state.name).toBe("Running");
    const run = await handle.done;
    expect(names(run.flowRun!)).toEqual(["Pending", "Running", "Paused", "Running", "Completed"]);
    expect(seen).toEqual(["before", "after"]);
    expect(await run.value()).toBe("nothing given");
    expect(run.logs.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        "Pausing flow, execution will continue when this flow run is resumed.",
        "Resuming flow run execution!",
      ]),
    );
  });

  rule(
    "1.36 the Paused state says until when, its key, and that it blocks",
    async ({ expect, engine, clock }) => {
      const handle = engine().start(flow(async () => await pauseFlowRun({ timeout: 60, key: "approve" })));
      const start = clock.now();
      await pass(clock, 1);
      const { stateDetails } = handle.state;
      expect(stateDetails).toMatchObject({
        flowRunId: handle.id,
        pauseKey: "approve",
        pauseReschedule: false,
      });
      expect(stateDetails.pauseTimeout?.getTime()).toBe(start + 60_000);
      expect(stateDetails.runInputKeyset).toBeUndefined();
      await handle.resume();
      await handle.done;
    },
  );

  rule("1.36 what waits in a pause is no time in Running", async ({ expect, engine, clock }) => {
    const handle = engine().start(
      flow(async () => {
        await sleep(2);
        await pauseFlowRun();
        await sleep(3);
      }),
    );
    await pass(clock, 100);
    await handle.resume();
    const { flowRun } = await handle.done;
    expect(Math.round(flowRun!.totalRunTime)).toBe(5);
    expect(Math.round((flowRun!.endTime!.getTime() - flowRun!.startTime!.getTime()) / 1000)).toBe(103);
  });

  rule("1.37 a pause that nobody ends fails the run: Running, Paused, Failed", async ({ expect, run }) => {
    const failures: string[] = [];
    const main = flow(
      { onFailure: [(_flow, _run, state) => void failures.push(String(state))], onCompletion: [] },
      async () => await pauseFlowRun({ timeout: 5 }),
    );
    const { flowRun, state, value } = await run(main);
    expect(names(flowRun!)).toEqual(["Pending", "Running", "Paused", "Failed"]);
    expect(state.toString()).toBe("Failed('The flow was paused and never resumed.')");
    expect(failures).toEqual(["Failed('The flow was paused and never resumed.')"]);
    const error = await rejection(value());
    expect(error).toBeInstanceOf(FlowPauseTimeout);
    expect(error.message).toBe("Flow run was paused and never resumed.");
    expect(Math.round(flowRun!.totalRunTime)).toBe(0);
  });

  rule("1.37 also where the flow catches the error, or has retries left", async ({ expect, run }) => {
    let attempts = 0;
    const main = flow({ retries: 3 }, async () => {
      attempts += 1;
      await pauseFlowRun({ timeout: 5 }).catch((error: unknown) => String(error));
      return "went on";
    });
    const { flowRun } = await run(main);
    expect(names(flowRun!)).toEqual(["Pending", "Running", "Paused", "Failed"]);
    expect(attempts).toBe(1);
    const stubborn = await run(flow({ retries: 3 }, async () => await pauseFlowRun({ timeout: 0 })));
    expect(names(stubborn.flowRun!)).toEqual(["Pending", "Running", "Paused", "Failed"]);
  });

  rule("1.37 a direct call of the flow rejects with FlowPauseTimeout", async ({ expect }) => {
    const main = flow(async () => await pauseFlowRun({ timeout: 0.001 }));
    const error = await rejection(main());
    expect(error).toBeInstanceOf(FlowPauseTimeout);
  });

  rule(
    "1.38 cancelling a paused run: Paused, Cancelling, Cancelled, and the call ends",
    async ({ expect, engine, clock }) => {
      const caught: string[] = [];
      const main = flow(async () => {
        await pauseFlowRun().catch((error: unknown) => {
          caught.push((error as Error).name);
          throw error;
        });
      });
      const handle = engine().start(main);
      await pass(clock, 1);
      handle.cancel();
      const { flowRun } = await handle.done;
      expect(names(flowRun!)).toEqual(["Pending", "Running", "Paused", "Cancelling", "Cancelled"]);
      expect(caught).toEqual(["AbortError"]);
      expect(await rejection(handle.resume())).toBeInstanceOf(NotPausedError);
    },
  );

  rule("1.46 a key that has fired in the run is skipped", async ({ expect, engine, clock }) => {
    const main = flow(async () => {
      await pauseFlowRun({ key: "once" });
      await pauseFlowRun({ key: "once" });
      await pauseFlowRun({ key: "other" });
    });
    const handle = engine().start(main);
    for (let pause = 0; pause < 2; pause++) {
      await pass(clock, 1);
      await handle.resume();
    }
    const { flowRun } = await handle.done;
    expect(names(flowRun!)).toEqual([
      ...["Pending", "Running", "Paused", "Running", "Paused", "Running", "Completed"],
    ]);
  });

  rule("1.46 a retry of the flow does not pause again", async ({ expect, engine, clock }) => {
    let attempts = 0;
    const main = flow({ retries: 1 }, async () => {
      attempts += 1;
      await pauseFlowRun();
      if (attempts === 1) throw new Error("once");
      await pauseFlowRun();
    });
    const handle = engine().start(main);
    await pass(clock, 1);
    await handle.resume();
    await pass(clock, 1);
    expect(handle.state.name).toBe("Paused");
    await handle.resume();
    const { flowRun } = await handle.done;
    expect(names(flowRun!)).toEqual([
      ...["Pending", "Running", "Paused", "Running", "AwaitingRetry"],
      ...["Running", "Paused", "Running", "Completed"],
    ]);
    expect(flowRun!.runCount).toBe(2);
  });

  rule("1.46 a run that is not Running cannot be paused", async ({ expect, run }) => {
    const errors: string[] = [];
    const main = flow(async () => {
      await pauseFlowRun({ timeout: 1 }).catch(() => 0);
      await pauseFlowRun().catch((error: unknown) => errors.push((error as Error).message));
    });
    await run(main);
    expect(errors).toEqual(["Cannot pause flows that are not currently running."]);
  });

  rule("1.47 a resume is no new attempt", async ({ expect, engine, clock }) => {
    const counts: number[] = [];
    const main = flow(async () => {
      counts.push(runtime.flowRun.runCount);
      await pauseFlowRun();
      counts.push(runtime.flowRun.runCount);
      await pauseFlowRun();
    });
    const handle = engine().start(main);
    await pass(clock, 1);
    await handle.resume();
    await pass(clock, 1);
    await handle.resume();
    const { flowRun } = await handle.done;
    expect(counts).toEqual([1, 1]);
    expect(flowRun!.runCount).toBe(1);
  });

  rule(
    "1.47 a paused run may complete or fail without being resumed, and is then not retried",
    async ({ expect, run }) => {
      const done = await run(
        flow(async () => {
          void pauseFlowRun().catch(() => 0);
          return await Promise.resolve("enough");
        }),
      );
      expect(names(done.flowRun!)).toEqual(["Pending", "Running", "Paused", "Completed"]);
      const failed = await run(
        flow({ retries: 2 }, async () => {
          void pauseFlowRun().catch(() => 0);
          await sleep(1);
          throw new Error("late");
        }),
      );
      expect(names(failed.flowRun!)).toEqual(["Pending", "Running", "Paused", "Failed"]);
    },
  );

  rule("1.47 past its time, a run can no longer be resumed", async ({ expect, engine, clock }) => {
    const handle = engine().start(flow(async () => await pauseFlowRun({ timeout: 60 })));
    await pass(clock, 1);
    // The hour is put forward; no timer has fired.
    clock.set(clock.now() + 61_000);
    const error = await rejection(handle.resume());
    expect(error).toBeInstanceOf(FlowPauseTimeout);
    expect(error.message).toBe("Flow run can no longer be resumed.");
    const { flowRun } = await handle.done;
    expect(names(flowRun!)).toEqual(["Pending", "Running", "Paused", "Failed"]);
  });
});
