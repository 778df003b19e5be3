import { expect, test } from "vitest";
import type { RunSummary } from "../../storage";
import { aRun } from "./runs.suite";
import { failedOf, failedText, wentText } from "./went-text";

const cases: readonly (readonly [Readonly<Record<string, number>>, readonly string[] | undefined, string])[] =
  [
    [{}, [], ""],
    [{ Cached: 14, Completed: 1 }, ["by_airport"], "14 reused, 1 ran: by_airport"],
    [{ Cached: 14, Completed: 1 }, undefined, "14 reused, 1 ran"],
    [{ Cached: 15 }, [], "15 reused"],
    [{ Completed: 9_989, Failed: 11 }, ["square"], "10,000 ran"],
    [{ Cached: 2, Completed: 6 }, ["a", "b"], "2 reused, 6 ran: a, b"],
    [{ Cached: 2, Completed: 6 }, ["a", "b", "c"], "2 reused, 6 ran: a, b, …"],
    [{ Cached: 1, Failed: 1, NotReady: 3 }, ["load"], "1 reused, 1 ran: load, 3 not run"],
    [{ Completed: 1, Crashed: 2, Pending: 4, Scheduled: 1 }, [], "3 ran, 5 not run"],
  ];

test.each(cases)("WS136 of %j and %j: %s", (taskRunCounts, executed, text) => {
  expect(wentText(aRun({ taskRunCounts, ...(executed && { executed }) }))).toBe(text);
});

test("WS136 of a run under way, what has not begun has not run yet", () => {
  const taskRunCounts = { Completed: 1, Running: 1, Pending: 6 };
  expect(wentText(aRun({ stateType: "RUNNING", taskRunCounts }))).toBe("2 ran, 6 not run yet");
});

const hidden: readonly (readonly [Partial<RunSummary>, string])[] = [
  [{ taskRunCounts: { Completed: 9_989, Failed: 11 }, failedCount: 11 }, "11 task runs failed"],
  [{ taskRunCounts: { Completed: 1, "No luck": 1 }, failedCount: 1 }, "1 task run failed"],
  [{ taskRunCounts: { Failed: 1_000, Crashed: 200, TimedOut: 34 } }, "1,234 task runs failed"],
  [{ taskRunCounts: { Failed: 2, NotReady: 3 }, failedCount: 0 }, ""],
  [{ taskRunCounts: { Failed: 2 }, failedCount: 2, stateType: "FAILED" }, ""],
  [{ taskRunCounts: {} }, ""],
];

test.each(hidden)("WS138 of a run in a list, %j: its word hides “%s”", (given, text) => {
  const run = aRun(given);
  expect(failedText(run.stateType, failedOf(run))).toBe(text);
});
