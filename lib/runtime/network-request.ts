import * as v from "valibot";
import { isId, type TaskRunId } from "../base";
import type { RunEvent } from "../engine";

/** What became of a request: it is under way, was not let out, got no answer, or got one with a status or without. */
export type RequestOutcome = "sent" | "refused" | "failed" | "answered" | number;

/** One request that a notebook's code made. */
export interface NetworkRequest {
  /** Names the request in its run: what becomes of it is told by a second event of the same id. */
  readonly id: string;
  /** `GET` and its like, or the kind of a lasting connection: `WebSocket`. */
  readonly method: string;
  /** Where to: no more of the address, which may hold secrets; of `world.test`, which is no host, all of it. */
  readonly origin: string;
  readonly outcome: RequestOutcome;
  readonly taskRunId: TaskRunId | null;
}

const eventName = "network.requested";

/** Tells of a request in the run's log. */
export function requestEvent(at: number, request: NetworkRequest): RunEvent {
  const resource = { "prefect.resource.id": `network.${request.origin}` };
  return { type: "emitted", at, event: eventName, resource, related: [], payload: { ...request } };
}

/** The request that an event tells of; undefined where it tells of none. A hostile notebook may tell of requests that it never made. */
export function requestOf(event: RunEvent): NetworkRequest | undefined {
  if (event.type !== "emitted" || event.event !== eventName) return undefined;
  const result = v.safeParse(schema, event.payload);
  return result.success ? result.output : undefined;
}

const short = v.pipe(v.string(), v.maxLength(300));
const schema: v.GenericSchema<unknown, NetworkRequest> = v.object({
  id: short,
  method: v.pipe(v.string(), v.regex(/^[A-Za-z-]{1,20}$/)),
  origin: short,
  outcome: v.union([
    v.picklist(["sent", "refused", "failed", "answered"]),
    v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(999)),
  ]),
  taskRunId: v.nullable(v.custom<TaskRunId>(isId)),
});
