import { Failed, FailedRun, flow, sleep, task, type State } from "..";
import { names, suite, type Scene } from "./harness.suite";

const no = new TypeError("no");

type TaskOptions = Parameters<ReturnType<typeof task>["withOptions"]>[0];
type Condition = NonNullable<TaskOptions["retryCondition"]>;

/** A task that always throws, run to its end. */
async function exhausted({ run }: Scene, options: TaskOptions) {
  let attempts = 0;
  const one = task({ name: "one", ...options }, async () => {
    attempts++;
    return await Promise.reject(no);
  });
  const { taskRuns, logs } = await run(one);
  const messages = logs.map(({ level, message }) => `${level} ${message}`);
  const [taskRun] = taskRuns;
  return { attempts, messages, states: taskRun ? names(taskRun) : [] };
}

/** What a condition is told. */
interface Asked {
  readonly type: string;
  readonly message: string | undefined;
  readonly thrown: unknown;
  readonly runCount: number;
  readonly runState: string;
}

function asking(answer: unknown, asked: Asked[] = []): { asked: Asked[]; retryCondition: Condition } {
  const retryCondition = async (
    _task: unknown,
    taskRun: { runCount: number; state: State },
    state: State,
  ) => {
    asked.push({
      type: state.type,
      message: state.message,
      thrown: await state.result().catch((error: unknown) => error),
      runCount: taskRun.runCount,
      runState: taskRun.state.name,
    });
    return answer as boolean;
  };
  return { asked, retryCondition };
}

export const retryConditions = suite("Conditions of retries", (rule) => {
  rule("2.8 the condition gets the task, the run, and a failed state of the attempt", async (scene) => {
    const { expect, run } = scene;
    const { asked, retryCondition } = asking(true);
    const told: unknown[] = [];
    const one = task(
      {
        name: "one",
        retries: 2,
        retryCondition: (handle, taskRun, state) => {
          told.push([handle, taskRun.id, state.data]);
          return retryCondition(handle, taskRun, state);
        },
      },
      async () => await Promise.reject(no),
    );
    const { taskRuns } = await run(one);
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Retrying", "Retrying", "Failed"]]);
    const message = "Task run encountered unexpected exception: TypeError('no')";
    expect(asked).toEqual([
      { type: "FAILED", message, thrown: no, runCount: 1, runState: "Running" },
      { type: "FAILED", message, thrown: no, runCount: 2, runState: "Retrying" },
    ]);
    expect(told).toEqual(Array(2).fill([one, taskRuns[0]?.id, no]));
  });

  rule("2.8 a Failed state that was returned is put to the condition too", async ({ expect, run }) => {
    const { asked, retryCondition } = asking(true);
    const one = task({ retries: 1, retryCondition }, () => Failed({ message: "by hand" }));
    const { taskRuns } = await run(one);
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Retrying", "Failed"]]);
    expect(asked.map(({ type, runCount }) => [type, runCount])).toEqual([["FAILED", 1]]);
    expect(asked[0]?.thrown).toBeInstanceOf(FailedRun);
    expect(asked[0]?.thrown).toMatchObject({ message: "by hand" });
  });

  rule("2.8 a timeout is put to the condition too", async ({ expect, run }) => {
    const { asked, retryCondition } = asking(false);
    const one = task({ retries: 1, timeoutSeconds: 1, retryCondition }, async () => {
      await sleep(10);
    });
    const { taskRuns } = await run(one);
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "TimedOut"]]);
    expect(asked.map(({ thrown }) => thrown)).toMatchObject([{ name: "TimeoutError" }]);
  });

  for (const [answer, isTrue] of [
    [true, true],
    [1, true],
    ["yes", true],
    [{}, true],
    [false, false],
    [0, false],
    ["", false],
    [null, false],
    [undefined, false],
  ] as const)
    rule(
      `2.8 ${answer === undefined ? "undefined" : JSON.stringify(answer)} means ${isTrue ? "a" : "no"} retry`,
      async (scene) => {
        const { expect } = scene;
        const sync = { retries: 1, retryCondition: () => answer as boolean };
        const later = { retries: 1, retryCondition: asking(answer).retryCondition };
        for (const options of [sync, later])
          expect((await exhausted(scene, options)).states).toEqual(
            isTrue ? ["Pending", "Running", "Retrying", "Failed"] : ["Pending", "Running", "Failed"],
          );
      },
    );

  rule("2.8 a condition that refuses: failed at once, and no word of exhausted retries", async (scene) => {
    const { expect } = scene;
    const { messages } = await exhausted(scene, {
      retries: 3,
      retryDelaySeconds: 5,
      retryCondition: () => false,
    });
    expect(messages.filter((message) => /Retries are exhausted|Retry \d/.test(message))).toEqual([]);
    expect(messages).toContain(
      "error Finished in state Failed('Task run encountered an exception TypeError: no')",
    );
  });

  rule("2.8 the condition is asked once for each attempt that a retry may follow", async (scene) => {
    const { expect } = scene;
    for (const [k, count] of [
      [0, 0],
      [1, 1],
      [3, 3],
    ] as const) {
      const { asked, retryCondition } = asking(true);
      await exhausted(scene, { retries: k, retryCondition });
      expect(asked).toHaveLength(count);
    }
  });

  rule("2.8 the condition is not asked of an attempt that succeeds, or crashes", async (scene) => {
    const { expect, run } = scene;
    const { asked, retryCondition } = asking(true);
    await run(task({ retries: 3, retryCondition }, async () => 1));
    await run(
      task(
        { retries: 3, retryCondition },
        async () => await Promise.reject(new DOMException("x", "AbortError")),
      ),
    );
    expect(asked).toEqual([]);
  });

  rule("2.8 the condition's answer may change from attempt to attempt", async (scene) => {
    const { expect } = scene;
    const { attempts } = await exhausted(scene, {
      retries: 9,
      retryCondition: (_task, { runCount }) => runCount < 3,
    });
    expect(attempts).toBe(3);
  });

  for (const thrown of [new Error("bad condition"), undefined, null, "bad condition", 7])
    rule(
      `2.8 a condition that throws ${String(thrown)}: logged, no retry, the task's error`,
      async (scene) => {
        const { expect, run } = scene;
        const sync = () => {
          throw thrown;
        };
        const later = async () => await Promise.reject(thrown);
        for (const retryCondition of [sync, later] as Condition[]) {
          const one = task({ name: "one", retries: 2, retryCondition }, async () => await Promise.reject(no));
          const { taskRuns, logs, value } = await run(one);
          expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Failed"]]);
          await expect(value()).rejects.toBe(no);
          const errors = logs.filter(({ message }) =>
            /^An error was encountered while running `retryCondition` check.* for task 'one'/.test(message),
          );
          expect(errors.map(({ level }) => level)).toEqual(["error"]);
        }
      },
    );

  rule("2.8 a condition that never answers does not outlive a cancelled flow", async ({ expect, engine }) => {
    let asked: () => void = () => undefined;
    const wasAsked = new Promise<void>((resolve) => (asked = resolve));
    const retryCondition = async () => {
      asked();
      return await new Promise<boolean>(() => undefined);
    };
    const one = task({ retries: 1, retryCondition }, async () => await Promise.reject(no));
    const handle = engine().start(flow({ name: "f" }, async () => await one()));
    await wasAsked;
    handle.cancel();
    const { state, taskRuns } = await handle.done;
    expect(state.name).toBe("Cancelled");
    expect(taskRuns[0]?.state.name).toBe("Crashed");
  });

  for (const [what, condition, got] of [
    ["a text", "always", "string"],
    ["a number", 3, "number"],
    ["an object", {}, "object"],
    ["a list", [() => true], "array"],
    ["true", true, "boolean"],
  ] as const)
    rule(`2.8 ${what} for a condition: TypeError`, ({ expect }) => {
      const define = () => task({ retryCondition: condition as unknown as Condition }, async () => 1);
      expect(define).toThrow(TypeError);
      expect(define).toThrow(`Expected \`retryCondition\` to be callable, got ${got} instead.`);
    });
});
