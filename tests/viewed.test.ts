import fc from "fast-check";
import { expect, test } from "vitest";
import {
  lenses,
  namingOf,
  parseViewed,
  sorts,
  viewedText,
  withViewed,
  zoomOf,
  zoomText,
  type Viewed,
} from "../app/_run/viewed";

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
  zoom: fc.option(
    fc
      .tuple(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 1e9 }))
      .map(([from, ms]) => zoomText({ from: from / 1000, to: (from + ms) / 1000 })),
    { nil: undefined },
  ),
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

test("a link or a file's address that stands before it stays as it is", () => {
  const link = fc.oneof(
    fc.stringMatching(/^#r[0-9][\w-]{0,40}$/),
    fc.constant("#url=https%3A%2F%2Fyou.example%2Frun.md"),
  );
  fc.assert(
    fc.property(link, viewed, viewed, (before, one, other) => {
      const address = withViewed(before, one);
      expect(parseViewed(address)).toEqual(one);
      expect(withViewed(address, other)).toBe(withViewed(before, other));
      expect(withViewed(address, parseViewed(""))).toBe(before);
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

test.each([
  ["1200-3500", { from: 1200, to: 3500 }],
  ["0-0.25", { from: 0, to: 0.25 }],
  ["5-5", undefined],
  ["7-5", undefined],
  ["-1-5", undefined],
  ["1e3-1e9", undefined],
  ["5", undefined],
  ["NaN-Infinity", undefined],
])("a part of a run's time that is addressed as %s", (text, zoom) => {
  expect(zoomOf(text)).toEqual(zoom);
  expect(parseViewed(`#z=${text}`).zoom).toBe(zoom && text);
  if (zoom) expect(zoomText(zoom)).toBe(text);
});

test("an address names the run that is looked at where another would come up without it, and nothing of another run", () => {
  const naming = (hash: string, id: string, isOlder = false) => {
    const before = parseViewed(hash);
    const after = { ...before, ...namingOf(before, id, isOlder) };
    // Once is enough.
    expect(namingOf(after, id, isOlder)).toBeUndefined();
    return viewedText(after);
  };
  expect(naming("", "b")).toBe("");
  expect(naming("", "a", true)).toBe("#run=a");
  expect(naming("#t=7", "b")).toBe("#run=b&t=7");
  expect(naming("#lens=logs&run=a&task=0&t=7&z=1-2", "b")).toBe("#lens=logs");
  expect(naming("#lens=logs&run=b&task=0&t=7", "a", true)).toBe("#lens=logs&run=a");
  expect(naming("#run=a&t=7", "a", true)).toBe("#run=a&t=7");
});
