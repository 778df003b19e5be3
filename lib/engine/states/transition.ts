import { RunnelError } from "../../base";
import { finalTypes, stateTypes, type Proposal, type State, type StateType } from "./state";

/** The kinds of run. */
export type RunKind = "flow" | "task";

const beginnings: readonly StateType[] = ["SCHEDULED", "PENDING"];
const again: readonly StateType[] = [...beginnings, "RUNNING"];

/** Only what runs completes, or is paused. */
const beforeRunning = stateTypes.filter((type) => type !== "COMPLETED" && type !== "PAUSED");

/** Which types may follow which. A run that ended moves again only to be run again, or rolled back. */
const moves: Record<StateType, readonly StateType[]> = {
  SCHEDULED: beforeRunning,
  PENDING: beforeRunning,
  RUNNING: stateTypes,
  PAUSED: ["RUNNING", "COMPLETED", "SCHEDULED", "FAILED", "CRASHED", "CANCELLED", "CANCELLING"],
  CANCELLING: ["CANCELLED"],
  COMPLETED: ["COMPLETED", ...again],
  FAILED: again,
  CRASHED: again,
  CANCELLED: again,
};

/** Throws where the table of moves does not let a run go from one state to the next; from none, where it cannot begin so. */
export function assertLegal(kind: RunKind, from: State | undefined, { type, name = type }: Proposal): void {
  if ((from ? moves[from.type] : beginnings).includes(type)) return;
  const move = from ? `go from ${from.name} to ${name}` : `begin as ${name}`;
  throw new RunnelError("illegal-transition", `A ${kind} run cannot ${move}.`);
}

/** What the states of a run add up to (rule 1.51). */
export interface Progress {
  /** How often the run has entered Running. */
  readonly runCount: number;
  /** Milliseconds since the epoch; null: not yet. */
  readonly startTime: number | null;
  readonly endTime: number | null;
  /** Milliseconds spent in Running. */
  readonly totalRunTime: number;
  /** Whether the run has left a pause and not come to Running yet: that is no new attempt (rule 1.47). */
  readonly resumes: boolean;
}

/**
 * What a run's states add up to, up to one of them: attempts are counted and timed, the first Running starts the run, a final
 * state ends it.
 */
export function progressAt(kind: RunKind, last: State): Progress {
  const states: State[] = [];
  for (let state: State | undefined = last; state; state = state.previous) states.push(state);
  let progress: Progress = {
    runCount: 0,
    startTime: null,
    endTime: null,
    totalRunTime: 0,
    resumes: false,
  };
  for (const state of states.reverse()) progress = after(progress, state, kind);
  return progress;
}

function after(before: Progress, next: State, kind: RunKind): Progress {
  const previous = next.previous;
  const runs = next.type === "RUNNING";
  const ends = finalTypes.has(next.type);
  // A flow run that ends without having run has a start all the same (rule 1.34); a task run has neither.
  const startTime = before.startTime ?? (runs || (ends && kind === "flow") ? next.at : null);
  const stillEnded = previous && finalTypes.has(previous.type) ? before.endTime : null;
  return {
    runCount: before.runCount + (runs && !before.resumes ? 1 : 0),
    startTime,
    endTime: ends && startTime !== null ? (stillEnded ?? next.at) : null,
    totalRunTime: before.totalRunTime + (previous?.type === "RUNNING" ? next.at - previous.at : 0),
    resumes: next.type === "PAUSED" || (before.resumes && !runs && !ends),
  };
}
