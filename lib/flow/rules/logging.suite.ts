import { flow, getRunLogger, sleep, task } from "..";
import { gate, quietly, suite, type Scene } from "./harness.suite";

type Done = Awaited<ReturnType<Scene["run"]>>;

/** What a run's own code had logged: all but the engine's words on how runs went. */
function lines({ logs }: Done): string[] {
  return logs.flatMap(({ message }) => (message.startsWith("Finished in state") ? [] : [message]));
}

function helper(text: string): void {
  console.log("helper", text);
}

export const logging = suite("Logging", (rule) => {
  rule(
    "11.9 a run's logger writes into its log, with level, time and run",
    async ({ expect, run, clock }) => {
      const begun = clock.now();
      const inTask = task({ name: "inTask" }, async () => {
        const logger = getRunLogger();
        logger.debug("d");
        logger.info("i", 1, { a: [1] });
        logger.warning("w");
        logger.error("e");
      });
      const main = flow({ name: "main" }, async () => {
        await sleep(1);
        getRunLogger().info("flow");
        await inTask();
      });
      const done = await run(main);
      const taskRunId = done.taskRuns[0]?.id;
      const flowRunId = done.flowRun?.id;
      const at = { timestamp: new Date(begun + 1000), at: begun + 1000, flowRunId };
      expect(done.logs.filter(({ message }) => !message.startsWith("Finished"))).toMatchObject([
        { level: "info", message: "flow", taskRunId: null, ...at },
        { level: "debug", message: "d", taskRunId, ...at },
        { level: "info", message: 'i 1 {"a":[1]}', taskRunId, ...at },
        { level: "warning", message: "w", taskRunId, ...at },
        { level: "error", message: "e", taskRunId, ...at },
      ]);
    },
  );

  rule("11.9 outside of runs there is no logger", ({ expect }) => {
    expect(() => getRunLogger()).toThrow("There is no active flow or task run context.");
    expect(() => getRunLogger()).toThrow(expect.objectContaining({ name: "MissingContextError" }));
  });

  rule("11.9 a logger keeps writing into the run that it was taken in", async ({ expect, run }) => {
    let logger: ReturnType<typeof getRunLogger> | undefined;
    const inTask = task({ name: "inTask" }, async () => void (logger = getRunLogger()));
    const done = await run(
      flow({ name: "main" }, async () => {
        await inTask();
        logger?.info("later");
      }),
    );
    const line = done.logs.find(({ message }) => message === "later");
    expect(line?.taskRunId).toBe(done.taskRuns[0]?.id);
  });

  rule("11.10 what a run prints is a line of its log, and not printed", async ({ expect, run }) => {
    const main = flow({ name: "main", logPrints: true }, () => {
      console.log("a", 1, true, null, undefined, { x: [1] });
      console.log();
      console.log("  multi\nline  \n");
    });
    const [done, printed] = await quietly("log", () => run(main));
    expect(done.logs.slice(0, 3).map(({ level, message }) => [level, message])).toEqual([
      ["info", 'a 1 true null undefined {"x":[1]}'],
      ["info", ""],
      ["info", "  multi\nline"],
    ]);
    expect(printed).toEqual([]);
  });

  rule("11.10 the console's methods say their level", async ({ expect, run }) => {
    const main = flow({ name: "main", logPrints: true }, () => {
      console.debug("debug");
      console.info("info");
      console.warn("warn");
      console.error("error");
    });
    const done = await run(main);
    expect(done.logs.slice(0, 4).map(({ level, message }) => [level, message])).toEqual([
      ["debug", "debug"],
      ["info", "info"],
      ["warning", "warn"],
      ["error", "error"],
    ]);
  });

  rule("11.10 by default nothing is captured", async ({ expect, run }) => {
    const printing = task({ name: "printing" }, async () => console.log("task", { a: 1 }));
    const main = flow({ name: "main" }, async () => {
      console.log("flow");
      await printing();
    });
    const [done, printed] = await quietly("log", () => run(main));
    expect(lines(done)).toEqual([]);
    expect(printed).toEqual(["flow", "task", { a: 1 }]);
  });

  rule("11.10 the setting is the default of all", async ({ expect, run }) => {
    const main = flow({ name: "main" }, () => console.log("flow"));
    const off = flow({ name: "off", logPrints: false }, () => console.log("off"));
    const settings = { loggingLogPrints: true };
    const [[on, without], printed] = await quietly("log", async () => [
      await run(main, [], { settings }),
      await run(off, [], { settings }),
    ]);
    expect([lines(on), lines(without), printed]).toEqual([["flow"], [], ["off"]]);
  });

  rule(
    "11.10 helper functions, tasks and subflows print into the run that they run in",
    async ({ expect, run }) => {
      const inTask = task({ name: "inTask" }, async (text: string) => helper(text));
      const child = flow({ name: "child" }, async () => {
        helper("child");
        await inTask("of child");
      });
      const main = flow({ name: "main", logPrints: true }, async () => {
        helper("main");
        await inTask("called");
        await inTask.submit("submitted").result();
        await child();
      });
      const [done, printed] = await quietly("log", () => run(main));
      const [root, sub] = done.flowRuns.map(({ id }) => id);
      const taskRuns = done.taskRuns.filter(({ name }) => name.startsWith("inTask")).map(({ id }) => id);
      const written = done.logs.filter(({ message }) => message.startsWith("helper"));
      expect(written.map(({ message, flowRunId, taskRunId }) => [message, flowRunId, taskRunId])).toEqual([
        ["helper main", root, null],
        ["helper called", root, taskRuns[0]],
        ["helper submitted", root, taskRuns[1]],
        ["helper child", sub, null],
        ["helper of child", sub, taskRuns[2]],
      ]);
      expect(printed).toEqual([]);
    },
  );

  rule("11.10 a child opts in or out; what does not say follows its flow", async ({ expect, run }) => {
    const print = (name: string) => task({ name }, async () => console.log(name));
    const off = task({ name: "off", logPrints: false }, async () => {
      console.log("off");
      await print("in off")();
    });
    const on = task({ name: "on", logPrints: true }, async () => {
      console.log("on");
      await print("in on")();
    });
    const offFlow = flow({ name: "off-flow", logPrints: false }, async () => {
      console.log("off flow");
      await print("in off flow")();
      await on();
    });
    const main = flow({ name: "main", logPrints: true }, async () => {
      await off();
      await offFlow();
      console.log("after");
    });
    const [done, printed] = await quietly("log", () => run(main));
    expect(lines(done)).toEqual(["in off", "on", "after"]);
    expect(printed).toEqual(["off", "off flow", "in off flow", "in on"]);
  });

  rule("11.10 a task on its own can log its prints", async ({ expect, run }) => {
    const alone = task({ name: "alone", logPrints: true }, async () => console.log("alone"));
    const done = await run(alone);
    expect(lines(done)).toEqual(["alone"]);
  });

  rule("11.10 only the run's own code is affected", async ({ expect, run }) => {
    const [ready, go] = [gate(), gate()];
    const main = flow({ name: "main", logPrints: true }, async () => {
      console.log("before");
      ready.open();
      await go.opened;
    });
    const [done, printed] = await quietly("log", async () => {
      const running = run(main);
      await ready.opened;
      console.log("outside");
      go.open();
      return await running;
    });
    expect(lines(done)).toEqual(["before"]);
    expect(printed).toEqual(["outside"]);
  });

  rule("11.10 a listener's prints are not the run's", async ({ expect, run }) => {
    const main = flow({ name: "main", logPrints: true }, () => console.log("mine"));
    const [done, printed] = await quietly("log", () =>
      run(main, [], { onEvent: ({ type }) => console.log(type) }),
    );
    expect(lines(done)).toEqual(["mine"]);
    expect(printed).toEqual(["flow-run", "flow-state", "log", "flow-state"]);
  });

  rule(
    "11.10 a console that is replaced after the engine was made is captured as well, and left as it was",
    async ({ expect, engine }) => {
      const before = console.log;
      const one = engine();
      const logging = flow({ name: "logging", logPrints: true }, () => console.log("logged"));
      const printing = flow({ name: "printing" }, () => console.log("printed"));
      const replaced: unknown[] = [];
      const spy = Object.assign((...parts: unknown[]) => void replaced.push(...parts), { isSpy: true });
      console.log = spy;
      try {
        const done = await one.run(logging);
        await one.run(printing);
        console.log("outside");
        expect(lines(done)).toEqual(["logged"]);
        expect(replaced).toEqual(["printed", "outside"]);
        expect((console.log as typeof spy).isSpy).toBe(true);
      } finally {
        console.log = before;
      }
      expect(lines(await one.run(logging))).toEqual(["logged"]);
    },
  );

  rule("11.10 many engines capture a print once", async ({ expect, engine }) => {
    for (let count = 0; count < 5; count++) engine();
    const done = await engine().run(flow({ name: "main", logPrints: true }, () => console.log("once")));
    expect(lines(done)).toEqual(["once"]);
  });

  rule("11.10 anything can be printed", async ({ expect, run }) => {
    const ring: Record<string, unknown> = { name: "ring" };
    ring["self"] = ring;
    const shared = { s: 1 };
    const hostile = {
      get boom(): never {
        throw new Error("boom");
      },
    };
    const main = flow({ name: "main", logPrints: true }, () => {
      console.log(ring);
      console.log([shared, shared]);
      console.log(new Map([["k", new Set([1])]]), new Set(["a"]), {
        n: 1n,
        f: helper,
        e: new TypeError("t"),
      });
      console.log(1n, Symbol("s"), new Date(0), /a+/g, [undefined]);
      console.log(hostile);
      console.log(new RangeError("far"));
    });
    const done = await run(main);
    expect(done.state.name).toBe("Completed");
    expect(lines(done).slice(0, 5)).toEqual([
      '{"name":"ring","self":"[Circular]"}',
      '[{"s":1},{"s":1}]',
      '{"k":[1]} ["a"] {"n":"1n","f":"[function helper]","e":"TypeError: t"}',
      "1n Symbol(s) 1970-01-01T00:00:00.000Z /a+/g [null]",
      "[object Object]",
    ]);
    expect(lines(done)[5]).toMatch(/^RangeError: far\n\s+at /);
  });

  rule("11.10 a print's format is filled in", async ({ expect, run }) => {
    const main = flow({ name: "main", logPrints: true }, () => {
      console.log("%s is %d years and %i, %o, 100%%", "Ann", "7.5", 7.9, { a: 1 }, "more");
      console.log("%cstyled", "color: red");
      console.log("100%", "%s");
      console.log("%s %s", "one");
    });
    expect(lines(await run(main))).toEqual([
      'Ann is 7.5 years and 7, {"a":1}, 100% more',
      "styled",
      "100% %s",
      "one %s",
    ]);
  });

  rule("11.11 a message of more than a million bytes is cut", async ({ expect, run }) => {
    const main = flow({ name: "main", logPrints: true }, () => {
      console.log("x".repeat(1_000_000));
      console.log("x".repeat(1_000_001));
      getRunLogger().info("€".repeat(400_000));
    });
    const [exact, long, wide] = lines(await run(main)) as [string, string, string];
    const bytes = (text: string) => new TextEncoder().encode(text).length;
    expect(exact).toHaveLength(1_000_000);
    expect(long).toHaveLength(1_000_000);
    expect(long.endsWith("x... [truncated]")).toBe(true);
    expect(wide.endsWith("€... [truncated]")).toBe(true);
    expect(bytes(wide)).toBeLessThanOrEqual(1_000_000);
    expect(bytes(wide)).toBeGreaterThan(999_990);
  });

  rule("11.11 a failed task logs where its exception came from", async ({ expect, run }) => {
    const bad = task({ name: "bad", retries: 1 }, async () => {
      throw new TypeError("boom");
    });
    const done = await run(bad);
    const [retry, failed, finished] = done.logs.map(({ level, message }) => [level, message]);
    expect(retry).toEqual([
      "info",
      "Task run failed with exception: TypeError('boom') - Retry 1/1 will start immediately",
    ]);
    expect(failed).toEqual([
      "error",
      expect.stringMatching(
        /^Task run failed with exception: TypeError\('boom'\) - Retries are exhausted\nTypeError: boom\n\s+at /,
      ),
    ]);
    expect(finished?.[1]).toMatch(/^Finished in state Failed/);
  });

  rule("11.11 a failed flow logs where its exception came from, at each attempt", async ({ expect, run }) => {
    const main = flow({ name: "main", retries: 1 }, async () => {
      throw new RangeError("far");
    });
    const done = await run(main);
    const failed = done.logs.filter(({ level, message }) => level === "error" && message.startsWith("Enc"));
    expect(failed).toHaveLength(2);
    for (const { message, taskRunId } of failed) {
      expect(message).toMatch(
        /^Encountered exception during execution: RangeError\('far'\)\nRangeError: far\n\s+at /,
      );
      expect(taskRunId).toBe(null);
    }
  });

  rule("11.11 what is thrown and is no error has no traceback", async ({ expect, run }) => {
    const main = flow({ name: "main" }, async () => {
      throw "text";
    });
    expect(lines(await run(main))).toEqual(["Encountered exception during execution: string('text')"]);
  });

  rule("11.11 a flow whose time is up says so, without a traceback", async ({ expect, run }) => {
    const main = flow({ name: "main", timeoutSeconds: 2 }, async () => {
      await sleep(10);
    });
    const done = await run(main);
    expect(lines(done)).toContain("Flow run exceeded timeout of 2.0 second(s)");
    expect(lines(done).join()).not.toContain("Encountered exception");
  });
});
