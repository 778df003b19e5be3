import type { TaskRunId } from "../base";
import { missesNetwork, type RunContext } from "../engine";

/**
 * The context around the author's code that is running now. This file alone reads and writes it: the engine passes its
 * contexts on explicitly.
 */
interface Ambient {
  get(): RunContext | undefined;
  run<T>(context: RunContext | undefined, fn: () => T): T;
  /** Sets the context for the rest of this turn: called where an `await` of transpiled code resumes. */
  restore(context: RunContext | undefined): void;
}

/** Node follows the context across every await by itself. */
interface AsyncLocalStorage<T> {
  getStore(): T | undefined;
  run<R>(store: T | undefined, fn: () => R): R;
  enterWith(store: T | undefined): void;
}

interface NodeProcess {
  getBuiltinModule?(name: string): { AsyncLocalStorage: new () => AsyncLocalStorage<RunContext> };
}

function nodeAmbient(): Ambient | undefined {
  const node = (globalThis as { process?: NodeProcess }).process;
  const hooks = node?.getBuiltinModule?.("node:async_hooks");
  if (!hooks) return undefined;
  const storage = new hooks.AsyncLocalStorage();
  return {
    get: () => storage.getStore(),
    run: (context, fn) => storage.run(context, fn),
    restore: (context) => {
      storage.enterWith(context);
    },
  };
}

/** A browser does not: the transpiler has each function note its context and restore it after every await. */
function turnAmbient(): Ambient {
  let current: RunContext | undefined;
  const clear = () => {
    current = undefined;
  };
  const soon = Promise.resolve();
  return {
    get: () => current,
    run(context, fn) {
      const before = current;
      current = context;
      try {
        return fn();
      } finally {
        current = before;
      }
    },
    restore(context) {
      current = context;
      // Whatever resumes next is another's code: it restores its own, or has none.
      void soon.then(clear);
    },
  };
}

const ambient = nodeAmbient() ?? turnAmbient();

/** The context around the code that calls; undefined outside of runs. */
export function currentContext(): RunContext | undefined {
  return ambient.get();
}

/** The task run around the code that calls; null outside of tasks. */
export function currentTaskRunId(): TaskRunId | null {
  return ambient.get()?.task?.run.id ?? null;
}

/** Whether the task around the code that asks the network has none, on purpose. To ask is the fault, which the run's log then tells. */
export function isOffline(): boolean {
  const context = ambient.get();
  return context?.task ? missesNetwork(context.task, context) : false;
}

/** Tells, whenever it is called, whether the run around the code of now goes on: one that was stopped does not. */
export function lives(): () => boolean {
  const scope = ambient.get()?.scope;
  return () => scope?.reason === undefined;
}

/** Calls a function with a context around it, which lasts for all that the function awaits. */
export function withContext<T>(context: RunContext | undefined, fn: () => T): T {
  return ambient.run(context, fn);
}

/** Puts a saved context back, and passes on the value that was awaited: what transpiled code calls after each await. */
export function restore<T>(context: RunContext | undefined, value?: T): T | undefined {
  ambient.restore(context);
  return value;
}

/** A function that is called in the context of now, whoever calls it and when: what transpiled code gives to `then`. */
export function bind<T>(value: T): T {
  if (typeof value !== "function") return value;
  const context = currentContext();
  const bound = (...args: unknown[]): unknown =>
    withContext(context, () => Reflect.apply(value, undefined, args) as unknown);
  return bound as T;
}
