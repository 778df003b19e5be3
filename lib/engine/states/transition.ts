import { RunnelError } from "../../base";
import { finalTypes, type State, type StateType } from "./state";

/** Where a run stands. Only `transition` makes the next one. */
export interface Progress {
  readonly state: State;
  readonly runCount: number;
  /** Milliseconds since the epoch; null: not yet. */
  readonly startTime: number | null;
  readonly endTime: number | null;
  /** Milliseconds spent in Running. */
  readonly totalRunTime: number;
}

const anywhere: readonly StateType[] = [
  "SCHEDULED",
  "PENDING",
  "RUNNING",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
  "CRASHED",
  "PAUSED",
  "CANCELLING",
];
const again: readonly StateType[] = ["SCHEDULED", "PENDING", "RUNNING"];

/** Which types may follow which. A run that ended moves again only to be run again, or rolled back. */
const moves: Record<StateType, readonly StateType[]> = {
  SCHEDULED: anywhere.filter((type) => type !== "COMPLETED"),
  PENDING: anywhere,
  RUNNING: anywhere,
  PAUSED: ["RUNNING", "COMPLETED", "SCHEDULED", "FAILED", "CRASHED", "CANCELLED", "CANCELLING"],
  CANCELLING: ["CANCELLED"],
  COMPLETED: ["COMPLETED", ...again],
  FAILED: again,
  CRASHED: again,
  CANCELLED: again,
};

/** Whether a run may go from one type of state to another. */
function isLegal(from: StateType, to: StateType): boolean {
  return moves[from].includes(to);
}

/** Where a run stands at its creation. */
export function initialProgress(state: State): Progress {
  return { state, runCount: 0, startTime: null, endTime: null, totalRunTime: 0 };
}

/**
 * Where a run stands after its next state (rule 1.51): attempts are counted and timed, the first Running starts the run,
 * a final state ends it. Throws where the table of moves has no such move.
 */
export function transition(before: Progress, next: State, kind: "flow" | "task"): Progress {
  const { state } = before;
  if (!isLegal(state.type, next.type))
    throw new RunnelError(
      "illegal-transition",
      `A ${kind} run cannot go from ${state.name} to ${next.name}.`,
    );
  const runs = next.type === "RUNNING";
  const ends = finalTypes.has(next.type);
  // A flow run that ends without having run has a start all the same (rule 1.34); a task run has neither.
  const startTime = before.startTime ?? (runs || (ends && kind === "flow") ? next.at : null);
  const stillEnded = finalTypes.has(state.type) ? before.endTime : null;
  return {
    state: next,
    runCount: before.runCount + (runs ? 1 : 0),
    startTime,
    endTime: ends && startTime !== null ? (stillEnded ?? next.at) : null,
    totalRunTime: before.totalRunTime + (state.type === "RUNNING" ? next.at - state.at : 0),
  };
}
