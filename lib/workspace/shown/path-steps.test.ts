import { expect, test } from "vitest";
import { testClock } from "../../base";
import { EventLog } from "../../engine";
import { createEngine, flow, sleep, task } from "../../flow";
import { criticalPath, RunFold } from "../../fold";
import { pathSteps } from "./path-steps";

const lasts = (name: string) => task({ name }, async (ms: number) => await sleep(ms / 1000));
const [a, b, c] = [lasts("a"), lasts("b"), lasts("c")];
const main = flow({ name: "main" }, async () => {
  for (const [one, ms] of [[a, 10], [b, 3], [b, 5], [a, 2], [c, 30]] as const) await one(ms); // prettier-ignore
});

test("a path is read with calls of one task as one step, and of many steps the longest", async () => {
  const log = new EventLog({ keepEvents: false });
  let fold: RunFold | undefined;
  const onEvent = (event: Parameters<EventLog["record"]>[0]) => {
    log.record(event);
    if (event.type === "flow-run") fold ??= new RunFold(event.flowRun.id, log);
    fold?.take(event);
  };
  await createEngine({ clock: testClock(), onEvent }).start(main, []).done;
  const path = fold && criticalPath(fold.look());
  const read = (most: number) => {
    const { steps, left } = path ? pathSteps(path, most) : { steps: [], left: -1 };
    return [
      ...steps.map(({ task, count, ranMs }) => `${task.group.name} × ${count}: ${Math.round(ranMs)}`),
      left,
    ];
  };
  expect(read(8)).toEqual(["a × 1: 10", "b × 2: 8", "a × 1: 2", "c × 1: 30", 0]);
  expect(read(2)).toEqual(["a × 1: 10", "c × 1: 30", 2]);
  expect(path && pathSteps(path, 8).steps[1]?.task).toBe(path?.links[2]?.task);
});
