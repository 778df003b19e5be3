import { AbortError, errorName } from "../../base";
import { keepException, lookupOf, persists, recordUnkept } from "../caching/lookup";
import { Transaction, type TransactionOptions } from "../transactions/transaction";
import { takeTagSlots } from "../concurrency/tag-slots";
import { flowPrints, writeLog, type RunContext, type TaskCall } from "../context";
import { positional } from "../definition/parameters";
import { LostWorker, UpstreamTaskError } from "../errors";
import { crash, failure, heldError, success } from "../states/final-state";
import { drained, isItems } from "./generator";
import type { WorkerPort } from "../ports/workers";
import { causedTask } from "../runs/cause";
import { callHooks, type BoundHook } from "../runs/hooks";
import { drawFaults, underFaults } from "./inject";
import { retryAfter, type Retry } from "./retry";
import { renderedName } from "../runs/run-name";
import { Scope } from "../runs/scope";
import { State, type Held, type Proposal } from "../states/state";
import { enterTaskState } from "./task-call";
import { errorText, floatText } from "../text";
import { waitEvent } from "../runs/wait";
import { Timer } from "../runs/timer";
import { isThenable, rememberProducer, resolved } from "../arguments/upstreams";

/** How an attempt gets its value: usually by calling the task's function. */
export type TaskBody = (call: TaskCall, context: RunContext) => unknown;

/**
 * One task run, from Pending to its end: its upstreams are waited for, it is named, it takes the slots of its tags, and
 * it is attempted until an attempt succeeds or no retry is left. Then its hooks are called. Gives the last state; never
 * rejects.
 */
export async function runTask(call: TaskCall, body: TaskBody = callFunction): Promise<State> {
  const context = contextInside(call);
  let releaseSlots: Awaited<ReturnType<typeof takeTagSlots>> = null;
  try {
    if (call.hasUpstreams) await resolveParameters(call);
    nameRun(call, context);
    if (call.waitFor !== undefined) await resolved(call.waitFor, call);
    if (call.run.tags.length > 0) releaseSlots = await takeTagSlots(call);
    if (call.place) await placeAgain(call, context);
    let retry = await attempt(call, context, body, 0);
    for (let failed = 1; retry; failed++) {
      if (retry.delaySeconds !== null) await delayRetry(call, context, retry.delaySeconds * 1000);
      retry = await attempt(call, context, body, failed);
    }
  } catch (error) {
    const end = interruption(error, context.scope.reason);
    if (!call.refusal) enterTaskState(context, call.run, causedTask(end, error, call, context));
  }
  const hooks = endHooks(call);
  if (hooks.length > 0) await callHooks(context, hooks, call.state);
  await releaseSlots?.();
  call.settle();
  return call.state;
}

const running: Proposal = { type: "RUNNING" };
const retrying: Proposal = { type: "RUNNING", name: "Retrying" };

/** Waits, Scheduled, for the time of the next attempt. */
async function delayRetry(call: TaskCall, context: RunContext, ms: number): Promise<void> {
  const { clock } = context.core;
  const scheduledTime = new Date(clock.now() + ms);
  enterTaskState(context, call.run, { type: "SCHEDULED", name: "AwaitingRetry", details: { scheduledTime } });
  call.place?.leave();
  await context.scope.sleep(clock, ms);
  if (call.place) await placeAgain(call, context);
}

/** Waits for a place where the run has given its own on: its runner may have none left. */
async function placeAgain({ place, run }: TaskCall, { core, log }: RunContext): Promise<void> {
  const placed = place?.again();
  if (!placed) return;
  log.record(waitEvent(core.clock.now(), run, { reason: "worker" }));
  await placed;
}

/**
 * One attempt, Running, in a transaction of its own and against the clock: serves the cached value or calls the body.
 * Either ends the run, or says how it is to be attempted again.
 */
async function attempt(call: TaskCall, context: RunContext, body: TaskBody, failed: number): Promise<Retry> {
  const { onRunning, timeoutSeconds } = call.task.options;
  context.scope.throwIfCancelled();
  enterTaskState(context, call.run, failed > 0 ? retrying : running);
  if (onRunning) await callHooks(context, bound(call, onRunning), call.state);
  const scope = timeoutSeconds ? new Scope(context.scope) : context.scope;
  if (timeoutSeconds) call.timer = new Timer(context.core.clock, scope, timeoutSeconds);
  try {
    const lookup = context.persist ? lookupOf(call, context) : undefined;
    if (!lookup) recordUnkept(call, context);
    const transaction = lookup?.transaction ?? new Transaction(context, notKept, call);
    try {
      if (lookup) await scope.race(lookup.begin(scope.signal));
      let value = transaction.found
        ? transaction.found.value
        : bodyValue(call, context.with({ scope, transaction }), body);
      if (isThenable(value)) value = await value;
      if (value instanceof State && value.isFailed()) {
        const retry = await retryAfter(call, context, failed, value);
        if (retry) {
          // What this attempt did and held is given up; what is around it goes on.
          await transaction.rollback();
          return retry;
        }
      }
      const end = success(value);
      transaction.stage(keptValue(end), call.task.options);
      // The value is written first, so that what is Completed is also stored.
      const closing =
        end.type === "COMPLETED" ? transaction.close() : undone(call, context, transaction, end);
      if (closing) await closing;
      complete(call, context, transaction, { value, end });
    } catch (error) {
      await transaction.abort();
      throw error;
    }
    return undefined;
  } catch (error) {
    if (errorName(error) === "AbortError" || context.scope.reason) throw error;
    return await fail(call, context, failed, error, scope.reason === error);
  } finally {
    call.timer?.stop();
  }
}

/** What a transaction is about whose result is not kept. */
const notKept: TransactionOptions = { key: null, store: null };

/** Undoes an attempt that returned an end other than Completed: nobody is ever served that (rule 7.4). */
async function undone(
  call: TaskCall,
  context: RunContext,
  transaction: Transaction,
  end: Proposal,
): Promise<void> {
  await transaction.abort();
  if (context.persist) await keepException(call, context, keptValue(end));
}

/** Ends the run with its value. */
function complete(
  call: TaskCall,
  context: RunContext,
  transaction: Transaction,
  { value, end }: { readonly value: unknown; readonly end: Proposal },
): void {
  call.returned = { value };
  if (context.flow && typeof value === "object") rememberProducer(context.flow.producers, value, call.run);
  enterTaskState(context, call.run, endOf(call, transaction, end));
  if (transaction.state === "ROLLED_BACK") call.rolledBack();
}

/** The final state: with the key under which its value lies, where it does; and Cached, where it lay there before. */
function endOf(call: TaskCall, transaction: Transaction, end: Proposal): Proposal {
  const { key, found, expiration } = transaction;
  if (end.type !== "COMPLETED") return end;
  if (key === null) return end;
  const details = expiration === null ? {} : { cacheExpiration: new Date(expiration) };
  return {
    ...end,
    name: found ? "Cached" : end.name,
    held: heldIn(call, transaction, end),
    details: { cacheKey: key, ...details },
  };
}

/** Ends the run with what the attempt threw, unless there is to be another. */
async function fail(
  call: TaskCall,
  context: RunContext,
  failed: number,
  error: unknown,
  isLate: boolean,
): Promise<Retry> {
  const seen = `Task run encountered unexpected exception: ${errorText(error)}`;
  const { at, id } = call.state;
  const retry = await retryAfter(
    call,
    context,
    failed,
    new State(id, at, { type: "FAILED", message: seen, held: heldError(error) }),
  );
  if (retry) return retry;
  if (context.persist) await keepException(call, context, error);
  const end = failedAs(call, error, isLate);
  if (end.name === "TimedOut") writeLog(context, "error", end.message ?? "");
  enterTaskState(context, call.run, causedTask(end, error, call, context));
  return undefined;
}

/** The state for what an attempt threw; `isLate`: its time was up (rule 1.24). */
function failedAs(call: TaskCall, error: unknown, isLate: boolean): Proposal {
  if (error instanceof LostWorker) return { type: "CRASHED", message: error.message, held: heldError(error) };
  if (errorName(error) !== "TimeoutError") return failure("Task run encountered an exception", error);
  const message = isLate
    ? `Task run exceeded timeout of ${floatText(call.task.options.timeoutSeconds ?? 0)} second(s)`
    : `Task run failed due to timeout: ${errorText(error)}`;
  return { type: "FAILED", name: "TimedOut", message, held: heldError(error) };
}

/** The state for what kept a run from being attempted, or broke in on it; `reason`: why its surroundings were cancelled. */
function interruption(error: unknown, reason: Error | undefined): Proposal {
  if (reason) return crash(new AbortError("The run around this one was stopped.", { cause: reason }));
  if (error instanceof UpstreamTaskError)
    return { type: "PENDING", name: "NotReady", message: error.message };
  return errorName(error) === "AbortError"
    ? crash(error)
    : failure("Task run encountered an exception", error);
}

/** What surrounds the task's function: what is around the task, but for its own results and prints. */
function contextInside(call: TaskCall): RunContext {
  const { context, task } = call;
  return context.with({
    task: call,
    logPrints: task.options.logPrints ?? flowPrints(context),
    persist: persists(call, context),
  });
}

/** Calls the task's function: in a worker where its flow's runner has them, else here. */
function callFunction(call: TaskCall, context: RunContext): unknown {
  const { core, scope, flow } = context;
  const { fn } = call.task;
  if (call.submitted && flow?.submissions.closed)
    throw new AbortError("Task run cancelled by the task runner");
  scope.throwIfCancelled();
  const args = positional(call.task.parameters, call.parameters);
  const workers = workersOf(call, context);
  if (workers) return workers.run(call, args, context);
  return core.enter(context, () => fn(...(args as never[])));
}

/** The workers in which a task's function runs, where it does. */
function workersOf({ task }: TaskCall, { core, flow }: RunContext): WorkerPort | undefined {
  const runner = flow?.flow.taskRunner ?? core.runner;
  return runner.kind === "worker" && task.isPortable ? core.workers : undefined;
}

/** The value that the body gives; a promise of it, only where there is something to wait for. */
function bodyValue(call: TaskCall, context: RunContext, body: TaskBody): unknown {
  const faults = drawFaults(call, context);
  const returned = faults
    ? underFaults(call, context, faults, {
        run: (inside) => body(call, inside),
        isInWorker: workersOf(call, context) !== undefined,
      })
    : body(call, context);
  const isLate = isThenable(returned) || isItems(returned);
  return isLate ? context.scope.race(lateValue(returned, context)) : returned;
}

async function lateValue(returned: unknown, context: RunContext): Promise<unknown> {
  const value = await returned;
  return isItems(value) ? await drained(value, (step) => context.core.enter(context, step)) : value;
}

async function resolveParameters(call: TaskCall): Promise<void> {
  const entries = [];
  for (const [name, value] of Object.entries(call.parameters))
    entries.push([name, (await resolved(value, call)).value] as const);
  call.parameters = Object.fromEntries(entries);
}

/** Gives the run the name that its task makes for it: once, also where it is retried (rule 2.11). */
function nameRun(call: TaskCall, context: RunContext): void {
  const { taskRunName } = call.task.options;
  if (!taskRunName) return;
  const name = context.core.enter(context, () => renderedName("taskRunName", taskRunName, call.parameters));
  context.log.record({ type: "task-name", at: context.core.clock.now(), id: call.run.id, name });
}

const noHooks: readonly BoundHook[] = [];

function endHooks(call: TaskCall): readonly BoundHook[] {
  const { onCompletion, onFailure } = call.task.options;
  if (call.state.isCompleted() && onCompletion) return bound(call, onCompletion);
  return call.state.isFailed() && onFailure ? bound(call, onFailure) : noHooks;
}

function bound(
  call: TaskCall,
  hooks: NonNullable<TaskCall["task"]["options"]["onRunning"]>,
): readonly BoundHook[] {
  return hooks.map((hook) => ({
    name: hook.name || "anonymous",
    call: (state) => hook(call.handle, call.run, state),
  }));
}

function keptValue({ held }: Proposal): unknown {
  return held && "value" in held ? held.value : undefined;
}

/** A state's hold on its value: at hand, unless the task wants it only in storage, and it lies there (rule 7.7). */
function heldIn(call: TaskCall, { key, store, state }: Transaction, end: Proposal): Held | undefined {
  if (call.task.options.cacheResultInMemory !== false || !store || key === null) return end.held;
  // It is written when the transaction around the task commits; one that cannot be stored never is.
  if (state !== "COMMITTED") return end.held;
  return { load: async () => await store.load(key) };
}
