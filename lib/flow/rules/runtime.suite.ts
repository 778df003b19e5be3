import { flow, runtime, sleep, tags, task } from "..";
import { suite } from "./harness.suite";

/** Everything that `runtime` says of the run around the caller. */
function seen() {
  const { flowRun, taskRun } = runtime;
  const { id, name, flowName, parameters, runCount, parentFlowRunId } = flowRun;
  return {
    flowRun: { id, name, flowName, parameters, tags: flowRun.tags, runCount, parentFlowRunId },
    scheduledStartTime: flowRun.scheduledStartTime,
    taskRun: {
      ...{ id: taskRun.id, name: taskRun.name, taskName: taskRun.taskName, parameters: taskRun.parameters },
      ...{ tags: taskRun.tags, runCount: taskRun.runCount, startTime: taskRun.startTime },
      state: taskRun.state?.name ?? null,
    },
  };
}
type Seen = ReturnType<typeof seen>;

export const runtimeRules = suite("Runtime context", (rule) => {
  rule("11.6 in a flow: its run, and no task run", async ({ expect, run, clock }) => {
    const begun = clock.now();
    const main = flow({ name: "main", flowRunName: "run of {x}" }, (x: number, y = "default") => [
      seen(),
      x,
      y,
    ]);
    const done = await tags("b", "a").run(() => run(main, [7]));
    const [{ flowRun, taskRun, scheduledStartTime }] = (await done.value()) as [Seen];
    expect(flowRun).toEqual({
      ...{ id: done.flowRun?.id, name: "run of 7", flowName: "main", runCount: 1, parentFlowRunId: null },
      ...{ parameters: { x: 7, y: "default" }, tags: done.flowRun?.tags },
    });
    expect(scheduledStartTime).toEqual(new Date(begun));
    expect(taskRun).toEqual({
      ...{ id: null, name: null, taskName: null, parameters: {}, tags: [], runCount: 0, startTime: null },
      state: null,
    });
  });

  rule("11.6 in a task: its run, and that of its flow", async ({ expect, run }) => {
    const look = task({ name: "look", tags: ["t"], taskRunName: "look at {n}" }, async (n: number) => [
      seen(),
      n,
    ]);
    const main = flow({ name: "main" }, async () => {
      await sleep(10);
      return await Promise.all([look(1), look.submit(2).result()]);
    });
    const done = await run(main);
    const [[called], [submitted]] = (await done.value()) as [[Seen], [Seen]];
    for (const [index, { taskRun, flowRun }] of [called, submitted].entries()) {
      expect(taskRun).toEqual({
        ...{ id: done.taskRuns[index]?.id, name: `look at ${index + 1}`, taskName: "look", tags: ["t"] },
        ...{ parameters: { n: index + 1 }, runCount: 1, startTime: done.taskRuns[index]?.startTime },
        state: "Running",
      });
      expect(flowRun.id).toBe(done.flowRun?.id);
      expect(flowRun.flowName).toBe("main");
    }
  });

  rule("11.6 in a task on its own there is no flow run", async ({ expect, run }) => {
    const done = await run(task({ name: "alone" }, seen));
    const { flowRun, taskRun } = (await done.value()) as Seen;
    expect(flowRun).toEqual({
      ...{
        id: null,
        name: null,
        flowName: null,
        parameters: {},
        tags: [],
        runCount: 0,
        parentFlowRunId: null,
      },
    });
    expect(taskRun.id).toBe(done.taskRuns[0]?.id);
  });

  rule("11.6 in a subflow: the subflow's own run, and its parent's id", async ({ expect, run }) => {
    const child = flow({ name: "child" }, (x: number) => [seen(), x]);
    const main = flow({ name: "main" }, async () => [await child(3), seen()]);
    const done = await run(main);
    const [[inside], after] = (await done.value()) as [[Seen], Seen];
    expect(inside.flowRun).toMatchObject({
      ...{
        id: done.flowRuns[1]?.id,
        flowName: "child",
        parentFlowRunId: done.flowRun?.id,
        parameters: { x: 3 },
      },
    });
    expect(inside.taskRun.id).toBe(null);
    expect(after.flowRun).toMatchObject({ id: done.flowRun?.id, flowName: "main" });
  });

  rule("11.7 run counts are those of the moment", async ({ expect, run }) => {
    const counts: unknown[] = [];
    const flaky = task({ name: "flaky", retries: 2 }, async () => {
      counts.push(["task", runtime.taskRun.runCount, runtime.taskRun.state?.name]);
      if (runtime.taskRun.runCount < 3) throw new Error("again");
    });
    const main = flow({ name: "main", retries: 1 }, async () => {
      counts.push(["flow", runtime.flowRun.runCount]);
      await flaky();
      if (runtime.flowRun.runCount === 1) throw new Error("again");
    });
    await run(main);
    const tasks = [
      ["task", 1, "Running"],
      ["task", 2, "Retrying"],
      ["task", 3, "Retrying"],
    ];
    expect(counts).toEqual([["flow", 1], ...tasks, ["flow", 2], ...tasks]);
  });

  rule("11.7 values are read anew at each access", async ({ expect, run }) => {
    const { flowRun } = runtime;
    const ids: unknown[] = [];
    const main = flow({ name: "main" }, () => void ids.push(flowRun.id));
    const [first, second] = [await run(main), await run(main)];
    expect(ids).toEqual([first.flowRun?.id, second.flowRun?.id]);
    expect(new Set(ids).size).toBe(2);
  });

  rule("11.7 outside of runs: null, empty, or 0; the start is now", ({ expect }) => {
    const before = Date.now();
    const { flowRun, taskRun, scheduledStartTime } = seen();
    expect(flowRun).toEqual({
      ...{
        id: null,
        name: null,
        flowName: null,
        parameters: {},
        tags: [],
        runCount: 0,
        parentFlowRunId: null,
      },
    });
    expect(taskRun).toEqual({
      ...{ id: null, name: null, taskName: null, parameters: {}, tags: [], runCount: 0, startTime: null },
      state: null,
    });
    expect(scheduledStartTime.getTime()).toBeGreaterThanOrEqual(before);
    expect(scheduledStartTime.getTime()).toBeLessThanOrEqual(Date.now());
  });
});
