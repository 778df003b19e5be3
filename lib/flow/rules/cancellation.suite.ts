import { CancelledRun, ConcurrentTaskRunner, flow, sleep, task, type State } from "..";
import { gate, names, suite, type Scene } from "./harness.suite";

const stopped = "Execution was cancelled by the runtime environment.";
const message = "Flow run was cancelled.";
const abort = () => Object.assign(new Error("stop"), { name: "AbortError" });

/** Lets everything happen that needs no time. */
const turn = async (clock: Scene["clock"]) =>
  await new Promise<void>((resolve) => void clock.after(0, resolve));

/** Starts a flow, and cancels it once its body has called `ready`. */
async function cancelled(
  { engine }: Scene,
  make: (ready: () => void) => Parameters<ReturnType<Scene["engine"]>["start"]>[0],
) {
  const inside = gate();
  const handle = engine().start(make(() => inside.open()));
  await inside.opened;
  handle.cancel();
  return await handle.done;
}

/** Hooks of every kind, which note what they hear. */
function listening(heard: string[], who = "") {
  const hook =
    (kind: string) =>
    (_flow: unknown, _run: unknown, { name }: State) =>
      heard.push(`${who}${kind} ${name}`);
  return {
    onRunning: [hook("running")],
    onCompletion: [hook("completion")],
    onFailure: [hook("failure")],
    onCrashed: [hook("crashed")],
    onCancellation: [hook("cancellation")],
  };
}

export const cancellation = suite("Cancellation", (rule) => {
  rule("1.38 cancelling a running flow: Cancelling, then Cancelled", async (scene) => {
    const { expect, clock } = scene;
    const before = clock.now();
    let ended = false;
    const done = await cancelled(scene, (ready) =>
      flow({ name: "long" }, async () => {
        ready();
        await sleep(3600);
        ended = true;
      }),
    );
    expect(done.flowRuns.map(names)).toEqual([["Pending", "Running", "Cancelling", "Cancelled"]]);
    expect(done.state).toMatchObject({ type: "CANCELLED", message });
    await expect(done.value()).rejects.toThrow(new CancelledRun(message));
    expect([ended, clock.now() - before]).toEqual([false, 0]);
    expect(done.flowRun?.endTime).toEqual(done.state.timestamp);
  });

  rule("5.28 of what a stop overtook, or the flow's time, nobody is told to wait for it", async (scene) => {
    const { expect, engine } = scene;
    const long = task({ name: "long" }, async () => {
      await sleep(10);
    });
    const options = { taskRunner: ConcurrentTaskRunner({ maxWorkers: 1 }) };
    const stops = await cancelled(scene, (ready) =>
      flow(options, async () => {
        [1, 2, 3].forEach(() => long.submit());
        ready();
        await sleep(60);
      }),
    );
    const late = await engine().run(
      flow({ ...options, timeoutSeconds: 5 }, async () => {
        [1, 2, 3].forEach(() => long.submit());
        await sleep(60);
      }),
    );
    for (const [run, state] of [
      [stops, "Cancelled"],
      [late, "TimedOut"],
    ] as const) {
      expect(run.state.name).toBe(state);
      expect(run.taskRuns.filter((one) => one.state.isPending())).toHaveLength(2);
      expect(run.logs.filter((line) => line.message.includes(".wait()"))).toEqual([]);
    }
  });

  rule("5.47 on_cancellation hears it, on_crashed and the others do not", async (scene) => {
    const heard: string[] = [];
    await cancelled(scene, (ready) =>
      flow({ ...listening(heard), retries: 3 }, async () => {
        ready();
        await sleep(60);
      }),
    );
    scene.expect(heard).toEqual(["running Running", "cancellation Cancelling"]);
  });

  rule("5.47 an on_cancellation hook that throws does not keep the run from Cancelled", async (scene) => {
    const heard: string[] = [];
    const broken = () => {
      throw new Error("hook's");
    };
    const done = await cancelled(scene, (ready) =>
      flow({ onCancellation: [broken, () => heard.push("second")] }, async () => {
        ready();
        await sleep(60);
      }),
    );
    scene.expect(done.flowRuns.flatMap(names).slice(-2)).toEqual(["Cancelling", "Cancelled"]);
    scene.expect(heard).toEqual(["second"]);
  });

  rule("1.28 its tasks that run are stopped: Crashed, without hooks or retries", async (scene) => {
    const { expect } = scene;
    const heard: string[] = [];
    const slow = task(
      { name: "slow", retries: 5, onFailure: [() => heard.push("hook")] },
      async (ready: () => void) => {
        ready();
        await sleep(60);
        heard.push("ended");
      },
    );
    for (const call of [
      async (ready: () => void) => await slow(ready),
      async (ready: () => void) => await slow.submit(ready).result(),
    ]) {
      const done = await cancelled(scene, (ready) => flow(async () => await call(ready)));
      expect(done.taskRuns.map(names)).toEqual([["Pending", "Running", "Crashed"]]);
      expect(done.taskRuns[0]?.state.message).toBe(stopped);
      expect(done.state.name).toBe("Cancelled");
    }
    expect(heard).toEqual([]);
  });

  rule("6.10 its tasks in the queue never start; those that completed stay so", async (scene) => {
    const { expect } = scene;
    const calls: number[] = [];
    const step = task({ name: "step" }, async (index: number, ready: () => void) => {
      calls.push(index);
      if (index === 0) return;
      ready();
      await sleep(60);
    });
    const done = await cancelled(scene, (ready) =>
      flow({ taskRunner: ConcurrentTaskRunner({ maxWorkers: 1 }) }, async () => {
        const futures = [0, 1, 2, 3].map((index) => step.submit(index, ready));
        for (const future of futures) await future.wait();
      }),
    );
    expect(calls).toEqual([0, 1]);
    expect(done.taskRuns.map(({ state }) => state.name).slice(0, 2)).toEqual(["Completed", "Crashed"]);
    for (const { state } of done.taskRuns.slice(2)) expect(["Pending", "Crashed"]).toContain(state.name);
    expect(done.state.name).toBe("Cancelled");
  });

  rule("5.47 its subflows are cancelled with it, and hear so", async (scene) => {
    const { expect } = scene;
    const heard: string[] = [];
    const done = await cancelled(scene, (ready) => {
      const child = flow({ name: "child", ...listening(heard, "child ") }, async () => {
        ready();
        await sleep(60);
      });
      return flow({ name: "parent", ...listening(heard, "parent ") }, async () => await child());
    });
    const way = ["Pending", "Running", "Cancelling", "Cancelled"];
    expect(done.flowRuns.map(names)).toEqual([way, way]);
    expect(done.taskRuns[0]?.state.name).toBe("Cancelled");
    expect(heard.filter((line) => !line.includes("Running")).sort()).toEqual([
      "child cancellation Cancelling",
      "parent cancellation Cancelling",
    ]);
  });

  rule("1.38 what the author's code catches does not save the run; cleaning up runs", async (scene) => {
    const { expect } = scene;
    const heard: string[] = [];
    const done = await cancelled(scene, (ready) =>
      flow({ name: "stubborn" }, async () => {
        try {
          ready();
          await sleep(60);
        } catch (error) {
          heard.push((error as Error).name);
        } finally {
          heard.push("finally");
        }
        return "saved";
      }),
    );
    expect(heard).toEqual(["AbortError", "finally"]);
    expect(done.state.name).toBe("Cancelled");
  });

  rule("1.38 a body that never looks up is left behind: the run ends all the same", async (scene) => {
    const done = await cancelled(scene, (ready) =>
      flow(async () => {
        ready();
        await new Promise<never>(() => undefined);
      }),
    );
    scene.expect(done.state.name).toBe("Cancelled");
  });

  rule("1.38 no task and no subflow starts after the cancellation", async (scene) => {
    const { expect, clock } = scene;
    let calls = 0;
    const one = task({ name: "one" }, async () => (calls += 1));
    const child = flow({ name: "child" }, async () => (calls += 1));
    const done = await cancelled(scene, (ready) =>
      flow(async () => {
        ready();
        await sleep(60).catch(() => undefined);
        await one().catch(() => undefined);
        await child().catch(() => undefined);
        one.submit();
      }),
    );
    await turn(clock);
    expect(calls).toBe(0);
    expect(done.state.name).toBe("Cancelled");
  });

  rule(
    "1.43 a run that waits for its retry is cancelled, and not attempted again",
    async ({ expect, engine }) => {
      let calls = 0;
      const waiting = gate();
      const failing = flow({ retries: 3, retryDelaySeconds: 3600 }, async () => {
        calls += 1;
        await Promise.reject(new Error("no"));
      });
      const handle = engine({
        onEvent: (event) => {
          if (event.type === "flow-state" && event.state.name === "AwaitingRetry") waiting.open();
        },
      }).start(failing);
      await waiting.opened;
      handle.cancel();
      const { flowRun } = await handle.done;
      expect(calls).toBe(1);
      expect(flowRun && names(flowRun).filter((name) => name !== "Cancelling")).toEqual([
        "Pending",
        "Running",
        "AwaitingRetry",
        "Cancelled",
      ]);
    },
  );

  rule("1.38 cancelling twice, or again after the end, is as once", async ({ expect, engine, clock }) => {
    const heard: string[] = [];
    const inside = gate();
    const handle = engine().start(
      flow(listening(heard), async () => {
        inside.open();
        await sleep(60);
      }),
    );
    await inside.opened;
    handle.cancel();
    handle.cancel();
    const { flowRuns } = await handle.done;
    handle.cancel();
    await turn(clock);
    expect(flowRuns.map(names)).toEqual([["Pending", "Running", "Cancelling", "Cancelled"]]);
    expect(heard).toEqual(["running Running", "cancellation Cancelling"]);
  });

  for (const [what, body, last] of [
    ["Completed", async () => 1, "Completed"],
    ["Failed", async () => await Promise.reject(new Error("no")), "Failed"],
  ] as const)
    rule(`5.46 a run that is ${what} stays so when it is cancelled`, async ({ expect, engine, clock }) => {
      const heard: string[] = [];
      const handle = engine().start(flow(listening(heard), body as () => Promise<unknown>));
      const { flowRuns } = await handle.done;
      handle.cancel();
      await turn(clock);
      expect(flowRuns.map(names)).toEqual([["Pending", "Running", last]]);
      expect(handle.state.name).toBe(last);
      expect(heard).not.toContain("cancellation Cancelling");
    });

  rule("5.46 a cancellation while the last hooks run does not change the end", async ({ expect, engine }) => {
    const inHook = gate();
    const slowHook = async () => {
      inHook.open();
      await sleep(5);
    };
    const handle = engine().start(flow({ onCompletion: [slowHook] }, async () => 1));
    await inHook.opened;
    handle.cancel();
    const { flowRuns, state } = await handle.done;
    expect(flowRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
    expect(state.name).toBe("Completed");
  });

  rule("1.38 a run that is cancelled at once never runs", async ({ expect, engine }) => {
    let calls = 0;
    const handle = engine().start(flow(async () => (calls += 1)));
    handle.cancel();
    const { flowRun, state } = await handle.done;
    expect(calls).toBe(0);
    expect(state.name).toBe("Cancelled");
    expect(flowRun && names(flowRun)).not.toContain("Running");
  });

  rule("1.38 a run that is cancelled in its onRunning hooks never calls its function", async (scene) => {
    let calls = 0;
    const done = await cancelled(scene, (ready) => {
      const slowHook = async () => {
        ready();
        await new Promise<void>((resolve) => void scene.clock.after(5000, resolve));
      };
      return flow({ onRunning: [slowHook] }, async () => (calls += 1));
    });
    scene.expect(calls).toBe(0);
    scene.expect(done.flowRuns.map(names)).toEqual([["Pending", "Running", "Cancelling", "Cancelled"]]);
  });

  rule("1.38 a subflow that waits for an upstream is cancelled where it waits", async (scene) => {
    const { expect } = scene;
    let calls = 0;
    const child = flow({ name: "child" }, async () => (calls += 1));
    const done = await cancelled(scene, (ready) => {
      const slow = task({ name: "slow" }, async () => {
        ready();
        await sleep(60);
      });
      return flow(async () => await child.withOptions({ waitFor: slow.submit() })());
    });
    expect(calls).toBe(0);
    expect(done.flowRuns.map(({ state }) => state.name)).toEqual(["Cancelled", "Cancelled"]);
    expect(done.flowRuns[1] && names(done.flowRuns[1])).not.toContain("Running");
  });

  rule("1.38 a cancelled run leaves the other runs of its engine alone", async ({ expect, engine }) => {
    const at = engine();
    const inside = gate();
    const slow = flow(async (open: boolean) => {
      if (open) inside.open();
      await sleep(5);
      return "done";
    });
    const [first, second] = [at.start(slow, [true]), at.start(slow, [false])];
    await inside.opened;
    first.cancel();
    expect((await first.done).state.name).toBe("Cancelled");
    expect(await (await second.done).value()).toBe("done");
    expect(await (await at.run(slow, [false])).value()).toBe("done");
  });

  rule("1.28 a task that is started on its own ends Crashed", async (scene) => {
    const { expect } = scene;
    const done = await cancelled(scene, (ready) =>
      task({ name: "slow", retries: 3 }, async () => {
        ready();
        await sleep(60);
      }),
    );
    expect(done.taskRuns.map(names)).toEqual([["Pending", "Running", "Crashed"]]);
    expect(done.state.message).toBe(stopped);
    await expect(done.value()).rejects.toBeDefined();
  });

  rule("5.46 an abort that the body throws crashes the run, and is thrown on", async ({ expect, run }) => {
    const heard: string[] = [];
    const error = abort();
    const aborting = flow({ ...listening(heard), retries: 2 }, async () => await Promise.reject(error));
    const done = await run(aborting);
    expect(done.flowRuns.map(names)).toEqual([["Pending", "Running", "Crashed"]]);
    expect(done.state.message).toBe(stopped);
    expect(heard).toEqual(["running Running", "crashed Crashed"]);
    await expect(done.value()).rejects.toBe(error);
  });

  rule("5.46 the platform's own AbortError counts as one", async ({ expect, run }) => {
    const controller = new AbortController();
    controller.abort();
    const done = await run(flow(async () => controller.signal.throwIfAborted()));
    expect(done.state).toMatchObject({ type: "CRASHED", message: stopped });
  });

  rule(
    "5.46 a subflow's abort crashes it, and its parent unless that catches it",
    async ({ expect, run }) => {
      const child = flow({ name: "child" }, async () => await Promise.reject(abort()));
      const through = await run(flow(async () => await child()));
      expect(through.flowRuns.map(({ state }) => state.name)).toEqual(["Crashed", "Crashed"]);
      const caught = await run(flow(async () => await child().catch(() => "caught")));
      expect(caught.flowRuns.map(({ state }) => state.name)).toEqual(["Completed", "Crashed"]);
      const told = flow(async () => (await child.withOptions({ returnState: true })()).message);
      expect(await (await run(told)).value()).toBe(stopped);
    },
  );

  rule("1.28 a task's abort crashes the task, and the flow that lets it through", async ({ expect, run }) => {
    const aborting = task({ name: "aborting", retries: 2 }, async () => await Promise.reject(abort()));
    const done = await run(flow(async () => await aborting()));
    expect(done.taskRuns.map(names)).toEqual([["Pending", "Running", "Crashed"]]);
    expect(done.flowRuns.map(names)).toEqual([["Pending", "Running", "Crashed"]]);
  });

  rule("1.28 a crashed future that is returned fails its flow", async ({ expect, run }) => {
    const aborting = task({ name: "aborting" }, async () => await Promise.reject(abort()));
    const { state } = await run(flow(async () => aborting.submit()));
    expect(state.toString()).toBe("Failed('1/1 states failed.')");
  });
});
