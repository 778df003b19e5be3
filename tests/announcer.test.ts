import fc from "fast-check";
import { expect, test } from "vitest";
import { Announcer, type Going } from "../app/_run/announcer";

const begun: Going = {
  id: "1",
  flowName: "etl",
  type: "RUNNING",
  isOver: false,
  isWaiting: false,
  progress: { all: 15, done: 0, failed: 0, cached: 0, retried: 0 },
};
const at = (done: number, failed = 0, all = 15): Going => ({
  ...begun,
  progress: { ...begun.progress, all, done, failed },
});

const none = begun.progress;

/** What is said of a run that goes so, at those milliseconds. */
function saidOf(...goings: readonly (readonly [at: number, going: Going])[]): readonly string[] {
  const announcer = new Announcer();
  return goings.flatMap(([ms, going]) => announcer.next(going, ms) ?? []);
}

test("progress is told every few seconds at most, and only where there is some", () => {
  expect(
    saidOf(
      [0, begun],
      [250, at(1)],
      [4_900, at(7, 1)],
      [5_000, at(8, 1)],
      [9_000, at(12, 1)],
      [10_000, at(13, 1)],
      [20_000, at(13, 1)],
      [20_250, at(14, 1)],
    ),
  ).toEqual([
    "etl is running",
    "7 of 15 completed, 1 failed",
    "12 of 15 completed, 1 failed",
    "13 of 15 completed, 1 failed",
  ]);
});

test("that some are tried again is told with the rest", () => {
  const retried = { ...begun, progress: { ...none, done: 3, retried: 2 } };
  expect(saidOf([0, begun], [6_000, retried])).toContain("3 of 15 completed, 2 tried again");
});

test("counts are grouped as they are wherever they are shown", () => {
  expect(saidOf([0, begun], [6_000, at(9_989, 1_011, 10_022)])).toContain(
    "8,978 of 10,022 completed, 1,011 failed",
  );
});

test.each([
  [{ type: "COMPLETED", progress: { ...none, all: 0 } }, "etl completed"],
  [{ type: "COMPLETED" }, "etl completed: 15 task runs"],
  [
    { type: "COMPLETED", progress: { ...none, all: 10, done: 10, failed: 1, cached: 4 } },
    "etl completed: 10 task runs, 4 from the cache, 1 failed",
  ],
  [{ type: "FAILED", cause: "clean failed: no such column" }, "etl failed: clean failed: no such column"],
  [{ type: "CRASHED" }, "etl crashed"],
  [{ type: "CANCELLED" }, "etl cancelled"],
] as const)("the end is told at once: %o", (end, sentence) => {
  expect(
    saidOf([0, begun], [10, { ...begun, ...end, isOver: true }], [9_000, { ...begun, ...end, isOver: true }]),
  ).toEqual(["etl is running", sentence]);
});

test("so is a wait for the person, and that it goes on", () => {
  const waiting = { ...begun, isWaiting: true };
  expect(saidOf([0, begun], [10, waiting], [20, waiting], [30, begun])).toEqual([
    "etl is running",
    "etl waits for you",
    "etl is running",
  ]);
});

test("a run that was over before anybody looked is not told; another that is looked at then is", () => {
  const over = { ...begun, type: "COMPLETED", isOver: true };
  expect(saidOf([0, over], [10, { ...over, id: "2", type: "FAILED" }], [20, { ...begun, id: "3" }])).toEqual([
    "etl failed",
    "etl is running",
  ]);
});

test("however it goes, there is no flood, and the end is told", () => {
  const step = fc.record({
    after: fc.integer({ min: 0, max: 2_000 }),
    done: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let ms = 0;
      const goings = steps.map(({ after, done }) => [(ms += after), at(done, 0, 100)] as const);
      const said = saidOf([0, begun], ...goings, [ms, { ...begun, type: "COMPLETED", isOver: true }]);
      expect(said.length).toBeLessThanOrEqual(2 + ms / 5_000);
      expect(said.at(-1)).toBe("etl completed: 15 task runs");
    }),
  );
});
