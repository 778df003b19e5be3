import {
  Cancelled,
  Crashed,
  Failed,
  Paused,
  Completed,
  flow,
  getRunLogger,
  runtime,
  sleep,
  task,
  type State,
} from "..";
import { gate, suite } from "./harness.suite";

const options = ["onCompletion", "onFailure", "onCancellation", "onCrashed", "onRunning"] as const;

/** A hook of every kind, which notes its kind and the state that it heard of. */
function listening(heard: string[]) {
  const hook = (kind: string) => (_flow: unknown, _flowRun: unknown, state: State) => {
    heard.push(`${kind} ${state.name}`);
  };
  return Object.fromEntries(options.map((option) => [option, [hook(option)]]));
}

const fail = async () => await Promise.reject(new RangeError("no"));
const abort = () => Object.assign(new Error("stop"), { name: "AbortError" });

export const flowHooks = suite("Flow hooks", (rule) => {
  for (const [what, body, heardInEnd] of [
    ["a success", async () => 1, ["onCompletion Completed"]],
    ["a state under a name of its own", async () => Completed({ name: "Mine" }), ["onCompletion Mine"]],
    ["an exception", fail, ["onFailure Failed"]],
    ["a manual failure", async () => Failed(), ["onFailure Failed"]],
    ["a failure by aggregate", async () => [Failed()], ["onFailure Failed"]],
    ["a crash", async () => await Promise.reject(abort()), ["onCrashed Crashed"]],
    ["a manual crash", async () => Crashed(), ["onCrashed Crashed"]],
    // Prefect's hook for cancellation hears of Cancelling, which a returned state never passes.
    ["a manual cancellation", async () => Cancelled(), []],
    ["a manual pause", async () => Paused(), []],
  ] as const)
    rule(`5.18 hooks of ${what}`, async ({ expect, run }) => {
      const heard: string[] = [];
      await run(flow(listening(heard), body as () => Promise<unknown>));
      expect(heard).toEqual(["onRunning Running", ...heardInEnd]);
    });

  rule("5.18 a timeout is a failure to hooks", async ({ expect, run }) => {
    const heard: string[] = [];
    await run(flow({ ...listening(heard), timeoutSeconds: 1 }, async () => await sleep(5)));
    expect(heard).toEqual(["onRunning Running", "onFailure TimedOut"]);
  });

  rule("5.18 a hook gets the flow, the run and the state that the run then is in", async (scene) => {
    const { expect, run } = scene;
    const heard: unknown[][] = [];
    const one = flow(
      {
        name: "one",
        onRunning: [(...args) => heard.push([...args, args[1].state])],
        onCompletion: [(...args) => heard.push([...args, args[1].state])],
      },
      async () => 1,
    );
    const { flowRun } = await run(one);
    const [, running, completed] = flowRun?.states ?? [];
    expect(heard).toHaveLength(2);
    for (const [index, state] of [running, completed].entries()) {
      const [of, about, entered, current] = heard[index] ?? [];
      expect(of).toBe(one);
      expect(about).toBe(flowRun);
      expect(entered).toBe(state);
      expect(current).toBe(state);
    }
  });

  rule("5.18 retries: onRunning for each attempt, onFailure for the last failure only", async (scene) => {
    const { expect, run } = scene;
    const heard: string[] = [];
    await run(flow({ ...listening(heard), retries: 2, retryDelaySeconds: 3 }, fail));
    expect(heard).toEqual([...Array.from({ length: 3 }, () => "onRunning Running"), "onFailure Failed"]);

    heard.length = 0;
    let attempts = 0;
    const second = flow({ ...listening(heard), retries: 2 }, async () => {
      attempts += 1;
      return await (attempts < 2 ? fail() : Promise.resolve(1));
    });
    await run(second);
    expect(heard).toEqual(["onRunning Running", "onRunning Running", "onCompletion Completed"]);
  });

  rule("5.18 cancelling a run: onCancellation hears of Cancelling, and nothing else does", async (scene) => {
    const { expect, engine } = scene;
    const heard: string[] = [];
    const inside = gate();
    const long = flow(listening(heard), async () => {
      inside.open();
      await sleep(60);
    });
    const started = engine().start(long);
    await inside.opened;
    started.cancel();
    await started.done;
    expect(heard).toEqual(["onRunning Running", "onCancellation Cancelling"]);
  });

  rule("2.18 hooks run in the order of registration, each awaited", async ({ expect, run }) => {
    const heard: string[] = [];
    const slow = async () => {
      heard.push("slow starts");
      await sleep(10);
      heard.push("slow ends");
    };
    const done = await run(
      flow({ onCompletion: [() => heard.push("first"), slow, () => heard.push("last")] }, async () => 1),
    );
    expect(heard).toEqual(["first", "slow starts", "slow ends", "last"]);
    expect(done.state.name).toBe("Completed");
  });

  rule("2.18 onRunning is over before the function is called", async ({ expect, run }) => {
    const heard: string[] = [];
    const slow = async () => {
      await sleep(10);
      heard.push("hook");
    };
    await run(flow({ onRunning: [slow] }, async () => heard.push("body")));
    expect(heard).toEqual(["hook", "body"]);
  });

  for (const option of ["onRunning", "onCompletion"] as const)
    rule(
      `2.18 an ${option} hook that throws is logged; the others and the state are unaffected`,
      async (scene) => {
        const { expect, run } = scene;
        const heard: string[] = [];
        const broken = () => {
          throw new RangeError("broken hook");
        };
        const rejecting = async () => await Promise.reject(new RangeError("rejected hook"));
        const throwing = async () => await Promise.reject(undefined);
        const hooks = [broken, rejecting, throwing, () => heard.push("last")];
        const done = await run(flow({ [option]: hooks }, async () => 1));
        const { state, logs } = done;
        expect(heard).toEqual(["last"]);
        expect(state.toString()).toBe("Completed()");
        expect(await done.value()).toBe(1);
        const errors = logs.filter(({ level }) => level === "error").map(({ message }) => message);
        expect(errors).toHaveLength(3);
        expect(errors[0]).toContain("An error was encountered while running hook 'broken'");
        expect(errors[1]).toContain("An error was encountered while running hook 'rejecting'");
      },
    );

  rule("2.18 an onFailure hook that throws leaves the flow's own exception", async ({ expect, run }) => {
    const broken = () => {
      throw new Error("hook's");
    };
    const done = await run(flow({ onFailure: [broken] }, fail));
    const { state } = done;
    await expect(done.value()).rejects.toThrow(new RangeError("no"));
    expect(state.message).toBe("Flow run encountered an exception: RangeError: no");
  });

  rule("2.18 a hook that never settles does not hold the run for ever", async ({ expect, run }) => {
    const heard: string[] = [];
    const hanging = async () => await new Promise<never>(() => undefined);
    const { state, logs } = await run(
      flow({ onCompletion: [hanging, () => heard.push("last")] }, async () => 1),
    );
    expect(state.toString()).toBe("Completed()");
    expect(heard).toEqual(["last"]);
    const errors = logs.filter(({ level }) => level === "error").map(({ message }) => message);
    expect(errors).toEqual([
      expect.stringContaining("An error was encountered while running hook 'hanging'"),
    ]);
  });

  rule("2.18 what a hook returns, or does to its arguments, is of no account", async ({ expect, run }) => {
    const done = await run(
      flow({ onCompletion: [() => Failed(), () => "text", () => false] }, async () => 1),
    );
    const { state } = done;
    expect(state.toString()).toBe("Completed()");
    expect(await done.value()).toBe(1);
  });

  rule("2.18 one hook may be registered twice, and for several states", async ({ expect, run }) => {
    const heard: string[] = [];
    const hook = (_flow: unknown, _run: unknown, { name }: State) => heard.push(name);
    await run(flow({ onRunning: [hook], onCompletion: [hook, hook] }, async () => 1));
    expect(heard).toEqual(["Running", "Completed", "Completed"]);
  });

  rule("2.18 calling a hook, and how it went, are lines of the run's log", async ({ expect, run }) => {
    const notify = () => undefined;
    const { logs, flowRun } = await run(flow({ onCompletion: [notify] }, async () => 1));
    const lines = logs.filter(({ flowRunId }) => flowRunId === flowRun?.id).map(({ message }) => message);
    const at = lines.indexOf("Running hook 'notify' in response to entering state 'Completed'");
    expect(at).toBeGreaterThanOrEqual(0);
    expect(lines[at + 1]).toBe("Hook 'notify' finished running successfully");
  });

  rule("5.19 hooks run inside the flow run: its logger and runtime are theirs", async ({ expect, run }) => {
    const seen: unknown[] = [];
    const inside = () => {
      getRunLogger().info("from the hook");
      seen.push([runtime.flowRun.id, runtime.flowRun.flowName, runtime.taskRun.id]);
    };
    const { flowRun, logs } = await run(
      flow({ name: "one", onRunning: [inside], onCompletion: [inside] }, async () => 1),
    );
    const here = [flowRun?.id, "one", null];
    expect(seen).toEqual([here, here]);
    const lines = logs.filter(({ message }) => message === "from the hook");
    expect(lines.map(({ flowRunId, taskRunId }) => [flowRunId, taskRunId])).toEqual([
      [flowRun?.id, null],
      [flowRun?.id, null],
    ]);
  });

  rule("5.19 a hook may call tasks", async ({ expect, run }) => {
    const notify = task({ name: "notify" }, async (name: string) => name);
    const { taskRuns, flowRun } = await run(
      flow({ onCompletion: [async (_flow, _run, { name }) => await notify(name)] }, async () => 1),
    );
    expect(taskRuns.map(({ parameters, state, flowRunId }) => [parameters, state.name, flowRunId])).toEqual([
      [{ name: "Completed" }, "Completed", flowRun?.id],
    ]);
  });

  rule("5.19 a subflow's hooks fire for the subflow only", async ({ expect, run }) => {
    const heard: string[] = [];
    const hook = (of: { readonly name: string }, about: { readonly flowName: string }, state: State) =>
      heard.push(`${of.name} ${about.flowName} ${state.name}`);
    const hooks = { onRunning: [hook], onCompletion: [hook], onFailure: [hook] };
    const child = flow({ name: "child", ...hooks }, fail);
    const silent = flow({ name: "silent" }, async () => 1);
    const parent = flow({ name: "parent", ...hooks }, async () => {
      await child().catch(() => undefined);
      return await silent();
    });
    await run(parent);
    expect(heard).toEqual([
      "parent parent Running",
      "child child Running",
      "child child Failed",
      "parent parent Completed",
    ]);
  });
});
