import { flow, task } from "..";
import { names, suite } from "./harness.suite";

export const states = suite("States", (rule) => {
  rule("1.20 a task that succeeds: Pending, Running, Completed", async ({ expect, run }) => {
    const one = task(async () => 1);
    const { taskRuns } = await run(flow({ name: "one" }, async () => await one()));
    expect(taskRuns.map(names)).toEqual([["Pending", "Running", "Completed"]]);
  });
});
