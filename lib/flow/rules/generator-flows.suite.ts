import { flow, sleep, task } from "..";
import { names, suite } from "./harness.suite";

export const generatorFlows = suite("Generator flows", (rule) => {
  const double = task({ name: "double" }, async (n: number) => 2 * n);
  const counted = flow({ name: "counted" }, async function* (upTo: number) {
    for (let n = 1; n <= upTo; n++) {
      await sleep(1);
      yield await double(n);
    }
    return "the end";
  });

  rule("5.41 a direct call gives the values one by one, while the run is Running", async (scene) => {
    const { expect, run } = scene;
    const seen: unknown[] = [];
    const taker = flow({ name: "taker" }, async () => {
      for await (const value of counted(3)) seen.push(value);
    });
    const { flowRuns, taskRuns } = await run(taker);
    expect(seen).toEqual([2, 4, 6]);
    expect(flowRuns.map(names)).toEqual(Array(2).fill(["Pending", "Running", "Completed"]));
    // The subflow's tasks are its own.
    const doubles = taskRuns.filter(({ taskName }) => taskName === "double");
    expect(doubles.map(({ flowRunId }) => flowRunId)).toEqual(Array(3).fill(flowRuns[1]?.id));
    expect(await flowRuns[1]?.state.result()).toBe("the end");
  });

  rule("5.41 a run of it by an engine gives the list of its values", async ({ expect, run }) => {
    const { state, value } = await run(counted, [3]);
    expect(state.name).toBe("Completed");
    expect(await value()).toEqual([2, 4, 6]);
  });

  rule("5.41 leaving early completes it; what is not asked for does not run", async ({ expect, run }) => {
    const taker = flow({ name: "taker" }, async () => {
      for await (const value of counted(100)) if (value === 4) break;
    });
    const { flowRuns, taskRuns } = await run(taker);
    expect(flowRuns[1] && names(flowRuns[1])).toEqual(["Pending", "Running", "Completed"]);
    expect(taskRuns.filter(({ taskName }) => taskName === "double")).toHaveLength(2);
  });

  rule("5.41 an exception reaches whoever iterates; a retry gives the values again", async (scene) => {
    const { expect, run } = scene;
    const seen: unknown[] = [];
    let attempts = 0;
    const flaky = flow({ name: "flaky", retries: 1 }, function* () {
      yield ++attempts;
      throw new RangeError(`attempt ${attempts}`);
    });
    const taker = flow({ name: "taker" }, async () => {
      for await (const value of flaky()) seen.push(value);
    });
    const { flowRuns, state } = await run(taker);
    expect(seen).toEqual([1, 2]);
    expect(flowRuns[1] && names(flowRuns[1])).toEqual([
      "Pending",
      "Running",
      "AwaitingRetry",
      "Running",
      "Failed",
    ]);
    expect(state.message).toBe("Flow run encountered an exception: RangeError: attempt 2");
  });

  rule("5.41 without an iteration there is no run; a state cannot be asked for", async ({ expect, run }) => {
    const taker = flow({ name: "taker" }, async () => {
      counted(1);
      const states = counted.withOptions({ returnState: true })(1);
      const [thrown] = await Promise.allSettled([states[Symbol.asyncIterator]().next()]);
      return thrown.status === "rejected" ? String(thrown.reason) : "nothing";
    });
    const { value, flowRuns } = await run(taker);
    expect(await value()).toBe("ValueError: The return_type for a generator flow must be 'result'");
    expect(flowRuns).toHaveLength(1);
  });
});
