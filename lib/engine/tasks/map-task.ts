import { AllowFailure, Opaque, Quote, Unmapped, isAnnotation } from "../arguments/annotations";
import { assertInFlow, submit, type TaskRef } from "./call-task";
import type { RunContext } from "../context";
import { areUnknown, boundTo, type Parameter } from "../definition/parameters";
import { MappingLengthMismatch, MappingMissingIterable } from "../errors";
import { Future, FutureList, fillingOf } from "../futures/future";
import type { RunInput } from "../runs/run";
import { State } from "../states/state";
import type { CallOptions } from "./task-call";
import { valueText } from "../text";
import { resolved, upstreamsOf } from "../arguments/upstreams";

/** One argument of a `map`. */
interface Argument {
  readonly name: string;
  readonly value: unknown;
  /** Put around each element again (rules 3.M4 and 3.M9). */
  readonly rewrap: ((element: unknown) => unknown) | undefined;
  /** Whether it is all that a rest parameter was given: each child gets one of that as its members (rule 3.M8). */
  readonly isRest: boolean;
  /** Where the argument as a whole came from: each child has that too. */
  readonly inputs: readonly RunInput[];
}

/**
 * Submits a task once for each element of its iterable arguments (section 3.D). Gives the futures at once; where an
 * argument is itself a future, the list is filled when that is done.
 */
export function mapTask(
  context: RunContext,
  ref: TaskRef,
  args: readonly unknown[],
  options: CallOptions = {},
): FutureList {
  assertInFlow(context).throwIfSuspended();
  const given = argumentsOf(context, ref.task.parameters, boundTo(ref.task, args), args.length);
  if (!given.some(isLater)) return FutureList.holding(children(context, ref, given, options));
  return FutureList.filling(resolvedArguments(given).then((known) => children(context, ref, known, options)));
}

/** Whether an argument's length is not known yet. */
function isLater(argument: Argument): boolean {
  const { value } = argument;
  return isHandle(argument) || (isObject(value) && fillingOf(value) !== undefined);
}

/** Whether an argument is itself a run's; an annotated one is the same for every child (rule 3.M9). */
function isHandle({ value, rewrap }: Argument): boolean {
  return !rewrap && (value instanceof Future || value instanceof State);
}

async function resolvedArguments(given: readonly Argument[]): Promise<readonly Argument[]> {
  const known: Argument[] = [];
  for (const one of given) {
    if (isObject(one.value)) await fillingOf(one.value);
    known.push(isHandle(one) ? { ...one, ...(await resolved(one.value)) } : one);
  }
  return known;
}

/** The arguments by name, unwrapped; a default is never mapped over (rule 3.M3). */
function argumentsOf(
  context: RunContext,
  parameters: readonly Parameter[],
  bound: Readonly<Record<string, unknown>>,
  count: number,
): readonly Argument[] {
  const argument = (name: string, value: unknown, isRest = false): Argument => {
    const { inner, rewrap } = unwrapped(value);
    return { name, value: inner, rewrap, isRest, inputs: topInputs(context, inner) };
  };
  if (areUnknown(parameters))
    return (bound["args"] as unknown[]).map((value, index) => argument(`args[${index}]`, value));
  return parameters
    .slice(0, count)
    .filter(({ name }) => name in bound)
    .map(({ name, kind }) => argument(name, bound[name], kind === "rest"));
}

function unwrapped(value: unknown): Pick<Argument, "rewrap"> & { readonly inner: unknown } {
  if (value instanceof AllowFailure) return { inner: value.value, rewrap: (one) => new AllowFailure(one) };
  if (value instanceof Quote) return { inner: value.value, rewrap: (one) => new Quote(one) };
  if (value instanceof Opaque) return { inner: value.value, rewrap: (one) => new Opaque(one) };
  return { inner: value, rewrap: undefined };
}

/** Where an argument itself came from, not what is in it: the elements' own upstreams are found in each child. */
function topInputs({ flow }: RunContext, value: unknown): readonly RunInput[] {
  if (value instanceof Future || value instanceof State) return upstreamsOf(value, undefined).inputs;
  const producer = isObject(value) ? flow?.producers.get(value) : undefined;
  return producer ? [{ inputType: "taskRun", id: producer }] : [];
}

function children(
  context: RunContext,
  ref: TaskRef,
  given: readonly Argument[],
  options: CallOptions,
): Future[] {
  const columns = given.map((one) => ({ ...one, elements: elementsOf(one) }));
  const length = commonLength(columns);
  const rest = columns.find(({ isRest }) => isRest);
  const named = columns.filter(({ isRest }) => !isRest);
  return Array.from({ length }, (_, index) => {
    const args = named.map(({ elements, value, rewrap }) => {
      const one = elements ? elements[index] : isAnnotation(value) ? value.value : value;
      return rewrap ? rewrap(one) : one;
    });
    const parameters = boundTo(ref.task, args);
    return submit(context, {
      task: ref.task,
      handle: ref.handle,
      parameters: rest ? { ...parameters, [rest.name]: rest.elements?.[index] } : parameters,
      waitFor: options.waitFor,
      submitted: true,
      inputs: Object.fromEntries(given.map(({ name, inputs }) => [name, inputs])),
    });
  });
}

/** What an argument is mapped over; undefined: it is the same for every child, as bytes are (rules 3.M2 and 3.M4). */
function elementsOf({ value }: Argument): readonly unknown[] | undefined {
  if (value instanceof Unmapped || !isObject(value) || isBytes(value)) return undefined;
  if (Symbol.iterator in value) return [...(value as Iterable<unknown>)];
  return undefined;
}

function commonLength(
  columns: readonly (Argument & { readonly elements: readonly unknown[] | undefined })[],
): number {
  const lengths = columns.flatMap(({ name, elements }) =>
    elements ? [[name, elements.length] as const] : [],
  );
  const [first] = lengths;
  if (!first) {
    const parameters = valueText(
      Object.fromEntries(columns.map(({ name, value }) => [name, valueText(value)])),
    );
    throw new MappingMissingIterable(
      `No iterable parameters were received. Parameters for map must include at least one iterable. Parameters: ${parameters}`,
    );
  }
  if (lengths.some(([, length]) => length !== first[1]))
    throw new MappingLengthMismatch(
      `Received iterable parameters with different lengths. Parameters for map must all be the same length. Got lengths: ${valueText(Object.fromEntries(lengths))}`,
    );
  return first[1];
}

/** Whether a value is what JavaScript has for bytes, of whatever realm. */
function isBytes(value: object): boolean {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
