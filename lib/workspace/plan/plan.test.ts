import { expect, test } from "vitest";
import type { CellId, FlowRunId } from "../../base";
import type { CompiledNotebook } from "../../notebook";
import { stepsOf } from "./plan";
import { reachOf } from "./reach";

/** A query over another, of which the first has another text than in the last run. */
const definition = (name: string, source: string) =>
  ({ name, kind: "sql", cell: name as CellId, parameters: [], uses: [], line: 1, source }) as const;
const said = (uses: Record<string, string[]>) => ({
  outputs: [],
  lines: {},
  uses,
  inputs: [],
  fingerprint: "",
  problems: [],
});
const compiled: CompiledNotebook = {
  cells: { ["a" as CellId]: said({ a: [] }), ["b" as CellId]: said({ b: ["a"] }) },
  definitions: [definition("b", "b2"), definition("a", "a2")],
  main: [],
};

test("[WS120] a text that changed is shown as what became of it, where the text before is kept", () => {
  const entry = { kind: "cells", flowName: "", names: ["b"] } as const;
  const decision = (name: string) =>
    ({ outcome: "miss", rule: "absent", key: name, parts: { TASK_SOURCE: `${name}2` } }) as const;
  const steps = stepsOf({
    ...{ entry, compiled, reach: reachOf(entry, compiled) },
    foreseen: ["a", "b"].map((name) => ({ name, decision: decision(name) })),
    past: ({ name }) => [
      {
        id: "1" as FlowRunId,
        sources: { a: "a1", b: "b1" },
        decision: { ...decision(name), taskRunId: "2" as never, parts: { TASK_SOURCE: `${name}1` } },
      },
    ],
    textOf: ({ name }) => (name === "a" ? "SELECT 2" : "FROM a"),
    textBefore: (source) => (source === "a1" ? "SELECT 1" : "FROM a"),
    runName: () => "run 1",
  });
  expect(steps.map(({ name, why, difference }) => [name, why, difference])).toEqual([
    [
      "a",
      "Runs: its text changed.",
      [
        { kind: "old", text: "SELECT 1" },
        { kind: "new", text: "SELECT 2" },
      ],
    ],
    ["b", "Runs: `a` changed.", []],
  ]);
});

test.each([
  [false, "Runs: its result of run 1 is no longer kept."],
  [true, "Runs: it did not complete in run 1."],
])("[WS120] of what has the key that it had it says why there is no result: %s", (isIncomplete, why) => {
  const entry = { kind: "cells", flowName: "", names: ["a"] } as const;
  const decision = { outcome: "miss", rule: "absent", key: "k", parts: { TASK_SOURCE: "a2" } } as const;
  const [step] = stepsOf({
    ...{ entry, compiled, reach: reachOf(entry, compiled), foreseen: [{ name: "a", decision }] },
    past: () => [
      {
        ...{ id: "1" as FlowRunId, sources: { a: "a2" }, decision: { ...decision, taskRunId: "2" as never } },
        ...(isIncomplete && { isIncomplete }),
      },
    ],
    ...{ textOf: () => "", textBefore: () => undefined, runName: () => "run 1" },
  });
  expect(step?.why).toBe(why);
});

/** What is said of a task of code that is called with `parameters`, after a run that decided by a rule. */
function saidOf(
  parameters: readonly string[],
  rule: "no-inputs" | "found",
  parts: Readonly<Record<string, string>>,
) {
  const task = {
    ...definition("get", "g1"),
    kind: "task",
    parameters: parameters.map((name) => ({ name, hasDefault: false })),
  } as const;
  const entry = { kind: "flow", name: "main", parameters: {} } as const;
  const notebook: CompiledNotebook = { cells: {}, definitions: [task], main: [] };
  const [step] = stepsOf({
    ...{ entry, compiled: notebook, foreseen: [] },
    reach: { definitions: [task], cells: new Set(), next: () => [] },
    past: () => [
      {
        ...{ id: "1" as FlowRunId, sources: { get: "g1" } },
        decision: { outcome: "miss", rule, key: "k", parts, taskRunId: "2" as never },
      },
    ],
    ...{ textOf: () => "", textBefore: () => undefined, runName: () => "run 1" },
  });
  return step?.why;
}

test("[WS120] a task without parameters has no inputs in any run; what a key holds is told only where it holds something", () => {
  expect(saidOf([], "no-inputs", {})).toBe("Runs where it is called: it has no inputs to make a key of.");
  expect(saidOf(["x"], "no-inputs", {})).toBe("Decided as it runs: its text is as in run 1.");
  expect(saidOf(["x"], "found", { "INPUTS.x": "a", TASK_SOURCE: "b" })).toBe(
    "Decided as it runs: its text is as in run 1, and its key also holds `x`.",
  );
});
