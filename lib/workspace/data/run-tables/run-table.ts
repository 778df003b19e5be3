import type { Column, FlowRun, RunEvent, State, TaskRun } from "../../../engine";
import { foldCase } from "../../../notebook";
import type { FoldedRun } from "./folded-run";

/** A table that tells of runs: its columns, the events that it takes to fill it, and its rows of one run. */
export interface RunTable {
  /** In full, as a query names it. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly needs: ReadonlySet<RunEvent["type"]>;
  /** Each has a value for every column, in their order. */
  rows(run: FoldedRun): Iterable<readonly unknown[]>;
}

/** Where they are: no table can be kept in it. */
const schema = "runnel";

/** The table of that name, in any case; undefined where it is none of these. */
export function runTableNamed(name: string): RunTable | undefined {
  return runTables.find((one) => one.name === foldCase(name));
}

/** Whether a name is in the schema of these tables. */
export function isOfRuns(name: string): boolean {
  return foldCase(name).startsWith(`${schema}.`);
}

const [text, texts, time, seconds, count] = ["VARCHAR", "VARCHAR[]", "TIMESTAMP", "DOUBLE", "BIGINT"];
const truth = "BOOLEAN";

/** What flow runs and task runs are both told by. */
const ofRun = {
  ...{ state_type: text, state_name: text, state_message: text },
  ...{ created: time, start_time: time, end_time: time, duration: seconds, total_run_time: seconds },
  ...{ run_count: count, tags: texts, parameters: text },
};
const ofNotebook = { notebook_id: text, notebook_title: text };

const flowRuns = table(
  "flow_runs",
  {
    ...{ id: text, name: text, flow_name: text, definition: text },
    ...ofRun,
    ...{ task_run_count: count, parent_flow_run_id: text, parent_task_run_id: text, root_flow_run_id: text },
    ...ofNotebook,
    simulated: truth,
  },
  ["flow-run", "flow-state", "flow-name"],
  function* (run) {
    const { summary, log } = run;
    const isSimulated = summary.simulated === true;
    const taskRuns = Object.values(summary.taskRunCounts).reduce((sum, one) => sum + one, 0);
    if (!log.flowRun(summary.id))
      yield [...untold(run), taskRuns, null, null, summary.id, ...notebookOf(run), isSimulated];
    for (const one of log.flowRuns) {
      const isRoot = one.id === summary.id;
      yield [
        ...[one.id, one.name, one.flowName, one.definition, ...progressOf(one)],
        ...[isRoot ? taskRuns : null, one.parentFlowRunId, one.parentTaskRunId, summary.id],
        ...notebookOf(run),
        isSimulated,
      ];
    }
  },
);

const taskRuns = table(
  "task_runs",
  {
    ...{ id: text, name: text, task_name: text, task_key: text, definition: text },
    ...ofRun,
    ...{ retries: count, upstream_task_run_ids: texts, flow_run_id: text, root_flow_run_id: text },
    ...ofNotebook,
  },
  ["task-run", "task-state", "task-name"],
  function* (run) {
    for (const one of run.log.taskRuns) {
      const upstreams = new Set(
        Object.values(one.taskInputs).flatMap((inputs) => inputs.map(({ id }) => id)),
      );
      yield [
        ...[one.id, one.name, one.taskName, one.taskKey, one.definition, ...progressOf(one)],
        ...[one.retries, [...upstreams], one.flowRunId, run.summary.id],
        ...notebookOf(run),
      ];
    }
  },
);

const ofEvent = { flow_run_id: text, task_run_id: text, root_flow_run_id: text, notebook_id: text };

const states = table(
  "states",
  {
    ...{ id: text, number: count, type: text, name: text, message: text, timestamp: time, duration: seconds },
    ...ofEvent,
  },
  ["flow-run", "flow-state", "task-run", "task-state"],
  function* (run) {
    const of = [run.summary.id, run.summary.notebookId];
    for (const one of run.log.flowRuns) for (const row of statesOf(one)) yield [...row, one.id, null, ...of];
    for (const one of run.log.taskRuns)
      for (const row of statesOf(one)) yield [...row, one.flowRunId, one.id, ...of];
  },
);

const logs = table(
  "logs",
  { number: count, timestamp: time, level: text, message: text, ...ofEvent },
  ["flow-run", "flow-state", "task-run", "task-state", "log"],
  function* ({ lines, summary: { id, notebookId } }) {
    for (const [index, { at, level, message, flowRunId, taskRunId }] of lines.entries())
      yield [index + 1, moment(at), level, message, flowRunId, taskRunId, id, notebookId];
  },
);

const cache = table(
  "cache",
  {
    ...{ timestamp: time, task_name: text, outcome: text, rule: text, key: text, parts: text },
    ...{ changed: texts, compared_with: text },
    ...ofEvent,
  },
  ["task-run", "cache", "emitted"],
  function* ({ decisions, comparisons, log, summary: { id, notebookId } }) {
    for (const { at, decision } of decisions) {
      const { taskRunId, outcome, rule = null, key, parts } = decision;
      const task = log.taskRun(taskRunId);
      const compared = comparisons.get(taskRunId);
      yield [
        ...[moment(at), task?.taskName ?? null, outcome, rule, key, JSON.stringify(parts)],
        ...[compared?.differs ?? null, compared?.last ?? null],
        ...[task?.flowRunId ?? null, taskRunId, id, notebookId],
      ];
    }
  },
);

/** All tables of runs. */
export const runTables: readonly RunTable[] = [flowRuns, taskRuns, states, logs, cache];

function table(
  name: string,
  columns: Readonly<Record<string, string>>,
  needs: readonly RunEvent["type"][],
  rows: RunTable["rows"],
): RunTable {
  return {
    name: `${schema}.${name}`,
    columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
    needs: new Set(needs),
    rows,
  };
}

function notebookOf({ summary, notebookTitle }: FoldedRun): unknown[] {
  return [summary.notebookId, notebookTitle];
}

/** The columns `ofRun`. */
function progressOf(run: FlowRun | TaskRun): unknown[] {
  const { state, progress, expectedStartTime: created, tags, parameters } = run;
  const { startTime, endTime, totalRunTime, runCount } = progress;
  return [
    ...[state.type, state.name, state.message ?? null],
    ...timesOf(created.getTime(), startTime, endTime),
    ...[Math.round(totalRunTime) / 1000, runCount, tags, JSON.stringify(parameters)],
  ];
}

/** What a summary says of a run whose journal says nothing yet, up to `parameters`. */
function untold({ summary }: FoldedRun): unknown[] {
  const { id, name, flowName, stateType, stateName, message = null } = summary;
  const { createdAt, startTime = null, endTime = null } = summary;
  return [
    ...[id, name, flowName, null, stateType, stateName, message],
    ...timesOf(createdAt, startTime, endTime),
    ...[0, 0, [], "{}"],
  ];
}

function timesOf(created: number, start: number | null, end: number | null): unknown[] {
  const [from, to] = [start, end].map((at) => (at === null ? null : moment(at)));
  return [moment(created), from, to, from && to ? between(from, to) : null];
}

/** Number, type, name, message, time and duration of each state, which is known until the next one came. */
function* statesOf({ states: all }: FlowRun | TaskRun): Iterable<unknown[]> {
  for (const [index, state] of all.entries()) {
    const { id, type, name, message = null, at } = state;
    const next: State | undefined = all[index + 1];
    const [from, to] = [moment(at), next && moment(next.at)];
    yield [id, index + 1, type, name, message, from, from && to ? between(from, to) : null];
  }
}

/** A time in whole milliseconds, as TypeScript has it; null where it is none: a journal may come out of somebody's backup. */
function moment(at: number): Date | null {
  const date = new Date(Math.floor(at));
  return Number.isNaN(date.getTime()) ? null : date;
}

function between(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000;
}
