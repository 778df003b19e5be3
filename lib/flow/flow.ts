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
import type { Authored, IsGenerator, Returned, ValueOf, Yielded } from "./authored";
import { rememberFlow } from "./definitions";
import { warnOfDefinition } from "./logging";
import { lastingOfFlows, mergedOptions } from "./options";
import { surroundings } from "./task";
import type { Changes } from "./task-types";

type AnyFunction = (...args: never[]) => unknown;

/** A function that orchestrates tasks: a run of it ends in a state of its own. */
export interface Flow<A extends unknown[] = never[], R = unknown> extends FlowHandle {
  /** Runs it; inside another flow, as its subflow. Rejects with the run's exception. */
  (...args: A): Promise<R>;
  withOptions<S extends boolean = false>(
    options: Changes<FlowOptions, S>,
  ): S extends true ? StateFlow<A, R> : Flow<A, R>;
}

/** A flow whose calls give final states, and so never throw for its failure. */
export interface StateFlow<A extends unknown[] = never[], R = unknown> extends FlowHandle {
  (...args: A): Promise<State<R>>;
  withOptions<S extends boolean = true>(
    options: Changes<FlowOptions, S>,
  ): S extends true ? StateFlow<A, R> : Flow<A, R>;
}

/** A flow that gives its values one by one. */
export interface GeneratorFlow<A extends unknown[] = never[], T = unknown> extends FlowHandle {
  (...args: A): AsyncIterable<T>;
  withOptions(options: FlowOptions & CallOptions): GeneratorFlow<A, T>;
}

/** What `flow` makes of a function. */
export type FlowOf<F> = F extends (...args: infer A) => infer R
  ? IsGenerator<R> extends true
    ? GeneratorFlow<A, Yielded<R>>
    : Flow<A, Returned<ValueOf<R>>>
  : Flow;

/** Makes a flow from a function, and options where there are any. */
export function flow<F extends Authored>(fn: F): FlowOf<F>;
export function flow<F extends Authored>(options: FlowOptions, fn: F): FlowOf<F>;
export function flow(first: FlowOptions | Authored, second?: Authored): FlowHandle {
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
  const definition = defineFlow(options, fn, warnOfDefinition, origin);
  const run = definition.isGenerator ? callFlowGenerator : callFlow;
  const handle = Object.assign(
    (...args: unknown[]) => run(surroundings(), { flow: definition, handle }, args, call),
    {
      withOptions(changes: FlowOptions & CallOptions) {
        const { waitFor = call.waitFor, returnState = call.returnState ?? false, ...rest } = changes;
        return makeFlow({
          ...blueprint,
          options: mergedOptions(options, rest, lastingOfFlows),
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
