import { isError, sourceOf, type TaskRunId } from "../../base";
import type { FlowCall, RunContext, TaskCall } from "../context";
import { UnfinishedRun, UpstreamTaskError } from "../errors";
import { Thrown, type Proposal } from "../states/state";
import type { EventLog } from "./event-log";
import type { FlowRun, TaskRun } from "./run";

/** What went wrong first, where a run failed, or was never started, by another's failure. */
export interface Cause {
  /** The task run that failed first; one that stands for a subflow, where that failed by itself. */
  readonly run: TaskRun;
  /** What it threw, or undefined: it returned a state that says only that it failed. */
  readonly error: unknown;
  /** The attempt that was its last, from 1; 0: it never ran. */
  readonly attempt: number;
  /** How many attempts it may have had. */
  readonly attempts: number;
}

/** Why a run is where it is, where another run's failure brought it there; undefined where none did. */
export function causeOf(run: FlowRun | TaskRun, log: Pick<EventLog, "taskRun">): Cause | undefined {
  const { causeTaskRunId } = run.state.stateDetails;
  const first = causeTaskRunId === undefined ? undefined : log.taskRun(causeTaskRunId);
  if (!first || first === run || ("parentTaskRunId" in run && run.parentTaskRunId === first.id))
    return undefined;
  const { state, runCount, retries } = first;
  const error = state.isFailed() || state.isCrashed() ? state.data : undefined;
  return { run: first, error, attempt: runCount, attempts: Math.max(runCount, 1 + retries) };
}

/** A state that an error brought a task run into, with what it came from: a run that this one called, or waited for. */
export function causedTask(end: Proposal, error: unknown, { run }: TaskCall, { log }: RunContext): Proposal {
  const source = sourceOf(error);
  if (source === undefined || source === run.id) return end;
  if (error instanceof UnfinishedRun || error instanceof UpstreamTaskError) return causedBy(end, source);
  // An error may be thrown by many runs that have nothing to do with each other.
  const thrower = log.taskRun(source);
  const isInside =
    thrower?.flowRunId !== run.flowRunId ||
    thrower.taskInputs["__parents__"]?.some(({ id }) => id === run.id);
  return isInside ? causedBy(end, source) : end;
}

/** A state that an error brought a flow run into, with the task run that it came from. */
export function causedFlow(
  end: Proposal,
  error: unknown,
  { run, tracking }: FlowCall,
  { log }: RunContext,
): Proposal {
  const source = sourceOf(error) ?? (isError(error) ? undefined : throwerOf(error, run, log));
  return causedBy(end, source ?? tracking?.id);
}

/** What is no error cannot be marked: the last task run of the flow that threw the same. */
function throwerOf(thrown: unknown, { id }: FlowRun, { taskRuns }: EventLog): TaskRunId | undefined {
  return taskRuns.findLast(({ flowRunId, state: { held } }) => {
    if (flowRunId !== id || !held || !("value" in held)) return false;
    return held.value instanceof Thrown && held.value.thrown === thrown;
  })?.state.cause;
}

function causedBy(end: Proposal, causeTaskRunId: TaskRunId | undefined): Proposal {
  return causeTaskRunId === undefined ? end : { ...end, details: { ...end.details, causeTaskRunId } };
}
