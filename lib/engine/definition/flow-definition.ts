import { assertSchema, type StandardSchemaV1 } from "../ports/schema";
import type { ResultStorage, Storage } from "../ports/storage";
import { assertSerializer, type Serializer } from "../results/serializer";
import type { FlowRun } from "../runs/run";
import { assertTaskRunner, type TaskRunner } from "../tasks/task-runner";
import type { State } from "../states/state";
import { typeName } from "../text";
import {
  assertHooks,
  assertName,
  assertNoReserved,
  assertNumber,
  assertRunName,
  assertStorage,
  isGenerator,
  withoutNulls,
  type RunNameSource,
} from "./options";
import { parametersOf, type Parameter } from "./parameters";
import { warnOfUnknown, type OptionNames, type Warn } from "./unknown-options";

/** A flow as its hooks see it. */
export interface FlowHandle {
  readonly name: string;
  readonly options: FlowOptions;
  readonly fn: (...args: never[]) => unknown;
}

/** Called when a run enters a state. A method's type, so that a hook may ask for a narrower flow. */
export type FlowHook = { call(flow: FlowHandle, flowRun: FlowRun, state: State): unknown }["call"];

/** Everything that can be said of a flow (rule 5.A). Durations are in seconds. */
export interface FlowOptions {
  /** Default: the function's name, with dashes for underscores. */
  readonly name?: string;
  readonly description?: string;
  readonly version?: string;
  readonly flowRunName?: RunNameSource;
  readonly retries?: number;
  readonly retryDelaySeconds?: number;
  readonly timeoutSeconds?: number;
  /** A task runner, or what makes one with its defaults. */
  readonly taskRunner?: TaskRunner | (() => TaskRunner);
  /** Validates and coerces the parameters, given as one object (rules 5.6 and 5.7). */
  readonly parameters?: StandardSchemaV1;
  readonly validateParameters?: boolean;
  readonly persistResult?: boolean;
  readonly resultStorage?: Storage | ResultStorage | string;
  readonly resultSerializer?: Serializer;
  readonly cacheResultInMemory?: boolean;
  readonly logPrints?: boolean;
  readonly onCompletion?: readonly FlowHook[];
  readonly onFailure?: readonly FlowHook[];
  readonly onCancellation?: readonly FlowHook[];
  readonly onCrashed?: readonly FlowHook[];
  readonly onRunning?: readonly FlowHook[];
}

/** A function and its options, validated once. */
export interface FlowDefinition {
  readonly name: string;
  readonly fn: (...args: never[]) => unknown;
  readonly parameters: readonly Parameter[];
  /** Whether the function is a generator: a direct call gives its values one by one (rule 5.41). */
  readonly isGenerator: boolean;
  readonly options: FlowOptions;
  /** Its name in the notebook's module; null: it was made elsewhere. */
  readonly definition: string | null;
  /** Undefined: the engine's. */
  readonly taskRunner: TaskRunner | undefined;
  /** Undefined: the settings, or the parent flow, decide. */
  readonly persistResult: boolean | undefined;
}

const optionNames: OptionNames<FlowOptions> = {
  name: true,
  description: true,
  version: true,
  flowRunName: true,
  retries: true,
  retryDelaySeconds: true,
  timeoutSeconds: true,
  taskRunner: true,
  parameters: true,
  validateParameters: true,
  persistResult: true,
  resultStorage: true,
  resultSerializer: true,
  cacheResultInMemory: true,
  logPrints: true,
  onCompletion: true,
  onFailure: true,
  onCancellation: true,
  onCrashed: true,
  onRunning: true,
};

/** Validates a flow's options; `warn` hears of those that there are not. */
export function defineFlow(
  written: FlowOptions,
  fn: (...args: never[]) => unknown,
  warn: Warn,
  from: { readonly definition?: string } = {},
): FlowDefinition {
  if (typeof (fn as unknown) !== "function")
    throw new TypeError(
      `A flow is made from a function: flow(fn) or flow(options, fn); got ${typeName(fn)}.`,
    );
  const options = withoutNulls(written);
  assertName("flow", options.name);
  assertNumber("retries", options.retries);
  assertNumber("retryDelaySeconds", options.retryDelaySeconds);
  assertNumber("timeoutSeconds", options.timeoutSeconds);
  assertRunName("flowRunName", options.flowRunName);
  assertTaskRunner(options.taskRunner);
  for (const hook of ["onCompletion", "onFailure", "onCancellation", "onCrashed", "onRunning"] as const)
    assertHooks(hook, options[hook]);
  if (options.resultSerializer !== undefined) assertSerializer(options.resultSerializer);
  assertStorage(options.resultStorage);
  if (options.parameters !== undefined) assertSchema("parameters", options.parameters);
  const parameters = parametersOf(fn);
  assertNoReserved(parameters);
  const given = from.definition ?? fn.name;
  const name = options.name || (given === "" ? "anonymous" : given.replaceAll("_", "-"));
  warnOfUnknown(`flow '${name}'`, { fn, options: written, names: optionNames }, warn);
  const { taskRunner } = options;
  const stores = options.resultStorage !== undefined || options.resultSerializer !== undefined;
  return {
    name,
    fn,
    parameters,
    isGenerator: isGenerator(fn),
    options,
    definition: from.definition ?? null,
    taskRunner: typeof taskRunner === "function" ? taskRunner() : taskRunner,
    persistResult: options.persistResult ?? (stores ? true : undefined),
  };
}
