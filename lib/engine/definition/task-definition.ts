import { md5 } from "../../base";
import { CachePolicy, DEFAULT, NO_CACHE, cacheKeyFn, type CacheKeyFn } from "../caching/policy";
import { ValueError } from "../errors";
import type { ResultStorage, Storage } from "../ports/storage";
import { assertSerializer, type Serializer } from "../results/serializer";
import type { TaskRun } from "../runs/run";
import type { State } from "../states/state";
import type { TransactionHook } from "../transactions/transaction";
import { typeName } from "../text";
import {
  assertFunction,
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

/** A task as hooks and conditions see it. */
export interface TaskHandle {
  readonly name: string;
  readonly taskKey: string;
  readonly options: TaskOptions;
  readonly fn: (...args: never[]) => unknown;
}

/** Called when a run enters a state. A method's type, so that a hook may ask for a narrower task. */
export type TaskHook = { call(task: TaskHandle, taskRun: TaskRun, state: State): unknown }["call"];
export type RetryCondition = {
  call(task: TaskHandle, taskRun: TaskRun, state: State): boolean | Promise<boolean>;
}["call"];

/** Everything that can be said of a task (rule 2.2). Durations are in seconds; an absent option has Prefect's default. */
export interface TaskOptions {
  readonly name?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly version?: string;
  /** Attempts after the first; default 0. */
  readonly retries?: number;
  /** One delay, one for each retry (the last repeats), or a function of the number of retries. */
  readonly retryDelaySeconds?: number | readonly number[] | ((retries: number) => readonly number[]);
  readonly retryJitterFactor?: number;
  readonly retryCondition?: RetryCondition;
  /** For each attempt; 0: none. */
  readonly timeoutSeconds?: number;
  readonly cachePolicy?: CachePolicy | null;
  readonly cacheKeyFn?: CacheKeyFn;
  readonly cacheExpiration?: number;
  readonly refreshCache?: boolean;
  readonly cacheResultInMemory?: boolean;
  readonly persistResult?: boolean;
  readonly resultStorage?: Storage | ResultStorage | string;
  readonly resultStorageKey?: string;
  readonly resultSerializer?: Serializer;
  readonly taskRunName?: RunNameSource;
  readonly logPrints?: boolean;
  readonly onCompletion?: readonly TaskHook[];
  readonly onFailure?: readonly TaskHook[];
  readonly onRunning?: readonly TaskHook[];
  readonly onCommit?: readonly TransactionHook[];
  readonly onRollback?: readonly TransactionHook[];
}

/** A function and its options, validated and worked out once. */
export interface TaskDefinition {
  readonly name: string;
  readonly key: string;
  readonly fn: (...args: never[]) => unknown;
  readonly parameters: readonly Parameter[];
  /** What TASK_SOURCE hashes. */
  readonly source: string;
  readonly options: TaskOptions;
  readonly tags: readonly string[];
  /** Delays before retries; a list's last entry repeats (rule 2.5). */
  readonly retryDelays: number | readonly number[] | ((retries: number) => readonly number[]) | undefined;
  /** What the options alone say of persistence (rule 7.1); undefined: the flow or the settings decide. */
  readonly persistResult: boolean | undefined;
  /** Null: the rendered `resultStorageKey` is the key (rule 7.3). */
  readonly cachePolicy: CachePolicy | null;
  /** Whether the author chose no policy, so that settings may. */
  readonly hasDefaultPolicy: boolean;
  /** Its name in the notebook's module; null: it was made elsewhere. */
  readonly definition: string | null;
  /** Whether the function is a generator: a direct call gives its values one by one (rule 2.22). */
  readonly isGenerator: boolean;
  /** Whether another realm that loads the module can run its function. */
  readonly isPortable: boolean;
  /** Whether its function soon waits for others: none of it is an author's. */
  readonly isPrompt: boolean;
}

/** What is known of a task from where it was defined, beyond its options and its function. */
export interface TaskOrigin {
  /** The name that it is assigned to in a notebook's module: its own name, where the options give none. */
  readonly definition?: string;
  /** What TASK_SOURCE hashes; default: the function's text. */
  readonly source?: string;
  /** Whether a worker may run the function; default: no. */
  readonly isPortable?: boolean;
  /** Whether the function keeps nobody waiting for the thread; default: no, as it is an author's. */
  readonly isPrompt?: boolean;
  /** Default: read from the function's text. */
  readonly parameters?: readonly Parameter[];
}

const mostDelays = 50;

const optionNames: OptionNames<TaskOptions> = {
  name: true,
  description: true,
  tags: true,
  version: true,
  retries: true,
  retryDelaySeconds: true,
  retryJitterFactor: true,
  retryCondition: true,
  timeoutSeconds: true,
  cachePolicy: true,
  cacheKeyFn: true,
  cacheExpiration: true,
  refreshCache: true,
  cacheResultInMemory: true,
  persistResult: true,
  resultStorage: true,
  resultStorageKey: true,
  resultSerializer: true,
  taskRunName: true,
  logPrints: true,
  onCompletion: true,
  onFailure: true,
  onRunning: true,
  onCommit: true,
  onRollback: true,
};

/** Validates a task's options and works them out; `warn` hears of those that there are not, or that contradict each other. */
export function defineTask(
  given: TaskOptions,
  fn: (...args: never[]) => unknown,
  warn: Warn,
  from: TaskOrigin = {},
): TaskDefinition {
  const options = withoutNulls(given);
  validate(options, fn);
  const parameters = from.parameters ?? parametersOf(fn);
  assertNoReserved(parameters);
  const name = [options.name, from.definition, fn.name].find(Boolean) ?? "anonymous";
  const source = from.source ?? String(fn);
  warnOfUnknown(`task '${name}'`, { fn, options: given, names: optionNames }, warn);
  const persistResult = persistence(options);
  return {
    name,
    key: `${fn.name === "" ? name : fn.name}-${md5(source).slice(0, 8)}`,
    fn,
    parameters,
    source,
    options,
    tags: [...new Set(options.tags ?? [])],
    retryDelays: delays(options),
    persistResult,
    cachePolicy: policy(options, persistResult, name, warn),
    hasDefaultPolicy: options.cachePolicy === undefined && !options.cacheKeyFn,
    definition: from.definition ?? null,
    isGenerator: isGenerator(fn),
    isPortable: from.isPortable ?? false,
    isPrompt: from.isPrompt ?? false,
  };
}

function validate(options: TaskOptions, fn: unknown): void {
  if (typeof fn !== "function")
    throw new TypeError(
      `A task is made from a function: task(fn) or task(options, fn); got ${typeName(fn)}.`,
    );
  assertName("task", options.name);
  assertNumber("retries", options.retries);
  assertNumber("timeoutSeconds", options.timeoutSeconds);
  assertNumber("retryJitterFactor", options.retryJitterFactor);
  assertNumber("cacheExpiration", options.cacheExpiration, -Infinity);
  assertFunction("retryCondition", options.retryCondition);
  assertFunction("cacheKeyFn", options.cacheKeyFn);
  assertRunName("taskRunName", options.taskRunName);
  for (const hook of ["onCompletion", "onFailure", "onRunning", "onCommit", "onRollback"] as const)
    assertHooks(hook, options[hook]);
  if (options.resultSerializer !== undefined) assertSerializer(options.resultSerializer);
  assertStorage(options.resultStorage);
  const { tags, cachePolicy } = options as { tags?: unknown; cachePolicy?: unknown };
  if (tags !== undefined && !(Array.isArray(tags) && tags.every((tag) => typeof tag === "string")))
    throw new TypeError(`Expected 'tags' to be a list of strings; got ${typeName(tags)}.`);
  if (cachePolicy !== undefined && cachePolicy !== null && !(cachePolicy instanceof CachePolicy))
    throw new TypeError(
      `Expected 'cachePolicy' to be a cache policy, such as INPUTS; got ${typeName(cachePolicy)}.`,
    );
}

/** The delays of a task; a function of the retries is evaluated here (rule 2.7), unless only the settings know how many. */
function delays({ retryDelaySeconds: given, retries }: TaskOptions): TaskDefinition["retryDelays"] {
  if (typeof given !== "function") return delayNumbers(given);
  const known = delayNumbers(given(retries ?? 0));
  return retries === undefined ? (settled) => [delayNumbers(given(settled)) ?? 0].flat() : known;
}

function delayNumbers(value: unknown): number | readonly number[] | undefined {
  if (value === undefined || value === null) return undefined;
  const numbers: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!numbers.every((delay): delay is number => typeof delay === "number" && delay >= 0))
    throw new TypeError(
      `Invalid \`retryDelaySeconds\` provided; must be a number >= 0, a list of them, or a function that gives a list; got ${typeName(value)}.`,
    );
  if (numbers.length > mostDelays)
    throw new ValueError(`Can not configure more than ${mostDelays} retry delays per task.`);
  return Array.isArray(value) ? numbers : numbers[0];
}

function persistence(options: TaskOptions): boolean | undefined {
  if (options.persistResult !== undefined) return options.persistResult;
  const caches = options.cachePolicy && options.cachePolicy !== NO_CACHE;
  const stores =
    options.cacheKeyFn ?? options.resultStorage ?? options.resultStorageKey ?? options.resultSerializer;
  return caches || stores !== undefined ? true : undefined;
}

function policy(
  options: TaskOptions,
  persistResult: boolean | undefined,
  name: string,
  warn: Warn,
): CachePolicy | null {
  const { cachePolicy: given, cacheKeyFn: keyFn, resultStorageKey } = options;
  if (given && keyFn)
    warn(`Both \`cachePolicy\` and \`cacheKeyFn\` are set on task ${name}. \`cacheKeyFn\` will be used.`);
  const chosen = keyFn ? cacheKeyFn(keyFn) : given;
  if (persistResult === false) {
    if (chosen && chosen !== NO_CACHE) warn("Ignoring `cachePolicy` because `persistResult` is False");
    return NO_CACHE;
  }
  if (resultStorageKey !== undefined && chosen !== NO_CACHE) {
    if (chosen)
      warn(
        `Both \`cachePolicy\` and \`resultStorageKey\` are set on task ${name}. \`resultStorageKey\` will be used.`,
      );
    return null;
  }
  return chosen === undefined ? DEFAULT : (chosen ?? NO_CACHE);
}
