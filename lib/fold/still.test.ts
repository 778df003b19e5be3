import { expect, test } from "vitest";
import { testClock } from "../base";
import type { RunEvent } from "../engine";
import { ConcurrentTaskRunner, createEngine, flow, sleep, task } from "../flow";
import { Axis, type RunLook } from ".";
import { Counts } from "./counts";
import { foldOf } from "./fold-of.suite";
import { StateKinds } from "./kinds";
import { underWay } from "./under-way";

let tries = 0;
const step = task({ name: "step", retries: 1, retryDelaySeconds: 1 }, async (n: number) => {
  await sleep(n);
  if (n === 2 && tries++ < 2) throw new Error("not yet");
});
const last = task({ name: "last" }, async () => {
  await sleep(3);
});
const main = flow({ name: "main", taskRunner: ConcurrentTaskRunner({ maxWorkers: 2 }) }, async () => {
  await step.map([1, 2, 1, 2, 3]).wait();
  await last();
});

async function run() {
  tries = 0;
  const events: RunEvent[] = [];
  await createEngine({ clock: testClock(), onEvent: (event) => void events.push(event) }).start(main, [])
    .done;
  return { events, fold: foldOf(events) };
}

test("FO16 what is still is told by a later look as by the one before, and in the end all is", async () => {
  const { fold } = await run();
  const told = (look: RunLook, of: ReturnType<RunLook["groupsOf"]>[number]) => {
    const span = { from: fold.zero, to: fold.zero + 20_000 };
    const groups = [look.sizeOf(of), look.countsOf(of), look.spanOf(of), look.ribbonOf(of, span, 50)];
    return JSON.stringify([groups, look.underWayOf(of, span, 50)]);
  };
  let still = 0;
  for (let position = 1; position < fold.end; position++)
    for (const [before, after] of [
      [fold.look(position), fold.look(position + 1)],
      [fold.look(position, fold.zero + 15_000), fold.look(position + 3, fold.zero + 19_000)],
    ] as const) {
      for (const one of before.tasks.filter((each) => after.isStill(each, before))) {
        still++;
        expect(after.segmentsOf(one)).toEqual(before.segmentsOf(one));
        expect(after.tookOf(one)).toBe(before.tookOf(one));
      }
      for (const group of before.groupsOf().filter((each) => after.isStill(each, before))) {
        still++;
        expect(told(after, group)).toBe(told(before, group));
      }
    }
  expect(still).toBeGreaterThan(50);
  const end = fold.look();
  expect([...end.tasks, ...end.groupsOf()].every((one) => end.isStill(one, end))).toBe(true);
  const early = fold.look(fold.positionAt(fold.zero + 1_500));
  expect(early.tasks.some((one) => end.isStill(one, early))).toBe(true);
  expect(early.groupsOf().some((group) => end.isStill(group, early))).toBe(false);
});

test("FO7 the axis of a run that goes on stays as it is for some time, and always has room for now", async () => {
  const { events } = await run();
  // As it was while the first ran: nothing has come since.
  const fold = foldOf(events.slice(0, events.findIndex((event) => event.type === "task-state") + 3));
  const axes: Axis[] = [];
  for (let ms = 1_000; ms < 9_000; ms += 250) {
    const look = fold.look(Infinity, fold.zero + ms);
    const axis = Axis.of(look);
    expect([look.isOver, axis.to > look.time]).toEqual([false, true]);
    expect(axis.to - axis.from).toBeLessThanOrEqual((look.time - axis.from) * 1.5);
    if (!axes.at(-1)?.isLike(axis)) axes.push(axis);
  }
  expect(axes.length).toBeLessThan(9);
});

test("FO12 moves of one moment count as each of them, before any position", () => {
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const kinds = new StateKinds();
  const types = ["PENDING", "RUNNING", "COMPLETED", "SCHEDULED", "FAILED"] as const;
  for (const type of types) kinds.codeOf({ type, name: type });
  const counts = new Counts(kinds);
  const moves: { position: number; at: number; from: number; to: number }[] = [];
  const states: number[] = Array<number>(12).fill(-1);
  for (let position = 0, at = 100; position < 400; position += 1 + random(2)) {
    at += random(3) === 0 ? random(9) : 0;
    const [which, to] = [random(states.length), random(types.length)];
    const move = { position, at, from: states[which] ?? -1, to };
    states[which] = to;
    moves.push(move);
    counts.move(move.position, move.at, move.from, move.to);
    // It is asked in between, as a view does.
    if (random(5) === 0) underWay(counts, kinds, { position: Infinity, now: at, from: 100, to: at }, 3);
  }
  const plain = (position: number, from: number, to: number, parts: number) => {
    const width = (to - from) / parts;
    return Array.from({ length: parts }, (_, part) => {
      const [begins, ends] = [from + part * width, part === parts - 1 ? to + 1 : from + (part + 1) * width];
      let [running, most, hasBegun] = [0, 0, false];
      for (const move of moves.filter((one) => one.position < position)) {
        if (!hasBegun && move.at >= begins) [most, hasBegun] = [running, true];
        running += Number(move.to === 1) - Number(move.from === 1);
        if (move.at >= begins && move.at < ends) most = Math.max(most, running);
      }
      return hasBegun ? most : running;
    });
  };
  const end = moves.at(-1)?.at ?? 0;
  for (const position of [1, 17, 90, 200, 333, Infinity])
    for (const [from, to] of [
      [100, end],
      [120, end - 50],
    ] as const)
      expect(underWay(counts, kinds, { position, now: to, from, to }, 8).running).toEqual(
        plain(position, from, to, 8),
      );
});
