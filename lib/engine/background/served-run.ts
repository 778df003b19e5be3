import { DEFAULT, NO_CACHE } from "../caching/policy";
import { TaskCall, type Core } from "../context";
import type { TaskDefinition } from "../definition/task-definition";
import type { EventLog } from "../runs/event-log";
import { unpackFlow, unpackTask } from "../runs/remote-context";
import type { TaskRun } from "../runs/run";
import type { Scope } from "../runs/scope";
import { crash } from "../states/final-state";
import { State } from "../states/state";
import type { TaskRef } from "../tasks/call-task";
import { enterTaskState } from "../tasks/task-call";
import { runTask } from "../tasks/task-run";
import { revivedArguments } from "./arguments";
import { boardOf } from "./board";
import type { QueuedRun } from "./queue";

/**
 * Runs what was queued to its end, as any other task run (rules 1.29 and 3.5): in the record that this engine made of it
 * when it was delayed, or in one of its own. Gives the last state.
 */
export async function runQueued(
  core: Core,
  { task, handle }: TaskRef,
  queued: QueuedRun,
  scope: Scope,
): Promise<State> {
  const ref = { task: persisting(task), handle };
  const { parameters, waitFor } = revivedArguments(core, queued.args);
  const kept = boardOf(core.storage).runs.get(queued.id);
  const own = kept?.core === core ? kept : undefined;
  const log = own?.log ?? core.outside().log;
  const flow = queued.flow === null ? null : unpackFlow(queued.flow, core);
  const packed = unpackTask(queued.task, flow, {}, { core, log, ref }).task as TaskCall;
  const run = own?.run ?? recorded(core, log, packed.run, parameters);
  const context = packed.context.with({ scope });
  const fields = { ...ref, parameters, waitFor, submitted: false };
  const call = new TaskCall(fields, run, context, queued.hasUpstreams);
  enterTaskState(context, run, { type: "PENDING", details: { deferred: true } });
  const state = await runTask(call);
  await context.flow?.submissions.close();
  return state;
}

/** The last state of a run that could not even be begun: its stored form makes no sense here. */
export function unrunnable(core: Core, { id }: QueuedRun, error: unknown): State {
  return new State(core.newId(), core.clock.now(), { ...crash(error), details: { taskRunId: id } });
}

/** A background run's result is always kept, by the default policy where its task has none: nobody holds it in memory (rule 3.4). */
function persisting(task: TaskDefinition): TaskDefinition {
  const { resultStorageKey } = task.options;
  const fallback = resultStorageKey === undefined ? DEFAULT : null;
  const cachePolicy = task.cachePolicy === NO_CACHE ? fallback : task.cachePolicy;
  // By this policy and no other: settings do not choose for it.
  return { ...task, persistResult: true, cachePolicy, hasDefaultPolicy: false };
}

/** The record of a run that another engine delayed. */
function recorded(
  core: Core,
  log: EventLog,
  { id, fields }: TaskRun,
  parameters: TaskRun["parameters"],
): TaskRun {
  log.record({ type: "task-run", at: core.clock.now(), taskRun: { ...fields, parameters } });
  return log.taskRun(id) as TaskRun;
}
