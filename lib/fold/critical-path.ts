import type { FlowRunId } from "../base";
import { pausesOf } from "./pauses";
import type { RunLook, Span } from "./run-look";
import type { Segment } from "./segments";
import type { TaskFold } from "./task-fold";

type Wait = Extract<Segment, { kind: "wait" }>;

/** A task run that a run's length is made of. Times are milliseconds. */
export interface PathLink {
  readonly task: TaskFold;
  /** From the end of the link before it, or the run's start, to its own end: so the links of a path follow one another. */
  readonly from: number;
  readonly to: number;
  /** How long of that it ran, in all its attempts. */
  readonly ranMs: number;
  /** How long it waited, each reason once. For task runs none waits: their time is in the links before. */
  readonly waits: readonly (Pick<Wait, "reason" | "names"> & { readonly ms: number })[];
  /** How long flows that were to call it stood paused. */
  readonly pausedMs: number;
  /** The rest: the flow's own function had not yet called it. */
  readonly flowMs: number;
}

/** The task runs, one after another, without which a run would have been shorter. */
export interface CriticalPath {
  readonly links: readonly PathLink[];
  /** The run's length. */
  readonly ms: number;
  /** What the flow's own function still did after the last of them. */
  readonly afterMs: number;
  /** How long it stood paused after that. */
  readonly afterPausedMs: number;
}

/** What is known of the looks at which several lenses have asked. */
const known = new WeakMap<RunLook, CriticalPath>();

/**
 * Why a run took as long as it did: back from the task run that ended last, to the one before it for which it waited longest, and
 * so on. What a subflow did is told by its task runs. Undefined while the run is under way, and where nothing ended in it.
 */
export function criticalPath(look: RunLook): CriticalPath | undefined {
  const { from, to } = look.span;
  if (to === undefined) return undefined;
  const before = known.get(look);
  if (before) return before;
  const seen = new Set<TaskFold>();
  const tasks: TaskFold[] = [];
  let task = lastIn(look, undefined, look.position);
  for (; task && !seen.has(task); task = causeOf(look, task)) {
    seen.add(task);
    tasks.push(task);
  }
  if (tasks.length === 0) return undefined;
  let end = from;
  const links = tasks.reverse().map((one) => {
    const link = linkOf(look, one, end);
    end = link.to;
    return link;
  });
  const afterPausedMs = lengthOf(pausesOf(look, look.root).map((pause) => within(pause, { from: end, to })));
  const afterMs = Math.max(0, to - end - afterPausedMs);
  const path = { links, ms: to - from, afterMs, afterPausedMs };
  known.set(look, path);
  return path;
}

function linkOf(look: RunLook, task: TaskFold, from: number): PathLink {
  const to = Math.max(from, task.endedAt(look.position) ?? from);
  const waits = new Map<string, PathLink["waits"][number]>();
  let [ranMs, flowMs] = [0, to - from];
  for (const segment of look.segmentsOf(task)) {
    const ms = Math.min(to, segment.to) - Math.max(from, segment.from);
    if (ms <= 0 || segment.kind === "end") continue;
    if (segment.kind === "wait" && segment.reason === "upstream") continue;
    flowMs -= ms;
    if (segment.kind === "run") {
      ranMs += ms;
      continue;
    }
    const { reason, names } = segment;
    const key = JSON.stringify([reason, names]);
    waits.set(key, { reason, ms: ms + (waits.get(key)?.ms ?? 0), ...(names && { names }) });
  }
  const pausedMs = Math.min(Math.max(0, flowMs), pausedBefore(look, task, from, to));
  return {
    ...{ task, from, to, ranMs, pausedMs },
    waits: [...waits.values()],
    flowMs: Math.max(0, flowMs - pausedMs),
  };
}

/** How long, of a time, one of the flows that a task run is in stood paused, and it neither ran nor waited. */
function pausedBefore(look: RunLook, task: TaskFold, from: number, to: number): number {
  const pauses: Required<Span>[] = [];
  for (let one: TaskFold | undefined = task; one; one = look.callerOf(one)) {
    const { flowRunId } = one.group;
    if (flowRunId !== undefined) pauses.push(...pausesOf(look, look.flow(flowRunId)));
  }
  const own = look.segmentsOf(task);
  // A subflow that pauses may have its caller paused as well.
  let until = from;
  return pauses
    .map((pause) => within(pause, { from, to }))
    .sort((a, b) => a.from - b.from)
    .reduce((sum, pause) => {
      const left = { from: Math.max(until, pause.from), to: pause.to };
      until = Math.max(until, pause.to);
      return sum + lengthOf([left]) - lengthOf(own.map((segment) => within(segment, left)));
    }, 0);
}

function within(one: Required<Span>, { from, to }: Required<Span>): Required<Span> {
  return { from: Math.max(from, one.from), to: Math.min(to, one.to) };
}

function lengthOf(spans: readonly Required<Span>[]): number {
  return spans.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
}

/** What a task run could not go on without: of what it was given, and of what its flow had before it called it, the last to end. */
function causeOf(look: RunLook, task: TaskFold): TaskFold | undefined {
  const input = lastInput(look, task);
  const called = lastIn(look, task.group.flowRunId, task.states.born);
  const last = endOf(look, input) > endOf(look, called) ? input && leafOf(look, input) : called;
  if (last) return last;
  // It was the first in its flow: where a task run stands for that, what this could not go on without.
  const caller = look.callerOf(task);
  return caller && causeOf(look, caller);
}

function lastInput(look: RunLook, task: TaskFold): TaskFold | undefined {
  const own = endOf(look, task);
  let [last, lastEnd] = [undefined as TaskFold | undefined, -1];
  for (const [name, inputs] of Object.entries(task.run.taskInputs)) {
    if (name === "__parents__") continue;
    for (const { id } of inputs) {
      const input = look.task(id);
      // What never started took no time.
      if (!input?.attemptsBefore(look.position)) continue;
      const end = endOf(look, input);
      if (end < own && end > lastEnd) [last, lastEnd] = [input, end];
    }
  }
  return last;
}

/** The position of a task run's end in the log, before which all others are. */
function endOf(look: RunLook, task: TaskFold | undefined): number {
  return task?.endPosition(look.position) ?? -1;
}

/** Of the task runs of a flow run the one that ended last before a position, or in the subflow for which that stands. */
function lastIn(look: RunLook, flow: FlowRunId | undefined, position: number): TaskFold | undefined {
  const task = look.lastEnded(position, flow);
  return task && leafOf(look, task);
}

function leafOf(look: RunLook, task: TaskFold): TaskFold {
  return (task.child && lastIn(look, task.child, endOf(look, task))) ?? task;
}
