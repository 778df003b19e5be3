import { replay, type FlowRun, type Run, type State, type TaskRun } from "../../engine";
import type { HookKind, TaskPlan } from "./program.suite";
import type { Trial } from "./trial.suite";

export type Breach = (what: string) => void;

/** The ways that the states of a run may go, by their names; `E` stands for a final state that an author made. */
const taskWay =
  /^(Scheduled( Pending)?|Pending)( NotReady| Crashed| Failed| Running( (AwaitingRetry )?Retrying)*( AwaitingRetry)?( (Completed|Cached|Failed|TimedOut|Crashed|Cancelled|Fine)( RolledBack)?)?)?$/;
const flowWay =
  /^Pending( NotReady| Failed| Crashed( Cancelling Cancelled)?| Cancelling Cancelled| Running( AwaitingRetry Running)*( AwaitingRetry)?( Completed| Failed| TimedOut| Crashed| Cancelled| Fine| Cancelling Cancelled))$/;

export function namesOf({ states }: TaskRun | FlowRun): readonly string[] {
  return states.map(({ name }) => name);
}

/** Laws of every run: its way, its times, its counts, and that its events say it all. */
export function runLaws({ started, journal, program, storage }: Trial, breach: Breach): void {
  for (const { start, run } of started) {
    if (!run) {
      breach(`liveness: the run of ${start.of} never ended`);
      continue;
    }
    for (const one of [...run.taskRuns, ...run.flowRuns]) {
      const way = namesOf(one).join(" ");
      const isTracking = "taskName" in one && program.flows.some(({ name }) => name === one.taskName);
      const isAgain = one.states[0]?.isScheduled() && storage.failed.length > 0;
      if (!isTracking && !isAgain && !(one.kind === "task" ? taskWay : flowWay).test(way))
        breach(`way: ${one.name} went ${way}`);
      one.states.reduce((before, state) => {
        if (state.at <= before.at)
          breach(`time: ${one.name} entered ${state.name} no later than ${before.name}`);
        return state;
      });
    }
    replayed(run, breach);
  }
  for (const event of journal.events)
    if (event.type === "log" && /cannot go from|illegal/.test(event.message))
      breach(`way: the log says ${event.message}`);
  for (const future of journal.futures)
    if (!future.isDone) breach(`futures: that of ${future.taskRunId} is lost, in ${future.state.toString()}`);
}

/** What the events say is what was. */
function replayed(run: Run, breach: Breach): void {
  const told = ({ flowRuns, taskRuns }: Pick<Run, "flowRuns" | "taskRuns">) =>
    [...flowRuns, ...taskRuns].map((one) =>
      [
        ...[
          one.id,
          one.name,
          one.runCount,
          one.startTime?.getTime(),
          one.endTime?.getTime(),
          one.totalRunTime,
        ],
        one.states.map((state) => [state.id, state.name, state.type, state.at, state.message]),
      ].join(),
    );
  const [live, again] = [told(run), told(replay(run.events))];
  live.forEach((text, index) => {
    if (text !== again[index]) breach(`replay: ${text} is ${again[index]}`);
  });
  if (live.length !== again.length) breach(`replay: ${live.length} runs are ${again.length}`);
}

/** Whether the hooks of one kind were called so often, each time all of them, in order. */
export function hooksWere(
  { journal }: Trial,
  run: TaskRun | FlowRun,
  kind: string,
  hooks: readonly HookKind[],
  times: number,
  breach: Breach,
): void {
  if (hooks.length === 0) return;
  const { id, name } = run;
  const called = journal.hooks
    .filter((one) => one.runId === id && one.kind === kind)
    .map(({ index }) => index);
  const expected = Array.from({ length: times }, () => [...hooks.keys()]).flat();
  if (called.join() !== expected.join())
    breach(`hooks: ${kind} of ${name} were called [${called.join()}], not [${expected.join()}]`);
}

/** The state in which a run ended first, before a rollback; undefined where it has not. */
export function endOf({ states }: TaskRun | FlowRun): State | undefined {
  return states.find((state) => state.isFinal());
}

export function planOf({ program }: Trial, { taskName }: TaskRun): TaskPlan | undefined {
  return program.tasks.find(({ name }) => name === taskName);
}
