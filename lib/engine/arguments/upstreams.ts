import { RunnelError, markSource, type TaskRunId } from "../../base";
import { AllowFailure, Opaque, Quote, isAnnotation } from "./annotations";
import type { TaskCall } from "../context";
import { UpstreamTaskError, ValueError } from "../errors";
import { Future, fillingOf } from "../futures/future";
import { Remaking, membersOf } from "./members";
import { FlowRun, TaskRun, type RunInput } from "../runs/run";
import { State } from "../states/state";

/** What an argument depends on. */
export interface Found {
  /** The task runs that it, or anything inside it, came from (rules 3.16 to 3.18). */
  readonly inputs: readonly RunInput[];
  /** Whether anything in it must be waited for or replaced. */
  readonly isDynamic: boolean;
}

const nothing: Found = { inputs: [], isDynamic: false };

/** Looks through an argument for futures, states, annotations, and values that a task of this flow returned. */
export function upstreamsOf(value: unknown, producers: WeakMap<object, TaskRunId> | undefined): Found {
  if (typeof value !== "object" || value === null) return nothing;
  const ids = new Set<TaskRunId>();
  let isDynamic = false;
  visit(value, (one) => {
    if (fillingOf(one)) {
      isDynamic = true;
      return false;
    }
    if (one instanceof Future) ids.add(one.taskRunId);
    else if (one instanceof State && one.stateDetails.taskRunId) ids.add(one.stateDetails.taskRunId);
    const producer = producers?.get(one);
    if (producer) ids.add(producer);
    if (one instanceof Future || one instanceof State || isAnnotation(one) || isRun(one)) isDynamic = true;
    return !(one instanceof Quote);
  });
  return { inputs: [...ids].map((id) => ({ inputType: "taskRun", id })), isDynamic };
}

/** Whether anything in a value must be waited for or replaced before a task gets it. */
function isDynamic(value: unknown): boolean {
  return upstreamsOf(value, undefined).isDynamic;
}

/** Remembers that a value, and what lies directly in it, came out of a task run (rule 3.17). */
export function rememberProducer(
  producers: WeakMap<object, TaskRunId>,
  value: unknown,
  { id }: TaskRun,
): void {
  if (typeof value !== "object" || value === null) return;
  producers.set(value, id);
  for (const one of membersOf(value)) if (typeof one === "object" && one !== null) producers.set(one, id);
}

/** A resolved argument, in a box: one that is a promise is passed on as it is, not awaited on its way. */
export interface Resolved {
  readonly value: unknown;
}

/**
 * An argument with every future replaced by its result and every state by its data, once they are there (rules 3.8 to
 * 3.13). Throws `UpstreamTaskError` where one did not complete.
 */
export async function resolved(value: unknown, call?: TaskCall): Promise<Resolved> {
  return await resolve(value, { allowFailure: false, remaking: new Remaking(), call });
}

interface Resolution {
  readonly allowFailure: boolean;
  readonly remaking: Remaking;
  readonly call: TaskCall | undefined;
}

async function resolve(value: unknown, resolution: Resolution): Promise<Resolved> {
  if (typeof value !== "object" || value === null) return { value };
  const known = resolution.remaking.known(value);
  if (known) return known;
  if (value instanceof Quote) return { value: value.value };
  if (value instanceof Opaque) return await opened(value.value, resolution);
  if (value instanceof AllowFailure) return await resolve(value.value, { ...resolution, allowFailure: true });
  if (isAnnotation(value)) return await resolve(value.value, resolution);
  if (value instanceof Future || value instanceof State) {
    const result = await opened(value, resolution);
    return isDynamic(result.value) ? await resolve(result.value, resolution) : result;
  }
  if (isRun(value)) throw runAsArgument(value);
  const filling = fillingOf(value);
  if (filling) resolution.call?.place?.leave();
  await filling;
  resolution.remaking.begin(value);
  const members: unknown[] = [];
  for (const one of membersOf(value))
    members.push(typeof one === "object" ? (await resolve(one, resolution)).value : one);
  return { value: resolution.remaking.end(value, members) };
}

/** A future's result or a state's data; anything else as it is. */
async function opened(value: unknown, { allowFailure, call }: Resolution): Promise<Resolved> {
  if (!(value instanceof Future) && !(value instanceof State)) return { value };
  if (value instanceof Future) {
    if (value.taskRunId === call?.run.id) throw dependsOnItself(call);
    await waitUnlessCancelled(value, call);
  }
  const state = value instanceof Future ? value.state : value;
  const tolerated = allowFailure && (state.isFailed() || state.name === "NotReady");
  if (!state.isCompleted() && !tolerated) throw upstreamError(state);
  if (!state.isFinal()) return { value: null };
  return { value: await value.result({ raiseOnFailure: false }) };
}

function upstreamError(state: State): Error {
  const error = new UpstreamTaskError(
    `Upstream task run '${state.stateDetails.taskRunId ?? ""}' did not reach a 'COMPLETED' state.`,
  );
  markSource(error, state.cause);
  return error;
}

function dependsOnItself(call: TaskCall): Error {
  return new ValueError(
    `Discovered a task depending on itself. Raising to avoid a deadlock. Please inspect the inputs and dependencies of ${call.task.name}.`,
  );
}

async function waitUnlessCancelled(future: Future, call: TaskCall | undefined): Promise<void> {
  if (!future.isDone) call?.place?.leave();
  await (call ? call.context.scope.race(future.wait()) : future.wait());
}

/** Looks at a value and all in it once, however deep that goes; not into what `look` says no of. */
function visit(value: object, look: (one: object) => boolean): void {
  const seen = new Set<object>([value]);
  // A set gives also what is added to it meanwhile.
  for (const one of seen) {
    if (!look(one)) continue;
    for (const member of isAnnotation(one) ? [one.value] : membersOf(one))
      if (typeof member === "object" && member !== null) seen.add(member);
  }
}

function isRun(value: object): value is FlowRun | TaskRun {
  return value instanceof FlowRun || value instanceof TaskRun;
}

function runAsArgument(value: FlowRun | TaskRun): Error {
  const name = value instanceof FlowRun ? "FlowRun" : "TaskRun";
  return new RunnelError(
    "run-as-argument",
    `Passing a \`${name}\` object as a task argument is not supported: pass its id, or wrap it in \`opaque(…)\` to pass it as it is.`,
    { name: "PrefectException" },
  );
}

/** Whether a value is a promise, or acts as one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
