import { Completed, Failed, flow, sleep, task, UnfinishedRun, ValueError, wait } from "..";
import { gate, suite, type Scene } from "./harness.suite";

const boom = new RangeError("boom");
const same = task({ name: "same" }, async (x: unknown) => x);
const fails = task({ name: "fails" }, async (): Promise<number> => {
  throw boom;
});
const slow = task({ name: "slow" }, async (seconds: number, end: "ends" | "fails" = "ends") => {
  await sleep(seconds);
  if (end === "fails") throw new RangeError(`failed after ${seconds}`);
  return seconds;
});

/** What a flow's body gives, with the runs that it made. */
async function main({ run }: Scene, body: () => Promise<unknown>) {
  const done = await run(flow({ name: "main" }, body));
  return { ...done, given: await done.value() };
}

async function caught(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => "nothing was thrown",
    (error: unknown) => error,
  );
}

export const futures = suite("Futures: one", (rule) => {
  rule("4.1 a future knows its run, and the state that it is in", async (scene) => {
    const { opened, open } = gate();
    const started = gate();
    const waits = task({ name: "waits" }, async () => {
      started.open();
      await opened;
    });
    const { given, taskRuns } = await main(scene, async () => {
      const future = waits.submit();
      const states = [future.state.name];
      await started.opened;
      states.push(future.state.name);
      open();
      await future.wait();
      states.push(future.state.name);
      return { states, id: future.taskRunId, same: future.state.stateDetails.taskRunId === future.taskRunId };
    });
    scene
      .expect(given)
      .toEqual({ states: ["Pending", "Running", "Completed"], id: taskRuns[0]?.id, same: true });
  });

  rule("4.1 awaiting a future gives the future: it is no promise", async (scene) => {
    const { given } = await main(scene, async () => {
      const future = same.submit(1);
      const awaited: unknown = await Promise.resolve<unknown>(future);
      return awaited === future;
    });
    scene.expect(given).toBe(true);
  });

  rule("4.2 wait gives nothing, whatever became of the run", async (scene) => {
    const { given } = await main(scene, async () => {
      const failed = fails.submit();
      const unready = same.submit(failed);
      const waits: Promise<unknown>[] = [
        same.submit(1).wait(),
        failed.wait(),
        unready.wait(),
        failed.wait(5),
      ];
      return await Promise.all(waits);
    });
    scene.expect(given).toEqual([undefined, undefined, undefined, undefined]);
  });

  for (const timeout of [3, 0.5, 0, -1])
    rule(`4.2 wait(${timeout}) on a run that takes longer gives nothing`, async (scene) => {
      const { given } = await main(scene, async () => {
        const future = slow.submit(10);
        const before = scene.clock.now();
        const waited = await (future.wait(timeout) as Promise<unknown>);
        const after = scene.clock.now() - before;
        return [waited, after, future.state.isFinal()];
      });
      scene.expect(given).toEqual([undefined, Math.max(timeout, 0) * 1000, false]);
    });

  rule("4.2 wait returns as soon as the run is over", async (scene) => {
    const { given } = await main(scene, async () => {
      const before = scene.clock.now();
      await slow.submit(2).wait(100);
      return scene.clock.now() - before;
    });
    scene.expect(given).toBe(2000);
  });

  rule("4.3 result waits, and gives the value each time", async (scene) => {
    const { given } = await main(scene, async () => {
      const object = { a: 1 };
      const future = same.submit(object);
      return [
        (await future.result()) === object,
        (await future.result({ timeout: 5 })) === object,
        await same.submit(undefined).result(),
        await same.submit(null).result(),
      ];
    });
    scene.expect(given).toEqual([true, true, undefined, null]);
  });

  for (const timeout of [2, 0.25, 0, -1])
    rule(`4.3 result with a timeout of ${timeout}: TimeoutError, and the run goes on`, async (scene) => {
      const { given, taskRuns } = await main(scene, async () => {
        const future = slow.submit(10);
        const before = scene.clock.now();
        const error = await caught(future.result({ timeout }));
        const after = scene.clock.now() - before;
        return { error, after, value: await future.result() };
      });
      const { error, ...rest } = given as { error: Error };
      scene.expect(rest).toEqual({ after: Math.max(timeout, 0) * 1000, value: 10 });
      scene.expect(error).toMatchObject({
        name: "TimeoutError",
        message: `Task run ${taskRuns[0]?.id} did not complete within ${timeout} seconds`,
      });
    });

  rule("4.3 no timeout counts once the run is over, not even a negative one", async (scene) => {
    const { given } = await main(scene, async () => {
      const future = same.submit(7);
      await future.wait();
      return [await future.result({ timeout: 0 }), await future.result({ timeout: -1 })];
    });
    scene.expect(given).toEqual([7, 7]);
  });

  rule("4.3 result raises the run's exception, or gives it", async (scene) => {
    const { given } = await main(scene, async () => {
      const future = fails.submit();
      return [
        (await caught(future.result())) === boom,
        ((await future.result({ raiseOnFailure: false })) as unknown) === boom,
        ((await future.result({ raiseOnFailure: false, timeout: 1 })) as unknown) === boom,
      ];
    });
    scene.expect(given).toEqual([true, true, true]);
  });

  rule(
    "4.3 a state that the task returned: its data; if it failed, with raiseOnFailure false",
    async (scene) => {
      const manual = task({ name: "manual" }, async () => Failed({ message: "m", data: { why: 1 } }));
      const good = task({ name: "good" }, async () => Completed({ message: "m", data: 5 }));
      const { given } = await main(scene, async () => [
        await manual.submit().result({ raiseOnFailure: false }),
        await good.submit().result(),
      ]);
      scene.expect(given).toEqual([{ why: 1 }, 5]);
    },
  );

  rule("4.4 addDoneCallback is called once, with the future, when the run is over", async (scene) => {
    const { given } = await main(scene, async () => {
      const calls: unknown[] = [];
      const future = slow.submit(3);
      future.addDoneCallback((one) => calls.push([one === future, one.state.name]));
      const early = calls.length;
      await future.wait();
      return [early, calls];
    });
    scene.expect(given).toEqual([0, [[true, "Completed"]]]);
  });

  rule("4.4 at once where the run is over, failed, or never will start", async (scene) => {
    const { given } = await main(scene, async () => {
      const calls: string[] = [];
      const failed = fails.submit();
      const unready = same.submit(failed);
      await wait([failed, unready]);
      for (const future of [failed, unready]) future.addDoneCallback(({ state }) => calls.push(state.name));
      return [...calls];
    });
    scene.expect(given).toEqual(["Failed", "NotReady"]);
  });

  rule("4.4 callbacks are called in the order in which they were added", async (scene) => {
    const { given } = await main(scene, async () => {
      const calls: number[] = [];
      const future = slow.submit(1);
      for (const n of [1, 2, 3]) future.addDoneCallback(() => calls.push(n));
      await future.wait();
      return calls;
    });
    scene.expect(given).toEqual([1, 2, 3]);
  });

  rule("4.4 one that throws harms neither the others nor who waits", async (scene) => {
    const { given } = await main(scene, async () => {
      const calls: string[] = [];
      const future = slow.submit(1);
      future.addDoneCallback(() => {
        throw new TypeError("callback");
      });
      future.addDoneCallback(() => calls.push("second"));
      const { done } = await wait([future]);
      return [calls, done.has(future), await future.result()];
    });
    scene.expect(given).toEqual([["second"], true, 1]);
  });

  rule("4.5 a future that nobody waits for does not change the flow's value", async ({ expect, run }) => {
    const { state, value } = await run(
      flow({ name: "main" }, async () => {
        fails.submit();
        return "plain";
      }),
    );
    expect(state.toString()).toBe("Completed()");
    expect(await value()).toBe("plain");
  });
});

export const lists = suite("Futures: lists", (rule) => {
  rule("4.6 results come in the list's order, not in that of completion", async (scene) => {
    const { given } = await main(scene, async () => await slow.map([5, 1, 3]).result());
    scene.expect(given).toEqual([5, 1, 3]);
  });

  rule("4.6 wait gives nothing, on failures and after its time", async (scene) => {
    const { given } = await main(scene, async () => {
      const before = scene.clock.now();
      const mixed = slow.map([1, 9], ["fails", "ends"]);
      const waited = [
        await (mixed.wait(2) as Promise<unknown>),
        scene.clock.now() - before,
        mixed.map(({ state }) => state.name),
      ];
      return [...waited, await (mixed.wait() as Promise<unknown>), scene.clock.now() - before];
    });
    scene.expect(given).toEqual([undefined, 2000, ["Failed", "Running"], undefined, 9000]);
  });

  for (const method of ["wait", "result"] as const)
    rule(`4.6 a negative timeout of ${method} is a ValueError`, async (scene) => {
      const { given } = await main(scene, async () => {
        const list = slow.map([1]);
        return { error: await caught(method === "wait" ? list.wait(-1) : list.result({ timeout: -1 })) };
      });
      const { error } = given as { error: unknown };
      scene.expect(error).toBeInstanceOf(ValueError);
      scene.expect(error).toMatchObject({ message: "'timeout' must be a non-negative number, got -1" });
    });

  rule("4.6 fail fast: the first failure in time is raised while others run", async (scene) => {
    const { given } = await main(scene, async () => {
      const before = scene.clock.now();
      const list = slow.map([9, 5, 2], ["ends", "fails", "fails"]);
      const error = (await caught(list.result())) as Error;
      return [error.message, scene.clock.now() - before, list.map(({ state }) => state.name)];
    });
    scene.expect(given).toEqual(["failed after 2", 2000, ["Running", "Running", "Failed"]]);
  });

  rule("4.6 raiseOnFailure false gives exceptions in their places", async (scene) => {
    const { given } = await main(scene, async () => {
      const list = slow.map([2, 1], ["ends", "fails"]);
      return await list.result({ raiseOnFailure: false });
    });
    scene.expect(given).toEqual([2, new RangeError("failed after 1")]);
  });

  rule("4.6 one that never started has no result, whatever raiseOnFailure says", async (scene) => {
    const { given } = await main(scene, async () => {
      const list = same.map([fails.submit(), 1]);
      return { errors: [await caught(list.result()), await caught(list.result({ raiseOnFailure: false }))] };
    });
    for (const error of (given as { errors: unknown[] }).errors) {
      scene.expect(error).toBeInstanceOf(UnfinishedRun);
      scene.expect(error).toMatchObject({ message: "Run is in PENDING state, its result is not available." });
    }
  });

  for (const timeout of [2, 0.5, 0])
    rule(`4.6 over the time of ${timeout}: a TimeoutError of the list`, async (scene) => {
      const { given } = await main(scene, async () => {
        const before = scene.clock.now();
        const error = await caught(slow.map([10, 0]).result({ timeout }));
        return { error, after: scene.clock.now() - before };
      });
      const { error, after } = given as { error: unknown; after: number };
      scene.expect(after).toBe(timeout * 1000);
      scene.expect(error).toMatchObject({
        name: "TimeoutError",
        message: `Timed out waiting for all futures to complete within ${timeout} seconds`,
      });
    });

  rule("4.6 a timeout of 0 is over even where all is done, but for an empty list", async (scene) => {
    const { given } = await main(scene, async () => {
      const list = same.map([1, 2]);
      await list.wait();
      return {
        error: await caught(list.result({ timeout: 0 })),
        empty: await same.map([]).result({ timeout: 0 }),
      };
    });
    scene.expect(given).toMatchObject({
      error: {
        name: "TimeoutError",
        message: "Timed out waiting for all futures to complete within 0 seconds",
      },
      empty: [],
    });
  });

  rule("4.6 within its time a timeout changes nothing", async (scene) => {
    const { given } = await main(scene, async () => {
      const before = scene.clock.now();
      return [await slow.map([3, 1]).result({ timeout: 5 }), scene.clock.now() - before];
    });
    scene.expect(given).toEqual([[3, 1], 3000]);
  });

  rule("4.6 a TimeoutError of a task's own passes through untouched", async (scene) => {
    const mine = Object.assign(new Error("mine"), { name: "TimeoutError" });
    const raises = task({ name: "raises" }, async (x: number) => {
      if (x > 0) throw mine;
    });
    const { given } = await main(scene, async () => {
      const list = raises.map([1]);
      return [(await caught(list.result({ timeout: 5 }))) === mine, list[0]?.state.name];
    });
    scene.expect(given).toEqual([true, "TimedOut"]);
  });

  rule("4.6 what is made of a list by filter, slice or map is a plain array", async (scene) => {
    const { given } = await main(scene, async () => {
      const list = same.map([1, 2, 3]);
      const some = [list.slice(1), list.filter(() => true), list.map(() => 0)];
      return some.map((one) => Object.getPrototypeOf(one) === Array.prototype);
    });
    scene.expect(given).toEqual([true, true, true]);
  });
});
