import * as v from "valibot";
import { fromWire, isId, type FlowRunId, type StateId, type TaskRunId, type WireError } from "../base";
import { State, stateTypes, type StateDetails, type StateType } from "../engine";
import type { Preview } from "./preview";
import { date, id, isName, isRecord, isText, isTime, name, text, valid } from "./shape";

/** The state that stored data stands for; undefined where it is none. */
export function stateOf(stored: unknown): State | undefined {
  if (!isRecord(stored)) return undefined;
  const { id: stateId, type, at, name: ownName, message } = stored;
  if (!isId(stateId) || !isTime(at) || !isStateType(type)) return undefined;
  if (ownName !== undefined && !isName(ownName)) return undefined;
  if (message !== undefined && !isText(message)) return undefined;
  const details = optional(stored["details"], detailsOf);
  const preview = optional(stored["preview"], previewIn);
  const error = optional(stored["error"], errorIn);
  if (!details || !preview || !error) return undefined;
  const held = error.value ?? preview.value;
  return new State(stateId as StateId, at, { type, name: ownName, message, details: details.value, held });
}

/** What a part stands for, in a box; without one where it stands for nothing. A part may be missing. */
function optional<T>(
  part: unknown,
  read: (part: unknown) => T | undefined,
): { readonly value: T | undefined } | undefined {
  if (part === undefined) return missing;
  const value = read(part);
  return value === undefined ? undefined : { value };
}

const missing = { value: undefined };

const types: ReadonlySet<unknown> = new Set(stateTypes);

function isStateType(value: unknown): value is StateType {
  return types.has(value);
}

function detailsOf(part: unknown): StateDetails | undefined {
  return valid(details, part);
}

function previewIn(part: unknown): { readonly value: Preview } | undefined {
  const preview = isTextPreview(part) ? part : valid(previewShape, part);
  return preview && { value: preview };
}

function isTextPreview(part: unknown): part is Preview {
  return isRecord(part) && part["kind"] === "text" && isText(part["text"]) && isFlag(part["isWhole"]);
}

function isFlag(value: unknown): value is boolean {
  return typeof value === "boolean";
}

function errorIn(part: unknown): { readonly value: unknown } | undefined {
  const wire = valid(wireError, part);
  return wire && { value: fromWire(wire) };
}

const details: v.GenericSchema<unknown, StateDetails> = v.object({
  flowRunId: v.exactOptional(id<FlowRunId>()),
  taskRunId: v.exactOptional(id<TaskRunId>()),
  childFlowRunId: v.exactOptional(id<FlowRunId>()),
  causeTaskRunId: v.exactOptional(id<TaskRunId>()),
  scheduledTime: v.exactOptional(date),
  cacheKey: v.exactOptional(name),
  cacheExpiration: v.exactOptional(date),
  deferred: v.exactOptional(v.boolean()),
  pauseTimeout: v.exactOptional(date),
  pauseReschedule: v.exactOptional(v.boolean()),
  pauseKey: v.exactOptional(name),
  runInputKeyset: v.exactOptional(v.object({ description: name, response: name, schema: name })),
});

const table = v.object({
  kind: v.literal("table"),
  name,
  lineage: name,
  schema: v.array(v.object({ name: text, type: text })),
  numRows: v.number(),
});

const previewShape: v.GenericSchema<unknown, Preview> = v.variant("kind", [
  v.object({ kind: v.literal("nothing") }),
  v.object({ kind: v.literal("table"), table }),
  v.object({
    kind: v.literal("rows"),
    columns: v.array(text),
    rows: v.array(v.array(text)),
    total: v.number(),
    numColumns: v.exactOptional(v.number()),
  }),
]);

const wireError: v.GenericSchema<WireError> = v.variant("kind", [
  v.object({
    kind: v.literal("error"),
    name,
    message: text,
    stack: v.optional(text),
    code: v.optional(name),
    line: v.optional(v.number()),
    column: v.optional(v.number()),
    taskRunId: v.optional(id<TaskRunId>()),
    cause: v.optional(v.lazy(() => wireError)),
    errors: v.optional(v.pipe(v.array(v.lazy(() => wireError)), v.maxLength(100))),
  }),
  v.object({
    kind: v.literal("thrown"),
    text,
    value: v.optional(v.nullable(v.union([text, v.number(), v.boolean()]))),
  }),
]) as never;
