import { describe, expect, test } from "vitest";
import { AbortError } from "../../base";
import { Unheard } from "./unheard";

const boom = new RangeError("boom");
boom.stack = "RangeError: boom\n    at cell";

describe("rejections that nobody awaits", () => {
  const warning = "A rejection was never awaited: RangeError('boom')\nRangeError: boom\n    at cell";
  const cases: Record<string, readonly [said: (unheard: Unheard) => void, warnings: readonly string[]]> = {
    none: [() => undefined, []],
    one: [(unheard) => unheard.rejected({}, boom), [warning]],
    "what is no error": [
      (unheard) => unheard.rejected({}, "no"),
      [
        "A rejection was never awaited: string('no'). It does not say where: reject with new Error(…), which does.",
      ],
    ],
    "one without a reason": [
      (unheard) => unheard.rejected({}, undefined),
      [expect.stringMatching(/^A rejection was never awaited: /) as string],
    ],
    "two promises of one error": [
      (unheard) => {
        unheard.rejected({}, boom);
        unheard.rejected({}, boom);
      },
      [warning],
    ],
    "one that is awaited later": [
      (unheard) => {
        const promise = {};
        unheard.rejected(promise, boom);
        unheard.handled(promise);
      },
      [],
    ],
    "one that was stopped": [(unheard) => unheard.rejected({}, new AbortError("stop")), []],
  };
  for (const [what, [said, warnings]] of Object.entries(cases))
    test(`11.11 ${what}`, () => {
      const unheard = new Unheard();
      said(unheard);
      expect(unheard.take(undefined)).toEqual(warnings);
      expect(unheard.take(undefined)).toEqual([]);
    });

  test("11.11 what the run failed by itself is not told twice", () => {
    const unheard = new Unheard();
    unheard.rejected({}, boom);
    expect(unheard.take(boom)).toEqual([]);
  });
});
