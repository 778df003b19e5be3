import { Cancelled, Completed, Crashed, Failed, flow, Paused, Pending, sleep, task, type State } from "..";
import { gate, names, suite } from "./harness.suite";

const no = new Error("no");

const returned: readonly (readonly [string, () => unknown, string])[] = [
  ["a Cancelled state", () => Cancelled(), "Cancelled"],
  ["a Crashed state", () => Crashed(), "Crashed"],
  ["a Paused state", () => Paused(), "Paused"],
  ["a Pending state", () => Pending(), "Pending"],
  ["a Completed state with a name", () => Completed({ name: "Skipped" }), "Skipped"],
  ["a Failed state", () => Failed({ message: "by hand" }), "Retrying Failed"],
  ["a Failed state with a name", () => Failed({ name: "Rejected" }), "Retrying Rejected"],
  ["a list of failed states", () => [Failed(), Failed()], "Failed"],
  ["a set of failed states", () => new Set([Failed()]), "Failed"],
];

export const unstarted = suite("Task runs that do not start, are broken in on, or return states", (rule) => {
  for (const [what, fail] of [
    ["failed", async (): Promise<State | undefined> => await Promise.reject(no)],
    ["was cancelled", async (): Promise<State | undefined> => await Promise.resolve(Cancelled())],
    ["crashed", async (): Promise<State | undefined> => await Promise.resolve(Crashed())],
  ] as const)
    rule(`1.27 an upstream that ${what}: Pending, NotReady, for ever`, async ({ expect, run }) => {
      const called: string[] = [];
      const hook = () => called.push("hook");
      const up = task({ name: "up" }, fail);
      const down = task(
        { name: "down", retries: 2, onRunning: [hook], onCompletion: [hook], onFailure: [hook] },
        (x: unknown = null) => called.push(`body ${String(x)}`),
      );
      const { taskRuns, state, value } = await run(
        flow({ name: "f" }, async () => {
          const future = up.submit();
          const waits = down.withOptions({ waitFor: [future] });
          const direct = await waits();
          const submitted = waits.submit();
          const given = down.submit(future);
          await submitted.wait();
          await given.wait();
          return { direct, names: [submitted.state.name, given.state.name] };
        }),
      );
      expect(await value()).toEqual({ direct: null, names: ["NotReady", "NotReady"] });
      expect(state.name).toBe("Completed");
      expect(called).toEqual([]);
      const [upRun, ...downRuns] = taskRuns;
      expect(downRuns.map(names)).toEqual(Array(3).fill(["Pending", "NotReady"]));
      for (const { state: end, runCount, startTime, endTime } of downRuns) {
        expect(end.type).toBe("PENDING");
        expect(end.isFinal()).toBe(false);
        expect(end.message).toBe(
          `Upstream task run '${String(upRun?.id)}' did not reach a 'COMPLETED' state.`,
        );
        expect({ runCount, startTime, endTime }).toEqual({ runCount: 0, startTime: null, endTime: null });
      }
    });

  rule("1.27 what waits for a NotReady run is NotReady too", async ({ expect, run }) => {
    const up = task({ name: "up" }, async () => await Promise.reject(no));
    const pass = task({ name: "pass" }, (x: unknown) => x);
    const { taskRuns } = await run(
      flow({ name: "f" }, async () => {
        await pass.submit(pass.submit(up.submit())).wait();
      }),
    );
    expect(taskRuns.map(names)).toEqual([
      ["Pending", "Running", "Failed"],
      ["Pending", "NotReady"],
      ["Pending", "NotReady"],
    ]);
    const [, second, third] = taskRuns;
    expect(third?.state.message).toContain(`'${String(second?.id)}'`);
  });

  rule("1.28 an interruption of a task: Pending, Running, Crashed, thrown on", async ({ expect, run }) => {
    const stop = new DOMException("stop", "AbortError");
    const hooks: string[] = [];
    const one = task(
      { retries: 2, onFailure: [() => void hooks.push("f")], onCompletion: [() => void hooks.push("c")] },
      async () => await Promise.reject(stop),
    );
    const { taskRuns, value, state } = await run(flow({ name: "f" }, async () => await one()));
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Crashed"]]);
    await expect(value()).rejects.toBe(stop);
    expect(state.type).toBe("CRASHED");
    expect(hooks).toEqual([]);
  });

  rule("1.28 an interruption before Running: Pending, Crashed", async ({ expect, engine }) => {
    const { opened, open } = gate();
    const up = task(async () => {
      open();
      await sleep(1000);
      return 1;
    });
    const down = task((x: number) => x);
    const handle = engine().start(
      flow({ name: "f" }, async () => {
        await down.submit(up.submit()).wait();
      }),
    );
    await opened;
    handle.cancel();
    const { taskRuns } = await handle.done;
    expect(taskRuns.map(names)).toEqual([
      ["Pending", "Running", "Crashed"],
      ["Pending", "Crashed"],
    ]);
    const { runCount, startTime, endTime } = taskRuns[1] ?? {};
    expect({ runCount, startTime, endTime }).toEqual({ runCount: 0, startTime: null, endTime: null });
  });

  for (const [what, make, states] of returned)
    rule(
      `1.30 a task that returns ${what}: Pending, Running, ${states.replace(" ", ", ")}`,
      async (scene) => {
        const { expect, run } = scene;
        const made: unknown[] = [];
        const one = task({ retries: 1 }, () => made[made.push(make()) - 1]);
        const { taskRuns, value } = await run(one);
        expect(taskRuns.map(names)).toEqual([["Pending", "Running", ...states.split(" ")]]);
        // A direct call gives what the task returned: also a failed state is not thrown.
        expect(await value()).toBe(made.at(-1));
      },
    );

  rule("1.30 a Failed state that was returned is thrown by the future", async ({ expect, run }) => {
    const one = task(async () => await Promise.resolve(Failed({ data: no })));
    const { value } = await run(
      flow({ name: "f" }, async () => await one.submit().result({ raiseOnFailure: true })),
    );
    await expect(value()).rejects.toBe(no);
  });

  rule("1.30 a Failed state is retried until another value is returned", async ({ expect, run }) => {
    let attempts = 0;
    const one = task({ retries: 5, retryDelaySeconds: 1 }, () => (++attempts < 3 ? Failed() : attempts));
    const { taskRuns, value } = await run(one);
    expect(taskRuns.map(names)).toEqual([
      ["Pending", "Running", "AwaitingRetry", "Retrying", "AwaitingRetry", "Retrying", "Completed"],
    ]);
    expect(await value()).toBe(3);
  });
});
