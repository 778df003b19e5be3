import { newIds, type FlowRunId, type NotebookId } from "../../base";
import type { RunSummary } from "../../storage";

export const newId = newIds(Date.now, Math.random);

/** Two notebooks. */
export const notebooks = [newId<NotebookId>(), newId<NotebookId>()] as const;

/** A run as a list has it: of the first notebook, and completed, where nothing else is said. */
export function aRun(given: Partial<RunSummary> = {}): RunSummary {
  const { stateType = "COMPLETED" } = given;
  return {
    ...{ version: 1, id: newId<FlowRunId>(), notebookId: notebooks[0], name: "calm-otter", flowName: "main" },
    ...{ stateType, stateName: stateType.charAt(0) + stateType.slice(1).toLowerCase() },
    ...{ createdAt: 0, taskRunCounts: {} },
    ...given,
  };
}
