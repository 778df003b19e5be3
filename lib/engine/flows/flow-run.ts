import { AbortError, errorName } from "../../base";
import { storageNamed } from "../caching/lookup";
import { flowPrints, writeLog, type FlowCall, type RunContext } from "../context";
import { positional } from "../definition/parameters";
import { UpstreamTaskError } from "../errors";
import { crash, failure, heldError, success } from "../states/final-state";
import { Cancellation } from "./flow-call";
import { enter } from "./flow-hooks";
import { parametersAreValid, resolveParameters } from "./flow-parameters";
import { keepResult } from "./flow-result";
import { resolveFuturesToStates } from "../futures/future-resolution";
import { causedFlow } from "../runs/cause";
import { drained, isItems } from "../tasks/generator";
import { renderedName } from "../runs/run-name";
import { Scope } from "../runs/scope";
import { type State, type Proposal } from "../states/state";
import { Submissions } from "../tasks/task-runner";
import { errorText, floatText, tracebackText } from "../text";
import { Timer } from "../runs/timer";
import { isThenable } from "../arguments/upstreams";

/**
 * One flow run, from Pending to its end: its upstreams are waited for, its parameters validated, it is named, and it is
 * attempted until an attempt succeeds or no retry is left. Gives the last state; never rejects.
 */
export async function runFlow(call: FlowCall, around: RunContext, waitFor?: unknown): Promise<State> {
  const context = contextInside(call, around);
  return await underWay(call, context, async () => {
    await resolveParameters(call, waitFor);
    if (!(await parametersAreValid(call, context))) return;
    nameRun(call, context);
    await attempts(call, context);
  });
}

/** The same run again, after a suspension: from the top of its function, with the parameters that it has (rule 5.37). */
export async function rerunFlow(call: FlowCall, context: RunContext): Promise<State> {
  // Cancelled meanwhile.
  if (call.run.state.isFinal()) return call.run.state;
  call.suspension = undefined;
  return await underWay(call, context, async () => {
    const { scheduledTime = new Date(context.core.clock.now()) } = call.run.state.stateDetails;
    await enter(call, context, { type: "PENDING", details: { scheduledTime } });
    await attempts(call, context);
  });
}

/** Does the work of a run while the engine knows the run by its id; a suspended one stays known. Gives the last state. */
async function underWay(call: FlowCall, context: RunContext, work: () => Promise<void>): Promise<State> {
  const { flowRuns } = context.core;
  flowRuns.set(call.run.id, call);
  call.inside = context;
  try {
    await work();
  } catch (error) {
    await interrupt(call, context, error);
  }
  if (!call.pause) flowRuns.delete(call.run.id);
  return call.run.state;
}

async function attempts(call: FlowCall, context: RunContext): Promise<void> {
  const { clock, settings } = context.core;
  const retries = call.flow.options.retries ?? settings.flowsDefaultRetries;
  const delay = Math.trunc(call.flow.options.retryDelaySeconds ?? settings.flowsDefaultRetryDelaySeconds);
  for (;;) {
    context.scope.throwIfCancelled();
    call.throwIfSuspended();
    await enter(call, context, { type: "RUNNING" });
    context.scope.throwIfCancelled();
    call.suspendIfAsked();
    const end = await attempt(call, context);
    call.throwIfSuspended();
    const { state } = call.run;
    // A pause that nobody ended has failed it (rule 1.37).
    if (state.isFinal()) return;
    if (end.type !== "FAILED" || !state.isRunning() || call.run.runCount > retries) {
      await enter(call, context, end);
      return;
    }
    const scheduledTime = new Date(clock.now() + delay * 1000);
    const { message } = end;
    writeLog(
      context,
      "info",
      `Received non-final state 'AwaitingRetry' when proposing final state '${end.name ?? "Failed"}' and will attempt to run again...`,
    );
    await enter(call, context, {
      type: "SCHEDULED",
      name: "AwaitingRetry",
      message,
      details: { scheduledTime },
    });
    await context.scope.sleep(clock, delay * 1000);
  }
}

/** One call of the flow's function, and of what it submitted; gives the state that this should end the run in. */
async function attempt(call: FlowCall, around: RunContext): Promise<Proposal> {
  const { timeoutSeconds } = call.flow.options;
  const scope = new Scope(around.scope);
  const context = around.with({ scope });
  const timer = timeoutSeconds ? new Timer(context.core.clock, scope, timeoutSeconds) : undefined;
  call.submissions = submissionsOf(call, context);
  call.childCounts = new Map();
  call.pauseCount = 0;
  call.returned = undefined;
  try {
    const value = await scope.race(bodyValue(call, context));
    call.returned = { value };
    return await keepResult(call, context, success(value));
  } catch (error) {
    if (around.scope.reason || errorName(error) === "AbortError") throw error;
    const end = causedFlow(failedAs(call, error, scope.reason === error), error, call, around);
    writeLog(context, "error", failureText(end, error));
    return end;
  } finally {
    timer?.stop();
    // What the function left behind is stopped where the run was, and else waited for (rule 5.28).
    await call.submissions.close();
    if (!call.suspension && !around.scope.reason) await warnOfLeftOpen(call, context);
    // A pause that nobody waits for any more.
    if (!call.suspension) call.pause?.close();
  }
}

/** Warns of what runs on although the run is over: most authors meant to wait for it. */
async function warnOfLeftOpen({ leftOpen }: FlowCall, context: RunContext): Promise<void> {
  const warnings = await Promise.all([...leftOpen].map(async (ask) => await ask()));
  leftOpen.clear();
  for (const warning of warnings) if (warning !== undefined) writeLog(context, "warning", warning);
}

/** Calls the flow's function; futures in what it returns are waited for and become states (rule 5.10). */
async function bodyValue(call: FlowCall, context: RunContext): Promise<unknown> {
  const args = positional(call.flow.parameters, call.parameters);
  const returned = context.core.enter(context, () => call.flow.fn(...(args as never[])));
  const value = isThenable(returned) ? await returned : returned;
  if (!isItems(value)) return await resolveFuturesToStates(value);
  const items = call.take?.(value, context) ?? drained(value, (step) => context.core.enter(context, step));
  return await resolveFuturesToStates(await items);
}

/** Ends a run that an upstream kept from starting, or that was broken in on. */
async function interrupt(call: FlowCall, context: RunContext, error: unknown): Promise<void> {
  if (call.suspension) {
    // What its function came to does not count: the run starts again when it is resumed.
    call.returned = undefined;
    return;
  }
  if (call.run.state.isFinal()) return;
  const reason = context.scope.reason ?? error;
  if (reason instanceof Cancellation) {
    const message = "Flow run was cancelled.";
    if (!call.run.state.isCancelling()) await enter(call, context, { type: "CANCELLING", message });
    await enter(call, context, { type: "CANCELLED", message });
  } else if (call.root.suspension) {
    await enter(call, context, { type: "CANCELLED", message: "The parent flow run was suspended." });
  } else if (context.scope.reason || errorName(error) === "AbortError") {
    const stopped = new AbortError("The run around this one was stopped.", { cause: reason });
    await enter(call, context, crash(context.scope.reason ? stopped : error));
  } else if (error instanceof UpstreamTaskError) {
    const notReady: Proposal = { type: "PENDING", name: "NotReady", message: error.message };
    await enter(call, context, causedFlow(notReady, error, call, context));
  } else {
    const end = failure("Flow run encountered an exception:", error);
    await enter(call, context, causedFlow(end, error, call, context));
  }
}

/** The state for what an attempt threw; `isLate`: its time was up. */
function failedAs({ flow }: FlowCall, error: unknown, isLate: boolean): Proposal {
  if (errorName(error) !== "TimeoutError") return failure("Flow run encountered an exception:", error);
  const message = isLate
    ? `Flow run exceeded timeout of ${floatText(flow.options.timeoutSeconds ?? 0)} second(s)`
    : `Flow run failed due to timeout: ${errorText(error)}`;
  return { type: "FAILED", name: "TimedOut", message, held: heldError(error) };
}

/** What the log says of a failed attempt: where its exception came from, or that its time was up (rule 11.11). */
function failureText({ name, message = "" }: Proposal, error: unknown): string {
  if (name === "TimedOut") return message;
  return `Encountered exception during execution: ${errorText(error)}${tracebackText(error)}`;
}

/** Gives the run the name that its flow makes for it: once, also where it is retried (rule 5.8). */
function nameRun(call: FlowCall, context: RunContext): void {
  const { flowRunName } = call.flow.options;
  if (!flowRunName) return;
  const name = context.core.enter(context, () => renderedName("flowRunName", flowRunName, call.parameters));
  context.log.record({ type: "flow-name", at: context.core.clock.now(), id: call.run.id, name });
}

/** What surrounds the flow's function: what is around the flow, but for its own results, prints and scope, and no task. */
function contextInside(call: FlowCall, around: RunContext): RunContext {
  const { core } = around;
  const { options, persistResult } = call.flow;
  const { resultStorage, resultSerializer, logPrints } = options;
  call.logPrints = logPrints ?? flowPrints(around);
  return around.with({
    flow: call,
    task: null,
    scope: call.scope,
    logPrints: call.logPrints,
    persist: persistResult ?? (around.flow ? around.persist : core.settings.resultsPersistByDefault),
    results: {
      storage: resultStorage === undefined ? around.results.storage : storageNamed(resultStorage, core),
      serializer: resultSerializer ?? around.results.serializer,
    },
  });
}

function submissionsOf({ flow }: FlowCall, { core }: RunContext): Submissions {
  const { kind, maxWorkers: own } = flow.taskRunner ?? core.runner;
  const maxWorkers = own === Infinity ? (core.settings.tasksRunnerMaxWorkers ?? own) : own;
  return new Submissions(maxWorkers, kind === "worker");
}
