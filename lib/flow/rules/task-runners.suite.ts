import {
  ConcurrentTaskRunner,
  SequentialTaskRunner,
  ValueError,
  WebWorkerTaskRunner,
  flow,
  runtime,
  sleep,
  tags,
  task,
  type Task,
} from "..";
import { names, suite } from "./harness.suite";

type Runner = ReturnType<typeof ConcurrentTaskRunner>;

/** A task of one second that notes how many of its kind run, and in which order they start. */
function counting() {
  const seen = { now: 0, most: 0, order: [] as number[] };
  const step = task({ name: "step" }, async (index: number) => {
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    seen.order.push(index);
    await sleep(1);
    seen.now -= 1;
    return index;
  });
  return { seen, step };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** How many of six tasks run at a time, and for how long, on each runner. */
const bounds: readonly (readonly [string, Runner, most: number, seconds: number])[] = [
  ["ConcurrentTaskRunner", ConcurrentTaskRunner(), 6, 1],
  ["ConcurrentTaskRunner of 1", ConcurrentTaskRunner({ maxWorkers: 1 }), 1, 6],
  ["ConcurrentTaskRunner of 4", ConcurrentTaskRunner({ maxWorkers: 4 }), 4, 2],
  ["ConcurrentTaskRunner of 100", ConcurrentTaskRunner({ maxWorkers: 100 }), 6, 1],
  ["SequentialTaskRunner", SequentialTaskRunner(), 1, 6],
  // Without workers it runs here, and keeps its bound.
  ["WebWorkerTaskRunner", WebWorkerTaskRunner(), 6, 1],
  ["WebWorkerTaskRunner of 3", WebWorkerTaskRunner({ maxWorkers: 3 }), 3, 2],
];

export const taskRunners = suite("Task runners", (rule) => {
  for (const [name, taskRunner, most, seconds] of bounds)
    rule(`6.3 ${name}: ${most} of six at a time, first come first served`, async (scene) => {
      const { expect, run, clock } = scene;
      const { seen, step } = counting();
      const before = clock.now();
      const done = await run(flow({ taskRunner }, async () => await step.map(upTo(6)).result()));
      expect(await done.value()).toEqual(upTo(6));
      expect(seen.most).toBe(most);
      expect(seen.order).toEqual(upTo(6));
      expect(clock.now() - before).toBe(seconds * 1000);
      expect(done.taskRuns.map(names)).toEqual(upTo(6).map(() => ["Pending", "Running", "Completed"]));
    });

  rule("6.3 the engine's runner serves flows that name none; a flow's own comes first", async (scene) => {
    const { expect, run } = scene;
    const options = { runner: SequentialTaskRunner() };
    for (const [own, most] of [
      [{}, 1],
      [{ taskRunner: ConcurrentTaskRunner({ maxWorkers: 2 }) }, 2],
    ] as const) {
      const { seen, step } = counting();
      await run(
        flow(own, async () => {
          await step.map(upTo(4)).wait();
        }),
        [],
        options,
      );
      expect(seen.most).toBe(most);
    }
  });

  rule("6.3 the setting bounds runners that name no bound", async ({ expect, run }) => {
    const settings = { tasksRunnerMaxWorkers: 2 };
    for (const [taskRunner, most] of [
      [ConcurrentTaskRunner(), 2],
      [ConcurrentTaskRunner({ maxWorkers: 3 }), 3],
      [SequentialTaskRunner(), 1],
      [WebWorkerTaskRunner(), 2],
    ] as const) {
      const { seen, step } = counting();
      await run(
        flow({ taskRunner }, async () => {
          await step.map(upTo(6)).wait();
        }),
        [],
        { settings },
      );
      expect(seen.most).toBe(most);
    }
  });

  rule("6.3 without a bound a hundred tasks run at a time", async ({ expect, run, clock }) => {
    const { seen, step } = counting();
    const before = clock.now();
    await run(
      flow(async () => {
        await step.map(upTo(100)).wait();
      }),
    );
    expect([seen.most, clock.now() - before]).toEqual([100, 1000]);
  });

  rule("6.3 33 levels of submitting and waiting inside one another are fine", async ({ expect, run }) => {
    const down: Task<[number], number> = task({ name: "down" }, async (n: number) =>
      n === 0 ? 0 : 1 + (await down.submit(n - 1).result()),
    );
    const done = await run(flow(async () => await down.submit(33).result()));
    expect(await done.value()).toBe(33);
    expect(done.taskRuns).toHaveLength(34);
  });

  rule("6.3 a task that waits for its upstreams takes a place", async ({ expect, run, clock }) => {
    const started = new Map<string, number>();
    const before = clock.now();
    const step = task({ name: "step" }, async (name: string, seconds: number) => {
      started.set(name, (clock.now() - before) / 1000);
      await sleep(seconds);
    });
    await run(
      flow({ taskRunner: ConcurrentTaskRunner({ maxWorkers: 2 }) }, async () => {
        const up = step.submit("up", 10);
        const rest = [step.withOptions({ waitFor: up }).submit("down", 1), step.submit("free", 1)];
        for (const future of rest) await future.wait();
      }),
    );
    // `free` could run at once, but `down` holds the second place, and waits there for `up`.
    expect(Object.fromEntries(started)).toEqual({ up: 0, down: 10, free: 10 });
  });

  interface Waiting {
    readonly what: string;
    /** What is submitted before `free`, where two may run at a time, and which of its starts is looked at. */
    readonly submit: (step: Step) => void;
    readonly starts: Readonly<Record<string, number>>;
  }
  type Step = Task<[string, number], void>;
  const waiting: readonly Waiting[] = [
    {
      what: "an upstream",
      submit: (step) => {
        const up = step.submit("up", 10);
        step.withOptions({ waitFor: up }).submit("down", 1);
      },
      starts: { up: 0, free: 0, more: 1, down: 10, last: 2 },
    },
    {
      what: "a slot of a tag's limit",
      submit: (step) => {
        const tagged = step.withOptions({ tags: ["api"] });
        tagged.submit("first", 10);
        tagged.submit("second", 1);
      },
      starts: { first: 0, free: 0, more: 1, last: 2, second: 10 },
    },
    {
      what: "its retry",
      submit: (step) => {
        step.submit("long", 10);
        step.withOptions({ retries: 1, retryDelaySeconds: 1.5 }).submit("flaky", 1);
      },
      // It is ahead of what has not begun, and behind what has.
      starts: { long: 0, flaky: 3, free: 1, more: 2, last: 4 },
    },
  ];
  for (const { what, submit, starts } of waiting)
    rule(`6.3 what waits for ${what} leaves its worker to others`, async ({ expect, engine, clock }) => {
      const limited = engine();
      await limited.createConcurrencyLimit("tag:api", { limit: 1 });
      const started = new Map<string, number>();
      const before = clock.now();
      const step = task({ name: "step" }, async (name: string, seconds: number) => {
        const isFirst = !started.has(name);
        started.set(name, (clock.now() - before) / 1000);
        await sleep(seconds);
        if (name === "flaky" && isFirst) throw new Error("again");
      });
      const done = await limited.run(
        flow({ taskRunner: WebWorkerTaskRunner({ maxWorkers: 2 }) }, async () => {
          submit(step);
          for (const name of ["free", "more", "last"]) step.submit(name, 1);
          await sleep(30);
        }),
      );
      expect(Object.fromEntries(started)).toEqual(starts);
      expect(done.taskRuns.map(({ state }) => state.name)).toEqual(done.taskRuns.map(() => "Completed"));
    });

  rule("6.3 a place is free again after a failure, a crash and a timeout", async ({ expect, run }) => {
    const crash = Object.assign(new Error("stop"), { name: "AbortError" });
    const failing = task({ name: "failing" }, async () => await Promise.reject(new Error("no")));
    const crashing = task({ name: "crashing" }, async () => await Promise.reject(crash));
    const slow = task({ name: "slow", timeoutSeconds: 1 }, async () => await sleep(5));
    const fine = task({ name: "fine" }, async () => "fine");
    const done = await run(
      flow({ taskRunner: SequentialTaskRunner() }, async () => {
        failing.submit();
        crashing.submit();
        slow.submit();
        return await fine.submit().result();
      }),
    );
    expect(await done.value()).toBe("fine");
    expect(done.taskRuns.map(({ state }) => state.name)).toEqual([
      "Failed",
      "Crashed",
      "TimedOut",
      "Completed",
    ]);
  });

  rule("6.3 a submission has the tags and the flow run from where it was made", async ({ expect, run }) => {
    const tell = task({ name: "tell" }, async () => [
      [...runtime.taskRun.tags],
      runtime.flowRun.name,
      runtime.flowRun.flowName,
    ]);
    const one = flow(
      { name: "one", flowRunName: "the run", taskRunner: SequentialTaskRunner() },
      async () => {
        const futures = [
          tags("a").run(() => tell.submit()),
          tags("b").run(() => tell.submit()),
          tell.submit(),
        ];
        return await Promise.all(futures.map(async (future) => await future.result()));
      },
    );
    expect(await (await run(one)).value()).toEqual([
      [["a"], "the run", "one"],
      [["b"], "the run", "one"],
      [[], "the run", "one"],
    ]);
  });

  rule(
    "6.2 each run has a runner of its own, though flows share the object",
    async ({ expect, run, clock }) => {
      const { seen, step } = counting();
      const taskRunner = SequentialTaskRunner();
      const child = flow({ name: "child", taskRunner }, async () => await step.map(upTo(2)).result());
      const before = clock.now();
      await run(flow({ taskRunner }, async () => await Promise.all([child(), child(), child()])));
      expect([seen.most, clock.now() - before]).toEqual([3, 2000]);
    },
  );

  rule("6.2 a subflow without a runner has the default one, not its parent's", async ({ expect, run }) => {
    const { seen, step } = counting();
    const child = flow({ name: "child" }, async () => await step.map(upTo(3)).result());
    await run(flow({ taskRunner: SequentialTaskRunner() }, async () => await child()));
    expect(seen.most).toBe(3);
  });

  rule("6.9 direct calls do not go through the runner", async ({ expect, run }) => {
    const { seen, step } = counting();
    await run(
      flow(
        { taskRunner: SequentialTaskRunner() },
        async () => await Promise.all([step(0), step(1), step(2)]),
      ),
    );
    expect(seen.most).toBe(3);
  });

  rule("6.9 in sequence, a failure stops none of the rest", async ({ expect, run }) => {
    const heard: number[] = [];
    const odd = task({ name: "odd" }, async (x: number) => {
      heard.push(x);
      if (x % 2 === 0) throw new Error("even");
      return await Promise.resolve(x);
    });
    const done = await run(
      flow({ taskRunner: SequentialTaskRunner() }, async () => {
        const futures = odd.map([1, 2, 3, 4]);
        await futures.wait();
        return futures.map(({ state }) => state.name);
      }),
    );
    expect(heard).toEqual([1, 2, 3, 4]);
    expect(await done.value()).toEqual(["Completed", "Failed", "Completed", "Failed"]);
  });

  rule("6.9 the runners are told apart by kind and bound", ({ expect }) => {
    expect(ConcurrentTaskRunner()).toEqual({ kind: "concurrent", maxWorkers: Infinity });
    expect(WebWorkerTaskRunner({ maxWorkers: 2 })).toEqual({ kind: "worker", maxWorkers: 2 });
    expect(SequentialTaskRunner()).toEqual({ kind: "sequential", maxWorkers: 1 });
  });

  rule("6.4 submitting in a task while no place is free warns once a run", async ({ expect, run }) => {
    const inner = task({ name: "inner" }, async () => 1);
    const outer = task({ name: "outer" }, async () => {
      inner.submit();
      inner.submit();
      return await Promise.resolve(2);
    });
    const bounded = flow({ taskRunner: ConcurrentTaskRunner({ maxWorkers: 1 }) }, async () => {
      await outer.submit().wait();
      await outer.submit().wait();
      await sleep(1);
    });
    for (let time = 0; time < 2; time++) {
      const { logs, taskRuns } = await run(bounded);
      const warnings = logs.filter(
        ({ level, message }) => level === "warning" && message.includes("deadlock"),
      );
      expect(warnings).toHaveLength(1);
      expect(warnings[0]?.message).toContain("maxWorkers");
      // They were not waited for, and so ran once there was a place.
      expect(taskRuns.map(({ state }) => state.name)).toEqual(upTo(6).map(() => "Completed"));
    }
  });

  rule("6.4 no warning where there is a place, no bound, or only the flow submits", async (scene) => {
    const { expect, run } = scene;
    const inner = task({ name: "inner" }, async () => 1);
    const outer = task({ name: "outer" }, async () => await inner.submit().result());
    for (const [taskRunner, body] of [
      [ConcurrentTaskRunner({ maxWorkers: 2 }), async () => await outer.submit().result()],
      [ConcurrentTaskRunner(), async () => await outer.submit().result()],
      [SequentialTaskRunner(), async () => [await inner.submit().result(), await inner()]],
      [SequentialTaskRunner(), async () => [inner.submit(), inner.submit(), inner.submit()]],
    ] as const) {
      const { logs, state } = await run(flow({ taskRunner }, body as () => Promise<unknown>));
      expect(logs.filter(({ level }) => level === "warning")).toEqual([]);
      expect(state.name).toBe("Completed");
    }
  });

  rule("6.10 at its flow's end a runner drops its queue, and waits for what runs", async (scene) => {
    const { expect, run, clock } = scene;
    const { seen, step } = counting();
    const before = clock.now();
    const { taskRuns } = await run(
      flow({ taskRunner: SequentialTaskRunner() }, async () => {
        step.map(upTo(5));
        await sleep(2.5);
      }),
    );
    expect(seen.order).toEqual([0, 1, 2]);
    expect(taskRuns.map(({ state }) => state.name)).toEqual([
      "Completed",
      "Completed",
      "Completed",
      "Pending",
      "Pending",
    ]);
    expect(clock.now() - before).toBe(3000);
  });

  rule("6.1 there is nothing to submit to outside of a flow", async ({ expect, run }) => {
    const inner = task({ name: "inner" }, async () => 1);
    const submitting = task({ name: "submitting" }, async () => inner.submit());
    const mapping = task({ name: "mapping" }, async () => {
      (inner as unknown as { map(xs: number[]): unknown }).map([1]);
    });
    for (const one of [submitting, mapping]) {
      const done = await run(one);
      await expect(done.value()).rejects.toMatchObject({
        name: "RuntimeError",
        message: expect.stringContaining("Unable to determine task runner to use for submission.") as string,
      });
    }
  });

  for (const [what, maxWorkers] of [
    ["0", 0],
    ["-1", -1],
    ["NaN", Number.NaN],
    ['"4"', "4"],
  ] as const)
    rule(`6.3 a bound of ${what} is refused`, ({ expect }) => {
      for (const make of [ConcurrentTaskRunner, WebWorkerTaskRunner])
        expect(() => make({ maxWorkers: maxWorkers as never })).toThrow(ValueError);
    });
});
