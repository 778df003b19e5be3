import {
  inputCheck,
  pauseFlowRun as pause,
  resumeFlowRun as resume,
  suspendFlowRun as suspend,
  suspendOther,
  type OptionNames,
  type PauseRequest,
  type StandardSchemaV1,
} from "../engine";
import { checked } from "./known-options";
import { surroundings } from "./task";

/** How a flow run is paused, or suspended. */
export interface PauseOptions {
  /** Seconds after which the run fails unless somebody has resumed it; default: an hour; null: it waits for ever. */
  readonly timeout?: number | null;
  /** A pause happens once under one key; default: how many pauses the flow has come to, from 1. */
  readonly key?: string;
}

/** A pause that asks for an input, which the schema validates and coerces. */
export interface InputOptions<T> extends PauseOptions {
  readonly waitForInput: StandardSchemaV1<unknown, T>;
}

/** Whom a suspension is for. */
export interface SuspendOptions extends PauseOptions {
  /** Another run, which stops at its next call into the engine; default: the run around the caller. */
  readonly flowRunId?: string;
}

const pauseNames: OptionNames<InputOptions<unknown>> = { timeout: true, key: true, waitForInput: true };
const suspendNames: OptionNames<SuspendOptions & InputOptions<unknown>> = { ...pauseNames, flowRunId: true };

/**
 * Pauses the flow run around the caller and waits until it is resumed (rule 5.36). Gives the input, where one is asked for.
 * Throws `FlowPauseTimeout` where nobody resumes the run in time.
 */
export async function pauseFlowRun(options?: PauseOptions): Promise<void>;
export async function pauseFlowRun<T>(options: InputOptions<T>): Promise<T>;
export async function pauseFlowRun(options: PauseOptions | InputOptions<unknown> = {}): Promise<unknown> {
  return await pause(surroundings(), requestOf(checked(pauseFlowRun, options, pauseNames)));
}

/**
 * Ends the flow's function here, and starts it again from the top once the run is resumed (rule 5.37): then gives the input,
 * where one is asked for. For runs that were started by an engine; throws in subflows and tasks.
 */
export async function suspendFlowRun(options?: SuspendOptions): Promise<void>;
export async function suspendFlowRun<T>(options: SuspendOptions & InputOptions<T>): Promise<T>;
export async function suspendFlowRun(
  options: SuspendOptions | (SuspendOptions & InputOptions<unknown>) = {},
): Promise<unknown> {
  const { flowRunId } = checked(suspendFlowRun, options, suspendNames);
  const context = surroundings();
  if (flowRunId === undefined) return await suspend(context, requestOf(options));
  suspendOther(context.core, flowRunId, requestOf(options));
  return undefined;
}

/** Resumes a paused or suspended run, with the input that it asks for (rule 5.38). Throws `NotPausedError` where it is neither. */
export async function resumeFlowRun(id: string, input?: unknown): Promise<void> {
  await resume(surroundings().core, id, input);
}

function requestOf({ timeout = 3600, key, ...rest }: PauseOptions | InputOptions<unknown>): PauseRequest {
  const schema = "waitForInput" in rest ? rest.waitForInput : undefined;
  const check = schema && inputCheck(schema);
  return { timeout, key, check };
}
