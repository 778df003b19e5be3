import { toWire, type WireError } from "../../../base";
import type { EventLog, FlowRun, State, TaskRun } from "../../../engine";

/** What happened in a run, without what differs each time: ids, times, and the order of what runs side by side. */
export interface History {
  readonly end: string;
  readonly runs: readonly unknown[];
  readonly artifacts: readonly unknown[];
  readonly events: readonly string[];
}

/** The history of a log that was recorded from stored events. */
export function historyOf(log: EventLog): History {
  const runs = [...log.flowRuns, ...log.taskRuns];
  const labels = new Map(runs.map((run) => [run.id as string, labelOf(run)]));
  const label = (id: string | null | undefined) => (id ? (labels.get(id) ?? "a run of another log") : null);
  const linesOf = (run: FlowRun | TaskRun) =>
    log.logs
      .filter(({ taskRunId, flowRunId }) => (taskRunId ?? flowRunId) === run.id)
      .filter(({ level }) => level !== "debug")
      // Whether a run waits for slots is a matter of time, which two realms do not share.
      .filter(({ message }) => !message.startsWith("Waiting for concurrency slots"))
      .map(({ level, message }) => `${level}: ${steady(message)}`);
  const told = (run: FlowRun | TaskRun) => ({
    run: label(run.id),
    name: run.kind === "flow" && /^[a-z]+-[a-z]+$/.test(run.name) ? "<made up>" : steady(run.name),
    definition: run.definition,
    states: run.states.map(({ name, type, message }) => [name, type, message && steady(message)]),
    value: valueOf(run.state),
    runCount: run.runCount,
    parameters: JSON.parse(steady(JSON.stringify(run.parameters))) as unknown,
    tags: [...run.tags].sort(),
    logs: linesOf(run),
    details: Object.keys(run.state.stateDetails).sort(),
  });
  const flows = log.flowRuns.map((run) => ({
    ...told(run),
    parents: [label(run.parentFlowRunId), label(run.parentTaskRunId)],
  }));
  const tasks = log.taskRuns.map((run) => ({
    ...told(run),
    flow: label(run.flowRunId),
    attempt: run.flowRunRunCount,
    inputs: Object.fromEntries(
      Object.entries(run.taskInputs).map(([name, inputs]) => [name, inputs.map(({ id }) => label(id))]),
    ),
  }));
  const root = log.flowRuns[0];
  return {
    end: root ? endOf(root.state) : "no run",
    runs: sorted([...flows, ...tasks]),
    artifacts: sorted(
      log.artifacts.map(({ key, type, data, description, metadata, flowRunId, taskRunId }) => {
        return { key, type, data, description, metadata, by: [label(flowRunId), label(taskRunId)] };
      }),
    ),
    events: sorted(
      log.events.flatMap((event) =>
        event.type === "emitted"
          ? [`${event.event} ${steady(JSON.stringify([event.resource, event.payload]))}`]
          : [],
      ),
    ) as string[],
  };
}

/** How a run ended, in a line: `Completed [1, 2]`, `Failed Flow run encountered …`. */
function endOf(state: State): string {
  const value = valueOf(state) as { readonly text?: string } | undefined;
  const what = state.isCompleted() ? (value?.text ?? "") : steady(state.message ?? "");
  return `${state.name} ${what}`.trim();
}

function labelOf(run: FlowRun | TaskRun): string {
  const of = "taskName" in run ? run.taskName : run.flowName;
  return `${run.kind} ${of} ${steady(JSON.stringify(run.parameters))}`;
}

/** A completed run's preview, or what another threw. */
function valueOf({ data }: State): unknown {
  if (data === undefined) return undefined;
  return data instanceof Error ? bare(toWire(data)) : (JSON.parse(steady(JSON.stringify(data))) as unknown);
}

/** An error without its stack. */
function bare(wire: WireError): unknown {
  if (wire.kind === "thrown") return wire;
  const { name, message, code, cause, errors } = wire;
  return {
    name,
    message: steady(message),
    code: code ?? null,
    cause: cause ? bare(cause) : null,
    errors: errors?.map(bare) ?? null,
  };
}

/** Text without the ids, marks and stacks in it. */
function steady(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<id>")
    .replace(/\b[0-9a-f]{32}\b/g, "<key>")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
    .replace(/-[0-9a-f]{3}\b/g, "-<mark>")
    .replace(/\n\s+at [^\n]*/g, "");
}

function sorted(all: readonly unknown[]): unknown[] {
  const keyed = all.map((one) => [JSON.stringify(one), one] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, one]) => one);
}
