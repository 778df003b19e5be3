import {
  callGenerator,
  callTask,
  defineTask,
  delayTask,
  mapTask,
  serveTasks,
  submitTask,
  type CallOptions,
  type RunContext,
  type ServeOptions,
  type State,
  type TaskDefinition,
  type TaskHandle,
  type TaskOptions,
  type TaskOrigin,
} from "../engine";
import { currentContext } from "./ambient";
import { rememberTask, taskRef } from "./definitions";
import { ambientEngine } from "./engine";
import { warnOfDefinition } from "./logging";
import { mergedOptions } from "./options";
import type { Authored } from "./authored";
import type { Task, TaskOf } from "./task-types";

// A parameter list in its most general form: what every function's is assignable to.
type AnyFunction = (...args: never[]) => unknown;

/** Makes a task from a function, and options where there are any. */
export function task<F extends Authored>(fn: F): TaskOf<F>;
export function task<F extends Authored>(options: TaskOptions, fn: F): TaskOf<F>;
export function task(first: TaskOptions | Authored, second?: Authored): TaskHandle {
  const [options, fn] = typeof first === "function" ? [{}, first] : [first, second];
  return makeTask({ options, fn: fn as AnyFunction });
}

/** Everything that a task handle is made from. */
export interface TaskBlueprint {
  readonly options: TaskOptions;
  readonly fn: AnyFunction;
  /** How its calls are made. */
  readonly call?: CallOptions;
  readonly origin?: TaskOrigin;
  /** Turns the arguments of a call, or of a `map`, into those of the function. */
  readonly prepare?: (args: readonly unknown[], isMap: boolean) => readonly unknown[];
}

/** Makes a task that is called, submitted and mapped by the engine around the caller. */
export function makeTask(blueprint: TaskBlueprint): Task {
  const { options, fn, call = {}, origin = {}, prepare = (args: readonly unknown[]) => args } = blueprint;
  const definition = defineTask(options, fn, warnOfDefinition, origin);
  const run = definition.isGenerator ? callGenerator : callTask;
  const handle: Task = Object.assign(
    (...args: unknown[]) => run(surroundings(), { task: definition, handle }, prepare(args, false), call),
    {
      submit(...args: unknown[]) {
        const future = submitTask(surroundings(), taskRef(handle), prepare(args, false), call);
        return call.returnState ? future.wait().then(() => future.state) : future;
      },
      map(...args: unknown[]) {
        const futures = mapTask(surroundings(), taskRef(handle), prepare(args, true), call);
        if (!call.returnState) return futures;
        return futures.wait().then((): State[] => futures.map((future) => future.state));
      },
      delay: (...args: unknown[]) => delayTask(surroundings(), taskRef(handle), prepare(args, false), call),
      serve: (serving?: ServeOptions) => serveTasks(surroundings(), [taskRef(handle)], serving),
      withOptions(changes: TaskOptions & CallOptions) {
        const { waitFor = call.waitFor, returnState = call.returnState ?? false, ...rest } = changes;
        return makeTask({
          ...blueprint,
          options: mergedOptions(evaluated(options, definition), rest),
          call: { waitFor, returnState },
        });
      },
    },
    { options, fn, taskKey: definition.key },
  ) as unknown as Task;
  Object.defineProperty(handle, "name", { value: definition.name });
  rememberTask(handle, {
    definition,
    remake: (from) => makeTask({ ...blueprint, origin: { ...origin, ...from } }),
  });
  return handle;
}

/** The options with the delays that a function of the retries gave once (rule 2.7). */
function evaluated(options: TaskOptions, { retryDelays }: TaskDefinition): TaskOptions {
  return typeof options.retryDelaySeconds === "function" && retryDelays !== undefined
    ? { ...options, retryDelaySeconds: retryDelays }
    : options;
}

/** What is around the caller: a run, or nothing but the default engine. */
export function surroundings(): RunContext {
  return currentContext() ?? ambientEngine().engine.outside();
}
