import type { NewId } from "../../base";
import type { EventLog } from "./event-log";
import type { RunEvent } from "./events";
import type { FlowRun, TaskRun } from "./run";
import { State, isSettled, type Proposal } from "../states/state";

/**
 * Why runs are ended from outside: a person stopped them; what ran them is gone; or it is done with them, and what it left
 * Pending or Paused stays so.
 */
export type Ending =
  | { readonly why: "cancelled" }
  | { readonly why: "lost"; readonly message: string }
  | { readonly why: "done"; readonly message: string };

/**
 * The events that end the runs of a log which nobody runs any more: of a worker that was killed, or a tab that was closed.
 * Task runs end Crashed; flow runs as well, or Cancelled where that was asked for.
 */
export function endingEvents(
  { flowRuns, taskRuns }: Pick<EventLog, "flowRuns" | "taskRuns">,
  ending: Ending,
  { now, newId }: { readonly now: number; readonly newId: NewId },
): readonly RunEvent[] {
  const enter = (run: FlowRun | TaskRun, proposal: Proposal, offset = 0): State =>
    new State(newId(), Math.max(now, run.state.at + 0.001) + offset, {
      ...proposal,
      details: run.state.stateDetails,
    });
  const message =
    ending.why === "cancelled" ? "Execution was cancelled by the runtime environment." : ending.message;
  const isOpen = ending.why === "done" ? isUnderWay : couldMove;
  const lost: Proposal = { type: "CRASHED", message };
  const cancelled = "Flow run was cancelled.";
  const tasks = taskRuns.filter(isOpen).map((run): RunEvent => {
    const state = enter(run, lost);
    return { type: "task-state", at: state.at, id: run.id, state };
  });
  const flows = flowRuns.filter(isOpen).flatMap((run): RunEvent[] => {
    const states =
      ending.why !== "cancelled"
        ? [enter(run, lost)]
        : [
            ...(run.state.isCancelling() ? [] : [enter(run, { type: "CANCELLING", message: cancelled })]),
            enter(run, { type: "CANCELLED", message: cancelled }, 0.001),
          ];
    return states.map((state) => ({ type: "flow-state", at: state.at, id: run.id, state }));
  });
  return [...tasks, ...flows];
}

/** Whether a run could still move: not one that an upstream keeps from starting, nor one that waits in a queue. */
function couldMove({ state }: FlowRun | TaskRun): boolean {
  return !isSettled(state) && !(state.isScheduled() && state.stateDetails.deferred);
}

/** Whether a run says that somebody runs it. */
function isUnderWay(run: FlowRun | TaskRun): boolean {
  return couldMove(run) && !run.state.isPending() && !run.state.isPaused();
}
