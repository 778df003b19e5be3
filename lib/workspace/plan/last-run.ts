import type { RunSummary } from "../../storage";

/** The run whose time says how long a flow takes: its latest that completed, else its latest that is over. Simulated ones have hours of their own. */
export function lastRun(flowName: string, history: readonly RunSummary[]): RunSummary | undefined {
  const over = history.filter(
    (run) => run.flowName === flowName && run.endTime !== undefined && run.simulated !== true,
  );
  return over.find(({ stateType }) => stateType === "COMPLETED") ?? over[0];
}
