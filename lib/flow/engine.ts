import {
  createEngine as makeEngine,
  type Engine,
  type EngineOptions,
  type Run,
  type RunHandle,
} from "../engine";
import { withContext } from "./ambient";
import { refOf, type Runnable } from "./definitions";

/** An engine that runs what this folder's `task` and `flow` make. */
export interface FlowEngine {
  /** Settles when the run does; never rejects for a failure. */
  run(runnable: Runnable, args?: readonly unknown[]): Promise<Run>;
  start(runnable: Runnable, args?: readonly unknown[], options?: Parameters<Engine["start"]>[2]): RunHandle;
  readonly engine: Engine;
}

/** The flow runs under way in this realm, in whichever engine: so that plain code resumes one by its id alone. */
const flowRuns: NonNullable<EngineOptions["flowRuns"]> = new Map();

/** Makes an engine: in memory, on the platform's clock, unless it is given other ports. */
export function createEngine(options: EngineOptions = {}): FlowEngine {
  const engine = makeEngine({ enter: withContext, flowRuns, ...options });
  return {
    engine,
    run: async (runnable, args) => await engine.run(refOf(runnable), args),
    start: (runnable, args, startOptions) => engine.start(refOf(runnable), args, startOptions),
  };
}

let defaultEngine: FlowEngine | undefined;

/** The engine of code that no run surrounds: a script's, a test's. */
export function ambientEngine(): FlowEngine {
  defaultEngine ??= createEngine();
  return defaultEngine;
}
