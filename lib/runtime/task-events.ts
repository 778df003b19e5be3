import { isId, type FlowRunId, type TaskRunId } from "../base";
import { waitReasons, type RunEvent, type RunInput, type WaitReason } from "../engine";
import { isName, isNames, isRecord, isRecordOf, isText, isTime } from "./shape";
import { stateOf } from "./stored-state";

/** A task run's entering a state: of all events, two in three. */
export function taskStateEvent({
  id,
  state: stored,
}: Readonly<Record<string, unknown>>): RunEvent | undefined {
  const state = stateOf(stored);
  return state && isId(id) ? { type: "task-state", at: state.at, id: id as TaskRunId, state } : undefined;
}

/** A task run's creation. */
export function taskRunEvent({ taskRun: stored }: Readonly<Record<string, unknown>>): RunEvent | undefined {
  if (!isRecord(stored)) return undefined;
  const { id, name, taskName, taskKey, definition, flowRunId, flowRunRunCount } = stored;
  const { tags, parameters, taskInputs, retries } = stored;
  const state = stateOf(stored["state"]);
  if (!state || !isId(id) || !isName(name) || !isName(taskName) || !isName(taskKey)) return undefined;
  if (!(definition === null || isName(definition)) || !(flowRunId === null || isId(flowRunId)))
    return undefined;
  if (retries !== undefined && typeof retries !== "number") return undefined;
  if (typeof flowRunRunCount !== "number" || !isNames(tags)) return undefined;
  if (!isRecordOf(parameters, isText) || !isRecordOf(taskInputs, isInputs)) return undefined;
  const taskRun = {
    id: id as TaskRunId,
    flowRunId: flowRunId as FlowRunId | null,
    name,
    taskName,
    taskKey,
    definition,
    state,
    tags,
    parameters,
    taskInputs,
    flowRunRunCount,
  };
  return {
    type: "task-run",
    at: state.at,
    taskRun: retries === undefined ? taskRun : { ...taskRun, retries },
  };
}

/** That a task run waits, goes on, or is in a worker. */
export function taskWaitEvent(event: Readonly<Record<string, unknown>>): RunEvent | undefined {
  const { type, at, id: runId, reason, names, worker } = event;
  if (!isTime(at) || !isId(runId)) return undefined;
  const id = runId as TaskRunId;
  if (type === "go") return { type, at, id };
  if (type === "placed") return isWorker(worker) ? { type, at, id, worker } : undefined;
  if (type !== "wait" || !isReason(reason)) return undefined;
  if (names === undefined) return { type, at, id, reason };
  return isLimits(names) ? { type, at, id, reason, names } : undefined;
}

const reasons: ReadonlySet<unknown> = new Set(waitReasons);

function isReason(value: unknown): value is WaitReason {
  return reasons.has(value);
}

function isWorker(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 10_000;
}

/** The names of some limits: as many and as long as the engine says of a wait, which is few. */
function isLimits(value: unknown): value is readonly string[] {
  return isNames(value) && value.length <= 20 && value.every((name) => name.length <= 200);
}

function isInputs(value: unknown): value is readonly RunInput[] {
  return Array.isArray(value) && value.every(isInput);
}

function isInput(value: unknown): value is RunInput {
  return isRecord(value) && value["inputType"] === "taskRun" && isId(value["id"]);
}
