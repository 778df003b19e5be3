import * as v from "valibot";
import type { ArtifactId, EventId, FlowRunId, TaskRunId } from "../base";
import { State, cacheRules, logLevels, taskFaults, type RunEvent } from "../engine";
import { date, id, name, names, text, texts, time } from "./shape";
import { stateOf } from "./stored-state";

/** A state that was stored, made again. */
const state = v.pipe(
  v.unknown(),
  v.transform(stateOf),
  v.custom<State>((value) => value instanceof State),
);
const runId = v.nullable(id<FlowRunId>());

const flowRun = v.object({
  id: id<FlowRunId>(),
  name,
  flowName: name,
  definition: v.nullable(name),
  state,
  tags: names,
  parameters: texts,
  parentTaskRunId: v.nullable(id<TaskRunId>()),
  parentFlowRunId: runId,
});

const artifact = v.object({
  id: id<ArtifactId>(),
  key: v.nullable(name),
  type: v.picklist(["markdown", "table", "progress", "image"]),
  data: v.union([text, time]),
  description: v.nullable(text),
  metadata: v.nullable(v.record(name, name)),
  flowRunId: runId,
  taskRunId: v.nullable(id<TaskRunId>()),
  created: date,
  updated: date,
});

/** A text of an emitted event, which is checked as a whole for its size. */
const label = v.pipe(v.string(), v.maxLength(1_500_000));
const resource = v.record(label, label);

const decision = v.object({
  taskRunId: id<TaskRunId>(),
  outcome: v.picklist(["hit", "miss", "off", "refresh", "unhashable"]),
  rule: v.exactOptional(v.picklist(cacheRules)),
  key: v.nullable(name),
  parts: v.record(name, text),
});

const moments = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const crash = v.variant("kind", [
  v.object({ kind: v.literal("check"), seeds: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  v.object({ kind: v.literal("killed"), after: moments }),
  v.object({ kind: v.literal("resumed"), after: moments }),
]);

const simulation = v.object({
  seed: v.pipe(v.number(), v.integer()),
  startsAt: time,
  slots: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
  mayWrite: v.boolean(),
  chaos: v.exactOptional(v.record(label, v.unknown())),
  crash: v.exactOptional(crash),
});

/** The events that are rare: all but those of `task-events.ts`. */
export const anyEvent: v.GenericSchema<unknown, RunEvent> = v.variant("type", [
  v.pipe(
    v.object({ type: v.literal("flow-run"), flowRun }),
    v.transform((event) => ({ ...event, at: event.flowRun.state.at })),
  ),
  v.pipe(
    v.object({ type: v.literal("flow-state"), id: id<FlowRunId>(), state }),
    v.transform((event) => ({ ...event, at: event.state.at })),
  ),
  v.object({ type: v.literal("flow-name"), at: time, id: id<FlowRunId>(), name }),
  v.object({ type: v.literal("task-name"), at: time, id: id<TaskRunId>(), name }),
  v.object({
    type: v.literal("log"),
    at: time,
    level: v.picklist(logLevels),
    message: text,
    flowRunId: runId,
    taskRunId: v.nullable(id<TaskRunId>()),
  }),
  v.object({ type: v.literal("simulation"), at: time, simulation }),
  v.object({ type: v.literal("artifact"), at: time, artifact }),
  v.object({ type: v.literal("chaos"), at: time, seed: v.pipe(v.number(), v.integer()), plan: text }),
  v.object({
    type: v.literal("fault"),
    at: time,
    id: id<TaskRunId>(),
    fault: v.picklist(taskFaults),
    attempt: v.pipe(v.number(), v.integer(), v.minValue(1)),
    seconds: v.exactOptional(v.pipe(v.number(), v.finite(), v.minValue(0))),
  }),
  v.object({ type: v.literal("cache"), at: time, decision }),
  v.object({
    type: v.literal("emitted"),
    at: time,
    id: v.exactOptional(id<EventId>()),
    follows: v.exactOptional(id<EventId>()),
    event: v.pipe(v.string(), v.maxLength(1024)),
    resource,
    related: v.pipe(v.array(resource), v.maxLength(100)),
    payload: v.record(label, v.unknown()),
  }),
]);
