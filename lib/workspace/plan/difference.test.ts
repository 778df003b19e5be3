import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { difference, type DiffLine } from "./difference";

const marks = { both: " ", old: "-", new: "+" } as const;
const shown = (lines: readonly DiffLine[]) =>
  lines.map((line) => (line.kind === "gap" ? `… ${line.count}` : marks[line.kind] + line.text));

describe("what became of a text", () => {
  for (const [title, before, after, expected] of [
    ["nothing", "a\nb", "a\nb", []],
    [
      "a line",
      "SELECT *\nFROM a\nHAVING n > 5000",
      "SELECT *\nFROM a\nHAVING n > 1000",
      [" SELECT *", " FROM a", "-HAVING n > 5000", "+HAVING n > 1000"],
    ],
    ["a line more", "a\nb", "a\nx\nb", [" a", "+x", " b"]],
    ["a line less", "a\nx\nb", "a\nb", [" a", "-x", " b"]],
    ["all", "a", "b", ["-a", "+b"]],
    ["far from most of it", "1\n2\n3\n4\n5\n6", "1\n2\n3\n4\n5\n7", ["… 3", " 4", " 5", "-6", "+7"]],
    [
      "at both ends",
      "0\n1\n2\n3\n4\n5\n6",
      "x\n1\n2\n3\n4\n5\ny",
      ["-0", "+x", " 1", " 2", "… 1", " 4", " 5", "-6", "+y"],
    ],
  ] as const)
    test(title, () => {
      expect(shown(difference(before, after))).toEqual(expected);
    });

  test("what stays and goes is the text before, what stays and comes the text after", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 })
      .map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = difference(before, after);
        const ofBefore = lines.flatMap((line) =>
          line.kind === "gap" || line.kind === "new" ? [] : [line.text],
        );
        const ofAfter = lines.flatMap((line) =>
          line.kind === "gap" || line.kind === "old" ? [] : [line.text],
        );
        const left = lines.reduce((sum, line) => sum + (line.kind === "gap" ? line.count : 0), 0);
        const all = before === after ? 0 : 1;
        expect(ofBefore.length + left).toBe(all * before.split("\n").length);
        expect(ofAfter.length + left).toBe(all * after.split("\n").length);
        if (left === 0 && before !== after)
          expect([ofBefore, ofAfter]).toEqual([before.split("\n"), after.split("\n")]);
      }),
    );
  });

  test("texts of ten thousand different lines each cost no more than they can", () => {
    const lines = (word: string) => Array.from({ length: 10_000 }, (_, line) => `${word} ${line}`).join("\n");
    expect(difference(lines("a"), lines("b"))).toHaveLength(20_000);
  });
});
