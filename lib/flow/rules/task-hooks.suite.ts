import { Cancelled, Completed, Crashed, Failed, flow, INPUTS, sleep, task, transaction } from "..";
import { gate, names, suite, type Scene } from "./harness.suite";

const no = new TypeError("no");

type TaskOptions = Parameters<ReturnType<typeof task>["withOptions"]>[0];
type Hook = NonNullable<TaskOptions["onRunning"]>[number];

/** Hooks of all kinds that note when they were called. */
function noting() {
  const calls: string[] = [];
  const note =
    (kind: string): Hook =>
    (_task, { runCount }, { name }) =>
      void calls.push(`${kind} ${name} ${runCount}`);
  const hooks = {
    onRunning: [note("running")],
    onCompletion: [note("completion")],
    onFailure: [note("failure")],
  };
  return { calls, hooks };
}

function failing(times: number) {
  let attempts = 0;
  return async () => {
    attempts++;
    if (attempts <= times) throw no;
    return await Promise.resolve(1);
  };
}

const timings: readonly (readonly [string, TaskOptions, () => unknown, readonly string[]])[] = [
  ["success", {}, () => 1, ["running Running 1", "completion Completed 1"]],
  ["failure", {}, failing(9), ["running Running 1", "failure Failed 1"]],
  [
    "success at the third attempt",
    { retries: 2 },
    failing(2),
    ["running Running 1", "running Retrying 2", "running Retrying 3", "completion Completed 3"],
  ],
  [
    "failure after delayed retries",
    { retries: 2, retryDelaySeconds: 5 },
    failing(9),
    ["running Running 1", "running Retrying 2", "running Retrying 3", "failure Failed 3"],
  ],
  [
    "a timeout",
    { timeoutSeconds: 1 },
    async () => {
      await sleep(10);
    },
    ["running Running 1", "failure TimedOut 1"],
  ],
  [
    "a crash",
    { retries: 2 },
    async () => await Promise.reject(new DOMException("stop", "AbortError")),
    ["running Running 1"],
  ],
  ["a Failed state", {}, () => Failed({ name: "Rejected" }), ["running Running 1", "failure Rejected 1"]],
  [
    "a Completed state",
    {},
    () => Completed({ name: "Skipped" }),
    ["running Running 1", "completion Skipped 1"],
  ],
  ["a Cancelled state", {}, () => Cancelled(), ["running Running 1"]],
  ["a Crashed state", {}, () => Crashed(), ["running Running 1"]],
];

const kinds = [
  { option: "onRunning", fails: false, state: "Running" },
  { option: "onCompletion", fails: false, state: "Completed" },
  { option: "onFailure", fails: true, state: "Failed" },
] as const;

/** A task that ends as the kind of hook needs, run in a flow. */
async function runHooked({ run }: Scene, fails: boolean, options: TaskOptions) {
  const one = task({ name: "one", ...options }, failing(fails ? 9 : 0));
  return await run(flow({ name: "f" }, async () => await one.withOptions({ returnState: true })()));
}

export const taskHooks = suite("Hooks of tasks", (rule) => {
  for (const [what, options, body, expected] of timings)
    rule(`2.17 hooks of ${what}: ${expected.join(", ")}`, async ({ expect, run }) => {
      const { calls, hooks } = noting();
      await run(task({ ...options, ...hooks }, async () => await Promise.resolve().then(body)));
      expect(calls).toEqual(expected);
    });

  rule("2.17 a run from the cache has its onCompletion hooks called, once", async ({ expect, run }) => {
    const { calls, hooks } = noting();
    const one = task({ ...hooks, cachePolicy: INPUTS, persistResult: true }, async (x: number) => x);
    await run(
      flow({ name: "f" }, async () => {
        await one(1);
        await one(1);
      }),
    );
    expect(calls).toEqual([
      "running Running 1",
      "completion Completed 1",
      "running Running 1",
      "completion Cached 1",
    ]);
  });

  rule("2.17 a rollback calls no further hooks of states", async ({ expect, run }) => {
    const { calls, hooks } = noting();
    const one = task(hooks, async () => 1);
    await run(
      flow({ name: "f" }, async () => {
        await transaction(async () => {
          await one();
          throw no;
        });
      }),
    );
    expect(calls).toEqual(["running Running 1", "completion Completed 1"]);
  });

  rule("2.17 the onRunning hooks are called before the body", async ({ expect, run }) => {
    const calls: string[] = [];
    const one = task(
      { retries: 1, onRunning: [async () => void (await sleep(5), calls.push("hook"))] },
      () => {
        calls.push("body");
        throw no;
      },
    );
    await run(flow({ name: "f" }, async () => await one.submit().wait()));
    expect(calls).toEqual(["hook", "body", "hook", "body"]);
  });

  for (const { option, fails, state } of kinds) {
    rule(`2.16 ${option} hooks get the task, the run and the state`, async (scene) => {
      const { expect } = scene;
      const got: unknown[][] = [];
      const options = { [option]: [(...args: unknown[]) => void got.push(args)] };
      const one = task({ name: "one", ...options }, failing(fails ? 9 : 0));
      const { taskRuns } = await scene.run(one);
      const [taskRun] = taskRuns;
      expect(got).toHaveLength(1);
      expect(got[0]).toHaveLength(3);
      const [handle, run, entered] = got[0] ?? [];
      expect(handle).toBe(one);
      expect(run).toBe(taskRun);
      expect(entered).toBe(taskRun?.states.find(({ name }) => name === state));
    });

    rule(`2.18 ${option} hooks run in order, one after the other`, async (scene) => {
      const { expect } = scene;
      const calls: string[] = [];
      await runHooked(scene, fails, {
        [option]: [
          async () => {
            await sleep(10);
            calls.push("first");
          },
          () => void calls.push("second"),
          async () => {
            await sleep(1);
            calls.push("third");
          },
        ],
      });
      expect(calls).toEqual(["first", "second", "third"]);
    });

    for (const thrown of [new Error("bad hook"), undefined, null, "bad hook", 7])
      rule(
        `2.18 an ${option} hook that throws ${String(thrown)} is logged, and the rest run`,
        async (scene) => {
          const { expect } = scene;
          const calls: string[] = [];
          const { taskRuns, logs, state } = await runHooked(scene, fails, {
            [option]: [
              function broken() {
                throw thrown;
              },
              async function late() {
                await sleep(1);
                throw thrown;
              },
              function good() {
                calls.push("good");
              },
            ],
          });
          expect(calls).toEqual(["good"]);
          expect(taskRuns.map(names)).toEqual([["Pending", "Running", fails ? "Failed" : "Completed"]]);
          expect(state.type).toBe(fails ? "FAILED" : "COMPLETED");
          const errors = logs.filter(({ level, message }) => level === "error" && /^.*hook/.test(message));
          expect(errors.map(({ message }) => /^.*? hook '\w+'/.exec(message)?.[0])).toEqual([
            "An error was encountered while running hook 'broken'",
            "An error was encountered while running hook 'late'",
          ]);
          expect(errors.map(({ taskRunId }) => taskRunId)).toEqual(Array(2).fill(taskRuns[0]?.id));
        },
      );

    rule(`2.18 an ${option} hook that never settles holds nobody up for ever`, async (scene) => {
      const { expect } = scene;
      const calls: string[] = [];
      const { taskRuns, logs } = await runHooked(scene, fails, {
        [option]: [
          async function stuck() {
            await gate().opened;
          },
          () => void calls.push("next"),
        ],
      });
      expect(calls).toEqual(["next"]);
      expect(taskRuns[0]?.state.name).toBe(fails ? "Failed" : "Completed");
      expect(logs.some(({ level, message }) => level === "error" && message.includes("'stuck'"))).toBe(true);
    });

    rule(`2.18 the log tells of an ${option} hook's start and end`, async (scene) => {
      const { expect } = scene;
      const { logs } = await runHooked(scene, fails, { [option]: [function greet() {}] });
      expect(
        logs.map(({ level, message }) => `${level} ${message}`).filter((line) => /^.*hook/i.test(line)),
      ).toEqual([
        `info Running hook 'greet' in response to entering state '${state}'`,
        "info Hook 'greet' finished running successfully",
      ]);
    });

    rule(`2.18 what an ${option} hook returns changes nothing`, async (scene) => {
      const { expect } = scene;
      const { taskRuns } = await runHooked(scene, fails, { [option]: [() => Failed(), () => Cancelled()] });
      expect(taskRuns.map(names)).toEqual([["Pending", "Running", fails ? "Failed" : "Completed"]]);
    });

    rule(`2.16 an empty list of ${option} hooks is none`, async (scene) => {
      const { expect } = scene;
      const { logs } = await runHooked(scene, fails, { [option]: [] });
      expect(logs.filter(({ message }) => /^.*hook/i.test(message))).toEqual([]);
    });
  }

  rule("2.17 what waits for a task waits for its hooks too", async ({ expect, run }) => {
    const calls: string[] = [];
    const one = task(
      {
        onCompletion: [
          async () => {
            await sleep(5);
            calls.push("hook");
          },
        ],
      },
      async () => 1,
    );
    await run(
      flow({ name: "f" }, async () => {
        await one();
        calls.push("called");
        await one.submit().result();
        calls.push("submitted");
      }),
    );
    expect(calls).toEqual(["hook", "called", "hook", "submitted"]);
  });

  rule("2.17 the hooks of every child of a map are called", async ({ expect, run }) => {
    const { calls, hooks } = noting();
    const one = task(hooks, (x: number) => {
      if (x === 2) throw no;
      return x;
    });
    await run(
      flow({ name: "f" }, async () => {
        await one.map([1, 2, 3]).wait();
      }),
    );
    expect([...calls].sort()).toEqual([
      "completion Completed 1",
      "completion Completed 1",
      "failure Failed 1",
      "running Running 1",
      "running Running 1",
      "running Running 1",
    ]);
  });

  rule("2.17 a task that fails and is caught has its onFailure hooks called all the same", async (scene) => {
    const { expect, run } = scene;
    const { calls, hooks } = noting();
    const one = task({ onFailure: hooks.onFailure }, failing(9));
    const { state } = await run(
      flow({ name: "f" }, async () => {
        await one().catch(() => undefined);
      }),
    );
    expect(state.name).toBe("Completed");
    expect(calls).toEqual(["failure Failed 1"]);
  });

  for (const option of ["onCompletion", "onFailure", "onRunning", "onCommit", "onRollback"] as const) {
    const define = (hooks: unknown) => () => task({ [option]: hooks } as TaskOptions, async () => 1);

    for (const [hooks, got] of [
      [() => 1, "function"],
      [5, "number"],
      [{}, "object"],
      [true, "boolean"],
    ] as const)
      rule(`2.16 ${option}: a ${got} is no list of hooks: TypeError`, ({ expect }) => {
        expect(define(hooks)).toThrow(TypeError);
        expect(define(hooks)).toThrow(`Expected iterable for '${option}'; got ${got} instead.`);
      });

    for (const [hook, got] of [
      ["notify", "string"],
      [5, "number"],
      [null, "null"],
      [undefined, "undefined"],
      [{}, "object"],
    ] as const)
      rule(`2.16 ${option}: ${got} is no hook: TypeError`, ({ expect }) => {
        for (const hooks of [[hook], [() => 1, hook]]) {
          expect(define(hooks)).toThrow(TypeError);
          expect(define(hooks)).toThrow(`Expected callables in '${option}'; got ${got} instead.`);
        }
      });
  }

  rule("2.19 onCommit hooks get the transaction of a run that succeeds, in order", async (scene) => {
    const { expect, run } = scene;
    const calls: string[] = [];
    const one = task(
      {
        onCommit: [
          (txn) => void calls.push(`first ${txn.state}`),
          async (txn) => {
            await sleep(1);
            calls.push(`second ${String(txn.getParent() === null)}`);
          },
        ],
        onRollback: [() => void calls.push("rollback")],
      },
      async () => 1,
    );
    await run(flow({ name: "f" }, async () => await one()));
    expect(calls).toEqual(["first STAGED", "second true"]);
  });

  rule("2.19 onRollback hooks get the transaction, last registered first", async ({ expect, run }) => {
    const calls: string[] = [];
    const one = task(
      {
        onRollback: [
          (txn) => void calls.push(`first ${String(txn.isCommitted())}`),
          (txn) => void calls.push(`second ${String(txn.getParent() !== null)}`),
        ],
        onCommit: [() => void calls.push("commit")],
      },
      async () => 1,
    );
    await run(
      flow({ name: "f" }, async () => {
        await transaction(async () => {
          await one();
          throw no;
        });
      }),
    );
    expect(calls).toEqual(["second true", "first false"]);
  });

  rule("2.19 a task that fails calls neither its onCommit nor its onRollback hooks", async (scene) => {
    const { expect, run } = scene;
    const calls: string[] = [];
    const options = {
      onCommit: [() => void calls.push("commit")],
      onRollback: [() => void calls.push("rollback")],
    };
    await run(task(options, failing(9)));
    expect(calls).toEqual([]);
  });
});
