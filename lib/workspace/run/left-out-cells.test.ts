import { expect, test } from "vitest";
import { newIds, type CellId } from "../../base";
import type { CompiledCell } from "../../notebook";
import { leftOutWarning } from "./left-out-cells";

const newId = newIds(Date.now, Math.random);

test.each([
  [["ok"], undefined],
  [["ok", "!bad"], "Ran without bad: its cell has a problem, which it shows."],
  [["!a", "ok", "!b"], "Ran without a, b: their cells have problems, which they show."],
  [["!"], "Ran without a cell without a name: its cell has a problem, which it shows."],
  [
    ["!a", "!b", "!c", "!d", "!e", "!f", "!g"],
    "Ran without a, b, c, d, e and 2 more: their cells have problems, which they show.",
  ],
])("[WS86] of a notebook with the cells %s, of which those with ! have a problem", (names, warning) => {
  const cells = names.map((said): [CellId, CompiledCell] => {
    const name = said.replace("!", "");
    const problems = said.startsWith("!")
      ? [{ code: "syntax" as const, message: "x", line: 1, column: 1 }]
      : [];
    return [
      newId(),
      { outputs: name ? [name] : [], lines: {}, uses: {}, inputs: [], fingerprint: "", problems },
    ];
  });
  expect(leftOutWarning({ cells: Object.fromEntries(cells) })).toBe(warning);
});
