import { errorName } from "../../base";
import { Future, State, type FlowRun, type StateType } from "../../engine";
import { textOf } from "./model.suite";
import { endOf, hooksWere, namesOf, type Breach } from "./run-laws.suite";
import type { Trial } from "./trial.suite";

/** Laws of flow runs: they end in what their bodies came to (rule 1.17), as often tried as they may, and tell their hooks. */
export function flowLaws(trial: Trial, breach: Breach): void {
  for (const { run, wasCancelled } of trial.started)
    for (const one of run?.flowRuns ?? []) {
      const plan = trial.program.flows.find(({ name }) => name === one.flowName)!;
      const tell: Breach = (what) =>
        breach(`${what} (${one.flowName} ${one.name}: ${namesOf(one).join(" ")})`);
      if (one.runCount > plan.retries + 1)
        tell(`retries: ${one.runCount} attempts for ${plan.retries} retries`);
      const isLimited = trial.program.flows.some(({ timeout }) => timeout !== undefined);
      ends(trial, one, { mayBeStopped: wasCancelled || isLimited, wasCancelled }, tell);
      const end = endOf(one);
      const cancelling = one.states.filter((state) => state.isCancelling()).length;
      hooksWere(trial, one, "onRunning", plan.onRunning, one.runCount, tell);
      hooksWere(trial, one, "onCompletion", plan.onCompletion, end?.isCompleted() ? 1 : 0, tell);
      hooksWere(trial, one, "onFailure", plan.onFailure, end?.isFailed() ? 1 : 0, tell);
      hooksWere(
        trial,
        one,
        "onCrashed",
        plan.onCrashed,
        one.states.filter((state) => state.isCrashed()).length,
        tell,
      );
      hooksWere(trial, one, "onCancellation", plan.onCancellation, cancelling, tell);
    }
}

function ends(
  trial: Trial,
  run: FlowRun,
  { mayBeStopped, wasCancelled }: { readonly mayBeStopped: boolean; readonly wasCancelled: boolean },
  tell: Breach,
): void {
  const end = endOf(run);
  const plan = trial.program.flows.find(({ name }) => name === run.flowName)!;
  const executions = trial.journal.executions.get(run.id) ?? [];
  if (executions.length > run.runCount) tell("retries: more executions than attempts");
  if (!end) {
    if (run.state.name !== "NotReady") tell("liveness: it never ended");
    return;
  }
  if (end.message === "Flow run was cancelled.") {
    if (!wasCancelled) tell("ends: cancelled by nobody");
    return;
  }
  const last = executions.at(-1)?.end;
  const threw = last && "threw" in last ? errorName(last.threw) : undefined;
  if (end.isCrashed()) {
    if (!mayBeStopped && threw !== "AbortError") tell(`ends: crashed of nothing: ${end.message}`);
    return;
  }
  if (end.name === "TimedOut" && end.message?.startsWith("Flow run exceeded")) {
    if (plan.timeout === undefined) tell("ends: timed out without a timeout");
    return;
  }
  if (run.runCount === 0) return;
  if (!last) tell(`ends: ${end.name} without a finished execution`);
  else if ("threw" in last) {
    const name = threw === "TimeoutError" ? "TimedOut" : "Failed";
    if (end.name !== name) tell(`ends: threw ${threw}, and ended ${end.name}`);
    if (end.data !== last.threw) tell(`ends: threw ${textOf(last.threw)}, and failed of ${textOf(end.data)}`);
  } else {
    const [type, message] = endFor(last.returned);
    if (end.type !== type) tell(`ends: ${type} expected, not ${end.type}`);
    if (message !== undefined && end.message !== message)
      tell(`ends: '${message}' expected, not '${end.message}'`);
  }
}

/** The state that a returned value means, by rule 1.17. */
function endFor(returned: unknown): readonly [type: StateType, message?: string | undefined] {
  const value = returned instanceof Future ? returned.state : returned;
  if (value instanceof State && !value.stateDetails.taskRunId && !value.stateDetails.flowRunId)
    return [value.type, value.message];
  const list: unknown[] = (
    Array.isArray(value) ? [...(value as unknown[])] : value instanceof State ? [value] : []
  ).map((one: unknown) => (one instanceof Future ? one.state : one));
  const states = list.filter((one) => one instanceof State);
  if (states.length === 0 || states.length < list.length) return ["COMPLETED"];
  const count = (test: (state: State) => boolean) => states.filter(test).length;
  const say = (type: StateType, k: number, what: string) =>
    [type, `${k}/${states.length} states ${what}.`] as const;
  if (states.every((state) => state.isCompleted())) return ["COMPLETED", "All states completed."];
  const [cancelled, failed] = [
    count((one) => one.isCancelled()),
    count((one) => one.isFailed() || one.isCrashed()),
  ];
  if (cancelled > 0) return say("CANCELLED", cancelled, "cancelled");
  if (failed > 0) return say("FAILED", failed, "failed");
  return say(
    "FAILED",
    count((one) => !one.isFinal()),
    "are not final",
  );
}
