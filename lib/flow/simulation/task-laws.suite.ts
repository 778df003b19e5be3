import { errorName } from "../../base";
import { State, type TaskRun } from "../../engine";
import type { Execution } from "./journal.suite";
import { statesFor, textOf } from "./model.suite";
import type { TaskPlan } from "./program.suite";
import { endOf, hooksWere, namesOf, planOf, type Breach } from "./run-laws.suite";
import type { Trial } from "./trial.suite";

/** Laws of task runs: how often they are attempted, what they end in, and who hears of it. */
export function taskLaws(trial: Trial, breach: Breach): void {
  for (const { run, wasCancelled } of trial.started)
    for (const one of run?.taskRuns ?? []) {
      const plan = planOf(trial, one);
      // What cannot be stored as ended is run again.
      if (!plan || (one.states[0]?.isScheduled() && trial.storage.failed.length > 0)) continue;
      const executions = trial.journal.executions.get(one.id) ?? [];
      const tell: Breach = (what) => breach(`${what} (${one.name}: ${namesOf(one).join(" ")})`);
      counts(one, plan, executions, tell);
      ends(trial, one, plan, executions, tell);
      hooks(trial, one, plan, tell);
      if (!wasCancelled) modelled(trial, one, plan, executions, tell);
      waits(trial, one, tell);
    }
}

function counts(run: TaskRun, { retries }: TaskPlan, executions: readonly Execution[], tell: Breach): void {
  if (run.runCount > retries + 1) tell(`retries: ${run.runCount} attempts for ${retries} retries`);
  if (executions.length > run.runCount)
    tell(`retries: ${executions.length} executions in ${run.runCount} attempts`);
  if (new Set(executions.map(({ input }) => input)).size > 1) tell("inputs: attempts had different inputs");
}

/** The last execution says what the run ended in. */
function ends(
  trial: Trial,
  run: TaskRun,
  plan: TaskPlan,
  executions: readonly Execution[],
  tell: Breach,
): void {
  const end = endOf(run);
  const last = executions.at(-1)?.end;
  if (!end || end.name === "Cached") {
    if (end && executions.length >= run.runCount) tell("cache: a hit executed all the same");
    return;
  }
  if (end.isCrashed()) {
    const threw = last && "threw" in last ? errorName(last.threw) : undefined;
    if (threw !== "AbortError" && !mayCrash(trial, run)) tell(`ends: crashed of nothing: ${end.message}`);
    return;
  }
  if (run.runCount === 0) return;
  const isLate = end.message?.startsWith("Task run exceeded timeout") ?? false;
  if (isLate && plan.timeout === undefined) tell("ends: timed out without a timeout");
  if (isLate) return;
  if (plan.cache?.serializable && end.isFailed() && !last) return;
  // Its consumer may not have taken all of its values; or all of them are a list.
  if (plan.isGenerator && end.isCompleted()) return;
  if (!last) tell(`ends: ${end.toString()} without an execution`);
  else if ("threw" in last) {
    if (!end.isFailed()) tell(`ends: threw, and ended ${end.name}`);
    else if (plan.inMemory && end.data !== last.threw)
      tell(`ends: threw ${textOf(last.threw)}, and failed of ${textOf(end.data)}`);
  } else if (last.returned instanceof State) {
    if (end.type !== last.returned.type || end.name !== last.returned.name)
      tell("ends: not in the state that was returned");
  } else if (!end.isCompleted()) tell(`ends: returned, and ended ${end.name}`);
  else if (plan.inMemory && textOf(end.data) !== textOf(last.returned))
    tell(`ends: returned ${textOf(last.returned)}, and holds ${textOf(end.data)}`);
}

/** Whether something around a run may have stopped it. */
function mayCrash({ started, program }: Trial, run: TaskRun): boolean {
  const { faults } = program;
  const isStopped = started.some(({ wasCancelled, run: of }) => wasCancelled && of?.taskRuns.includes(run));
  const hasTimeout = [...program.flows, ...program.tasks].some(({ timeout }) => timeout !== undefined);
  // A flow that ends stops what it left in the queue; a server that stops, what it runs.
  return (
    isStopped ||
    hasTimeout ||
    faults.workerDies + faults.replyIsLost + faults.storageFails > 0 ||
    /stopped|cancelled/.test(String(run.state.message))
  );
}

function hooks(trial: Trial, run: TaskRun, plan: TaskPlan, tell: Breach): void {
  const end = endOf(run);
  hooksWere(trial, run, "onRunning", plan.onRunning, run.runCount, tell);
  hooksWere(trial, run, "onCompletion", plan.onCompletion, end?.isCompleted() ? 1 : 0, tell);
  hooksWere(trial, run, "onFailure", plan.onFailure, end?.isFailed() ? 1 : 0, tell);
  if (plan.onRollback.length === 0) return;
  const undone = trial.journal.hooks.filter(({ runId, kind }) => runId === run.id && kind === "onRollback");
  const isUndone = run.state.name === "RolledBack";
  const breaks = plan.onRollback.some((kind) => kind === "throw" || kind === "reject");
  if (!breaks && undone.length > plan.onRollback.length) tell("hooks: one of a rollback was called twice");
  if (isUndone && undone.length < plan.onRollback.length) tell("hooks: rolled back without its hooks");
  if (!isUndone && end?.isCompleted() && undone.length > 0 && !breaks)
    tell("hooks: those of a rollback were called, and nothing was rolled back");
}

/** A run that nothing broke in on went exactly the way that its plan says. */
function modelled(
  trial: Trial,
  run: TaskRun,
  plan: TaskPlan,
  executions: readonly Execution[],
  tell: Breach,
): void {
  const { faults } = trial.program;
  if (executions.length === 0 || faults.jumps.length > 0) return;
  if (run.state.isCrashed() && run.state.message === "Execution was cancelled by the runtime environment.")
    return;
  const args = trial.journal.argsOf(run.id);
  const states = args && statesFor(plan, args);
  if (!states || run.state.name === "RolledBack" || states[0] !== namesOf(run)[0]) return;
  if (states.join(" ") !== namesOf(run).join(" ")) tell(`model: it should have gone ${states.join(" ")}`);
}

/** A run that has not ended has a reason. */
function waits({ journal, program, storage }: Trial, run: TaskRun, tell: Breach): void {
  if (endOf(run) || run.state.name === "NotReady") return;
  if (run.state.isScheduled() && run.state.stateDetails.deferred) {
    if (program.serve === undefined || storage.failed.length > 0) return;
    tell("liveness: delayed, and never served");
    return;
  }
  const isRefused = run.tags.some((tag) =>
    program.limits.some(({ name, limit }) => name === `tag:${tag}` && limit === 0),
  );
  const isDropped = journal.futures.some(({ taskRunId }) => taskRunId === run.id);
  if (run.state.isPending() && (isRefused || isDropped || storage.failed.includes("limits"))) return;
  tell("liveness: it hangs");
}
