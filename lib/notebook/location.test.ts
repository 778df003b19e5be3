import { describe, expect, test } from "vitest";
import type { CellId } from "../base";
import { type LineMap, locate, locateError } from "./location";

const [one, two] = ["one", "two"] as unknown as [CellId, CellId];
const lines: LineMap = [
  {
    cell: one,
    first: 2,
    count: 3,
    insertions: [
      { line: 3, column: 5, length: 10 },
      { line: 3, column: 20, length: 2 },
    ],
  },
  { cell: two, first: 6, count: 1, insertions: [{ line: 6, column: 1, length: 100 }] },
];

describe("locations", () => {
  test.each([
    [1, 1, undefined],
    [2, 7, { cell: one, line: 1, column: 7 }],
    [3, 4, { cell: one, line: 2, column: 4 }],
    [3, 9, { cell: one, line: 2, column: 5 }],
    [3, 15, { cell: one, line: 2, column: 5 }],
    [3, 19, { cell: one, line: 2, column: 9 }],
    [3, 23, { cell: one, line: 2, column: 11 }],
    [5, 1, undefined],
    [6, 44, { cell: two, line: 1, column: 1 }],
  ])("[NB90] line %i, column %i of the module", (line, column, expected) => {
    expect(locate(lines, line, column)).toEqual(expected);
  });

  const url = "blob:null/3e1b-4f";
  test.each([
    [
      "Chromium",
      `TypeError: x\n    at f (blob:app/1:9:9)\n    at async work (${url}:2:7)\n    at ${url}:3:1`,
    ],
    ["Firefox", `f@blob:app/1:9:9\nasync*work@${url}:2:7\n@${url}:3:1\n`],
    ["Safari", `f@blob:app/1:9:9\n@[native code]\nwork@${url}:2:7\nmodule code@${url}:3:1`],
    ["the prelude skipped", `Error: ${url}\n    at ${url}:1:3\n    at new A (${url}:2:7)`],
  ])("[NB91] the author's first frame, as in %s", (_, stack) => {
    expect(locateError(lines, stack, url)[0]).toEqual({ cell: one, line: 1, column: 7 });
  });

  test("[NB91] a stack without author's code has none", () => {
    expect(locateError(lines, `Error\n    at ${url}2:2:7\n    at ${url}:1:1`, url)).toEqual([]);
  });
});
