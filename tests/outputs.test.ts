import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Outputs } from "../app/notebook/_notebook/output";
import type { OutputView } from "../lib/workspace";

/** The text that a definition's cell has below its code. */
function textOf(outputs: readonly OutputView[], runs: number): string {
  const markup = renderToStaticMarkup(createElement(Outputs, { of: "square", outputs, runs }));
  return markup
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

const numbers = (count: number): readonly OutputView[] =>
  Array.from({ length: count }, (_, n) => ({
    runName: `square-${n}`,
    preview: { kind: "text", text: String(n * n), isWhole: true },
  }));

test("a cell says how many results it shows, and of how many runs where these are not all", () => {
  expect(textOf(numbers(1), 1)).toBe("0");
  expect(textOf(numbers(3), 3)).toBe("3 results square-0 0 square-1 1 square-2 4");
  // One of three failed.
  expect(textOf(numbers(2), 3)).toMatch(/^2 results square-0/);
  expect(textOf(numbers(50), 10_000)).toMatch(/^What the latest 50 of 10,000 runs gave: 50 results square-0/);
  expect(textOf(numbers(49), 60)).toMatch(/^What the latest 50 of 60 runs gave: 49 results/);
});
