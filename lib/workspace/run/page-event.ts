import * as v from "valibot";
import { isId, type FlowRunId, type StateId, type TaskRunId } from "../../base";
import { State, type RunEvent } from "../../engine";
import type { Entry } from "../../runtime";
import type { Comparison } from "./last-keys";
import type { Place } from "./place";
import type { FileView } from "../shown/view";

/** What the page itself writes into a run's log, and what the sandbox may therefore not. */
export type PageNote =
  /** What was asked for: the first event of a run. `sources` are the hashes of what is defined. */
  | {
      readonly kind: "requested";
      readonly sources: Readonly<Record<string, string>>;
      /** What was run; runs of older versions do not say it. */
      readonly entry?: Entry | undefined;
      /** The first of the runs that it is a retry of, one after another. */
      readonly retryOf?: FlowRunId | undefined;
    }
  /** Somebody had the run stopped. */
  | { readonly kind: "stopped"; readonly why: Stopped }
  /** Where in the notebook a failed run's error comes from. */
  | {
      readonly kind: "located";
      readonly runId: FlowRunId | TaskRunId;
      readonly place: Place;
      /** The author's code that led there, from the inside out. */
      readonly calledFrom?: readonly Place[] | undefined;
    }
  /** The run went without a cell, which threw where it was loaded; `fingerprint` is what that cell was then. */
  | {
      readonly kind: "unloaded";
      readonly place: Place;
      readonly message: string;
      readonly fingerprint: string;
    }
  /** How cache keys differ from those that their tasks had last: of many task runs at once, as a map has many. */
  | { readonly kind: "compared"; readonly runs: readonly Comparison[] }
  /** The run offers a file to the person. */
  | { readonly kind: "offered"; readonly file: FileView };

/** Who had a run stopped: the person; or the page, as its notebook was deleted, or closed. */
export type Stopped = (typeof stops)[number];
const stops = ["asked", "removed", "closed"] as const;

const prefix = "runnel.";
const names = {
  requested: "runnel.run.requested",
  stopped: "runnel.run.stopped",
  located: "runnel.error.located",
  unloaded: "runnel.cell.unloaded",
  compared: "runnel.cache.compared",
  offered: "runnel.file.offered",
} as const satisfies Record<PageNote["kind"], `${typeof prefix}${string}`>;

const id = v.custom<FlowRunId | TaskRunId>(isId);
const comparison = v.object({
  taskRunId: v.custom<TaskRunId>(isId),
  last: v.custom<TaskRunId>(isId),
  differs: v.array(v.string()),
});
const place = v.object({ definition: v.string(), line: v.number(), column: v.number() });
const entry: v.GenericSchema<unknown, Entry> = v.variant("kind", [
  v.object({ kind: v.literal("flow"), name: v.string(), parameters: v.record(v.string(), v.unknown()) }),
  v.object({ kind: v.literal("task"), name: v.string() }),
  v.object({ kind: v.literal("cells"), flowName: v.string(), names: v.array(v.string()) }),
]);
const file = v.object({ name: v.string(), hash: v.string(), size: v.number() });

/** A log may come out of a backup that somebody else wrote: what has not its shape is no note. */
const note: v.GenericSchema<unknown, PageNote> = v.variant("kind", [
  v.object({
    kind: v.literal("requested"),
    sources: v.record(v.string(), v.string()),
    entry: v.optional(entry),
    retryOf: v.optional(v.custom<FlowRunId>(isId)),
  }),
  v.object({ kind: v.literal("stopped"), why: v.picklist(stops) }),
  v.object({ kind: v.literal("located"), runId: id, place, calledFrom: v.optional(v.array(place)) }),
  v.object({ kind: v.literal("unloaded"), place, message: v.string(), fingerprint: v.string() }),
  v.object({ kind: v.literal("compared"), runs: v.array(comparison) }),
  v.object({ kind: v.literal("offered"), file }),
]);

/** A note as an event of a run's log. */
export function noteEvent(at: number, run: FlowRunId, { kind, ...rest }: PageNote): RunEvent {
  const payload: Readonly<Record<string, unknown>> = "file" in rest ? { ...rest.file } : rest;
  return {
    type: "emitted",
    at,
    event: names[kind],
    resource: { "prefect.resource.id": `prefect.flow-run.${run}` },
    related: [],
    payload,
  };
}

/** The note that an event is; undefined where it is none. */
export function noteOf(event: RunEvent): PageNote | undefined {
  if (!isPageEvent(event)) return undefined;
  const kind = kinds.find((one) => names[one] === event.event);
  if (kind === undefined) return undefined;
  const payload = kind === "offered" ? { file: event.payload } : event.payload;
  const parsed = v.safeParse(note, { ...payload, kind });
  return parsed.success ? parsed.output : undefined;
}

const kinds = Object.keys(names) as readonly PageNote["kind"][];

/** Whether an event is one that only the page may write. */
export function isPageEvent(event: RunEvent): event is Extract<RunEvent, { type: "emitted" }> {
  return event.type === "emitted" && event.event.startsWith(prefix);
}

/** The creation of a run that nothing in the sandbox came to make. */
export function pendingRun(run: {
  readonly id: FlowRunId;
  readonly flowName: string;
  readonly at: number;
  readonly stateId: StateId;
}): RunEvent {
  const { id, flowName, at, stateId } = run;
  const state = new State(stateId, at, { type: "PENDING", details: { flowRunId: id } });
  const none = { definition: null, tags: [], parameters: {}, parentTaskRunId: null, parentFlowRunId: null };
  return { type: "flow-run", at, flowRun: { id, name: flowName, flowName, state, ...none } };
}
