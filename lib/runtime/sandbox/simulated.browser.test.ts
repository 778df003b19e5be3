import { afterAll, expect, test } from "vitest";
import { simulationOf } from "../../simulation";
import { goldenLine, goldenRuns } from "../../simulation/golden.suite";
import { closeSandboxes, openSandbox, startRun } from "./in-sandbox.suite";

const golden = import.meta.glob<string>("../../simulation/golden.txt", {
  query: "?raw",
  import: "default",
  eager: true,
});
const known = Object.values(golden).join("").trimEnd().split("\n");
const opened = openSandbox();
afterAll(closeSandboxes);

test("[SI1] a hundred seeds give the logs that they give in Node", async () => {
  const told: string[] = [];
  for (const run of goldenRuns) {
    const simulation = simulationOf({ seed: run.seed });
    const { id, lines, done } = startRun(await opened, run.code.trim(), { simulation });
    await done;
    told.push(goldenLine(run, lines, id));
  }
  expect(told).toEqual(known);
});
