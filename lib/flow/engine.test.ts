import { expect, test } from "vitest";
import { replay } from "../engine";
import { createEngine, flow, task, testClock } from ".";

test("a replayed log gives the same runs", async () => {
  let attempts = 0;
  const flaky = task({ name: "flaky", retries: 2, retryDelaySeconds: 5 }, async () => {
    attempts += 1;
    if (attempts < 3) throw new TypeError(`attempt ${attempts}`);
    return await Promise.resolve(attempts);
  });
  const child = flow({ name: "child" }, async () => await flaky());
  const parent = flow({ name: "parent" }, async () => [await child(), await flaky.submit().result()]);

  const run = await createEngine({ clock: testClock() }).run(parent);
  const again = replay(run.events);

  const told = ({ flowRuns, taskRuns }: Pick<typeof run, "flowRuns" | "taskRuns">) =>
    [...flowRuns, ...taskRuns].map(({ id, name, states, runCount, totalRunTime }) => ({
      id,
      name,
      states: states.map(String),
      runCount,
      totalRunTime,
    }));
  expect(run.state.toString()).toBe("Completed()");
  expect(told(again)).toEqual(told(run));
  expect(again.taskRuns.map(({ states }) => states.map(({ name }) => name))).toContainEqual([
    "Pending",
    "Running",
    "AwaitingRetry",
    "Retrying",
    "AwaitingRetry",
    "Retrying",
    "Completed",
  ]);
});
