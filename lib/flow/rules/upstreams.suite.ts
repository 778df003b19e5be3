import {
  allowFailure,
  Cancelled,
  Completed,
  Crashed,
  Failed,
  FailedRun,
  flow,
  Paused,
  Pending,
  sleep,
  task,
  UnfinishedRun,
} from "..";
import { names, suite, type Scene } from "./harness.suite";

const same = task({ name: "same" }, async (x: unknown) => x);
const fails = task({ name: "fails" }, async (): Promise<unknown> => {
  throw boom;
});
const boom = new RangeError("boom");
const returns = {
  Failed: () => Failed({ message: "f", data: "why" }),
  Crashed: () => Crashed({ message: "c" }),
  Cancelled: () => Cancelled({ message: "x" }),
  Paused: () => Paused(),
  Pending: () => Pending(),
};
const manual = task({ name: "manual" }, async (name: string) => returns[name as keyof typeof returns]());

/** What a flow's body gives, with the runs that it made. */
async function main({ run }: Scene, body: () => Promise<unknown>) {
  const done = await run(flow({ name: "main" }, body));
  return { ...done, given: await done.value() };
}

const notReady = (id: string | undefined) => `Upstream task run '${id}' did not reach a 'COMPLETED' state.`;

export const upstreams = suite("Resolution: upstreams that did not complete", (rule) => {
  const ways: Record<string, (upstream: unknown) => unknown> = {
    "as an argument": (upstream) => same.submit(upstream),
    "deep in an argument": (upstream) => same.submit({ a: [new Set([upstream])] }),
    "in waitFor": (upstream) => same.withOptions({ waitFor: [upstream] }).submit(1),
    "nested in waitFor": (upstream) => same.withOptions({ waitFor: [{ a: [upstream] }] }).submit(1),
  };
  for (const [where, call] of Object.entries(ways))
    rule(`3.10 a failed future ${where}: NotReady, and nothing more`, async (scene) => {
      const { expect } = scene;
      const { taskRuns, state } = await main(scene, async () => {
        call(fails.submit());
        await sleep(1);
      });
      const [upstream, downstream] = taskRuns;
      expect(taskRuns.map(names)).toEqual([
        ["Pending", "Running", "Failed"],
        ["Pending", "NotReady"],
      ]);
      expect(downstream?.state.type).toBe("PENDING");
      expect(downstream?.state.message).toBe(notReady(upstream?.id));
      expect(downstream).toMatchObject({ runCount: 0, startTime: null, endTime: null, totalRunTime: 0 });
      expect(state.toString()).toBe("Completed()");
    });

  rule("3.10 a direct call that is not ready gives null; its future has no result", async (scene) => {
    const { expect } = scene;
    const { given } = await main(scene, async () => {
      const failed = fails.submit();
      const future = same.submit(failed);
      const errors: unknown[] = [];
      for (const raiseOnFailure of [true, false])
        await future.result({ raiseOnFailure }).catch((error: unknown) => errors.push(error));
      return { direct: await same(failed), errors };
    });
    const { direct, errors } = given as { direct: unknown; errors: Error[] };
    expect(direct).toBeNull();
    expect(errors.map(({ message }) => message)).toEqual([
      "Run is in PENDING state, its result is not available.",
      "Run is in PENDING state, its result is not available.",
    ]);
    for (const error of errors) expect(error).toBeInstanceOf(UnfinishedRun);
  });

  rule("3.10 no hook is called, no retry is taken, the function never runs", async (scene) => {
    const called: string[] = [];
    const hooked = task(
      {
        name: "hooked",
        retries: 3,
        onRunning: [() => void called.push("onRunning")],
        onCompletion: [() => void called.push("onCompletion")],
        onFailure: [() => void called.push("onFailure")],
      },
      async (x: unknown) => void called.push(String(x)),
    );
    const { taskRuns } = await main(scene, async () => await hooked.submit(fails.submit()).wait());
    scene.expect(called).toEqual([]);
    scene.expect(names(taskRuns[1] ?? { states: [] })).toEqual(["Pending", "NotReady"]);
  });

  rule("3.10 what depends on a run that is not ready is not ready either", async (scene) => {
    const { taskRuns } = await main(scene, async () => {
      await same.submit(same.submit(same.submit(fails.submit()))).wait();
    });
    scene
      .expect(taskRuns.slice(1).map(({ state }) => [state.name, state.message]))
      .toEqual(taskRuns.slice(0, -1).map(({ id }) => ["NotReady", notReady(id)]));
  });

  rule("3.10 mapped over other maps: only the children of failures are not ready", async (scene) => {
    const odd = task({ name: "odd" }, async (x: number) => {
      if (x === 2) throw boom;
      return x;
    });
    const { taskRuns } = await main(scene, async () => await same.map(same.map(odd.map([1, 2, 3]))).wait());
    scene
      .expect(taskRuns.map(({ state }) => state.name))
      .toEqual([
        ...["Completed", "Failed", "Completed"],
        ...["Completed", "NotReady", "Completed"],
        ...["Completed", "NotReady", "Completed"],
      ]);
  });

  rule("3.10 a failed state, rather than a future, does the same", async (scene) => {
    const { taskRuns } = await main(scene, async () => {
      const state = await fails.withOptions({ returnState: true })();
      await same(state);
      await same.withOptions({ waitFor: state })(1);
    });
    scene.expect(taskRuns.map(({ state }) => state.name)).toEqual(["Failed", "NotReady", "NotReady"]);
  });

  for (const name of Object.keys(returns))
    rule(`3.10 a ${name} upstream; 3.11 with allowFailure`, async (scene) => {
      const { expect } = scene;
      const { given, taskRuns } = await main(scene, async () => {
        const upstream = manual.submit(name);
        return [await same(upstream), await same(allowFailure(upstream))];
      });
      const tolerated = name === "Failed";
      expect(given).toEqual([null, tolerated ? "why" : null]);
      const end = tolerated ? ["Pending", "Running", "Completed"] : ["Pending", "NotReady"];
      expect(taskRuns.slice(1).map(names)).toEqual([["Pending", "NotReady"], end]);
    });

  rule("3.11 allowFailure: the exception is the value", async (scene) => {
    const { given } = await main(scene, async () => {
      const failed = fails.submit();
      return [
        (await same(allowFailure(failed))) === boom,
        await same(allowFailure([failed, 1, 2])),
        await same(allowFailure({ a: [failed], b: new Map([["k", failed]]) })),
        await same([allowFailure(failed), 3]),
        await same(allowFailure(4)),
        await same(allowFailure(same.submit(5))),
        await same(allowFailure(await fails.withOptions({ returnState: true })())),
      ];
    });
    scene
      .expect(given)
      .toEqual([true, [boom, 1, 2], { a: [boom], b: new Map([["k", boom]]) }, [boom, 3], 4, 5, boom]);
  });

  rule("3.11 allowFailure of a run that was not ready is null", async (scene) => {
    const { given, taskRuns } = await main(scene, async () => {
      const unready = same.submit(fails.submit());
      return [await same(allowFailure(unready)), await same(allowFailure([unready, 1]))];
    });
    scene.expect(given).toEqual([null, [null, 1]]);
    scene.expect(taskRuns.at(-1)?.state.name).toBe("Completed");
  });

  rule("3.11 allowFailure covers what is in it, and no argument beside it", async (scene) => {
    const two = task({ name: "two" }, async (x: unknown, y: unknown) => [x, y]);
    const { given } = await main(scene, async () => {
      const failed = fails.submit();
      return [await two(allowFailure(failed), failed), await same([allowFailure(failed), failed])];
    });
    scene.expect(given).toEqual([null, null]);
  });

  rule("3.11 allowFailure reaches the states inside a failed run's value", async (scene) => {
    const states = task({ name: "states" }, async () => [
      Failed({ message: "inner" }),
      Completed({ data: 1 }),
    ]);
    const { given } = await main(scene, async () => await same(allowFailure(states.submit())));
    scene.expect(given).toEqual([new FailedRun("inner"), 1]);
  });

  rule("3.11 a failure is tolerated only once all retries are spent", async (scene) => {
    let attempts = 0;
    const flaky = task({ name: "flaky", retries: 2 }, async () => {
      if (++attempts < 3) throw boom;
      return attempts;
    });
    const { given } = await main(scene, async () => await same(allowFailure(flaky.submit())));
    scene.expect(given).toBe(3);
  });

  rule("3.11 a timeout is a failure too", async (scene) => {
    const slow = task({ name: "slow", timeoutSeconds: 1 }, async () => await sleep(10));
    const { given } = await main(scene, async () => {
      const error = (await same(allowFailure(slow.submit()))) as Error;
      return [error.name, error.message];
    });
    scene.expect(given).toEqual(["TimeoutError", "Scope timed out after 1.0 second(s)."]);
  });

  rule("3.11 allowFailure in waitFor", async (scene) => {
    const { given } = await main(scene, async () => {
      const failed = fails.submit();
      return [
        await same.withOptions({ waitFor: [allowFailure(failed)] })(1),
        await same.withOptions({ waitFor: allowFailure([failed, same.submit(failed)]) })(2),
        await same.withOptions({ waitFor: [allowFailure(manual.submit("Crashed"))] })(3),
      ];
    });
    scene.expect(given).toEqual([1, 2, null]);
  });
});
