import * as v from "valibot";
import {
  fromWire,
  isId,
  type ArtifactId,
  type EventId,
  type FlowRunId,
  type StateId,
  type TaskRunId,
  type WireError,
} from "../base";
import { State, logLevels, stateTypes, type Proposal, type RunEvent } from "../engine";

/** What becomes of an event's free text, and of a payload's values. Ids and words of a fixed set are no free text. */
export interface TextMask {
  readonly text: (text: string) => string;
  readonly value: (value: unknown) => unknown;
}

const asItIs: TextMask = { text: (text) => text, value: (value) => value };

const id = <T extends string>() => v.custom<T>((value) => isId(value));
/** What an event looks like as it leaves the sandbox, and as it is stored. Each text that an author may choose passes the mask. */
export function eventSchema(mask: TextMask = asItIs): v.GenericSchema<unknown, RunEvent> {
  const masked = v.transform(mask.text);
  const text = v.pipe(v.string(), v.maxLength(1_100_000), masked);
  const name = v.pipe(v.string(), v.maxLength(2_000), masked);
  const time = v.pipe(v.number(), v.finite());
  const names = v.pipe(v.array(name), v.maxLength(1_000));

  const tableSchema = v.object({
    kind: v.literal("table"),
    name,
    lineage: name,
    schema: v.array(v.object({ name: text, type: text })),
    numRows: v.number(),
  });

  const previewSchema = v.variant("kind", [
    v.object({ kind: v.literal("nothing") }),
    v.object({ kind: v.literal("table"), table: tableSchema }),
    v.object({
      kind: v.literal("rows"),
      columns: v.array(text),
      rows: v.array(v.array(text)),
      total: v.number(),
    }),
    v.object({ kind: v.literal("text"), text, isWhole: v.boolean() }),
  ]);

  const details = v.object({
    flowRunId: v.optional(id<FlowRunId>()),
    taskRunId: v.optional(id<TaskRunId>()),
    childFlowRunId: v.optional(id<FlowRunId>()),
    scheduledTime: v.optional(v.date()),
    cacheKey: v.optional(name),
    cacheExpiration: v.optional(v.date()),
    deferred: v.optional(v.boolean()),
    pauseTimeout: v.optional(v.date()),
    pauseReschedule: v.optional(v.boolean()),
    pauseKey: v.optional(name),
    runInputKeyset: v.optional(v.object({ description: name, response: name, schema: name })),
  });

  const wireError: v.GenericSchema<WireError> = v.variant("kind", [
    v.object({
      kind: v.literal("error"),
      name,
      message: text,
      stack: v.optional(text),
      code: v.optional(name),
      line: v.optional(v.number()),
      column: v.optional(v.number()),
      cause: v.optional(v.lazy(() => wireError)),
      errors: v.optional(v.pipe(v.array(v.lazy(() => wireError)), v.maxLength(100))),
    }),
    v.object({
      kind: v.literal("thrown"),
      text,
      value: v.optional(
        v.nullable(
          v.pipe(
            v.union([text, v.number(), v.boolean()]),
            v.transform((value): unknown => mask.value(value)),
          ),
        ),
      ),
    }),
  ]) as never;

  const state = v.pipe(
    v.object({
      id: id<StateId>(),
      type: v.picklist(stateTypes),
      name,
      message: v.optional(text),
      at: time,
      details,
      preview: v.optional(previewSchema),
      error: v.optional(wireError),
    }),
    v.transform(({ id: stateId, at, preview, error, ...rest }) => {
      const held = error ? { value: fromWire(error) } : preview && { value: preview };
      return new State(stateId, at, { ...rest, held } as Proposal);
    }),
  );

  const inputs = v.record(name, v.array(v.object({ inputType: v.literal("taskRun"), id: id<TaskRunId>() })));
  const parameters = v.record(name, text);
  const runId = v.nullable(id<FlowRunId>());

  const flowRun = v.object({
    id: id<FlowRunId>(),
    name,
    flowName: name,
    definition: v.nullable(name),
    state,
    tags: names,
    parameters,
    parentTaskRunId: v.nullable(id<TaskRunId>()),
    parentFlowRunId: runId,
  });

  const taskRun = v.object({
    id: id<TaskRunId>(),
    name,
    taskName: name,
    definition: v.nullable(name),
    taskKey: name,
    flowRunId: runId,
    state,
    tags: names,
    parameters,
    taskInputs: inputs,
    flowRunRunCount: v.number(),
  });

  const artifact = v.object({
    id: id<ArtifactId>(),
    key: v.nullable(name),
    type: v.picklist(["markdown", "table", "progress", "image"]),
    data: v.union([text, v.pipe(v.number(), v.finite())]),
    description: v.nullable(text),
    metadata: v.nullable(v.record(name, name)),
    flowRunId: runId,
    taskRunId: v.nullable(id<TaskRunId>()),
    created: v.date(),
    updated: v.date(),
  });

  /** A text of an emitted event, which is checked as a whole for its size. */
  const label = v.pipe(v.string(), v.maxLength(1_500_000), masked);
  const resource = v.record(label, label);

  const decision = v.object({
    taskRunId: id<TaskRunId>(),
    outcome: v.picklist(["hit", "miss", "off", "refresh", "unhashable"]),
    key: v.nullable(name),
    parts: v.record(name, text),
  });

  return v.variant("type", [
    v.object({ type: v.literal("flow-run"), at: time, flowRun }),
    v.object({ type: v.literal("task-run"), at: time, taskRun }),
    v.object({ type: v.literal("flow-state"), at: time, id: id<FlowRunId>(), state }),
    v.object({ type: v.literal("task-state"), at: time, id: id<TaskRunId>(), state }),
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
    v.object({ type: v.literal("artifact"), at: time, artifact }),
    v.object({ type: v.literal("cache"), at: time, decision }),
    v.object({
      type: v.literal("emitted"),
      at: time,
      id: v.exactOptional(id<EventId>()),
      follows: v.exactOptional(id<EventId>()),
      event: v.pipe(v.string(), v.maxLength(1024), masked),
      resource,
      related: v.pipe(v.array(resource), v.maxLength(100)),
      payload: v.record(label, v.pipe(v.unknown(), v.transform(mask.value))),
    }),
  ]);
}
