import { expect, test } from "vitest";
import type { RunEvent } from "../engine";
import { createEngine, flow, task } from "../flow";
import { holdersOf, rowsOf } from ".";
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
