import {
  createEngine as makeEngine,
  type Engine,
  type EngineOptions,
  type EventSink,
  type LimitOptions,
  type LimitReading,
  type Run,
  type RunContext,
  type RunHandle,
  type StartOptions,
} from "../engine";
import { currentContext, withContext } from "./ambient";
import { refOf, type Runnable } from "./definitions";
import { capturePrints } from "./logging";

/** An engine that runs what this folder's `task` and `flow` make. */
export interface FlowEngine {
  /** Settles when the run does; never rejects for a failure. */
  run(runnable: Runnable, args?: readonly unknown[]): Promise<Run>;
  start(runnable: Runnable, args?: readonly unknown[], options?: StartOptions): RunHandle;
  /** Makes a limit of this engine's storage, or gives an existing one new terms. */
  createConcurrencyLimit(name: string, options: LimitOptions): Promise<void>;
  /** How a limit stands now. Throws where there is none of that name. */
  readConcurrencyLimit(name: string): Promise<LimitReading>;
  /** Removes a limit. Throws where there is none of that name. */
  deleteConcurrencyLimit(name: string): Promise<void>;
  readonly engine: Engine;
}

/** The flow runs under way in this realm, in whichever engine: so that plain code resumes one by its id alone. */
const flowRuns: NonNullable<EngineOptions["flowRuns"]> = new Map();

/** Makes an engine: in memory, on the platform's clock, unless it is given other ports. */
export function createEngine(options: EngineOptions = {}): FlowEngine {
  const { onEvent } = options;
  const engine = makeEngine({ enter, flowRuns, ...options, ...(onEvent && { onEvent: outside(onEvent) }) });
  capturePrints();
  const { limits } = engine.core;
  const start: FlowEngine["start"] = (runnable, args, startOptions) =>
    engine.start(refOf(runnable), args, { tags: currentContext()?.tags ?? [], ...startOptions });
  return {
    engine,
    run: async (runnable, args) => await start(runnable, args).done,
    start,
    createConcurrencyLimit: async (name, limitOptions) => await limits.create(name, limitOptions),
    readConcurrencyLimit: async (name) => await limits.read(name),
    deleteConcurrencyLimit: async (name) => await limits.delete(name),
  };
}

/** Makes a context ambient; where it logs prints, whatever is in the console's place by now is captured too. */
function enter<T>(context: RunContext, fn: () => T): T {
  if (context.logPrints) capturePrints();
  return withContext(context, fn);
}

/** Who listens to a run is no part of it: what a listener prints is not the run's. */
function outside(listener: EventSink): EventSink {
  return (event) => withContext(undefined, () => listener(event));
}

let defaultEngine: FlowEngine | undefined;

/** The engine of code that no run surrounds: a script's, a test's. */
export function ambientEngine(): FlowEngine {
  defaultEngine ??= createEngine();
  return defaultEngine;
}
