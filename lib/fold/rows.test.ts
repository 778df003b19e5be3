import { expect, test } from "vitest";
import type { RunEvent } from "../engine";
import { createEngine, flow, task } from "../flow";
import { failureBelow, failuresBelow, holdersOf, rowsOf, type RowsOptions, type Sort } from ".";
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

test("[FO6] what failed deep in subflows that completed is found by a filter, comes first, and is counted at each row above it", async () => {
  const frail = task({ name: "frail" }, async (n: number) => {
    if (n === 3) throw new RangeError("three");
    return n;
  });
  const low = flow({ name: "low" }, async (n: number) => await frail.map([n, n + 1]).wait());
  const middle = flow({ name: "middle" }, async (n: number) => {
    await low(n);
    await low(n + 2);
  });
  const top = flow({ name: "top" }, async () => {
    await frail.map([0, 1]).wait();
    await middle(10);
    await middle(0);
  });
  const events: RunEvent[] = [];
  await createEngine({ onEvent: (event) => void events.push(event) }).start(top, []).done;
  const look = foldOf(events).look();
  const list = (options: Partial<RowsOptions>) => {
    const rows = rowsOf(look, { open: new Set(), sort: "start", states: new Set(), text: "", ...options });
    const texts = Array.from({ length: rows.count }, (_, index) => {
      const row = rows.at(index);
      if (!row || row.kind === "lane") return "";
      const { name } = row.kind === "group" ? row.group : row.task.group;
      return `${row.depth} ${name}${row.kind === "group" ? " ×" : ""}${row.canOpen ? "" : " ·"}`;
    });
    return { texts, of: [rows.shown, rows.total] };
  };
  const path = ["0 middle × ·", "1 middle ·", "2 low × ·", "3 low ·"];
  expect(look.counts.map(({ name, count }) => [name, count])).toEqual([
    ["Completed", 15],
    ["Failed", 1],
  ]);
  expect(list({ states: new Set(["Failed"]) })).toEqual({ texts: [...path, "4 frail ×"], of: [1, 16] });
  expect(list({ states: new Set(["Completed"]) }).of).toEqual([15, 16]);
  expect(list({ text: "frail" }).of).toEqual([10, 16]);
  expect(list({ text: "frail" }).texts.filter((text) => text.endsWith("frail ×"))).toHaveLength(5);
  expect(list({ text: "no such name" })).toEqual({ texts: [], of: [0, 16] });
  expect(list({}).texts).toEqual(["0 frail ×", "0 middle ×"]);
  expect(list({ sort: "failed" }).texts).toEqual(["0 middle ×", "0 frail ×"]);
  const [leaves, subflows] = look.groupsOf();
  expect(leaves && failuresBelow(leaves, look)).toBe(0);
  expect(subflows?.tasks.map((one) => failuresBelow(one, look))).toEqual([0, 1]);
  expect(subflows && failureBelow(subflows, look)?.run.parameters).toEqual(
    look.tasks.find((one) => look.stateOf(one)?.isFailed())?.run.parameters,
  );
  const fold = foldOf(events);
  for (let position = 0; position <= fold.end; position++) {
    const then = fold.look(position);
    const failed = then.tasks.filter((one) => then.stateOf(one)?.isFailed()).length;
    expect(subflows && failuresBelow(subflows, then)).toBe(failed);
  }
  const inside = new Set([subflows?.id ?? ""]);
  expect(list({ sort: "failed", open: inside }).texts).toEqual([
    ...["0 middle ×", "1 middle", "1 middle", "0 frail ×"],
  ]);
});
