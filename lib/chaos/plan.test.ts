import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TaskRunId } from "../base";
import { parseNotebook, serialiseNotebook } from "../notebook";
import { faultsOf, planSetting, planText, readPlan } from ".";

const rulesOf = (text: string, isSimulated = false) => {
  const { plan, problems } = readPlan(text, { isSimulated });
  expect(problems).toEqual([]);
  return plan;
};

describe("a plan", () => {
  test("[CH1] has a line for each rule, and a seed", () => {
    const { seed, rules } = rulesOf(
      `# what a teacher shows
       seed 7
       fetchOrders: fail, attempt 1
       *: crash, attempts 1 2   # all
       slow 1..5, probability 0.2
       score: slow 2 s
       offline
       load: full, probability 1
       jump -3600, after 60`,
      true,
    );
    expect(seed).toBe(7);
    expect(rules).toEqual([
      { kind: "fail", task: "fetchOrders", attempts: [1] },
      { kind: "crash", attempts: [1, 2] },
      { kind: "slow", seconds: [1, 5], probability: 0.2 },
      { kind: "slow", task: "score", seconds: [2, 2] },
      { kind: "offline" },
      { kind: "full", task: "load", probability: 1 },
      { kind: "jump", by: -3600, after: 60 },
    ]);
  });

  test.each([
    ["fial, attempt 1", "“fial” cannot go wrong: write fail, slow, crash, offline, full, jump."],
    ["fetchOrder: fail", "There is no task “fetchOrder” in this notebook: it has fetchOrders, score."],
    ["__proto__: fail", "There is no task “__proto__” in this notebook: it has fetchOrders, score."],
    ["fail, probability 2", "A probability is a number from 0 to 1, not “2”."],
    ["fail, probability NaN", "A probability is a number from 0 to 1, not “NaN”."],
    ["fail, probability -0.1", "A probability is a number from 0 to 1, not “-0.1”."],
    ["fail, probability 0", "A probability of 0 never happens: take the line away."],
    ["fail, attempt 0", "An attempt is a whole number from 1 to 1000, not “0”."],
    ["fail, attempts 1 x", "An attempt is a whole number from 1 to 1000, not “x”."],
    ["fail, attempt 1e9", "An attempt is a whole number from 1 to 1000, not “1e9”."],
    ["fail at once", "“at once” says nothing here: write “fail, attempt 1”."],
    ["fail, soon", "“soon” says nothing here: write it as in “fail, attempt 1”."],
    ["fail, after 3", "Only a jump has “after”: “fail” has attempts."],
    ["slow", "Say for how many seconds: “slow 1..5”."],
    ["slow 5..1", "A delay goes from less to more: “slow 1..5”."],
    ["slow Infinity", "A delay in seconds is a number from 0 to 2678400, not “Infinity”."],
    ["slow 1..2..3", "Say for how many seconds: “slow 1..5”."],
    ["seed x", "A seed is a whole number from 0 to 4294967295, not “x”."],
    ["seed 1.5", "A seed is a whole number from 0 to 4294967295, not “1.5”."],
    ["jump 60", "A clock jumps only in simulated time: simulate the run, or take the line away."],
    ["constructor", "“constructor” cannot go wrong: write fail, slow, crash, offline, full, jump."],
  ])("[CH2] says at its line what is wrong with “%s”, and goes on", (line, message) => {
    const { plan, problems } = readPlan(`crash\n${line}\nfail, attempt 1`, {
      tasks: ["fetchOrders", "score"],
    });
    expect(problems).toEqual([{ line: 2, message }]);
    expect(plan.rules.map(({ kind }) => kind)).toEqual(["crash", "fail"]);
  });

  test("[CH2] says what is wrong with a jump in simulated time", () => {
    const { problems } = readPlan("jump x\njump 1, attempt 1\nscore: jump 1", { isSimulated: true });
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  test("[CH2] reads any text, and no more than a hundred lines", () => {
    const word = fc.constantFrom(
      ..."fail slow crash offline full jump seed , : * .. 1 -1 0.5 attempt probability after # a".split(" "),
      "\n",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(" ")),
        ),
        (text) => {
          const { plan, problems } = readPlan(text, { tasks: ["a"], isSimulated: true });
          for (const { line, message } of problems)
            expect([line > 0, message.length < 400]).toEqual([true, true]);
          for (const rule of plan.rules)
            if (rule.kind !== "jump") expect(rule.probability ?? 1).toBeGreaterThan(0);
        },
      ),
    );
    const { plan, problems } = readPlan("full\n".repeat(300));
    expect([plan.rules.length, problems]).toEqual([
      100,
      [{ line: 101, message: "A plan has at most 100 lines." }],
    ]);
  });

  test("[CH7] stands in a notebook's front matter as its author would write it, and as it is", () => {
    let count = 0;
    const newId = () => String(++count) as never;
    const planIn = (text: string) => planText(parseNotebook(text, newId).notebook.settings["chaos"]);
    const lines = "seed 7\nfetchOrders: fail, attempt 1\nslow 1..5, probability 0.2\n# all: of them\n*: full";
    const chaos = planSetting(lines);
    const text = serialiseNotebook({ title: "Orders", settings: { chaos }, cells: [] });
    expect(text).toContain(
      "chaos:\n  - seed 7\n  - fetchOrders: fail, attempt 1\n  - slow 1..5, probability 0.2\n",
    );
    expect(planIn(text)).toBe(lines);
    expect(planIn("---\nchaos: |\n  seed 7\n  fail, attempt 1\n---\n")).toBe("seed 7\nfail, attempt 1");
    expect(planIn("---\nchaos: fail\n---\n")).toBe("fail");
    expect(planIn("---\ntitle: none\n---\n")).toBe("");
    expect(planSetting(" \n")).toBeUndefined();
    // What is no plan is a problem of its line.
    expect(readPlan(planIn("---\nchaos: [1, [2], {a: {b: 1}}]\n---\n")).problems).toHaveLength(3);
  });

  test("[CH3] draws the same faults from the same seed, each attempt on its own", () => {
    const drawn = (seed: number) => {
      const port = faultsOf(rulesOf(`seed ${seed}\na: fail, probability 0.3\nslow 1..2, probability 0.5`));
      return Array.from({ length: 100 }, (_, run) =>
        [1, 2, 3].map((attempt) => port.of({ task: "a", run: `run ${run}` as TaskRunId, attempt })),
      );
    };
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    const all = drawn(3).flat(2);
    const of = (kind: string) => all.filter((one) => one.kind === kind);
    expect([of("fail").length > 50, of("fail").length < 140]).toEqual([true, true]);
    for (const { seconds = 0 } of of("slow")) expect([seconds >= 1, seconds <= 2]).toEqual([true, true]);
    const firsts = drawn(1).map(([first]) => JSON.stringify(first));
    expect(firsts).not.toEqual(drawn(1).map(([, second]) => JSON.stringify(second)));
  });
});
