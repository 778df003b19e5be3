import fc from "fast-check";
import { expect, test } from "vitest";
import { lenses, parseViewed, sorts, viewedText, type Viewed } from "../app/_run/viewed";

const text = fc.string({ unit: "grapheme", minLength: 1 });
const viewed: fc.Arbitrary<Viewed> = fc.record({
  lens: fc.constantFrom(...lenses),
  run: fc.option(text, { nil: undefined }),
  selected: fc.option(text, { nil: undefined }),
  states: fc.array(
    text.filter((one) => !one.includes(",")),
    { maxLength: 4 },
  ),
  text: fc.string({ unit: "grapheme" }),
  sort: fc.constantFrom(...sorts),
  moment: fc.option(fc.stringMatching(/^\d{1,9}(\.\d{1,3})?(~\d{1,4})?$/), { nil: undefined }),
  levels: fc.subarray(["error", "warning", "info", "debug"]),
  isOwn: fc.boolean(),
  runs: fc.string({ unit: "grapheme" }),
  runText: fc.string({ unit: "grapheme" }),
});

test("what is looked at of a run comes back out of its address", () => {
  fc.assert(
    fc.property(viewed, (one) => {
      expect(parseViewed(viewedText(one))).toEqual(one);
    }),
  );
});

test("an address of another make is looked at as far as it makes sense", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (hash) => {
      const one = parseViewed(`#${hash}`);
      expect(parseViewed(viewedText(one))).toEqual(one);
    }),
  );
});
