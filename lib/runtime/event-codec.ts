import * as v from "valibot";
import { toWire, type WireError } from "../base";
import type { RunEvent, State } from "../engine";
import { eventSchema } from "./event-schema";
import { previewOf, shortText } from "./preview";

/**
 * An event as it leaves the sandbox and as it is stored: plain data. A state has a preview of its value, or its error as
 * data; the value itself stays where it is.
 */
export type StoredEvent = { readonly type: RunEvent["type"] } & Readonly<Record<string, unknown>>;

/** An event as plain data; of one that `parseEvent` gave, the states' data are previews already. */
export function storedEvent(
  event: RunEvent,
  { parsed = false }: { readonly parsed?: boolean } = {},
): StoredEvent {
  const storedState = (state: State) => stateData(state, parsed);
  switch (event.type) {
    case "flow-run": {
      const { state, parameters, ...rest } = event.flowRun;
      return { ...event, flowRun: { ...rest, state: storedState(state), parameters: shortened(parameters) } };
    }
    case "task-run": {
      const { state, parameters, ...rest } = event.taskRun;
      return { ...event, taskRun: { ...rest, state: storedState(state), parameters: shortened(parameters) } };
    }
    case "flow-state":
    case "task-state":
      return { ...event, state: storedState(event.state) };
    default:
      return { ...event };
  }
}

/** Reads events from stored data; gives undefined where it is none. A state's data is then a preview, or an error. */
export function eventParser(schema = eventSchema()): (stored: unknown) => RunEvent | undefined {
  return (stored) => {
    const result = v.safeParse(schema, stored);
    return result.success ? result.output : undefined;
  };
}

/** The event that stored data stands for, as it was stored. */
export const parseEvent = eventParser();

function shortened(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, shortText(value)]));
}

interface StoredState {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly message?: string;
  readonly at: number;
  readonly details: unknown;
  readonly preview?: unknown;
  readonly error?: WireError;
}

function stateData(
  { id, type, name, message, at, stateDetails: details, held, data }: State,
  parsed: boolean,
): StoredState {
  const fields = { id, type, name, at, details, ...(message !== undefined && { message }) };
  if (!held || !("value" in held)) return fields;
  return type === "COMPLETED"
    ? { ...fields, preview: parsed ? data : previewOf(data) }
    : { ...fields, error: toWire(data) };
}
