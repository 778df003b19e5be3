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
  const isOpen = ending.why === "done" ? isUnderWay : couldMove;
  const statesOf = (run: FlowRun | TaskRun): readonly State[] => {
    const at = Math.max(now, run.state.at + 0.001);
    const { stateDetails: details } = run.state;
    return endOf(run, ending).map(
      (proposal, index) => new State(newId(), at + index * 0.001, { ...proposal, details }),
    );
  };
  return [
    ...taskRuns
      .filter(isOpen)
      .flatMap((run) =>
        statesOf(run).map((state): RunEvent => ({ type: "task-state", at: state.at, id: run.id, state })),
      ),
    ...flowRuns
      .filter(isOpen)
      .flatMap((run) =>
        statesOf(run).map((state): RunEvent => ({ type: "flow-state", at: state.at, id: run.id, state })),
      ),
  ];
}

const leftBehind =
  "The flow did not wait for this task run, and was over first. Write `await` before the task's call.";

/** What a run goes through to its end. After Cancelling, nothing else can come (rule 1.42). */
function endOf({ kind, state }: FlowRun | TaskRun, ending: Ending): readonly Proposal[] {
  const message = `${kind === "flow" ? "Flow" : "Task"} run was cancelled.`;
  if (state.isCancelling()) return [{ type: "CANCELLED", message }];
  if (ending.why === "done" && kind === "task") return [{ type: "CRASHED", message: leftBehind }];
  if (ending.why !== "cancelled") return [{ type: "CRASHED", message: ending.message }];
  if (kind === "task")
    return [{ type: "CRASHED", message: "Execution was cancelled by the runtime environment." }];
  return [
    { type: "CANCELLING", message },
    { type: "CANCELLED", message },
  ];
}

/** Whether a run could still move: not one that an upstream keeps from starting, nor one that waits in a queue. */
function couldMove({ state }: FlowRun | TaskRun): boolean {
  return !isSettled(state) && !(state.isScheduled() && state.stateDetails.deferred);
}

/** Whether a run says that somebody runs it. */
function isUnderWay(run: FlowRun | TaskRun): boolean {
  return couldMove(run) && !run.state.isPending() && !run.state.isPaused();
}
