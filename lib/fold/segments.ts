import type { TaskRunId } from "../base";
import type { State } from "../engine";
import type { TaskFold, Wait } from "./task-fold";

/** A part of a task run's time. Times are milliseconds since the epoch. */
export type Segment =
  | {
      readonly kind: "wait";
      readonly from: number;
      readonly to: number;
      readonly reason: WaitReason;
      /** What it waits for, where that has a name: task runs, or limits. */
      readonly tasks?: readonly TaskRunId[];
      readonly names?: readonly string[];
    }
  | {
      readonly kind: "run";
      readonly from: number;
      readonly to: number;
      /** From 1. */
      readonly attempt: number;
      /** The state that ended the attempt; absent while it goes on. An attempt that waits in between is several parts. */
      readonly end?: State;
      /** After it waited, the attempt went on: it is another part with which that ended. */
      readonly goesOn?: true;
    }
  /** It was served from the cache, or ended without having run. */
  | { readonly kind: "end"; readonly from: number; readonly to: number; readonly end: State };

/** Why a task run that is there does not run. */
export type WaitReason = "upstream" | "worker" | "data" | "limit" | "rate" | "retry" | "pause" | "schedule";

/** Milliseconds below which a wait is none. */
const least = 0.5;

/**
 * What a task run did with its time, before a position of its log. What is under way lasts until `until`. `taskOf` finds the
 * task runs that it waits for.
 */
export function segmentsOf(
  task: TaskFold,
  position: number,
  until: number,
  taskOf: (id: TaskRunId) => TaskFold | undefined,
): readonly Segment[] {
  const { states } = task;
  const count = states.countBefore(position);
  const segments: Segment[] = [];
  const waits = task.waits?.filter((wait) => wait.position < position) ?? [];
  let attempt = 0;
  let isResumed = false;
  for (let index = 0; index < count; index++) {
    const state = states.at(index);
    if (!state) continue;
    const from = states.timeOf(index);
    const next = index + 1 < count ? states.at(index + 1) : undefined;
    const to = next ? states.timeOf(index + 1) : Math.max(from, until);
    if (state.type === "RUNNING" || state.type === "CANCELLING") {
      if (state.type === "RUNNING" && !isResumed) attempt++;
      isResumed = false;
      segments.push(...running(from, to, Math.max(1, attempt), next, waits));
    } else if (state.isFinal()) {
      if (attempt === 0) segments.push({ kind: "end", from, to: from, end: state });
    } else if (state.name === "NotReady") segments.push({ kind: "end", from, to: from, end: state });
    else {
      isResumed ||= state.type === "PAUSED";
      segments.push(...waiting(task, state, from, to, position, waits, taskOf));
    }
  }
  return segments;
}

/** An attempt, and what it waited for in between. */
function running(
  from: number,
  to: number,
  attempt: number,
  end: State | undefined,
  waits: readonly Wait[],
): readonly Segment[] {
  const segments: Segment[] = [];
  const run = { kind: "run", attempt, ...(end && { end }) } as const;
  let start = from;
  for (const wait of spans(waits, from, to)) {
    if (wait.from > start) segments.push({ ...run, from: start, to: wait.from });
    segments.push(wait);
    start = wait.to;
  }
  if (start < to || segments.length === 0) segments.push({ ...run, from: start, to });
  const last = segments.findLastIndex(({ kind }) => kind === "run");
  return segments.map((one, index) => (one.kind === "run" && index < last ? { ...one, goesOn: true } : one));
}

function waiting(
  task: TaskFold,
  state: State,
  from: number,
  to: number,
  position: number,
  waits: readonly Wait[],
  taskOf: (id: TaskRunId) => TaskFold | undefined,
): readonly Segment[] {
  if (state.type === "PAUSED") return [{ kind: "wait", from, to, reason: "pause" }];
  if (state.type === "SCHEDULED") {
    const reason = state.name === "AwaitingRetry" ? "retry" : "schedule";
    const placing = spans(waits, from, to);
    // Its time may have come before there was a place for it.
    const until = placing[0]?.from ?? to;
    return [
      ...(until - from < least ? [] : [{ kind: "wait" as const, from, to: until, reason } as const]),
      ...placing,
    ];
  }
  const segments: Segment[] = [];
  const upstream = upstreamsUntil(task, from, to, position, taskOf);
  if (upstream && upstream.to - from >= least)
    segments.push({ kind: "wait", from, to: upstream.to, reason: "upstream", tasks: upstream.tasks });
  let start = upstream?.to ?? from;
  for (const wait of spans(waits, start, to)) {
    if (wait.from - start >= least)
      segments.push({ kind: "wait", from: start, to: wait.from, reason: "worker" });
    segments.push(wait);
    start = wait.to;
  }
  if (to - start >= least) segments.push({ kind: "wait", from: start, to, reason: "worker" });
  return segments;
}

/** Until when a task run waited for others, and for which: those that are not over, else the last. */
function upstreamsUntil(
  { run }: TaskFold,
  from: number,
  to: number,
  position: number,
  taskOf: (id: TaskRunId) => TaskFold | undefined,
): { readonly to: number; readonly tasks: readonly TaskRunId[] } | undefined {
  let last = from;
  let tasks: TaskRunId[] = [];
  const open: TaskRunId[] = [];
  for (const [name, inputs] of Object.entries(run.taskInputs)) {
    if (name === "__parents__") continue;
    for (const { id } of inputs) {
      const end = taskOf(id)?.endedAt(position);
      if (end === undefined) {
        if (taskOf(id)) open.push(id);
      } else if (end > last) [last, tasks] = [end, [id]];
      else if (end === last && tasks.length > 0) tasks.push(id);
    }
  }
  if (open.length > 0) return { to, tasks: open };
  return tasks.length > 0 ? { to: Math.min(last, to), tasks } : undefined;
}

/** The waits that the log tells of, between two times. */
function spans(
  waits: readonly Wait[],
  from: number,
  to: number,
): readonly Extract<Segment, { kind: "wait" }>[] {
  return waits.flatMap(({ at, reason, names }, index) => {
    const start = Math.max(at, from);
    const end = Math.min(waits[index + 1]?.at ?? to, to);
    if (reason === undefined || end - start < least) return [];
    return [{ kind: "wait" as const, from: start, to: end, reason, ...(names && { names }) }];
  });
}
