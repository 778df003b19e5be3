import type { RunLook } from "./run-look";
import type { Segment } from "./segments";
import type { TaskFold } from "./task-fold";

/** One event of Chrome's trace format: times are microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: "X" | "M";
  readonly ts: number;
  readonly dur: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: Readonly<Record<string, unknown>>;
}

/**
 * A run in Chrome's trace format, which Perfetto opens: each attempt and each wait of a task run is a slice, and task runs that
 * overlap are on tracks of their own.
 */
export function traceOf(look: RunLook): {
  readonly traceEvents: readonly TraceEvent[];
  readonly displayTimeUnit: "ms";
} {
  const zero = look.span.from;
  /** When each track is free again. */
  const free: number[] = [];
  const slices = look.tasks
    .map((task) => ({ task, segments: look.segmentsOf(task) }))
    .flatMap(({ task, segments }) => {
      const [first, last] = [segments[0], segments.at(-1)];
      return first && last ? [{ task, segments, from: first.from, to: last.to }] : [];
    })
    .sort((a, b) => a.from - b.from);
  const traceEvents = slices.flatMap(({ task, segments, from, to }) => {
    const found = free.findIndex((end) => end <= from);
    const track = found < 0 ? free.length : found;
    free[track] = to;
    return segments.map((segment): TraceEvent => ({
      name: segment.kind === "wait" ? `${task.run.name}: ${segment.reason}` : task.run.name,
      cat: segment.kind,
      ph: "X",
      ts: Math.round((segment.from - zero) * 1000),
      dur: Math.round((segment.to - segment.from) * 1000),
      pid: 1,
      tid: track + 1,
      args: {
        ...{ task: task.group.name, id: task.run.id, state: endOf(segment) },
        ...(segment.kind === "run" && { attempt: segment.attempt }),
      },
    }));
  });
  return { traceEvents, displayTimeUnit: "ms" };
}

/**
 * A run as plain data, in a form with a version (FO14): its task runs with all states, inputs and waits, and its lines. Times are
 * milliseconds since the epoch.
 */
export function runOf(look: RunLook): Readonly<Record<string, unknown>> {
  const { root } = look;
  const lines = Array.from({ length: look.lineCount - look.firstLine }, (_, index) =>
    look.line(look.firstLine + index),
  );
  return {
    ...{ format: "runnel-run", version: 1 },
    ...(root && {
      id: root.run.id,
      name: root.run.name,
      flow: root.run.flowName,
      parameters: root.run.parameters,
    }),
    state: look.state && { type: look.state.type, name: look.state.name, message: look.state.message },
    from: look.span.from,
    to: look.span.to,
    taskRuns: look.tasks.map((task) => ({
      ...{ id: task.run.id, name: task.run.name, task: task.group.name, flowRun: task.group.flowRunId },
      inputs: task.run.taskInputs,
      states: statesOf(task, look),
      parts: look.segmentsOf(task).map((segment) => ({ ...segment, end: endOf(segment) })),
    })),
    // Lines before these are in the log's own file.
    firstLine: look.firstLine,
    lines,
  };
}

/** The name of the state that ended a part. */
function endOf(segment: Segment): string | undefined {
  return segment.kind === "wait" ? undefined : segment.end?.name;
}

function statesOf({ states }: TaskFold, look: RunLook): readonly unknown[] {
  return Array.from({ length: states.countBefore(look.position) }, (_, index) => {
    const { type, name, message } = states.at(index) ?? {};
    return { at: states.timeOf(index), type, name, message };
  });
}
