import {
  callFlow,
  callFlowGenerator,
  defineFlow,
  type CallOptions,
  type FlowHandle,
  type FlowOptions,
  type State,
  type TaskOrigin,
} from "../engine";
import { rememberFlow } from "./definitions";
import { mergedOptions } from "./options";
import { surroundings } from "./task";

type AnyFunction = (...args: never[]) => unknown;

/** A function that orchestrates tasks: a run of it ends in a state of its own. */
export interface Flow<A extends unknown[] = never[], R = unknown> extends FlowHandle {
  /** Runs it; inside another flow, as its subflow. Rejects with the run's exception. */
  (...args: A): Promise<R>;
  withOptions(options: FlowOptions & CallOptions & { readonly returnState: true }): StateFlow<A, R>;
  withOptions(options: FlowOptions & CallOptions): Flow<A, R>;
}

/** A flow whose calls give final states, and so never throw for its failure. */
export interface StateFlow<A extends unknown[] = never[], R = unknown> extends FlowHandle {
  (...args: A): Promise<State<R>>;
  withOptions(options: FlowOptions & CallOptions & { readonly returnState: false }): Flow<A, R>;
  withOptions(options: FlowOptions & CallOptions): StateFlow<A, R>;
}

/** A flow that gives its values one by one. */
export interface GeneratorFlow<A extends unknown[] = never[], T = unknown> extends FlowHandle {
  (...args: A): AsyncIterable<T>;
  withOptions(options: FlowOptions & CallOptions): GeneratorFlow<A, T>;
}

type Generator<T> = globalThis.Generator<T> | AsyncGenerator<T>;

/** Makes a flow from a function, and options where there are any. */
export function flow<A extends unknown[], T>(fn: (...args: A) => Generator<T>): GeneratorFlow<A, T>;
export function flow<A extends unknown[], R>(fn: (...args: A) => R | PromiseLike<R>): Flow<A, R>;
export function flow<A extends unknown[], T>(
  options: FlowOptions,
  fn: (...args: A) => Generator<T>,
): GeneratorFlow<A, T>;
export function flow<A extends unknown[], R>(
  options: FlowOptions,
  fn: (...args: A) => R | PromiseLike<R>,
): Flow<A, R>;
export function flow(first: FlowOptions | AnyFunction, second?: AnyFunction): FlowHandle {
  const [options, fn] = typeof first === "function" ? [{}, first] : [first, second];
  return makeFlow({ options, fn: fn as AnyFunction });
}

interface FlowBlueprint {
  readonly options: FlowOptions;
  readonly fn: AnyFunction;
  readonly call?: CallOptions;
  readonly origin?: TaskOrigin;
}

function makeFlow(blueprint: FlowBlueprint): Flow {
  const { options, fn, call = {}, origin = {} } = blueprint;
  const definition = defineFlow(options, fn, origin);
  const run = definition.isGenerator ? callFlowGenerator : callFlow;
  const handle = Object.assign(
    (...args: unknown[]) => run(surroundings(), { flow: definition, handle }, args, call),
    {
      withOptions(changes: FlowOptions & CallOptions) {
        const { waitFor = call.waitFor, returnState = call.returnState ?? false, ...rest } = changes;
        return makeFlow({
          ...blueprint,
          options: mergedOptions(options, rest),
          call: { waitFor, returnState },
        });
      },
    },
    { options, fn },
  ) as unknown as Flow;
  Object.defineProperty(handle, "name", { value: definition.name });
  rememberFlow(handle, {
    definition,
    remake: (from) => makeFlow({ ...blueprint, origin: { ...origin, ...from } }),
  });
  return handle;
}
