import { expect, test } from "vitest";
import { testClock } from "../base";
import type { RunEvent } from "../engine";
import { ConcurrentTaskRunner, createEngine, flow, sleep, task } from "../flow";
import { underWayNow } from ".";
import { foldOf } from "./fold-of.suite";

const step = task({ name: "step" }, async (n: number) => {
  await sleep(n);
});
const main = flow({ name: "main", taskRunner: ConcurrentTaskRunner({ maxWorkers: 2 }) }, async () => {
  await step.map([1, 1, 1, 1]).wait();
});

test("FO12 a group tells how many of its task runs run and wait, in each part of a time and now", async () => {
  const events: RunEvent[] = [];
  await createEngine({ clock: testClock(), onEvent: (event) => void events.push(event) }).start(main, [])
    .done;
  const fold = foldOf(events);
  const [group] = fold.look().groupsOf();
  if (!group) throw new Error("There is one group.");
  // Changes are well within the parts.
  const from = fold.zero - 100;
  const whole = { from, to: from + 2_000 };
  expect(fold.look().underWayOf(group, whole, 4)).toEqual({ running: [2, 2, 2, 2], waiting: [4, 2, 2, 0] });
  // A part of it, in which what began before goes on.
  expect(fold.look().underWayOf(group, { from: from + 250, to: from + 750 }, 2)).toEqual({
    running: [2, 2],
    waiting: [2, 2],
  });
  const then = fold.look(fold.positionAt(from + 400));
  expect(underWayNow(then.countsOf(group))).toEqual({ running: 2, waiting: 2 });
  expect(then.underWayOf(group, whole, 4)).toEqual({ running: [2, 0, 0, 0], waiting: [4, 0, 0, 0] });
  expect(underWayNow(fold.look().countsOf(group))).toEqual({ running: 0, waiting: 0 });
});
