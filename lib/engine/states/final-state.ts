import { errorName, isError, messageOf } from "../../base";
import { State, Thrown, isStateCollection, type Held, type Proposal, type StateType } from "./state";

/** A value that came out of a run's body, as the state that the run should end in (rule 1.17). */
export function success(value: unknown): Proposal {
  if (value === undefined) return completedWithNothing;
  if (typeof value !== "object") return { type: "COMPLETED", held: { value } };
  if (value instanceof State) {
    if (!isManual(value)) return aggregate([value], value);
    return {
      type: value.type,
      name: value.name,
      message: value.message,
      held: value.held ?? { value: null },
    };
  }
  if (isStateCollection(value)) return aggregate([...value], value);
  return { type: "COMPLETED", held: { value } };
}

/** Whether a value that came out of a run's body completes the run: a state need not. */
export function completes(value: unknown): boolean {
  return success(value).type === "COMPLETED";
}

const completedWithNothing: Proposal = { type: "COMPLETED", held: { value: undefined } };

/** An exception out of a run's body, as a Failed state; `prefix` says whose (rule 1.18). */
export function failure(prefix: string, thrown: unknown): Proposal {
  return {
    type: "FAILED",
    message: `${prefix} ${errorName(thrown)}: ${messageOf(thrown)}`,
    held: heldError(thrown),
  };
}

/** An interruption from outside the body, as a Crashed state (rule 1.19). */
export function crash(thrown: unknown): Proposal {
  const message =
    errorName(thrown) === "AbortError"
      ? "Execution was cancelled by the runtime environment."
      : `Execution was interrupted by an unexpected exception: ${errorName(thrown)}: ${messageOf(thrown)}`;
  return { type: "CRASHED", message, held: heldError(thrown) };
}

/** A thrown value as a state's data: anything may be thrown, also `undefined`. */
export function heldError(thrown: unknown): Held {
  return { value: isError(thrown) ? thrown : new Thrown(thrown) };
}

/** Whether an author made the state: one of a run carries the run's id (rule 1.17a). */
function isManual(state: State): boolean {
  return state.stateDetails.flowRunId === undefined && state.stateDetails.taskRunId === undefined;
}

/** Several states as one (rule 1.17b): cancelled beats paused beats failed beats unfinished. */
function aggregate(states: readonly State[], value: unknown): Proposal {
  const held = { value };
  const causeTaskRunId = states.find((state) => !state.isCompleted())?.cause;
  const details = causeTaskRunId === undefined ? undefined : { causeTaskRunId };
  const count = (test: (state: State) => boolean) => states.filter(test).length;
  const say = (type: StateType, k: number, what: string): Proposal => {
    return { type, message: `${k}/${states.length} states ${what}.`, held, details };
  };
  if (states.every((state) => state.isCompleted()))
    return { type: "COMPLETED", message: "All states completed.", held };
  const cancelled = count((state) => state.isCancelled());
  if (cancelled > 0) return say("CANCELLED", cancelled, "cancelled");
  const paused = count((state) => state.isPaused());
  if (paused > 0) return say("PAUSED", paused, "paused");
  const failed = count((state) => state.isFailed() || state.isCrashed());
  if (failed > 0) return say("FAILED", failed, "failed");
  return say(
    "FAILED",
    count((state) => !state.isFinal()),
    "are not final",
  );
}
