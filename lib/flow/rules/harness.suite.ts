import type { ExpectStatic } from "vitest";
import { createEngine, testClock } from "..";

/** One rule of Prefect's, as a test: its number opens its title. */
export interface Rule {
  readonly title: string;
  readonly check: (scene: Scene) => Promise<void> | void;
}

export interface Suite {
  readonly name: string;
  readonly rules: readonly Rule[];
}

type FlowEngine = ReturnType<typeof createEngine>;
type EngineOptions = NonNullable<Parameters<typeof createEngine>[0]>;
type Runnable = Parameters<FlowEngine["run"]>[0];
type Run = Awaited<ReturnType<FlowEngine["run"]>>;

/** What a rule is checked with: everything on one simulated clock, so that no test waits. */
export interface Scene {
  readonly expect: ExpectStatic;
  readonly clock: ReturnType<typeof testClock>;
  /** An engine on the scene's clock. */
  readonly engine: (options?: EngineOptions) => FlowEngine;
  /** Runs a flow or task to its end, on an engine of its own. */
  readonly run: (runnable: Runnable, args?: readonly unknown[], options?: EngineOptions) => Promise<Run>;
}

/** Rules that belong together. They run in Node, and in a browser's worker: nothing in them may need either. */
export function suite(
  name: string,
  define: (rule: (title: string, check: Rule["check"]) => void) => void,
): Suite {
  const rules: Rule[] = [];
  define((title, check) => void rules.push({ title, check }));
  return { name, rules };
}

/** Plays one rule. */
export async function play(rule: Rule, expect: ExpectStatic): Promise<void> {
  const clock = testClock();
  const engine = (options: EngineOptions = {}) => createEngine({ clock, ...options });
  await rule.check({
    expect,
    clock,
    engine,
    run: async (runnable, args, options) => await engine(options).run(runnable, args),
  });
}

/** The names of the states that a run was in, in order. */
export function names({ states }: { readonly states: readonly { readonly name: string }[] }): string[] {
  return states.map(({ name }) => name);
}

/** A place where tasks wait until the test lets them go on. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Calls a function with a method of the console silenced; gives what it came to, and all that was printed meanwhile. */
export async function quietly<T>(
  method: "log" | "warn",
  fn: () => T | Promise<T>,
): Promise<readonly [value: T, printed: readonly unknown[]]> {
  const methods = console as unknown as Record<typeof method, (...parts: unknown[]) => void>;
  const before = methods[method];
  const printed: unknown[] = [];
  methods[method] = (...parts) => void printed.push(...parts);
  try {
    return [await fn(), printed];
  } finally {
    methods[method] = before;
  }
}

/** Lets so many seconds of the scene pass, and all that happens in them. */
export function pass(clock: Scene["clock"], seconds: number): Promise<void> {
  return new Promise((resolve) => void clock.after(seconds * 1000, resolve));
}

/** What a promise rejects with; fails where it does not. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("did not reject");
}
