import { expect, test } from "vitest";
import { toldApart } from "../app/_run/timeline/tick-texts";
import { durationText } from "../app/_ui/time";

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

test.each([
  [0, "0 ms"],
  [1_250, "1.3 s"],
  [3 * minute + 5_000, "3 min 05 s"],
  [47 * hour + 59 * minute, "47 h 59 min"],
  [48 * hour, "2 d 0 h"],
  [24 * day + 6 * hour + 59 * minute, "24 d 6 h"],
])("a duration of %i ms is told as %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test("what is a microsecond short of a whole is the whole, as states of one moment are so far apart", () => {
  for (const ms of [1000, minute, hour, 48 * hour, 3 * day])
    expect(durationText(ms - 0.001)).toBe(durationText(ms));
});

test("marks of an axis that one text would tell are told once", () => {
  const ticks = [0, 5_000, 5_020, 5_040, 6_000].map((ms) => ({ at: ms / 6_000, ms }));
  expect(toldApart(ticks).map(({ ms, text }) => [ms, text])).toEqual([
    [0, "0"],
    [5_000, "5.0 s"],
    [6_000, "6.0 s"],
  ]);
});
