import { expect, test } from "vitest";
import type { LogLine } from "../engine";
import { Lines } from "./lines";

const line = (number: number): LogLine => ({
  ...{ at: number, level: "info", message: `line ${number}`, flowRunId: null, taskRunId: null },
});

test("WS52 the latest lines are kept, and numbered as if all were", () => {
  const lines = new Lines();
  const total = 250_000;
  const numbers = Array.from({ length: total }, (_, number) => lines.push(number, line(number)));
  expect(numbers.every((number, index) => number === index)).toBe(true);
  expect(lines.first).toBeGreaterThan(0);
  expect(total - lines.first).toBeGreaterThanOrEqual(100_000);
  expect(lines.at(lines.first - 1)).toBeUndefined();
  for (const number of [lines.first, total - 1]) expect(lines.at(number)?.message).toBe(`line ${number}`);
  expect(lines.countBefore(total - 10)).toBe(total - 10);
  lines.change(lines.first - 1, { message: "of a line that is gone" });
  lines.change(total - 1, { message: "changed" });
  expect([lines.at(lines.first)?.message, lines.at(total - 1)?.message]).toEqual([
    `line ${lines.first}`,
    "changed",
  ]);
});
