import { describe, expect, test } from "vitest";
import { newIds } from "../base";
import type { DataPort, RunEvent } from "../engine";
import { parseNotebook, type Notebook } from "../notebook";
import { storedEvent } from "../runtime";
import { simulationOf } from "../simulation";
import { simulatedNotebooks } from "../simulation/notebooks.suite";
import { runNotebook } from "./run-notebook";

const newId = newIds(Date.now, Math.random);
const notebooks = Object.values(simulatedNotebooks).map(
  (code) => parseNotebook(`\`\`\`ts\n${code.trim()}\n\`\`\`\n`, newId).notebook,
);
const noData = {} as DataPort;

/** The log of a simulated run, a line an event. */
async function logOf(notebook: Notebook, seed: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const onEvent = (event: RunEvent) => void lines.push(storedEvent(event));
  await runNotebook({ notebook, data: noData, simulation: simulationOf({ seed }), onEvent });
  return lines;
}

describe("[SI1] one seed gives one log", () => {
  for (let from = 0; from < 100; from += 25)
    test(`seeds ${from} to ${from + 24}`, async () => {
      for (let seed = from; seed < from + 25; seed++) {
        const notebook = notebooks[seed % notebooks.length];
        if (!notebook) throw new Error("no notebooks");
        const log = await logOf(notebook, seed);
        expect(log.length).toBeGreaterThan(4);
        expect(await logOf(notebook, seed)).toEqual(log);
      }
    });
});
