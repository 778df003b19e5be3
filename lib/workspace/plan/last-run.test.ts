import { expect, test } from "vitest";
import { aRun } from "../runs/runs.suite";
import { lastRun } from "./last-run";

test("[WS120] how long a run took last is told by one that completed in real time, else by one that ended so", () => {
  const [failed, simulated, completed, older] = [
    aRun({ name: "failed", stateType: "FAILED", endTime: 5 }),
    aRun({ name: "simulated", simulated: true, endTime: 5 }),
    aRun({ name: "completed", endTime: 5 }),
    aRun({ name: "older", endTime: 5 }),
  ] as const;
  const { flowName } = failed;
  const running = aRun({ name: "running", stateType: "RUNNING" });
  expect(lastRun(flowName, [running, failed, simulated, completed, older])).toBe(completed);
  expect(lastRun(flowName, [running, simulated, failed])).toBe(failed);
  expect(lastRun(flowName, [running, simulated])).toBeUndefined();
  expect(lastRun("another", [completed])).toBeUndefined();
});
