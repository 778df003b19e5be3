import { allowFailure, flow, quote, sleep, task, ValueError } from "..";
import { gate, names, suite, type Scene } from "./harness.suite";

const same = task({ name: "same" }, async (x: unknown) => x);
const slow = task({ name: "slow" }, async (seconds: number) => {
  await sleep(seconds);
  return seconds;
});
const fails = task({ name: "fails" }, async () => {
  throw new RangeError("boom");
});

/** What a flow's body gives, with the runs that it made. */
async function main({ run }: Scene, body: () => Promise<unknown>) {
  const done = await run(flow({ name: "main" }, body));
  return { ...done, given: await done.value() };
}

export const waiting = suite("Calling tasks: waitFor", (rule) => {
  const ways: Record<string, (a: unknown, b: unknown) => unknown> = {
    "a list": (a, b) => [a, b],
    "nested lists": (a, b) => [[a], [[b]]],
    "a set": (a, b) => new Set([a, b]),
    "a plain object": (a, b) => ({ a, deep: { b } }),
    "a map's keys and values": (a, b) => new Map([[a, b]]),
    allowFailure: (a, b) => allowFailure([a, b]),
    "what is no run among them": (a, b) => [1, "x", null, undefined, Symbol("s"), () => a, a, b],
  };
  for (const [what, collect] of Object.entries(ways))
    rule(`3.15 waitFor with ${what}: starts after all of them`, async (scene) => {
      const { given, taskRuns } = await main(scene, async () => {
        const waitFor = collect(slow.submit(5), slow.submit(3));
        return await same.withOptions({ waitFor }).submit("own").result();
      });
      scene.expect(given).toBe("own");
      const [first, , last] = taskRuns;
      scene.expect(last?.startTime).toEqual(first?.endTime);
      scene.expect(last?.startTime?.getTime()).toBe((last?.expectedStartTime.getTime() ?? 0) + 5000);
    });

  rule("3.15 waitFor one future, one state, the list of a map", async (scene) => {
    const { given, taskRuns } = await main(scene, async () => {
      const state = await slow.withOptions({ returnState: true })(1);
      const after = [slow.submit(1), state, slow.map([1, 2])];
      const results = [];
      for (const waitFor of after) results.push(await same.withOptions({ waitFor })("own"));
      return results;
    });
    scene.expect(given).toEqual(["own", "own", "own"]);
    scene.expect(taskRuns.at(-1)?.taskInputs["waitFor"]).toHaveLength(2);
  });

  rule("3.15 waitFor passes nothing: the function gets its arguments alone", async (scene) => {
    const counts = task({ name: "counts" }, async (...args: unknown[]) => args);
    const { given } = await main(
      scene,
      async () => await counts.withOptions({ waitFor: [slow.submit(1)] })(7),
    );
    scene.expect(given).toEqual([7]);
  });

  rule("3.15 waitFor orders what does not depend on each other by data", async (scene) => {
    const order: string[] = [];
    const step = task({ name: "step" }, async (name: string, seconds: number) => {
      await sleep(seconds);
      order.push(name);
    });
    await main(scene, async () => {
      const a = step.submit("a", 10);
      const b = step.withOptions({ waitFor: [a] }).submit("b", 5);
      await step
        .withOptions({ waitFor: [b] })
        .submit("c", 0)
        .wait();
    });
    scene.expect(order).toEqual(["a", "b", "c"]);
  });

  rule("3.15 what is no run is not waited for, even if it can be awaited", async (scene) => {
    let asked = 0;
    const thenable = {
      then(resolve: (value: unknown) => void) {
        asked++;
        resolve(1);
      },
    };
    const { given } = await main(
      scene,
      async () =>
        await same
          .withOptions({ waitFor: [slow.submit(1), thenable] })
          .submit("own")
          .result(),
    );
    scene.expect(given).toBe("own");
    scene.expect(asked).toBe(0);
  });

  rule("3.15 quote in waitFor waits for nothing", async (scene) => {
    const { opened, open } = gate();
    const waits = task({ name: "waits" }, async () => await opened);
    const { given } = await main(scene, async () => {
      const future = waits.submit();
      const own = await same.withOptions({ waitFor: [quote(future)] })("own");
      open();
      return own;
    });
    scene.expect(given).toBe("own");
  });

  rule(
    "3.15 the arguments are resolved, and the run is named, before waitFor is looked at",
    async (scene) => {
      const named = task({ name: "named", taskRunName: "named {x}" }, async (x: unknown) => x);
      const { taskRuns } = await main(scene, async () => {
        await named
          .withOptions({ waitFor: [fails.submit()] })
          .submit(same.submit(5))
          .wait();
        await named.submit(fails.submit()).wait();
      });
      const [, , ready, , unready] = taskRuns;
      scene.expect([ready?.name, ready?.state.name]).toEqual(["named 5", "NotReady"]);
      scene.expect(unready?.name).toMatch(/^named-[0-9a-f]{3}$/);
    },
  );

  rule("3.15 a subflow waits for its waitFor as a task does", async (scene) => {
    const child = flow({ name: "child" }, async (x: unknown) => x);
    const { given, flowRuns } = await main(scene, async () => {
      const state = await child.withOptions({ waitFor: [fails.submit()], returnState: true })(1);
      return [await child.withOptions({ waitFor: [slow.submit(5)] })(2), state.name, state.type];
    });
    scene.expect(given).toEqual([2, "NotReady", "PENDING"]);
    scene.expect(flowRuns.slice(1).map(names)).toEqual([
      ["Pending", "NotReady"],
      ["Pending", "Running", "Completed"],
    ]);
  });
});

const deadlock =
  "Discovered a task depending on itself. Raising to avoid a deadlock. Please inspect the inputs and dependencies of same.";

export const selves = suite("Calling tasks: a run that depends on itself", (rule) => {
  const ways: Record<string, (other: unknown) => Promise<unknown>> = {
    "through waitFor": async (other) => {
      const list: unknown[] = [other];
      const future = same.withOptions({ waitFor: list }).submit(1);
      list.push(future);
      return await future.result();
    },
    "deep in waitFor": async (other) => {
      const inner = new Set<unknown>();
      const future = same.withOptions({ waitFor: { other, deep: [inner] } }).submit(1);
      inner.add(future);
      return await future.result();
    },
    "through an argument": async (other) => {
      const list: unknown[] = [other];
      const future = same.submit(list);
      list.push(future);
      return await future.result();
    },
  };
  for (const [what, call] of Object.entries(ways))
    rule(`3.14 ${what}: a ValueError, not a deadlock`, async (scene) => {
      const { expect } = scene;
      const { given, taskRuns } = await main(scene, async () => ({
        error: await call(slow.submit(1)).then(
          () => "nothing was thrown",
          (error: unknown) => error,
        ),
      }));
      const { error } = given as { error: Error };
      expect(error).toBeInstanceOf(ValueError);
      expect(error).toMatchObject({ name: "ValueError", message: deadlock });
      expect(taskRuns[1]?.runCount).toBe(0);
    });

  rule("3.14 a list of futures that grows while it is waited for fails its flow", async ({ expect, run }) => {
    const greet = task({ name: "greet" }, async (name: string) => `Hello ${name}!`);
    const main = flow({ name: "main" }, async () => {
      const queue: unknown[] = [];
      const futures = ["a", "b", "c"].map((name) => {
        const waitFor = queue.length > 0 ? queue : [];
        const future = greet.withOptions({ waitFor }).submit(name);
        queue.push(future);
        return future;
      });
      const greetings: string[] = [];
      for (const future of futures) greetings.push(await future.result());
      return greetings;
    });
    const { state, value } = await run(main);
    expect(state.name).toBe("Failed");
    await expect(value()).rejects.toThrow(/depending on itself.*deadlock.*dependencies of greet/);
  });
});
