import {
  ConcurrentTaskRunner,
  DEFAULT,
  exponentialBackoff,
  flow,
  INPUTS,
  SequentialTaskRunner,
  sleep,
  task,
  unmapped,
  wait,
} from "..";
import { names, suite } from "./harness.suite";

/** An elevator's stop: takes a second, and says how many stop at once. */
function elevator() {
  const seen = { now: 0, most: 0, order: [] as number[] };
  const stop = task({ name: "stop_at_floor" }, async (floor: number) => {
    seen.most = Math.max(seen.most, ++seen.now);
    await sleep(1);
    seen.now--;
    seen.order.push(floor);
    return floor;
  });
  return { seen, stop };
}

const floors = Array.from({ length: 10 }, (_, index) => 10 - index);

export const concurrency = suite("Examples: concurrency", (rule) => {
  for (const [what, taskRunner, most, seconds] of [
    ["all at once", undefined, 10, 1],
    ["three at a time", ConcurrentTaskRunner({ maxWorkers: 3 }), 3, 4],
    ["one after the other", SequentialTaskRunner(), 1, 10],
  ] as const)
    rule(`14.1 the elevator: ten floors, ${what}`, async ({ expect, run, clock }) => {
      const { seen, stop } = elevator();
      const before = clock.now();
      const main = flow({ name: "elevator", ...(taskRunner && { taskRunner }) }, async () => {
        const stops = floors.map((floor) => stop.submit(floor));
        const { done, notDone } = await wait(stops);
        return [done.size, notDone.size];
      });
      const { value, taskRuns } = await run(main);
      expect(await value()).toEqual([10, 0]);
      expect(seen).toEqual({ now: 0, most, order: floors });
      expect(clock.now() - before).toBe(seconds * 1000);
      expect(taskRuns.map(names)).toEqual(Array(10).fill(["Pending", "Running", "Completed"]));
    });

  rule("14.1 wait with a timeout: what is done and what is not", async ({ expect, run }) => {
    const work = task({ name: "work" }, async (seconds: number) => await sleep(seconds));
    const main = flow({ name: "main" }, async () => {
      const futures = work.map([1, 2, 3, 10, 20]);
      const { done, notDone } = await wait(futures, 5);
      return [done.size, notDone.size];
    });
    expect(await (await run(main)).value()).toEqual([3, 2]);
  });

  rule(
    "14.1 gathered async tasks run side by side, in the order of the call",
    async ({ expect, run, clock }) => {
      const fetchUrl = task({ name: "fetch" }, async (url: string, seconds: number) => {
        await sleep(seconds);
        return `data of ${url}`;
      });
      const before = clock.now();
      const main = flow(
        { name: "main" },
        async () => await Promise.all([fetchUrl("a", 3), fetchUrl("b", 1)]),
      );
      expect(await (await run(main)).value()).toEqual(["data of a", "data of b"]);
      expect(clock.now() - before).toBe(3000);
    },
  );

  rule("14.1 waitFor two tasks whose results are not used", async ({ expect, run, clock }) => {
    const order: string[] = [];
    const step = task({ name: "step" }, async (name: string, seconds: number) => {
      await sleep(seconds);
      order.push(name);
    });
    const main = flow({ name: "main" }, async () => {
      const a = step.submit("a", 3);
      const b = step.submit("b", 2);
      await step
        .withOptions({ waitFor: [a, b] })
        .submit("c", 1)
        .wait();
    });
    const before = clock.now();
    const { taskRuns } = await run(main);
    expect(order).toEqual(["b", "a", "c"]);
    expect(clock.now() - before).toBe(4000);
    expect(taskRuns[2]?.taskInputs["waitFor"]?.map(({ id }) => id)).toEqual(
      taskRuns.slice(0, 2).map(({ id }) => id),
    );
  });

  rule("14.1 batches: how each future ended is read from its state", async ({ expect, run }) => {
    const load = task({ name: "load" }, async (batch: number[]) => {
      if (batch.includes(5)) throw new RangeError("bad row");
      return batch.length;
    });
    const main = flow({ name: "batches" }, async () => {
      const futures = load.map([[1, 2, 3], [4, 5, 6], [7]]);
      await wait(futures);
      const good = futures.filter((future) => future.state.isCompleted());
      const bad = futures.filter((future) => future.state.isFailed());
      return { rows: await Promise.all(good.map((future) => future.result())), bad: bad.length };
    });
    const { value, state } = await run(main);
    expect(await value()).toEqual({ rows: [3, 1], bad: 1 });
    expect(state.toString()).toBe("Completed()");
  });
});

export const mapped = suite("Examples: mapping and naming", (rule) => {
  rule("14.1 sumPlus over [0, 1, 2] with a static list", async ({ expect, run }) => {
    const sumPlus = task(
      { name: "sumPlus" },
      async (x: number, list: number[]) => x + list.reduce((a, b) => a + b),
    );
    const main = flow(
      { name: "main" },
      async () => await sumPlus.map([0, 1, 2], unmapped([1, 2, 3, 4])).result(),
    );
    expect(await (await run(main)).value()).toEqual([10, 11, 12]);
  });

  class Dataset {
    readonly name: string;

    constructor(name: string) {
      this.name = name;
    }
  }
  for (const [what, dataset] of [
    ["an object of a class", new Dataset("iris")],
    ["a plain object", { name: "iris" }],
  ] as const)
    rule(
      `14.1 each mapped run is named by attributes of its arguments: ${what} is static`,
      async ({ expect, run }) => {
        const train = task(
          { name: "train", taskRunName: "train on {dataset.name} with {modelConfig.name}" },
          async (dataset: { name: string }, modelConfig: { name: string }) =>
            `${dataset.name}/${modelConfig.name}`,
        );
        const configs = [{ name: "forest" }, { name: "tree" }, { name: "net" }];
        const { value, taskRuns } = await run(
          flow({ name: "training" }, async () => await train.map(dataset, configs).result()),
        );
        expect(await value()).toEqual(["iris/forest", "iris/tree", "iris/net"]);
        expect(taskRuns.map(({ name }) => name)).toEqual([
          "train on iris with forest",
          "train on iris with tree",
          "train on iris with net",
        ]);
      },
    );

  rule("14.1 names of mapped runs see the values of futures", async ({ expect, run }) => {
    const make = task({ name: "make" }, async (name: string) => new Dataset(name));
    const use = task(
      { name: "use", taskRunName: "use {dataset.name} {n}" },
      async (dataset: Dataset, n = 7) => [dataset.name, n],
    );
    const { taskRuns } = await run(
      flow({ name: "main" }, async () => await use.map(make.map(["a", "b"])).wait()),
    );
    expect(taskRuns.slice(2).map(({ name }) => name)).toEqual(["use a 7", "use b 7"]);
  });

  rule("14.2 tasks made and called by what earlier ones found", async ({ expect, run }) => {
    const count = task({ name: "count" }, async () => 3);
    const part = task({ name: "part" }, async (n: number) => n * n);
    const alarm = task({ name: "alarm" }, async () => "alarm");
    const main = flow({ name: "main" }, async (limit: number) => {
      const parts = Array.from({ length: await count() }, (_, n) => part.submit(n));
      const sum = (await Promise.all(parts.map((one) => one.result()))).reduce((a, b) => a + b, 0);
      return sum > limit ? await alarm() : sum;
    });
    const [calm, loud] = [await run(main, [10]), await run(main, [4])];
    expect([await calm.value(), calm.taskRuns.length]).toEqual([5, 4]);
    expect([await loud.value(), loud.taskRuns.length]).toEqual(["alarm", 5]);
  });

  rule(
    "14.2 retries with exponentialBackoff(10): waits of 10, 20 and 40 seconds",
    async ({ expect, run }) => {
      const flaky = task(
        { name: "flaky", retries: 3, retryDelaySeconds: exponentialBackoff(10) },
        async () => {
          throw new RangeError("down");
        },
      );
      const { taskRuns } = await run(flow({ name: "main" }, async () => await flaky()));
      const [only] = taskRuns;
      const started = only?.states
        .filter(({ type }) => type === "RUNNING")
        .map(({ timestamp }) => timestamp.getTime());
      const first = started?.[0] ?? 0;
      expect(started?.map((time) => Math.round((time - first) / 1000))).toEqual([0, 10, 30, 70]);
      expect(only?.state.name).toBe("Failed");
    },
  );

  rule("14.2 onFailure handlers of a task and its flow", async ({ expect, run }) => {
    const told: string[] = [];
    const fails = task(
      {
        name: "fails",
        onFailure: [(_task, taskRun, state) => void told.push(`${taskRun.state.name} ${state.name}`)],
      },
      async () => {
        throw new RangeError("boom");
      },
    );
    await run(
      flow(
        {
          name: "main",
          onFailure: [(_flow, flowRun, state) => void told.push(`${flowRun.flowName} ${state.type}`)],
        },
        async () => {
          await fails();
        },
      ),
    );
    expect(told).toEqual(["Failed Failed", "main FAILED"]);
  });
});

export const cached = suite("Examples: results and caching", (rule) => {
  const counting = (options: Parameters<typeof task>[0]) => {
    const seen = { calls: 0 };
    const square = task(options as object, async (x: number) => {
      seen.calls++;
      return x * x;
    });
    return { seen, square };
  };

  for (const [what, options] of [
    ["persistResult", { name: "square", persistResult: true }],
    ["persistResult and DEFAULT", { name: "square", persistResult: true, cachePolicy: DEFAULT }],
  ] as const)
    rule(
      `14.1 ${what}: equal inputs are cached within one flow run, not across`,
      async ({ expect, engine }) => {
        const { seen, square } = counting(options);
        const shared = engine();
        const main = flow({ name: "main" }, async () => [await square(3), await square(3), await square(4)]);
        const [first, second] = [await shared.run(main), await shared.run(main)];
        expect(await first.value()).toEqual([9, 9, 16]);
        for (const { taskRuns } of [first, second])
          expect(taskRuns.map(({ state }) => state.name)).toEqual(["Completed", "Cached", "Completed"]);
        expect(seen.calls).toBe(4);
      },
    );

  rule(
    "14.1 INPUTS with an expiration: cached across flow runs, for so long",
    async ({ expect, engine, clock }) => {
      const { seen, square } = counting({
        name: "square",
        persistResult: true,
        cachePolicy: INPUTS,
        cacheExpiration: 3600,
      });
      const shared = engine();
      const main = flow({ name: "main" }, async () => await square(3));
      const ends: (string | undefined)[] = [];
      for (const later of [0, 1800, 1700, 200]) {
        clock.advance(later);
        const { taskRuns } = await shared.run(main);
        ends.push(taskRuns[0]?.state.name);
      }
      expect(ends).toEqual(["Completed", "Cached", "Cached", "Completed"]);
      expect(seen.calls).toBe(2);
    },
  );

  rule("14.1 a mapped task with INPUTS runs once for each distinct input", async ({ expect, run }) => {
    const { seen, square } = counting({ name: "square", persistResult: true, cachePolicy: INPUTS });
    const main = flow(
      { name: "main", taskRunner: SequentialTaskRunner() },
      async () => await square.map([1, 2, 1, 2, 3]).result(),
    );
    const { value, taskRuns } = await run(main);
    expect(await value()).toEqual([1, 4, 1, 4, 9]);
    expect(seen.calls).toBe(3);
    expect(taskRuns.map(({ state }) => state.name)).toEqual([
      "Completed",
      "Completed",
      "Cached",
      "Cached",
      "Completed",
    ]);
  });
});
