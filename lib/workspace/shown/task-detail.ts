import type { TaskRunId } from "../../base";
import type { GroupFold, RunLook, Segment, TaskFold } from "../../fold";
import type { Preview } from "../../runtime";
import { cacheView } from "./cache-view";
import { lineText, type LineText } from "./line-text";
import { stateView } from "./state-view";
import type { CacheView, StateView } from "./view";

type Wait = Extract<Segment, { kind: "wait" }>;

/** All that is known of a task run at a moment. Times are milliseconds. */
export interface TaskDetail {
  readonly state: StateView;
  /** From its first attempt to the end of its last; undefined where it did not run. */
  readonly tookMs: number | undefined;
  readonly isUnderWay: boolean;
  /** `at` is since the run's start. */
  readonly states: readonly (StateView & { readonly at: number })[];
  readonly attempts: readonly AttemptDetail[];
  /** Each reason once, with how long it waited for that in all. */
  readonly waits: readonly (Pick<Wait, "reason" | "tasks" | "names"> & { readonly ms: number })[];
  /** The parameters, as their texts, and the task runs that each came from; then those that it had to follow. */
  readonly inputs: readonly InputDetail[];
  readonly follows: readonly TaskRunId[];
  readonly gave: Preview | undefined;
  readonly cache: (CacheView & { readonly parts: readonly KeyPart[] }) | undefined;
}

export interface AttemptDetail {
  /** From 1. */
  readonly number: number;
  readonly ms: number;
  /** Which of the run's workers ran it, from 0; undefined where none did. */
  readonly worker: number | undefined;
  /** The state that ended it; undefined while it runs. */
  readonly end: StateView | undefined;
  /** What went wrong in it, by its line of the log. */
  readonly failure: LineText | undefined;
}

export interface InputDetail {
  readonly parameter: string;
  /** Undefined for an input that is no parameter of the task. */
  readonly text: string | undefined;
  readonly from: readonly TaskRunId[];
}

/** A part of a cache key. */
export interface KeyPart {
  readonly name: string;
  readonly text: string;
  /** Whether the last run before had another. */
  readonly isChanged: boolean;
}

/** Takes together what is known of a task run. */
export function taskDetail(task: TaskFold, look: RunLook): TaskDetail {
  const { states, run } = task;
  const count = states.countBefore(look.position);
  const all = Array.from({ length: count }, (_, index) => {
    const state = states.at(index);
    return state ? [{ ...stateView(state), at: Math.max(0, states.timeOf(index) - look.span.from) }] : [];
  }).flat();
  const segments = look.segmentsOf(task);
  const now = look.stateOf(task);
  return {
    state: now ? stateView(now) : { type: "PENDING", name: "Pending" },
    tookMs: look.tookOf(task),
    isUnderWay: now !== undefined && !now.isFinal(),
    states: all,
    attempts: attemptsOf(task, look, segments),
    waits: waitsOf(segments),
    inputs: inputsOf(task),
    follows: (run.taskInputs["waitFor"] ?? []).map(({ id }) => id),
    gave: now?.isCompleted() ? (now.data as Preview | undefined) : undefined,
    cache: cacheOf(task, look),
  };
}

function attemptsOf(task: TaskFold, look: RunLook, segments: readonly Segment[]): readonly AttemptDetail[] {
  const attempts = new Map<number, AttemptDetail>();
  for (const segment of segments) {
    if (segment.kind !== "run") continue;
    const { attempt: number, from, to, end } = segment;
    const known = attempts.get(number);
    const ms = (known?.ms ?? 0) + to - from;
    const failure = known?.failure ?? (end ? failureOf(task, look, number) : undefined);
    const worker = task.workerOf(number, look.position);
    attempts.set(number, { number, ms, worker, end: end && stateView(end), failure });
  }
  return [...attempts.values()];
}

/** A state of the run at which an attempt began has the lines until the next: the engine's own says what went wrong. */
function failureOf(task: TaskFold, look: RunLook, attempt: number): LineText | undefined {
  const { states } = task;
  const count = states.countBefore(look.position);
  for (let index = 0; index < count; index++) {
    if (states.at(index)?.type !== "RUNNING") continue;
    if (task.attemptsBefore((states.positionOf(index) ?? 0) + 1) !== attempt) continue;
    const line = look.linesIn(task, index).findLast(({ message }) => message.startsWith(failed));
    if (line) return lineText(line.message.slice(failed.length).replace(afterwards, ""));
  }
  return undefined;
}

const failed = "Task run failed with exception: ";
const afterwards =
  / - (?:Retry \d+\/\d+ will start (?:immediately|\S+ second\(s\) from now)|Retries are exhausted)/;

function waitsOf(segments: readonly Segment[]): TaskDetail["waits"] {
  const waits = new Map<string, TaskDetail["waits"][number]>();
  for (const segment of segments) {
    if (segment.kind !== "wait") continue;
    const { reason, tasks, names } = segment;
    const key = JSON.stringify([reason, tasks, names]);
    const ms = (waits.get(key)?.ms ?? 0) + segment.to - segment.from;
    waits.set(key, { reason, ms, ...(tasks && { tasks }), ...(names && { names }) });
  }
  return [...waits.values()];
}

function inputsOf({ run: { parameters, taskInputs } }: TaskFold): readonly InputDetail[] {
  const apart = new Set(["waitFor", "__parents__"]);
  const names = [...Object.keys(parameters), ...Object.keys(taskInputs)].filter((name) => !apart.has(name));
  return [...new Set(names)].map((parameter) => {
    const text = Object.hasOwn(parameters, parameter) ? String(parameters[parameter]) : undefined;
    const from = (taskInputs[parameter] ?? []).map(({ id }) => id);
    // A future's own text says nothing: whose value it stood for does.
    return { parameter, text: text === "{}" && from.length > 0 ? undefined : text, from };
  });
}

function cacheOf(task: TaskFold, look: RunLook): TaskDetail["cache"] {
  const view = cacheView(task, look);
  if (!view) return undefined;
  const parts = Object.entries(task.decided?.decision.parts ?? {});
  return {
    ...view,
    parts: parts.map(([name, text]) => ({ name, text, isChanged: view.differs?.includes(name) ?? false })),
  };
}

/** How long the task runs of a group took, each from its first attempt to the end of its last. */
export interface GroupDetail {
  readonly fastest: Took | undefined;
  readonly median: Took | undefined;
  readonly slowest: Took | undefined;
  /** The first that failed. */
  readonly failed: TaskRunId | undefined;
}

interface Took {
  readonly id: TaskRunId;
  readonly ms: number;
}

/** Takes together what is known of a group of task runs. */
export function groupDetail(group: GroupFold, look: RunLook): GroupDetail {
  const tasks = group.tasks.slice(0, look.sizeOf(group));
  const took = tasks
    .flatMap((task): readonly Took[] => {
      const ms = look.tookOf(task);
      return ms === undefined ? [] : [{ id: task.run.id, ms }];
    })
    .sort((a, b) => a.ms - b.ms);
  const failedOne = tasks.find((task) => {
    const state = look.stateOf(task);
    return state !== undefined && (state.isFailed() || state.isCrashed());
  });
  return {
    fastest: took[0],
    median: took[(took.length - 1) >> 1],
    slowest: took.at(-1),
    failed: failedOne?.run.id,
  };
}
