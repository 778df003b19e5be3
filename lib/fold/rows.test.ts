import { expect, test } from "vitest";
import type { RunEvent } from "../engine";
import { createEngine, flow, task } from "../flow";
import { holdersOf, rowsOf, type Sort } from ".";
import type { Rows } from "./rows";
import { foldOf } from "./fold-of.suite";

const leaf = task({ name: "leaf" }, async (n: number) => n);
const inner = flow({ name: "inner" }, async () => {
  await leaf.map([1, 2]).wait();
});
const main = flow({ name: "main" }, async () => {
  await leaf.map([1, 2, 3]).wait();
  await leaf.withOptions({ name: "single" })(4);
  await inner();
  await inner();
});

test("FO11 with its holders open every task run has a row, and without them a deep one has none", async () => {
  const events: RunEvent[] = [];
  await createEngine({ onEvent: (event) => void events.push(event) }).start(main, []).done;
  const look = foldOf(events).look();
  const rowOf = (id: string, open: readonly string[]) =>
    rowsOf(look, { open: new Set(open), sort: "start", states: new Set(), text: "" }).indexOf(id);
  let closed = 0;
  for (const { run } of look.tasks) {
    expect(rowOf(run.id, holdersOf(look, run.id))).toBeGreaterThanOrEqual(0);
    if (rowOf(run.id, []) < 0) closed++;
  }
  expect([look.tasks.length, closed]).toEqual([10, 9]);
  expect(holdersOf(look, "no such run")).toEqual([]);
});

test("FO11 rows are like others where at each place the same one stands, whatever time it is", async () => {
  const events: RunEvent[] = [];
  await createEngine({ onEvent: (event) => void events.push(event) }).start(main, []).done;
  const fold = foldOf(events);
  const open = new Set(fold.look().tasks.flatMap(({ run }) => holdersOf(fold.look(), run.id)));
  const rows = (position?: number, turned = open, sort: Sort = "start") =>
    rowsOf(fold.look(position), { open: turned, sort, states: new Set(), text: "" });
  const placed = ({ count, at }: Rows) => Array.from({ length: count }, (_, index) => at(index)?.id).join();
  const [all, ...others] = [
    ...[rows(), rows(), rows(undefined, new Set()), rows(undefined, open, "slowest")],
    ...Array.from({ length: fold.end }, (_, position) => rows(position)),
  ];
  for (const other of others) expect(all?.isLike(other)).toBe(all && placed(all) === placed(other));
  expect(others.filter((other) => all?.isLike(other)).length).toBeGreaterThan(1);
});
