import { parseHistory, usualSeeds } from "@/lib/crash-check";
import { simulationOf } from "@/lib/simulation";
import type { useRunner } from "./open-notebook";

type Runner = ReturnType<typeof useRunner>;

/** Checks the notebook for crashes, in a simulated run. */
export async function checkForCrashes(runner: Runner): Promise<void> {
  const simulation = simulationOf({ crash: { kind: "check", seeds: usualSeeds } });
  await runner.run({ kind: "notebook" }, { simulation });
}

/** Runs the history again that is in the notebook's text; where that is none, checks the notebook anew. */
export async function replayKept(runner: Runner): Promise<void> {
  const history = parseHistory(runner.crash);
  if (!history) {
    await checkForCrashes(runner);
    return;
  }
  const { seed, after } = history;
  for (const kind of ["killed", "resumed"] as const)
    await runner.run({ kind: "notebook" }, { simulation: simulationOf({ seed, crash: { kind, after } }) });
}
