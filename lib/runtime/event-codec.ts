import { toWire, type WireError } from "../base";
import type { RunEvent, State, StateDetails, StateType } from "../engine";
import { anyEvent } from "./event-shapes";
import { previewOf, shortText, type Preview } from "./preview";
import { cutName, cutNames, cutText, isName, isRecord, valid } from "./shape";
import { taskRunEvent, taskStateEvent, taskWaitEvent } from "./task-events";

/**
 * An event as it leaves the sandbox and as it is stored: a line of JSON. A state has a preview of its value, or its error as
 * data; the value itself stays where it is. Nothing is said twice: a state's name only where it is not its type's own, and
 * its run's ids only in the run. A name is cut where it is longer than the page takes one.
 */
export type StoredEvent = string;

/** An event as a line. */
export function storedEvent(event: RunEvent): StoredEvent {
  switch (event.type) {
    case "flow-run": {
      const { state, parameters, name, flowName, tags, ...rest } = event.flowRun;
      const names = { name: cutName(name), flowName: cutName(flowName), tags: cutNames(tags) };
      const flowRun = { ...rest, ...names, state: stateData(state), parameters: shortened(parameters) };
      return JSON.stringify({ type: event.type, flowRun });
    }
    case "task-run": {
      const { state, parameters, name, taskName, taskKey, tags, ...rest } = event.taskRun;
      const taskRun = {
        ...rest,
        name: cutName(name),
        taskName: cutName(taskName),
        taskKey: cutName(taskKey),
        tags: cutNames(tags),
        state: stateData(state),
        parameters: shortened(parameters),
      };
      return JSON.stringify({ type: event.type, taskRun });
    }
    case "flow-name":
    case "task-name":
      return JSON.stringify({ ...event, name: cutName(event.name) });
    case "cache": {
      const { key } = event.decision;
      if (key === null || isName(key)) return JSON.stringify(event);
      return JSON.stringify({ ...event, decision: { ...event.decision, key: cutName(key) } });
    }
    case "flow-state":
    case "task-state":
      return JSON.stringify({ type: event.type, id: event.id, state: stateData(event.state) });
    default:
      return JSON.stringify(event);
  }
}

/**
 * The event that a line stands for; undefined where it is none: lines come from hostile code. A state's data is then a
 * preview, or an error.
 */
export function parseEvent(stored: unknown): RunEvent | undefined {
  const data = typeof stored === "string" ? parsed(stored) : undefined;
  if (!isRecord(data)) return undefined;
  switch (data["type"]) {
    case "task-run":
      return taskRunEvent(data);
    case "task-state":
      return taskStateEvent(data);
    case "wait":
    case "go":
    case "placed":
      return taskWaitEvent(data);
    default:
      return valid(anyEvent, data);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shortened(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name of Object.keys(parameters)) texts[name] = shortText(parameters[name]);
  return texts;
}

/** A state as it is written; what is undefined is not. */
interface StoredState {
  readonly id: string;
  readonly type: StateType;
  readonly at: number;
  readonly name: string | undefined;
  readonly message: string | undefined;
  readonly details: StateDetails | undefined;
  readonly preview: Preview | undefined;
  readonly error: WireError | undefined;
}

function stateData({ id, at, proposal, data }: State): StoredState {
  const { type, details, held } = proposal;
  const name = proposal.name === undefined ? undefined : cutName(proposal.name);
  const message = proposal.message === undefined ? undefined : cutText(proposal.message);
  const hasData = held !== undefined && "value" in held;
  const preview = hasData && type === "COMPLETED" ? previewOf(data) : undefined;
  const error = hasData && type !== "COMPLETED" ? toWire(data) : undefined;
  return { id, type, at, name, message, details: details && cutDetails(details), preview, error };
}

function cutDetails(details: StateDetails): StateDetails {
  const { cacheKey } = details;
  return cacheKey === undefined || isName(cacheKey) ? details : { ...details, cacheKey: cutName(cacheKey) };
}
