import { flow, INPUTS, memoryStorage, NO_CACHE, runtime, serve, task, type Serving } from "..";
import { gate, names, suite } from "./harness.suite";
import { drain, inFlow, serving, loopTurns } from "./servers.suite";

export const servings = suite("Background tasks: serve", (rule) => {
  rule("3.5 runs are taken in the order in which they were delayed", async ({ expect, engine }) => {
    const calls: string[] = [];
    const a = task({ name: "a" }, async (x: number) => void calls.push(`a${x}`));
    const b = task({ name: "b" }, async (x: number) => void calls.push(`b${x}`));
    const home = engine();
    await inFlow(home, () => [b.delay(1), a.delay(1), a.delay(2), b.delay(2), a.delay(3)]);
    await drain(home, a, b, { limit: 1 });
    expect(calls).toEqual(["b1", "a1", "a2", "b2", "a3"]);
  });

  rule("3.5 who awaits a serving has all that is queued run, and goes on", async ({ expect, engine }) => {
    const calls: number[] = [];
    const note = task({ name: "note" }, async (x: number) => void calls.push(x));
    const run = await engine().run(
      flow({ name: "main" }, async () => {
        const futures = [note.delay(1), note.delay(2)];
        await serve(note, { limit: 1 });
        return [calls.length, ...futures.map(({ state }) => state.name)];
      }),
    );
    expect(await run.state.result()).toEqual([2, "Completed", "Completed"]);
    expect(run.logs.filter(({ level }) => level === "warning")).toEqual([]);
  });

  rule("3.5 a flow that ends while runs of its serving wait warns of them", async ({ expect, engine }) => {
    const { opened, open } = gate();
    const wait = task({ name: "wait" }, async () => await opened);
    const home = engine();
    const run = await home.run(
      flow({ name: "main" }, () => {
        for (let count = 0; count < 3; count++) wait.delay();
        wait.serve({ limit: 1 });
      }),
    );
    expect(run.logs.filter(({ level }) => level === "warning").map(({ message }) => message)).toEqual([
      "The flow is over, and 3 background runs of wait still wait. Write await serve(wait), which ends once they have run.",
    ]);
    open();
    await drain(home, wait);
  });

  rule("3.5 what is delayed while a serving is idle runs at once", async ({ expect, engine, clock }) => {
    const calls: number[] = [];
    const note = task({ name: "note" }, async (x: number) => void calls.push(x));
    const home = engine();
    const before = clock.now();
    const { server } = await serving(home, note);
    await inFlow(home, () => note.delay(1));
    await server.idle();
    await inFlow(home, () => note.delay(2));
    await server.idle();
    expect(calls).toEqual([1, 2]);
    expect(clock.now()).toBe(before);
    await server.stop();
  });

  for (const [given, most] of [
    [{ limit: 3 }, 3],
    [undefined, 10],
    [{}, 10],
    [{ limit: null }, 14],
  ] as const)
    rule(
      `3.5 at most ${most} of 14 runs at a time with options ${given ? JSON.stringify(given) : "left out"}`,
      async ({ expect, engine }) => {
        let running = 0;
        let most_ = 0;
        const { opened, open } = gate();
        const wait = task({ name: "wait" }, async (x: number) => {
          running++;
          most_ = Math.max(most_, running);
          await opened;
          running--;
          return x;
        });
        const home = engine();
        const { value: futures } = await inFlow(home, () =>
          Array.from({ length: 14 }, (_, x) => wait.delay(x)),
        );
        let server: Serving | undefined;
        await home.run(
          flow(() => {
            server = wait.serve(given);
          }),
        );
        await loopTurns();
        expect(running).toBe(most);
        open();
        await server?.idle();
        expect(most_).toBe(most);
        expect(futures.every(({ state }) => state.isCompleted())).toBe(true);
        await server?.stop();
      },
    );

  rule("3.5 the limit counts the runs of all tasks of a serving", async ({ expect, engine }) => {
    let running = 0;
    const { opened, open } = gate();
    const body = async () => {
      running++;
      await opened;
      running--;
    };
    const [a, b] = [task({ name: "a" }, body), task({ name: "b" }, async () => await body())];
    const home = engine();
    await inFlow(home, () => [a.delay(), b.delay(), a.delay(), b.delay()]);
    const { server } = await serving(home, a, b, { limit: 3 });
    await loopTurns();
    expect(running).toBe(3);
    open();
    await server.idle();
    await server.stop();
  });

  rule("3.5 a run whose task nobody serves stays queued", async ({ expect, engine }) => {
    const calls: string[] = [];
    const known = task({ name: "known" }, async () => void calls.push("known"));
    const other = task({ name: "other" }, async () => void calls.push("other"));
    const home = engine();
    const { value: futures } = await inFlow(home, () => [other.delay(), known.delay()]);
    await drain(home, known);
    expect(calls).toEqual(["known"]);
    expect(futures.map(({ state }) => state.name)).toEqual(["Scheduled", "Completed"]);
    await drain(home, other);
    expect(calls).toEqual(["known", "other"]);
  });

  rule("3.5 retries and their delays are those of the ordinary engine", async ({ expect, engine, clock }) => {
    let attempts = 0;
    const flaky = task({ name: "flaky", retries: 2, retryDelaySeconds: [5, 7] }, async () => {
      if (++attempts < 3) throw new Error(`attempt ${attempts}`);
      return attempts;
    });
    const home = engine();
    const before = clock.now();
    const { value: future, run } = await inFlow(home, () => flaky.delay());
    await drain(home, flaky);
    expect(names(run.taskRuns[0]!)).toEqual([
      "Scheduled",
      "Pending",
      "Running",
      "AwaitingRetry",
      "Retrying",
      "AwaitingRetry",
      "Retrying",
      "Completed",
    ]);
    expect(run.taskRuns[0]?.runCount).toBe(3);
    expect(clock.now() - before).toBe(12_000);
    expect(await future.result()).toBe(3);
  });

  rule("3.5 hooks apply", async ({ expect, engine }) => {
    const heard: string[] = [];
    const hook = (what: string) => (_task: unknown, run: { name: string }, state: { name: string }) =>
      void heard.push(`${what} ${run.name} ${state.name}`);
    const one = task(
      {
        name: "one",
        onRunning: [hook("running")],
        onCompletion: [hook("completion")],
        onFailure: [hook("failure")],
      },
      async (fails: boolean) => {
        if (fails) throw new Error("no");
      },
    );
    const home = engine();
    await inFlow(home, () => [one.delay(false), one.delay(true)]);
    await drain(home, one, { limit: 1 });
    expect(heard).toEqual([
      "running one-0 Running",
      "completion one-0 Completed",
      "running one-1 Running",
      "failure one-1 Failed",
    ]);
  });

  rule("3.5 a timeout applies", async ({ expect, engine }) => {
    const slow = task({ name: "slow", timeoutSeconds: 2 }, async () => await new Promise(() => {}));
    const home = engine();
    const { value: future } = await inFlow(home, () => slow.delay());
    await drain(home, slow);
    expect(future.state.name).toBe("TimedOut");
    expect(future.state.message).toBe("Task run exceeded timeout of 2.0 second(s)");
  });

  rule("3.5 caching applies: equal inputs are served from the cache", async ({ expect, engine }) => {
    let calls = 0;
    const twice = task({ name: "twice", cachePolicy: INPUTS }, async (x: number) => {
      calls++;
      return 2 * x;
    });
    const home = engine();
    const first = await inFlow(home, () => [twice.delay(2), twice.delay(3)]);
    const second = await inFlow(home, () => twice.delay(2));
    await drain(home, twice, { limit: 1 });
    expect(calls).toBe(2);
    expect(second.run.taskRuns.map(names)).toEqual([["Scheduled", "Pending", "Running", "Cached"]]);
    expect(await Promise.all([...first.value, second.value].map((future) => future.result()))).toEqual([
      4, 6, 4,
    ]);
  });

  rule(
    "3.4 DEFAULT is the policy where there is none: hits within one flow run only",
    async ({ expect, engine }) => {
      let calls = 0;
      const one = task({ name: "one" }, async (x: number) => {
        calls++;
        return x;
      });
      const home = engine();
      const first = await inFlow(home, () => [one.delay(1), one.delay(1)]);
      const second = await inFlow(home, () => one.delay(1));
      await drain(home, one, { limit: 1 });
      expect(calls).toBe(2);
      expect([...first.run.taskRuns, ...second.run.taskRuns].map(({ state }) => state.name)).toEqual([
        "Completed",
        "Cached",
        "Completed",
      ]);
      expect(await second.value.result()).toBe(1);
    },
  );

  for (const [what, options, settings] of [
    ["persistResult: false", { persistResult: false }, {}],
    ["NO_CACHE", { cachePolicy: NO_CACHE }, {}],
    ["the setting of no cache", {}, { tasksDefaultNoCache: true }],
    ["the setting of no persistence", {}, { tasksDefaultPersistResult: false }],
  ] as const)
    rule(`3.4 a result is persisted in spite of ${what}`, async ({ expect, engine }) => {
      const one = task({ name: "one", ...options }, async () => ({ kept: true }));
      const home = engine({ settings });
      const { value: future } = await inFlow(home, () => one.delay());
      await drain(home, one);
      expect(await future.result()).toEqual({ kept: true });
      expect(future.state.stateDetails.cacheKey).toBeDefined();
    });

  rule("7.3 a result storage key is used for the result", async ({ expect, engine }) => {
    const storage = memoryStorage();
    const one = task(
      { name: "one", resultStorage: storage, resultStorageKey: "of-{parameters.x}" },
      async (x: number) => 10 * x,
    );
    const home = engine();
    const { value: future } = await inFlow(home, () => one.delay(4));
    await drain(home, one);
    expect(await storage.keys("results/")).toEqual(["results/of-4"]);
    expect(await future.result()).toBe(40);
  });

  rule("11.6 a served run sees the flow run that delayed it", async ({ expect, engine }) => {
    const seen: unknown[] = [];
    const look = task({ name: "look" }, async () => {
      seen.push(runtime.flowRun.id, runtime.flowRun.flowName, runtime.taskRun.name, runtime.taskRun.runCount);
    });
    const home = engine();
    const { run } = await inFlow(home, () => look.delay());
    await drain(home, look);
    expect(seen).toEqual([run.flowRun?.id, "main", "look-0", 1]);
  });

  rule("3.5 what a served run submits itself runs, and belongs to it", async ({ expect, engine }) => {
    const child = task({ name: "child" }, async (x: number) => x + 1);
    const parent = task({ name: "parent" }, async () => {
      const future = child.submit(1);
      return await future.result();
    });
    const home = engine();
    const { value: future, run } = await inFlow(home, () => parent.delay());
    await drain(home, parent);
    expect(await future.result()).toBe(2);
    expect(run.taskRuns.map(names)).toEqual([
      ["Scheduled", "Pending", "Running", "Completed"],
      ["Pending", "Running", "Completed"],
    ]);
    expect(run.taskRuns[1]?.taskInputs["__parents__"]).toEqual([
      { inputType: "taskRun", id: run.taskRuns[0]?.id },
    ]);
  });

  rule(
    "3.5 idle waits for what is queued and for what runs, and is immediate with neither",
    async ({ expect, engine }) => {
      const { opened, open } = gate();
      const one = task({ name: "one" }, async () => await opened);
      const home = engine();
      const { server } = await serving(home, one, { limit: 1 });
      await server.idle();
      await inFlow(home, () => [one.delay(), one.delay()]);
      let isIdle = false;
      const idle = server.idle().then(() => {
        isIdle = true;
      });
      await loopTurns();
      expect(isIdle).toBe(false);
      open();
      await idle;
      expect(await home.engine.core.storage.keys("background/queue/")).toEqual([]);
      expect(await home.engine.core.storage.keys("background/claims/")).toEqual([]);
      await server.stop();
    },
  );

  rule(
    "3.5 stop takes nothing more, waits for what runs, leaves the rest queued",
    async ({ expect, engine }) => {
      const calls: number[] = [];
      const { opened, open } = gate();
      const one = task({ name: "one" }, async (x: number) => {
        calls.push(x);
        await opened;
      });
      const home = engine();
      const { value: futures } = await inFlow(home, () => [1, 2, 3, 4].map((x) => one.delay(x)));
      const { server } = await serving(home, one, { limit: 2 });
      await loopTurns();
      let isStopped = false;
      const stopped = server.stop().then(() => {
        isStopped = true;
      });
      await loopTurns();
      expect(isStopped).toBe(false);
      open();
      await stopped;
      await inFlow(home, () => one.delay(5));
      await server.idle();
      expect(calls).toEqual([1, 2]);
      expect(futures.map(({ state }) => state.name)).toEqual([
        "Completed",
        "Completed",
        "Scheduled",
        "Scheduled",
      ]);
      await server.stop();
      await drain(home, one);
      expect(calls).toEqual([1, 2, 3, 4, 5]);
    },
  );
});
