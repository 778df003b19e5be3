import type { FlowRunId } from "../../base";

/** The name of the lock that the owner of a run holds. */
export function lockName(id: FlowRunId): string {
  return `runnel:run:${id}`;
}
