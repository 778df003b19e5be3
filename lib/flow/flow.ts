import { callFlow, defineFlow, type CallOptions, type FlowHandle, type FlowOptions, type State } from "../engine";
import { defineFlowHandle, flowRef } from "./definitions";
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

/** Makes a flow from a function, and options where there are any. */
export function flow<A extends unknown[], R>(fn: (...args: A) => R | Promise<R>): Flow<A, R>;
export function flow<A extends unknown[], R>(options: FlowOptions, fn: (...args: A) => R | Promise<R>): Flow<A, R>;
export function flow(first: FlowOptions | AnyFunction, second?: AnyFunction): Flow {
  const [options, fn] = typeof first === "function" ? [{}, first] : [first, second];
  return makeFlow(options, fn as AnyFunction, {});
}

/** Makes a flow whose calls have these options. */
export function makeFlow(
  options: FlowOptions,
  fn: AnyFunction,
  call: CallOptions,
  origin: { readonly inferredName?: string } = {},
): Flow {
  const definition = defineFlow(options, fn, origin);
  const handle = Object.assign(
    async (...args: unknown[]) => await callFlow(surroundings(), flowRef(handle), args, call),
    {
      withOptions(changes: FlowOptions & CallOptions) {
        const { waitFor, returnState, ...rest } = changes;
        const calls = { ...call, ...(waitFor !== undefined && { waitFor }), ...(returnState !== undefined && { returnState }) };
        return makeFlow({ ...options, ...rest }, fn, calls, origin);
      },
    },
    { options, fn },
  ) as unknown as Flow & FlowHandle;
  Object.defineProperty(handle, "name", { value: definition.name });
  defineFlowHandle(handle, definition);
  return handle;
}
