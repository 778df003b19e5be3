import type { RunContext, TaskCall } from "../context";
import { writeLog } from "../context";
import { boundTo } from "../definition/parameters";
import type { TaskDefinition, TaskHandle } from "../definition/task-definition";
import { RuntimeError } from "../errors";
import { Future } from "../futures/future";
import type { State } from "../states/state";
import { createTaskCall, type CallOptions, type TaskRequest } from "./task-call";
import { isThenable } from "../arguments/upstreams";
import { runTask } from "./task-run";

/** A task and the object by which its author knows it. */
export interface TaskRef {
  readonly task: TaskDefinition;
  readonly handle: TaskHandle;
}

/** Runs a task now and gives its value, or throws its exception; with `returnState`, gives its final state (rules 3.1 and 3.2). */
export async function callTask(
  context: RunContext,
  { task, handle }: TaskRef,
  args: readonly unknown[],
  { waitFor, returnState }: CallOptions = {},
): Promise<unknown> {
  context.flow?.throwIfSuspended();
  const parameters = boundTo(task, args);
  context.scope.throwIfCancelled();
  const call = createTaskCall(context, { task, handle, parameters, waitFor, submitted: false });
  const leftOpen = context.flow?.leftOpen;
  const forgotten = () => warningOf(call);
  leftOpen?.add(forgotten);
  try {
    const state = await runTask(call);
    const value = returnState && !call.refusal ? state : valueOf(call, state);
    return isThenable(value) ? await value : value;
  } finally {
    leftOpen?.delete(forgotten);
  }
}

/** What a flow is warned of that is over before a task that it called. */
function warningOf({ task, context }: TaskCall): string | undefined {
  if (!context.flow?.returned) return undefined;
  return `'${task.name}' was called, but the flow did not wait for it, and was over first. Write \`await\` before the call.`;
}

/** Hands a task to its flow's runner and gives a handle on the run at once (rule 3.3). */
export function submitTask(
  context: RunContext,
  { task, handle }: TaskRef,
  args: readonly unknown[],
  { waitFor }: CallOptions = {},
): Future {
  assertInFlow(context).throwIfSuspended();
  const parameters = boundTo(task, args);
  return submit(context, { task, handle, parameters, waitFor, submitted: true });
}

/** Submits a run whose arguments are bound. */
export function submit(context: RunContext, request: TaskRequest): Future {
  const { submissions, scope } = assertInFlow(context);
  context.scope.throwIfCancelled();
  if (context.task && submissions.isFull) warnOfDeadlock(context);
  // What is submitted does not end at its flow's deadline: it is waited for (rule 5.28).
  const call = createTaskCall(context.scope === scope ? context : context.with({ scope }), request);
  submissions.submit({
    work: async (place) => {
      call.place = place;
      await runTask(call);
    },
    dropped: () => drop(call, context.scope.reason !== undefined),
  });
  return new Future(call);
}

/**
 * What a direct call of a task gives: its value, or its exception thrown; null where it never started (rule 1.27). A promise
 * of that, only where there is something to wait for.
 */
export function valueOf({ returned, refusal }: TaskCall, state: State): unknown {
  if (refusal) throw refusal;
  if (returned) return returned.value;
  return state.name === "NotReady" ? null : state.result();
}

/** Outside a flow there is no runner to submit to. */
export function assertInFlow({ flow }: RunContext): NonNullable<RunContext["flow"]> {
  if (flow) return flow;
  throw new RuntimeError(
    "Unable to determine task runner to use for submission. If you are submitting a task outside of a flow, please use `.delay` to submit the task run for deferred execution.",
  );
}

const warned = new WeakSet<object>();

/** A task that waits for a place that only its own end would free waits for ever: said once for each runner (rule 6.4). */
function warnOfDeadlock(context: RunContext): void {
  const submissions = context.flow?.submissions;
  if (!submissions || warned.has(submissions)) return;
  warned.add(submissions);
  writeLog(
    context,
    "warning",
    "A task was submitted from within a task while every worker of the task runner is occupied. If it is waited for, this can end in a deadlock: raise `maxWorkers` (`max_workers` in Prefect), or call the task directly.",
  );
}

/** A submission that the flow's end overtook stays Pending (rule 5.28). Where the flow was cut off, waiting for it would not have helped. */
function drop(call: TaskCall, isCutOff: boolean): void {
  if (isCutOff) {
    call.settle();
    return;
  }
  const advice =
    "Please wait for all submitted tasks to complete before exiting your flow by calling `.wait()` on the future returned from your `.submit()` calls.";
  const state = `Finished in state ${call.state.toString()}`;
  writeLog(call.context.with({ task: call }), "error", `${state}\n${advice}`);
  call.settle();
}
