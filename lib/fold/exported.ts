import type { RunLook } from "./run-look";
import type { Segment } from "./segments";
import type { TaskFold } from "./task-fold";

/** One event of Chrome's trace format: a slice, or the name of what all of them are of. Times are whole microseconds since the run began. */
export type TraceEvent = {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: Readonly<Record<string, unknown>>;
} & (
  { readonly ph: "X"; readonly cat: string; readonly ts: number; readonly dur: number } | { readonly ph: "M" }
);

/**
 * A run in Chrome's trace format, which Perfetto opens: each attempt and each wait of a task run is a slice, and task runs that
 * overlap are on tracks of their own (FO15).
 */
export function traceOf(look: RunLook): {
  readonly traceEvents: readonly TraceEvent[];
  readonly displayTimeUnit: "ms";
  readonly otherData?: Readonly<Record<string, string>>;
} {
  const zero = look.span.from;
  const micro = (at: number) => Math.max(0, Math.round((at - zero) * 1000));
  const stretches = look.tasks
    .map((task) => ({ task, segments: look.segmentsOf(task) }))
    .flatMap(({ task, segments }) => {
      const [first, last] = [segments[0], segments.at(-1)];
      return first && last ? [{ task, segments, from: micro(first.from), to: micro(last.to) }] : [];
    })
    .sort((a, b) => a.from - b.from);
  const tracks = tracksOf(stretches);
  const slices = stretches.flatMap(({ task, segments }, index) =>
    segments.map((segment): TraceEvent => ({
      name: segment.kind === "wait" ? `${task.run.name}: ${segment.reason}` : task.run.name,
      cat: segment.kind,
      ph: "X",
      ts: micro(segment.from),
      // To the microsecond at which the next begins: Perfetto leaves out slices that overlap.
      dur: micro(segment.to) - micro(segment.from),
      pid: 1,
      tid: (tracks[index] ?? 0) + 1,
      args: {
        ...{ task: task.group.name, id: task.run.id, state: endOf(segment) },
        ...(segment.kind === "run" && { attempt: segment.attempt }),
      },
    })),
  );
  const { simulation } = look;
  const { flowName = "", name = "" } = look.root?.run ?? {};
  const named: TraceEvent = {
    ...{ name: "process_name", ph: "M", pid: 1, tid: 0 },
    args: { name: `${flowName} ${name}${simulation ? " (simulated)" : ""}` },
  };
  return {
    ...{ traceEvents: [named, ...slices], displayTimeUnit: "ms" },
    ...(simulation && {
      otherData: { simulated: `from ${hourOf(simulation.startsAt)}, seed ${simulation.seed}` },
    }),
  };
}

function hourOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** A track for each of some stretches of time, which are by their start: those that overlap have different ones. */
function tracksOf(stretches: readonly { readonly from: number; readonly to: number }[]): readonly number[] {
  const tracks: number[] = [];
  const ends = stretches.map((_, index) => index);
  ends.sort((a, b) => (stretches[a]?.to ?? 0) - (stretches[b]?.to ?? 0));
  const free: number[] = [];
  let [ended, count] = [0, 0];
  for (const { from } of stretches) {
    for (; ended < ends.length; ended++) {
      const index = ends[ended] ?? 0;
      const track = tracks[index];
      if (track === undefined || (stretches[index]?.to ?? 0) > from) break;
      free.push(track);
    }
    tracks.push(free.pop() ?? count++);
  }
  return tracks;
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
    // Else its hours would be taken for real ones.
    ...(look.simulation && { simulated: look.simulation }),
    state: look.state && { type: look.state.type, name: look.state.name, message: look.state.message },
    from: look.span.from,
    to: look.span.to,
    taskRuns: look.tasks.map((task) => ({
      ...{ id: task.run.id, name: task.run.name, task: task.group.name, flowRun: task.group.flowRunId },
      inputs: task.run.taskInputs,
      states: statesOf(task, look),
      parts: look.segmentsOf(task).map(partOf),
    })),
    // Lines before these are in the log's own file.
    firstLine: look.firstLine,
    lines,
  };
}

function partOf(segment: Segment): Readonly<Record<string, unknown>> {
  const end = endOf(segment);
  if (segment.kind !== "run") return { ...segment, end };
  const { kind, from, to, attempt } = segment;
  return { kind, from, to, attempt, end };
}

/** The name of the state that ended a part: of an attempt that waited in between, its last. */
function endOf(segment: Segment): string | undefined {
  return segment.kind === "wait" || (segment.kind === "run" && segment.goesOn)
    ? undefined
    : segment.end?.name;
}

function statesOf({ states }: TaskFold, look: RunLook): readonly unknown[] {
  return Array.from({ length: states.countBefore(look.position) }, (_, index) => {
    const { type, name, message } = states.at(index) ?? {};
    return { at: states.timeOf(index), type, name, message };
  });
}
