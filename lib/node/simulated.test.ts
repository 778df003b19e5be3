import { expect, test } from "vitest";
import { newIds } from "../base";
import type { DataPort, RunEvent } from "../engine";
import { parseNotebook, type Notebook } from "../notebook";
import { storedEvent } from "../runtime";
import { simulationOf } from "../simulation";
import { goldenLine, goldenRuns } from "../simulation/golden.suite";
import { runNotebook } from "./run-notebook";

const newId = newIds(Date.now, Math.random);
const noData = {} as DataPort;

/** The log of a simulated run, a line an event. */
async function logOf(notebook: Notebook, seed: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const onEvent = (event: RunEvent) => void lines.push(storedEvent(event));
  await runNotebook({ notebook, data: noData, simulation: simulationOf({ seed }), onEvent });
  return lines;
}

test("[SI1] one seed gives one log, the one that browsers give: a hundred seeds", async () => {
  const told: string[] = [];
  for (const run of goldenRuns) {
    const { notebook } = parseNotebook(`\`\`\`ts\n${run.code.trim()}\n\`\`\`\n`, newId);
    const log = await logOf(notebook, run.seed);
    expect(log.length).toBeGreaterThan(4);
    expect(await logOf(notebook, run.seed)).toEqual(log);
    told.push(goldenLine(run, log));
  }
  await expect(`${told.join("\n")}\n`).toMatchFileSnapshot("../simulation/golden.txt");
});
