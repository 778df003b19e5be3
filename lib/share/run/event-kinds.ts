import type { StateType } from "../../engine";

/** How each event of a recorded run is written; the order is the format's. */
export const eventKinds = [
  // The usual next state, with nothing; with a whole text as what it gave; with another preview of that.
  ...(["step", "step-text", "step-value", "state"] as const),
  // A task run whose name is its task's with three digits; with a name of its own.
  ...(["task-marked", "task-named", "flow"] as const),
  ...(["debug", "info", "warning", "error"] as const),
  ...(["wait", "go", "placed", "cache", "name", "other"] as const),
] as const;
export type EventKind = (typeof eventKinds)[number];

/** The state that mostly follows one, without a name or a word of its own. */
export const usualNext: Partial<Record<StateType, StateType>> = {
  SCHEDULED: "RUNNING",
  PENDING: "RUNNING",
  RUNNING: "COMPLETED",
};

/** What is known of a run while its events are written or read. */
export interface KnownRun {
  readonly id: string;
  readonly kind: "flow" | "task";
  /** The flow run that made a task run. */
  readonly flowRunId: string | null;
  type: StateType;
}
