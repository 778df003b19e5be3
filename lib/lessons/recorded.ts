import type { State, TableRef } from "../engine";
import type { RunFold, TaskFold } from "../fold";
import type { Preview } from "../runtime";
import type { FlowData, LogData, RunData, StateData, TableData, TaskData } from "./record";

/** Task runs and lines that checks are told of, at most. */
const mostTasks = 5_000;
const mostLines = 5_000;

/** A run as checks are told of it, from the fold of its log; `tables` are the rows of those that it gave. */
export function recorded(fold: RunFold, tables: RunData["tables"] = {}): RunData {
  const { zero } = fold;
  const seconds = (at: number) => (at - zero) / 1000;
  const tasks = [...fold.tasks].slice(0, mostTasks);
  const flowIds = new Set([fold.id, ...tasks.flatMap(({ child }) => child ?? [])]);
  const flows = [...flowIds].flatMap((id) => fold.flow(id) ?? []);
  const nameOf = (id: string) => fold.task(id as TaskFold["run"]["id"])?.run.name;
  return {
    id: fold.id,
    name: fold.flow(fold.id)?.run.name ?? "",
    flows: flows.map((flow): FlowData => {
      const { run } = flow;
      const parent = run.parentFlowRunId;
      return {
        ...ofRun(flow, seconds),
        ...{ id: run.id, flow: run.flowName },
        ...(parent !== null && { parent }),
      };
    }),
    tasks: tasks.map((task) => taskData(task, seconds, nameOf)),
    logs: logsOf(fold, seconds, nameOf),
    tables,
  };
}

/** The tables that a run gave, by the names of what gave them, tasks' own and the notebook's: the latest of each. */
export function tablesOf(fold: RunFold): ReadonlyMap<string, TableRef> {
  const byTask = new Map<string, TableRef>();
  const byDefinition = new Map<string, TableRef>();
  for (const { run } of fold.tasks) {
    const preview = previewOf(run.state);
    if (preview?.kind !== "table") continue;
    byTask.set(run.taskName, preview.table);
    if (run.definition !== null) byDefinition.set(run.definition, preview.table);
  }
  return new Map([...byTask, ...byDefinition]);
}

/** Rows, as a data port gives them, as checks are told of them. */
export function tableData(
  {
    schema,
    values,
    numRows,
  }: {
    readonly schema: readonly { readonly name: string }[];
    readonly values: readonly (readonly unknown[])[];
    readonly numRows: number;
  },
  { name, numRows: count }: Pick<TableRef, "name" | "numRows">,
): TableData {
  const rows = Array.from({ length: numRows }, (_, row) =>
    Object.fromEntries(schema.map(({ name }, column) => [name, values[column]?.[row]])),
  );
  return { name, count, rows };
}

type Seconds = (at: number) => number;
type Run = TaskFold["run"] | NonNullable<ReturnType<RunFold["flow"]>>["run"];

function ofRun({ run, states }: Pick<TaskFold, "states"> & { readonly run: Run }, seconds: Seconds) {
  const result = textOf(previewOf(run.state));
  const count = states.countBefore(Infinity);
  const data = Array.from({ length: count }, (_, index) => index).flatMap((index): StateData[] => {
    const state = states.at(index);
    if (!state) return [];
    const { type, name, message } = state;
    const position = states.positionOf(index) ?? 0;
    return [{ type, name, at: seconds(states.timeOf(index)), position, ...(message && { message }) }];
  });
  return { name: run.name, states: data, ...(result !== undefined && { result }) };
}

function taskData(task: TaskFold, seconds: Seconds, nameOf: (id: string) => string | undefined): TaskData {
  const { run, waits = [], decided, child } = task;
  const { waitFor = [], ...inputs } = run.taskInputs;
  const names = (of: readonly { readonly id: string }[]) => of.flatMap(({ id }) => nameOf(id) ?? []);
  const { outcome, rule, parts } = decided?.decision ?? {};
  return {
    ...ofRun(task, seconds),
    task: run.taskName,
    ...(run.flowRunId !== null && { flow: run.flowRunId }),
    retries: run.retries,
    parameters: run.parameters as Readonly<Record<string, string>>,
    tags: run.tags,
    reads: names(Object.entries(inputs).flatMap(([name, of]) => (name === "__parents__" ? [] : of))),
    waitsFor: names(waitFor),
    waits: waits.flatMap(({ reason, names: limits = [], at }) =>
      reason ? [{ reason, names: limits, at: seconds(at) }] : [],
    ),
    ...(outcome && {
      cache: { outcome, ...(rule && { rule }), parts: Object.keys(parts ?? {}) },
    }),
    ...(child && { child }),
  };
}

function logsOf(
  { lines, end }: RunFold,
  seconds: Seconds,
  nameOf: (id: string) => string | undefined,
): readonly LogData[] {
  const logs: LogData[] = [];
  const count = lines.countBefore(end);
  for (let number = Math.max(lines.first, count - mostLines); number < count; number++) {
    const line = lines.at(number);
    if (!line) continue;
    const task = line.taskRunId === null ? undefined : nameOf(line.taskRunId);
    logs.push({
      ...{ level: line.level, message: line.message, at: seconds(line.at) },
      ...(task !== undefined && { task }),
    });
  }
  return logs;
}

/** What a stored state shows of its value. */
function previewOf({ type, proposal: { held } }: State): Preview | undefined {
  return type === "COMPLETED" && held && "value" in held ? (held.value as Preview | undefined) : undefined;
}

function textOf(preview: Preview | undefined): string | undefined {
  switch (preview?.kind) {
    case "text":
      return preview.text;
    case "rows":
      return JSON.stringify([preview.columns, ...preview.rows]);
    default:
      return undefined;
  }
}
