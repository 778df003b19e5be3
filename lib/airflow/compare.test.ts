import { describe, expect, test } from "vitest";
import { compare } from ".";
import type { Ran, RanTask } from "./ran";

/** States as a text: `Pending 0, Running 0, Completed 1`. */
function statesOf(text: string) {
  return text.split(", ").map((one) => {
    const [name = "", at = ""] = one.split(" ");
    return { type: types[name] ?? "COMPLETED", name, at: Number(at) };
  });
}

const types: Readonly<Record<string, string>> = {
  Pending: "PENDING",
  NotReady: "PENDING",
  Running: "RUNNING",
  Retrying: "RUNNING",
  Paused: "PAUSED",
  AwaitingRetry: "SCHEDULED",
  Failed: "FAILED",
  Crashed: "CRASHED",
};

const task = (name: string, states: string, more: Partial<RanTask> = {}): RanTask => ({
  ...{ name, task: name, flow: "run", retries: 0, tags: [], reads: [], waitsFor: [] },
  states: statesOf(states),
  ...more,
});

const ran = (tasks: readonly RanTask[], end = "Completed 9"): Ran => ({
  flows: [{ id: "run", states: statesOf(`Pending 0, Running 0, ${end}`) }],
  tasks,
});

const rule = (name: string) => ({ tags: [`trigger_rule=${name}`] });
const ends = (of: Ran) =>
  compare(of).rows.map(({ name, airflow }) => `${name} ${airflow.state} ${airflow.endedAt}`);

const failed = task("a", "Pending 0, Running 0, Failed 1");
const done = task("a", "Pending 0, Running 0, Completed 1");
const skipped = task("a", "Pending 0, Running 0, Skipped 1");
const afterA = { reads: ["a"] };

describe("the DAG", () => {
  test("[AF1] a subflow's own tasks are none of it; who waits for a future is downstream", () => {
    const within = task("inner", "Pending 0, Running 0, Completed 1", { flow: "child" });
    const b = task("b", "Pending 0, Running 1, Completed 3", { waitsFor: ["a", "inner"] });
    expect(ends(ran([done, within, b]))).toEqual(["a success 1", "b success 3"]);
  });

  test("[AF2] a rule that there is not is all_success", () => {
    const b = (name: string) => task("b", "Pending 0, NotReady 1", { ...afterA, ...rule(name) });
    expect(ends(ran([failed, b("all_dne")]))[1]).toBe("b upstream_failed 1");
    expect(ends(ran([failed, b("all_done")]))[1]).toBe("b success 2");
  });

  test("[AF3] what did not run, or was cached, takes a second; attempts beyond the last are as the last", () => {
    const cached = task("b", "Pending 0, Running 0, Cached 0");
    const crashed = task("c", "Pending 0, Running 0, Crashed 2", { retries: 1 });
    const { rows } = compare(ran([cached, crashed]));
    expect(rows[0]).toMatchObject({ dag: { isAssumed: true }, airflow: { end: "success", endedAt: 1 } });
    expect(rows[1]).toMatchObject({ dag: { isAssumed: false }, airflow: { end: "failed", endedAt: 304 } });
  });

  test("[AF3] one that paused in between is one attempt", () => {
    const paused = task("a", "Pending 0, Running 0, Paused 1, Running 5, Completed 6");
    expect(compare(ran([paused])).rows[0]?.dag.attempts).toEqual([{ seconds: 6, end: "success" }]);
  });

  test("[AF4] retry_delay is the first pause before a retry, and 300 seconds where there was none", () => {
    const twice = (pauses: string) =>
      task("a", `Pending 0, Running 0, ${pauses}, Completed 9`, { retries: 2 });
    const listed = twice("AwaitingRetry 1, Retrying 3, AwaitingRetry 4, Retrying 8");
    expect(ends(ran([listed]))).toEqual(["a success 7"]);
    const atOnce = twice("Retrying 1, Retrying 2");
    expect(ends(ran([atOnce]))).toEqual(["a success 609"]);
  });
});

describe("the scheduler", () => {
  test("[AF10] all states in their order", () => {
    const retried = task("a", "Pending 0, Running 0, AwaitingRetry 1, Retrying 2, Completed 3", {
      retries: 1,
    });
    const b = task("b", "Pending 0, Running 3, Completed 4", afterA);
    const { rows } = compare(ran([retried, b]));
    expect(rows.map(({ airflow }) => airflow.bars)).toEqual([
      [
        { from: 0, to: 1, kind: "failed" },
        { from: 1, to: 2, kind: "pause" },
        { from: 2, to: 3, kind: "success" },
      ],
      [{ from: 3, to: 4, kind: "success" }],
    ]);
  });

  test("[AF11] upstream_failed and skipped go on downstream, at once", () => {
    const b = task("b", "Pending 0, NotReady 1", { reads: ["a", "slow"] });
    const c = task("c", "Pending 0, NotReady 1", { reads: ["b"] });
    const slow = task("slow", "Pending 0, Running 0, Completed 5");
    expect(ends(ran([failed, slow, b, c]))).toEqual([
      "a failed 1",
      "slow success 5",
      "b upstream_failed 1",
      "c upstream_failed 1",
    ]);
    expect(ends(ran([skipped, b, c, slow])).slice(1, 3)).toEqual(["b skipped 1", "c skipped 1"]);
  });

  test("[AF12] a skip is not retried, a failure is until the retries are spent", () => {
    expect(ends(ran([{ ...skipped, retries: 3 }]))).toEqual(["a skipped 1"]);
    const spent = task("a", "Pending 0, Running 0, AwaitingRetry 1, Retrying 2, Failed 3", { retries: 1 });
    expect(ends(ran([spent]))).toEqual(["a failed 3"]);
  });

  test("[AF13] what is given is written down; what is no data fails the attempt", () => {
    const given = (result?: string) =>
      compare(ran([{ ...done, ...(result !== undefined && { result }) }])).rows[0];
    expect(given("{n: 3}")).toMatchObject({ xcom: "{n: 3}", airflow: { end: "success" } });
    expect(given('{said: "function of time"}')).toMatchObject({ airflow: { end: "success" } });
    expect(given()).not.toHaveProperty("xcom");
    for (const [text, what] of [
      ["{run: function go}", "function go"],
      ["{bytes: Uint8Array(4 bytes)}", "Uint8Array(4 bytes)"],
      ["{self: [circular]}", "[circular]"],
    ] as const)
      expect(given(text)).toMatchObject({ unwritable: what, airflow: { end: "failed" } });
  });

  test("[AF14] the run is what its leaves are", () => {
    const last = task("b", "Pending 0, Running 1, Completed 2", { ...afterA, ...rule("all_done") });
    expect(compare(ran([failed, last])).airflow).toBe("success");
    expect(compare(ran([done, failed])).airflow).toBe("failed");
    expect(compare(ran([skipped])).airflow).toBe("success");
    expect(compare(ran([])).airflow).toBe("success");
  });
});

describe("beside each other", () => {
  const b = (states: string, more: Partial<RanTask> = afterA) => task("b", states, more);
  const differs = (...tasks: RanTask[]) => {
    const { difference } = compare(ran(tasks));
    return difference && `${difference.row?.name ?? "run"} ${difference.kind} ${difference.at}`;
  };

  test("[AF20] what goes the same way on both sides is no difference", () => {
    expect(differs(done, b("Pending 0, Running 1.2, Completed 3"))).toBeUndefined();
    expect(compare(ran([failed, b("Pending 0, NotReady 1")], "Failed 1")).difference).toBeUndefined();
    expect(
      differs(skipped, b("Pending 0, Running 1, Completed 2", { ...afterA, ...rule("none_failed") })),
    ).toBe(undefined);
  });

  test.each([
    ["a task that is called late", [done, b("Pending 1, Running 1, Completed 2", {})], "b began-later 0"],
    [
      "a rule that holds early",
      [
        done,
        task("c", "Pending 0, Running 0, Completed 5"),
        b("Pending 0, Running 5, Completed 6", { reads: ["a", "c"], ...rule("one_success") }),
      ],
      "b began-later 1",
    ],
    [
      "no pause here, five minutes there",
      [task("a", "Pending 0, Running 0, Retrying 1, Completed 2", { retries: 1 })],
      "a pause 1",
    ],
    [
      "a crash is not retried here",
      [task("a", "Pending 0, Running 0, Crashed 1", { retries: 2 })],
      "a tries 1",
    ],
    ["a skip goes on there", [skipped, b("Pending 0, Running 1, Completed 2")], "b end 1"],
    [
      "all_done runs there",
      [failed, b("Pending 0, NotReady 1", { ...afterA, ...rule("all_done") })],
      "b end 1",
    ],
    ["allowFailure runs here", [failed, b("Pending 0, Running 1, Completed 2")], "b end 1"],
    ["what is no data", [{ ...done, result: "function go" }], "a end 1"],
    ["a cache", [task("a", "Pending 0, Running 0, Cached 0")], "a cached 0"],
    ["a transaction", [task("a", "Pending 0, Running 0, Completed 1, RolledBack 2")], "a rolled-back 2"],
    ["the run as a whole", [failed], "run run 9"],
  ] as const)("[AF21] %s", (_, tasks, told) => {
    expect(differs(...tasks)).toBe(told);
  });

  test("[AF21] what waits for a place was called in time", () => {
    expect(differs(done, b("Pending 0, Running 4, Completed 5", {}))).toBeUndefined();
  });

  test("[AF22] it is told with the rule of either side, in each language", () => {
    const { difference } = compare(ran([skipped, b("Pending 0, Running 1, Completed 2")]));
    expect(difference?.rules.runnel.en).toContain("by whatever name");
    expect(difference?.rules.airflow.en).toContain("all_success: one upstream was skipped");
    expect(difference?.rules.airflow.ko).toContain("건너뜁니다");
  });
});
