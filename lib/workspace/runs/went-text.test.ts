import { expect, test } from "vitest";
import { aRun } from "./runs.suite";
import { wentText } from "./went-text";

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
  ];

test.each(cases)("WS136 of %j and %j: %s", (taskRunCounts, executed, text) => {
  expect(wentText(aRun({ taskRunCounts, ...(executed && { executed }) }))).toBe(text);
});
