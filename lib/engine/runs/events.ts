import type { ArtifactId, EventId, FlowRunId, TaskRunId } from "../../base";
import type { TaskFaultKind } from "../ports/faults";
import type { KeyParts } from "../caching/policy";
import type { FlowRunFields, TaskRunFields } from "./run";
import type { State } from "../states/state";

export const logLevels = ["debug", "info", "warning", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line of a run's log. */
export interface LogLine {
  readonly at: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly flowRunId: FlowRunId | null;
  readonly taskRunId: TaskRunId | null;
}

/** What a run left for people to read (rule 11.2). */
export interface Artifact {
  readonly id: ArtifactId;
  /** Artifacts of one key are versions of one thing; null: of nothing. */
  readonly key: string | null;
  readonly type: "markdown" | "table" | "progress" | "image";
  /** Markdown, a table as JSON, the address of an image, or a percentage. */
  readonly data: string | number;
  /** Markdown. */
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly flowRunId: FlowRunId | null;
  readonly taskRunId: TaskRunId | null;
  readonly created: Date;
  /** When its progress was last told; else when it was created. */
  readonly updated: Date;
}

/** The rule that decided whether a task run executed or was served. */
export const cacheRules = [
  /** Served: a good record is under its key. */
  "found",
  /** No record is under its key; its time was up; it could not be read. */
  "absent",
  "expired",
  "unreadable",
  /** The task's `refreshCache`; the setting of that name; a generator, whose consumer wants the values. */
  "refresh-cache",
  "refresh-setting",
  "generator",
  /** No key: NO_CACHE; `persistResult: false`; caching is off by a setting; its function gave none; nothing to make one of. */
  "no-cache",
  "not-persisted",
  "caching-off",
  "key-function",
  "no-inputs",
  /** The key could not be computed (rule 7.22). */
  "unhashable",
] as const;
export type CacheRule = (typeof cacheRules)[number];

/**
 * Why a task run executed or was served: the facts, for views to explain. A task of which nobody asked that its result be
 * kept has none: it always executes.
 */
export interface CacheDecision {
  readonly taskRunId: TaskRunId;
  /** `off`: no key; `refresh`: a key, but the cache was not to be read. */
  readonly outcome: "hit" | "miss" | "off" | "refresh" | "unhashable";
  /** Absent in logs that were written before it was noted. */
  readonly rule?: CacheRule;
  readonly key: string | null;
  readonly parts: KeyParts;
}

/**
 * What a task run may wait for, beyond what its inputs and its states say: a worker, while it is Running; the data engine,
 * which starts or is busy with another's work; slots of concurrency limits, or of rate limits.
 */
export const waitReasons = ["worker", "data", "limit", "rate"] as const;
export type WaitReason = (typeof waitReasons)[number];

/** A task run waits: until its next wait, `go`, `placed` or state. */
export interface Wait {
  readonly id: TaskRunId;
  readonly reason: WaitReason;
  /** The limits that it waits for. */
  readonly names?: readonly string[];
}

/** An event in Prefect's own form (rule 11.12). */
export interface EmittedEvent {
  /** Absent where nobody can follow the event: it is a note that the page wrote. */
  readonly id?: EventId;
  /** The event that is known to have come before it. */
  readonly follows?: EventId;
  readonly event: string;
  readonly resource: Readonly<Record<string, string>>;
  readonly related: readonly Readonly<Record<string, string>>[];
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What a simulated run is set to: all that its events depend on, beside the notebook. */
export interface Simulation {
  /** What chance is drawn from. */
  readonly seed: number;
  /** The hour at its start, in milliseconds since the epoch. */
  readonly startsAt: number;
  /** How many tasks run in workers at a time. */
  readonly slots: number;
  /** Whether tables that it loads are kept for good, and files that it offers offered; else they are there for the run alone. */
  readonly mayWrite: boolean;
  /** What is killed in it, to see what a crash leaves; absent: nothing. */
  readonly crash?: CrashWork;
}

/** What a simulated run does that is about crashes, as `lib/crash-check` does it. */
export type CrashWork =
  /** It is killed and resumed under so many seeds, over and over. */
  | { readonly kind: "check"; readonly seeds: number }
  /** It is killed after so many of its moments. */
  | { readonly kind: "killed"; readonly after: number }
  /** It resumes the run that was killed so. */
  | { readonly kind: "resumed"; readonly after: number };

/**
 * Everything that happens. Every record and view of a run is a fold of these, in order; `at` is in milliseconds since
 * the epoch.
 */
export type RunEvent =
  /** The run is simulated: first in its log. */
  | { readonly type: "simulation"; readonly at: number; readonly simulation: Simulation }
  | { readonly type: "flow-run"; readonly at: number; readonly flowRun: FlowRunFields }
  | { readonly type: "task-run"; readonly at: number; readonly taskRun: TaskRunFields }
  | { readonly type: "flow-state"; readonly at: number; readonly id: FlowRunId; readonly state: State }
  | { readonly type: "task-state"; readonly at: number; readonly id: TaskRunId; readonly state: State }
  | { readonly type: "flow-name"; readonly at: number; readonly id: FlowRunId; readonly name: string }
  | { readonly type: "task-name"; readonly at: number; readonly id: TaskRunId; readonly name: string }
  | ({ readonly type: "log" } & LogLine)
  | { readonly type: "artifact"; readonly at: number; readonly artifact: Artifact }
  | ({ readonly type: "wait"; readonly at: number } & Wait)
  /** A task run waits no more, and stays in its state. */
  | { readonly type: "go"; readonly at: number; readonly id: TaskRunId }
  /** A worker begins to run an attempt's function: 0 is the run's first worker. */
  | { readonly type: "placed"; readonly at: number; readonly id: TaskRunId; readonly worker: number }
  | { readonly type: "cache"; readonly at: number; readonly decision: CacheDecision }
  /** Things are made to go wrong in this run, as a plan says: before any of it. */
  | { readonly type: "chaos"; readonly at: number; readonly seed: number; readonly plan: string }
  /** Something was made to go wrong in an attempt, from 1, of a task run; `seconds` of one that was made slow. */
  | {
      readonly type: "fault";
      readonly at: number;
      readonly id: TaskRunId;
      readonly fault: TaskFaultKind;
      readonly attempt: number;
      readonly seconds?: number;
    }
  | ({ readonly type: "emitted"; readonly at: number } & EmittedEvent);
