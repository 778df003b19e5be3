import {
  callTask,
  defineTask,
  mapTask,
  submitTask,
  type CallOptions,
  type RunContext,
  type State,
  type TaskHandle,
  type TaskOptions,
} from "../engine";
import { currentContext } from "./ambient";
import { defineTaskHandle, taskRef } from "./definitions";
import { ambientEngine } from "./engine";
import type { GeneratorTask, Task } from "./task-types";

type Generator<T> = globalThis.Generator<T> | AsyncGenerator<T>;
// A parameter list in its most general form: what every function's is assignable to.
type AnyFunction = (...args: never[]) => unknown;

/** Makes a task from a function, and options where there are any. */
export function task<A extends unknown[], T>(fn: (...args: A) => Generator<T>): GeneratorTask<A, T>;
export function task<A extends unknown[], R>(fn: (...args: A) => R | Promise<R>): Task<A, R>;
export function task<A extends unknown[], T>(options: TaskOptions, fn: (...args: A) => Generator<T>): GeneratorTask<A, T>;
export function task<A extends unknown[], R>(options: TaskOptions, fn: (...args: A) => R | Promise<R>): Task<A, R>;
export function task(first: TaskOptions | AnyFunction, second?: AnyFunction): TaskHandle {
  const [options, fn] = typeof first === "function" ? [{}, first] : [first, second];
  return makeTask(options, fn as AnyFunction, {});
}

/** What the module of a notebook knows of a task beyond its options. */
export interface TaskOrigin {
  readonly source?: string;
  readonly exportName?: string;
  readonly inferredName?: string;
}

/** Makes a task whose calls have these options. */
export function makeTask(options: TaskOptions, fn: AnyFunction, call: CallOptions, origin: TaskOrigin = {}): Task {
  const definition = defineTask(options, fn, (message) => console.warn(message), origin);
  const ref = () => taskRef(handle);
  const { returnState = false } = call;

  const handle = Object.assign(
    async (...args: unknown[]) => await callTask(surroundings(), ref(), args, call),
    {
      submit(...args: unknown[]) {
        const future = submitTask(surroundings(), ref(), args, call);
        return returnState ? future.wait().then(() => future.state) : future;
      },
      map(...args: unknown[]) {
        const futures = mapTask(surroundings(), ref(), args, call);
        if (!returnState) return futures;
        return futures.wait().then((): State[] => futures.map((future) => future.state));
      },
      withOptions(changes: TaskOptions & CallOptions) {
        const { waitFor, returnState: state, ...rest } = changes;
        const calls = { ...call, ...(waitFor !== undefined && { waitFor }), ...(state !== undefined && { returnState: state }) };
        return makeTask(mergedOptions(options, rest), fn, calls, origin);
      },
    },
    { options, fn, taskKey: definition.key },
  ) as unknown as Task & TaskHandle;
  Object.defineProperty(handle, "name", { value: definition.name });
  defineTaskHandle(handle, definition);
  return handle;
}

/** An empty name, and empty lists of tags and hooks, keep the old ones; any other given option counts (rule 2.20). */
function mergedOptions(old: TaskOptions, changes: TaskOptions): TaskOptions {
  const counts = ([, value]: [string, unknown]) =>
    value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);
  return { ...old, ...Object.fromEntries(Object.entries(changes).filter(counts)) };
}

/** What is around the caller: a run, or nothing but the default engine. */
export function surroundings(): RunContext {
  return currentContext() ?? ambientEngine().engine.outside();
}
