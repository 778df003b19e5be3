import {
  asCompleted,
  concurrency,
  createConcurrencyLimit,
  createMarkdownArtifact,
  emitEvent,
  flow,
  pauseFlowRun,
  rateLimit,
  suspendFlowRun,
  task,
  transaction,
  ValueError,
  Variable,
  wait,
} from "..";
import { quietly, suite } from "./harness.suite";

/** What is said where something is defined. */
async function warnings(define: () => unknown): Promise<readonly unknown[]> {
  const [, printed] = await quietly("warn", define);
  return printed;
}

const meant = {
  retrys: "retries",
  retry: "retries",
  retry_delay_seconds: "retryDelaySeconds",
  retry_condition_fn: "retryCondition",
  timeout: "timeoutSeconds",
  OnFailure: "onFailure",
  on_rollback: "onRollback",
  cache_policy: "cachePolicy",
  runName: "taskRunName",
  logPrint: "logPrints",
};

export const unknownOptions = suite("Options that there are not", (rule) => {
  for (const [option, name] of Object.entries(meant))
    rule(`2.2 a task's ${option}: a warning that names ${name}`, async ({ expect, run }) => {
      const printed = await warnings(async () => {
        const one = task({ name: "one", [option]: 3 }, () => 1);
        expect((await run(one)).state.name).toBe("Completed");
      });
      expect(printed).toEqual([
        `Unknown option '${option}' of task 'one' is ignored. Did you mean '${name}'?`,
      ]);
    });

  rule("2.2 an option like no other: a warning that names them all", async ({ expect }) => {
    const [warning, ...more] = await warnings(() => task({ name: "one", priority: 3 } as object, () => 1));
    expect(more).toEqual([]);
    expect(warning).toMatch(
      /^Unknown option 'priority' of task 'one' is ignored\. The options are name, .*onRollback\.$/,
    );
  });

  rule("2.2 options that there are, null or not, bring no warning", async ({ expect }) => {
    const options = { name: "one", retries: 1, timeoutSeconds: null, onFailure: [] } as object;
    expect(await warnings(() => task(options, () => 1))).toEqual([]);
  });

  rule("2.20 a warning is not repeated by withOptions, which warns of its own", async ({ expect }) => {
    const printed = await warnings(() =>
      task({ name: "one", retrys: 3 } as object, () => 1)
        .withOptions({ retries: 1 })
        .withOptions({ waitFor: [], returnState: true, tag: "a" } as object),
    );
    expect(printed).toEqual([
      "Unknown option 'retrys' of task 'one' is ignored. Did you mean 'retries'?",
      "Unknown option 'tag' of task 'one' is ignored. Did you mean 'tags'?",
    ]);
  });

  rule("5.A a flow's unknown options are warned of alike", async ({ expect }) => {
    const printed = await warnings(() => flow({ name: "main", timeout: 3, runner: 1 } as object, () => 1));
    expect(printed).toEqual([
      "Unknown option 'timeout' of flow 'main' is ignored. Did you mean 'timeoutSeconds'?",
      "Unknown option 'runner' of flow 'main' is ignored. Did you mean 'taskRunner'?",
    ]);
  });

  // Each of another function, as of one and the same an option is told once.
  const calls: Record<string, [call: (options: object) => unknown, option: string, meant: string]> = {
    "5.36 pauseFlowRun": [
      (options) => pauseFlowRun({ key: "a", timeout: 0, ...options }),
      "time_out",
      "timeout",
    ],
    "5.37 suspendFlowRun": [(options) => suspendFlowRun(options), "flow_run_id", "flowRunId"],
    "8.1 transaction": [(options) => transaction(options, () => 1), "commit", "commitMode"],
    "9.1 createConcurrencyLimit": [
      (options) => createConcurrencyLimit("api", { limit: 1, ...options }),
      ...(["slot_decay_per_second", "slotDecayPerSecond"] as const),
    ],
    "9.7 concurrency": [(options) => concurrency("api", options, () => 1), "timeout", "timeoutSeconds"],
    "9.9 rateLimit": [(options) => rateLimit([], options), "ocupy", "occupy"],
    "11.4 Variable.set": [(options) => Variable.set("a", 1, { overwrite: true, ...options }), "tag", "tags"],
    "11.2 createMarkdownArtifact": [
      (options) => createMarkdownArtifact({ markdown: "a", ...options }),
      ...(["desc", "description"] as const),
    ],
    "11.12 emitEvent": [
      (options) => emitEvent({ event: "a", resource: { "prefect.resource.id": "a" }, ...options }),
      ...(["playload", "payload"] as const),
    ],
  };
  for (const [name, [call, option, near]] of Object.entries(calls))
    rule(`${name}'s ${option}: a warning that names ${near}`, async ({ expect, run }) => {
      const printed = await warnings(async () => {
        // What the call makes of the rest is not asked here.
        await run(flow({ name: "main" }, async () => await call({ [option]: 1 })));
        await run(flow({ name: "main" }, async () => await call({ [option]: 1 })));
      });
      expect(printed.filter((text) => String(text).startsWith("Unknown option"))).toEqual([
        `Unknown option '${option}' of ${name.split(" ")[1]} is ignored. Did you mean '${near}'?`,
      ]);
    });

  const notFutures: Record<string, [value: unknown, message: string]> = {
    "a number": [3, "Expected a list of futures, as `map` gives one; got number."],
    nothing: [undefined, "Expected a list of futures, as `map` gives one; got undefined."],
    text: ["abc", "Expected a list of futures, as `map` gives one; got string."],
    numbers: [[1], "Expected futures, as `submit` and `map` give them; got number."],
    promises: [[Promise.resolve(1)], "Expected futures, as `submit` and `map` give them; got object."],
    lists: [[[]], "Expected futures, as `submit` and `map` give them; got array."],
  };
  for (const [what, [value, message]] of Object.entries(notFutures))
    for (const [number, call] of [
      ["4.7", async () => await wait(value as never)],
      ["4.8", async () => await asCompleted(value as never).next()],
    ] as const)
      rule(`${number} ${what} for futures: TypeError`, async ({ expect }) => {
        await expect(call()).rejects.toThrow(new TypeError(message));
      });

  rule("4.7 one future rather than a list of them: TypeError", async ({ expect, run }) => {
    const one = task({ name: "one" }, () => 1);
    const done = await run(flow(async () => await wait(one.submit() as never)));
    await expect(done.value()).rejects.toThrow(
      new TypeError("Expected a list of futures, as `map` gives one; got one future: put it into a list."),
    );
  });

  rule("4.7 a timeout that is no number of seconds", async ({ expect, run }) => {
    const one = task({ name: "one" }, (x: number) => x);
    const done = await run(
      flow(async () => {
        const futures = one.map([1]);
        const calls = [
          async (timeout: never) => await wait(futures, timeout),
          async (timeout: never) => await asCompleted(futures, timeout).next(),
          async (timeout: never) => await futures.wait(timeout),
          async (timeout: never) => await futures.result({ timeout }),
        ];
        for (const call of calls) {
          await expect(call(NaN as never)).rejects.toThrow(ValueError);
          await expect(call(NaN as never)).rejects.toThrow(
            "'timeout' must be a non-negative number, got NaN",
          );
          await expect(call("3" as never)).rejects.toThrow(
            new TypeError("'timeout' must be a non-negative number, got string"),
          );
          await call(null as never);
        }
      }),
    );
    await done.value();
    expect(done.state.name).toBe("Completed");
  });
});
