import { flow, memoryStorage, runtime, serve, sleep, task, type Serving } from "..";
import { gate, names, suite } from "./harness.suite";
import { drain, elsewhere, inFlow, realClock, serving, loopTurns } from "./servers.suite";

export const serverEnds = suite("Background tasks: how a serving ends, and who goes on", (rule) => {
  rule("3.5 stop before anything was taken leaves all queued", async ({ expect, engine }) => {
    const calls: number[] = [];
    const one = task({ name: "one" }, async (x: number) => void calls.push(x));
    const home = engine();
    await inFlow(home, () => one.delay(1));
    let stopped: Promise<void> | undefined;
    await home.run(
      flow(() => {
        const server = one.serve();
        stopped = server.stop();
      }),
    );
    await stopped;
    expect(calls).toEqual([]);
    await drain(home, one);
    expect(calls).toEqual([1]);
  });

  rule("3.5 idle of a serving that is stopped settles", async ({ expect, engine }) => {
    const { opened, open } = gate();
    const one = task({ name: "one" }, async () => await opened);
    const home = engine();
    await inFlow(home, () => [one.delay(), one.delay()]);
    const { server } = await serving(home, one, { limit: 1 });
    const idle = server.idle();
    const stopped = server.stop();
    open();
    await Promise.all([idle, stopped]);
    expect(await home.engine.core.storage.keys("background/queue/")).toHaveLength(1);
  });

  rule(
    "3.5 a serving ends with the flow run that is cancelled around it, and its runs crash",
    async ({ expect, engine }) => {
      const { opened, open } = gate();
      const one = task({ name: "one" }, async () => await new Promise(() => {}));
      const home = engine();
      const { value: future } = await inFlow(home, () => one.delay());
      const handle = home.start(
        flow(async () => {
          one.serve();
          open();
          await sleep(1e9);
        }),
      );
      await opened;
      await loopTurns();
      handle.cancel();
      await handle.done;
      await future.wait();
      expect(future.state.toString()).toBe("Crashed('Execution was cancelled by the runtime environment.')");
      await expect(future.result()).rejects.toThrow();
    },
  );

  rule("3.5 two servers on one storage run each run once", async ({ expect, engine }) => {
    const calls: number[] = [];
    const one = task({ name: "one" }, async (x: number) => {
      calls.push(x);
      await sleep(1);
    });
    const storage = memoryStorage();
    const [here, there] = [engine({ storage }), engine({ storage })];
    const servers = [await serving(here, one, { limit: 2 }), await serving(there, one, { limit: 2 })];
    const { value: futures } = await inFlow(here, () => Array.from({ length: 20 }, (_, x) => one.delay(x)));
    await Promise.all(servers.map(({ server }) => server.idle()));
    expect([...calls].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, x) => x));
    for (const future of futures) await future.wait();
    expect(futures.every(({ state }) => state.isCompleted())).toBe(true);
    await Promise.all(servers.map(({ server }) => server.stop()));
    expect(await storage.keys("background/queue/")).toEqual([]);
    expect(await storage.keys("background/claims/")).toEqual([]);
  });

  rule("3.5 two servers in different realms run each run once, and find what others delay", async (scene) => {
    const { expect, engine } = scene;
    const calls: number[] = [];
    const one = task({ name: "one" }, async (x: number) => {
      calls.push(x);
      await sleep(1);
    });
    const storage = memoryStorage();
    const clock = realClock(scene);
    const engines = [1, 2].map(() => engine({ storage: elsewhere(storage), clock }));
    const servers = await Promise.all(engines.map((one_) => serving(one_, one, { limit: 2 })));
    const writer = engine({ storage: elsewhere(storage), clock });
    const { value: futures } = await inFlow(writer, () => Array.from({ length: 9 }, (_, x) => one.delay(x)));
    for (const future of futures) await future.wait();
    expect([...calls].sort((a, b) => a - b)).toEqual(Array.from({ length: 9 }, (_, x) => x));
    expect(futures.every(({ state }) => state.isCompleted())).toBe(true);
    await Promise.all(servers.map(({ server }) => server.stop()));
    expect(await storage.keys("background/queue/")).toEqual([]);
    expect(await storage.keys("background/claims/")).toEqual([]);
  });

  rule("3.5 the run of a server that died is taken again once its claim expired", async (scene) => {
    const { expect, engine, clock } = scene;
    let isDead = false;
    const calls: string[] = [];
    const one = task({ name: "one" }, async () => {
      calls.push(runtime.taskRun.id ?? "");
      if (calls.length === 1) await new Promise(() => {});
      return "done";
    });
    const storage = memoryStorage();
    const dying = elsewhere(storage);
    const refuse = () => Promise.reject(new Error("gone"));
    const mortal = engine({
      storage: {
        ...dying,
        write: (...given) => (isDead ? refuse() : dying.write(...given)),
        read: (key) => (isDead ? refuse() : dying.read(key)),
        remove: (key) => (isDead ? refuse() : dying.remove(key)),
      },
    });
    const alive = engine({ storage });
    const { value: future } = await inFlow(alive, () => one.delay());
    await serving(mortal, one);
    while (calls.length === 0) await loopTurns();
    isDead = true;
    const death = clock.now();
    const { server } = await serving(alive, one);
    expect(await future.result()).toBe("done");
    expect(calls).toHaveLength(2);
    // The last renewal was at most 20 seconds before.
    expect(clock.now() - death).toBeGreaterThanOrEqual(40_000);
    expect(clock.now() - death).toBeLessThanOrEqual(60_000);
    await server.idle();
    await server.stop();
    expect(await storage.keys("background/queue/")).toEqual([]);
  });

  rule("3.5 a claim is renewed as long as its run lasts, so that nobody else takes that", async (scene) => {
    const { expect, engine } = scene;
    let calls = 0;
    const long = task({ name: "long" }, async () => {
      calls++;
      await sleep(600);
      return calls;
    });
    const storage = memoryStorage();
    const [here, there] = [engine({ storage: elsewhere(storage) }), engine({ storage: elsewhere(storage) })];
    const { value: future } = await inFlow(here, () => long.delay());
    const { server: first } = await serving(here, long);
    const { server: second } = await serving(there, long);
    expect(await future.result()).toBe(1);
    await Promise.all([first.stop(), second.stop()]);
    expect(calls).toBe(1);
  });

  rule("3.5 a server that lost its claim stops the run, and does not say how it ended", async (scene) => {
    const { expect, engine } = scene;
    let calls = 0;
    const long = task({ name: "long" }, async () => {
      calls++;
      await sleep(300);
      return calls;
    });
    const storage = memoryStorage();
    const home = engine({ storage: elsewhere(storage) });
    const { value: future, run } = await inFlow(home, () => long.delay());
    const { server } = await serving(home, long);
    while (calls === 0) await loopTurns();
    const [claim] = await storage.keys("background/claims/");
    await storage.write(claim!, { version: 1, expires: scene.clock.now() + 90_000 });
    expect(await future.result()).toBe(2);
    expect(names(run.taskRuns[0]!)).toEqual([
      "Scheduled",
      "Pending",
      "Running",
      "Crashed",
      "Pending",
      "Running",
      "Completed",
    ]);
    await server.stop();
  });

  rule("3.5 an entry of the queue that makes no sense is left alone", async ({ expect, engine }) => {
    const one = task({ name: "one" }, async () => 1);
    const home = engine();
    const { storage } = home.engine.core;
    const { value: future } = await inFlow(home, () => one.delay());
    const key = `background/queue/${encodeURIComponent(one.taskKey)}/019a0000-0000-7000-8000-000000000000`;
    await storage.write(key, { version: 99 });
    await storage.write(`background/queue/${encodeURIComponent(one.taskKey)}/no id`, 1);
    await drain(home, one);
    expect(await future.result()).toBe(1);
    expect(await storage.keys("background/queue/")).toHaveLength(2);
    expect(await storage.keys("background/claims/")).toEqual([]);
  });

  rule("3.5 a run that ended while its server died is not run again", async ({ expect, engine }) => {
    let calls = 0;
    const one = task({ name: "one" }, async () => ++calls);
    const home = engine();
    const { storage } = home.engine.core;
    const { value: future } = await inFlow(home, () => one.delay());
    const [key] = await storage.keys("background/queue/");
    const entry = await storage.read(key!);
    await drain(home, one);
    await storage.write(key!, entry?.value);
    await drain(home, one);
    expect(calls).toBe(1);
    expect(await future.result()).toBe(1);
    expect(await storage.keys("background/queue/")).toEqual([]);
  });

  rule("3.5 of tasks with one key the first is served", async ({ expect, engine }) => {
    const heard: string[] = [];
    const one = task({ name: "one" }, async () => 1);
    const [a, b] = ["a", "b"].map((which) =>
      one.withOptions({ onCompletion: [() => void heard.push(which)] }),
    );
    const home = engine();
    await inFlow(home, () => one.delay());
    await drain(home, a!, b!);
    expect(heard).toEqual(["a"]);
  });

  rule(
    "3.5 with nothing to do a serving lets the simulated time stand still",
    async ({ expect, engine, clock }) => {
      const one = task({ name: "one" }, async () => 1);
      const { server } = await serving(engine(), one);
      const { server: remote } = await serving(engine({ storage: elsewhere(memoryStorage()) }), one);
      const before = clock.now();
      await loopTurns();
      expect(clock.now()).toBe(before);
      await Promise.all([server.idle(), remote.idle()]);
      await Promise.all([server.stop(), remote.stop()]);
    },
  );

  rule("3.5 a thousand runs are served", async ({ expect, engine }) => {
    let sum = 0;
    const add = task({ name: "add" }, async (x: number) => {
      sum += x;
    });
    const home = engine();
    await inFlow(home, () => Array.from({ length: 1000 }, (_, x) => add.delay(x)));
    await drain(home, add);
    expect(sum).toBe(499_500);
  });

  const fails = (what: string, call: () => Serving, name: string, message: string) =>
    rule(`3.5 ${what}: ${name}`, async ({ expect, engine }) => {
      const error = await serving(engine(), ...([] as unknown as Parameters<typeof serve>)).catch(
        (error: unknown) => error,
      );
      expect(error).toBeInstanceOf(TypeError);
      const { state } = await engine().run(
        flow(() => {
          call();
        }),
      );
      const thrown = (await state.exception()) as Error;
      expect(thrown.name).toBe(name);
      expect(thrown.message).toBe(message);
    });
  const one = task({ name: "one" }, async () => 1);
  const bad = (options: unknown) => options as { limit: number };
  const limits = (got: string) => `\`limit\` must be a whole number >= 1, or null for no limit; got ${got}.`;
  fails("a limit of 0", () => one.serve({ limit: 0 }), "ValueError", limits("0"));
  fails("a negative limit", () => one.serve({ limit: -1 }), "ValueError", limits("-1"));
  fails("half a run", () => one.serve({ limit: 1.5 }), "ValueError", limits("1.5"));
  fails("a limit that is no number", () => one.serve({ limit: NaN }), "ValueError", limits("NaN"));
  fails(
    "a limit of text",
    () => one.serve(bad({ limit: "3" })),
    "TypeError",
    "Expected `limit` to be a number, or null for no limit; got string.",
  );
  fails(
    "an option that there is not",
    () => serve(one, bad({ limits: 3 })),
    "TypeError",
    "`serve` has no option 'limits'; its one option is `limit`.",
  );
  fails(
    "options that are none",
    () => one.serve(bad(3)),
    "TypeError",
    "Expected the options of `serve` to be an object; got number.",
  );
  fails("no task", () => serve(), "TypeError", "serve(…) needs at least one task: serve(taskA, taskB).");
  fails(
    "options alone",
    () => serve({ limit: 2 }),
    "TypeError",
    "serve(…) needs at least one task: serve(taskA, taskB).",
  );
  fails(
    "a flow",
    () => serve(one, flow(() => 1) as unknown as typeof one),
    "TypeError",
    "Expected a task, made by `task(…)`.",
  );
});
