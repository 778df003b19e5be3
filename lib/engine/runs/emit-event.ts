import { messageOf, type EventId } from "../../base";
import type { RunContext } from "../context";
import { EventTooLarge, ValueError } from "../errors";
import { typeName } from "../text";
import type { EventLog } from "./event-log";

/** Labels of one thing that an event is about, by name. */
export type EventResource = Readonly<Record<string, string>>;

/** What an author says of an event. */
export interface EventRequest {
  readonly event: string;
  readonly resource: EventResource;
  readonly related?: readonly EventResource[] | undefined;
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
  /** The event that came before; default: the one that the run emitted last; null: none. */
  readonly follows?: Pick<AuthoredEvent, "id" | "occurred"> | null | undefined;
}

/** An event that was emitted (rule 11.12). */
export interface AuthoredEvent {
  readonly id: EventId;
  readonly occurred: Date;
  readonly event: string;
  readonly resource: EventResource;
  /** What was named, and the run around the emitter with its flow and tags. */
  readonly related: readonly EventResource[];
  readonly payload: Readonly<Record<string, unknown>>;
  /** The event before this one; null where there is none, or it is five minutes away or more. */
  readonly follows: EventId | null;
}

const longestName = 1024;
const mostRelated = 100;
const mostLabels = 500;
const mostBytes = 1_500_000;
const tightTiming = 5 * 60_000;

/** The event that each log's runs emitted last. */
const latest = new WeakMap<EventLog, AuthoredEvent>();

/** Records an event of the author's. Throws `ValueError` for one that is none, `EventTooLarge` for one of more than 1.5 MB. */
export function emitEvent(context: RunContext, request: EventRequest): AuthoredEvent {
  const { core, log } = context;
  const { event, resource, payload = {}, follows = latest.get(log) } = request;
  assertName(event);
  assertResource(resource);
  const related = [...(request.related ?? [])];
  assertRelated(related);
  const named = new Set([resource, ...related].map((one) => one[resourceId]));
  const own = runResources(context).filter((one) => !named.has(one[resourceId]));
  const occurred = new Date(core.clock.now());
  const isClose = follows && Math.abs(occurred.getTime() - follows.occurred.getTime()) < tightTiming;
  const emitted: AuthoredEvent = {
    id: core.newId<EventId>(),
    occurred,
    event,
    resource: { ...resource },
    related: [...related.map((one) => ({ ...one })), ...own.slice(0, mostRelated - related.length)],
    payload: jsonCopy(event, payload),
    follows: isClose ? follows.id : null,
  };
  assertSize(emitted);
  latest.set(log, emitted);
  const { id, follows: before, occurred: at, ...rest } = emitted;
  log.record({ type: "emitted", at: at.getTime(), id, ...rest, ...(before && { follows: before }) });
  return emitted;
}

const resourceId = "prefect.resource.id";
const resourceRole = "prefect.resource.role";

/** The run around the emitter, as things that the event is related to. */
function runResources({ flow, task }: RunContext): EventResource[] {
  const resource = (kind: string, id: string, name: string): EventResource => ({
    [resourceId]: `prefect.${kind}.${id}`,
    [resourceRole]: kind,
    "prefect.resource.name": name,
  });
  const tags = new Set([...(flow?.run.tags ?? []), ...(task?.run.tags ?? [])]);
  return [
    ...(flow ? [resource("flow-run", flow.run.id, flow.run.name)] : []),
    ...(task ? [resource("task-run", task.run.id, task.run.name)] : []),
    ...(flow ? [resource("flow", flow.flow.name, flow.flow.name)] : []),
    ...[...tags].sort().map((tag) => ({ [resourceId]: `prefect.tag.${tag}`, [resourceRole]: "tag" })),
  ];
}

function assertName(event: unknown): void {
  if (typeof event !== "string")
    throw new ValueError(`An event's name must be a string, got ${typeName(event)}.`);
  if (event.length > longestName)
    throw new ValueError(`An event's name must have at most ${longestName} characters, not ${event.length}.`);
  if (event.startsWith("runnel."))
    throw new ValueError(
      `'${event}' is reserved: only Runnel itself emits events whose name begins with 'runnel.'.`,
    );
}

function assertResource(resource: unknown, what = "Resources"): asserts resource is EventResource {
  if (typeof resource !== "object" || resource === null)
    throw new ValueError(`${what} must be objects of labels, got ${typeName(resource)}.`);
  const labels = Object.entries(resource);
  if (labels.length > mostLabels)
    throw new ValueError(`The maximum number of labels per resource is ${mostLabels}`);
  for (const [name, label] of labels)
    if (typeof label !== "string")
      throw new ValueError(`The ${name} label must be a string, got ${typeName(label)}.`);
  assertLabel(resource, resourceId, what);
}

function assertRelated(related: readonly unknown[]): void {
  if (related.length > mostRelated)
    throw new ValueError(`The maximum number of related resources is ${mostRelated}`);
  for (const one of related) {
    assertResource(one, "Related Resources");
    assertLabel(one, resourceRole, "Related Resources");
  }
}

function assertLabel(resource: object, label: string, what: string): void {
  if (!(label in resource)) throw new ValueError(`${what} must include the ${label} label`);
  if ((resource as EventResource)[label] === "") throw new ValueError(`The ${label} label must be non-empty`);
}

/** A payload as it travels: plain data, that nobody changes afterwards. */
function jsonCopy(event: string, payload: unknown): Record<string, unknown> {
  try {
    const copy: unknown = JSON.parse(JSON.stringify(payload));
    if (typeof copy === "object" && copy !== null && !Array.isArray(copy))
      return copy as Record<string, unknown>;
  } catch (error) {
    throw new ValueError(`The payload of '${event}' cannot be written as JSON: ${messageOf(error)}`, {
      cause: error,
    });
  }
  throw new ValueError(`The payload of '${event}' must be an object, got ${typeName(payload)}.`);
}

function assertSize(emitted: AuthoredEvent): void {
  const size = new TextEncoder().encode(JSON.stringify(emitted)).length;
  if (size > mostBytes) throw new EventTooLarge(`Event is too large to emit (${size} > ${mostBytes} bytes)`);
}
