import { describe, expect, test } from "vitest";
import { RunnelError, newIds, type FlowRunId } from "../../base";
import { testClock } from "../../base/test-clock";
import type { NotebookMessage } from "../notebook/notebook-channel";
import { RunControl } from "./run-control";

const newId = newIds(Date.now, Math.random);
const [run, child] = [newId<FlowRunId>(), newId<FlowRunId>()];

/** Tabs with one notebook open, of which the first runs the run; `done` says what it did to it. */
function tabs(count: number) {
  const clock = testClock();
  const done: string[] = [];
  const controls: RunControl[] = [];
  const hear = (from: number, message: NotebookMessage) => {
    for (const [place, control] of controls.entries()) {
      if (place === from) continue;
      if (message.type === "request") void control.requested(message);
      if (message.type === "answer") control.answered(message);
    }
  };
  for (let place = 0; place < count; place++) {
    const runner = {
      owns: (id: FlowRunId) => place === 0 && id === run,
      stop: () => void done.push(`${place} stop`),
      resume: async (id: FlowRunId, json: string) => {
        if (json === "many") throw new RunnelError("resume/json", "This is not JSON.");
        done.push(`${place} resume ${id === child ? "the subflow" : id} with ${json}`);
      },
    };
    controls.push(
      new RunControl({ clock, newId, runner, channel: { send: (message) => hear(place, message) } }),
    );
  }
  return { controls, done, clock };
}

describe("a run is stopped and resumed from any tab", () => {
  test("[R7] WS40 the tab that runs it does it, once, whoever asks", async () => {
    const { controls, done } = tabs(3);
    for (const control of controls) {
      await control.request(run, { type: "stop" });
      await control.request(run, { type: "resume", flowRun: child, json: "41" });
    }
    const both = ["0 stop", "0 resume the subflow with 41"];
    expect(done).toEqual([...both, ...both, ...both]);
  });

  test("[R7] WS40 what is wrong with an input is said where it was given", async () => {
    const { controls, done } = tabs(2);
    const problems = controls.map((control) =>
      control.request(run, { type: "resume", flowRun: run, json: "many" }).catch(String),
    );
    expect(await Promise.all(problems)).toEqual([
      "RunnelError: This is not JSON.",
      "RunnelError: This is not JSON.",
    ]);
    expect(done).toEqual([]);
  });

  test("[R7] WS41 where no tab answers within two seconds, that is said", async () => {
    const { controls, done, clock } = tabs(2);
    const before = clock.now();
    const problem = controls[1]?.request(newId<FlowRunId>(), { type: "stop" });
    await expect(problem).rejects.toThrow("The tab that runs this does not answer. Go to it, or close it");
    expect(clock.now() - before).toBe(2000);
    expect(done).toEqual([]);
  });
});
