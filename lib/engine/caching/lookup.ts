import { messageOf, type Id } from "../../base";
import { writeLog, type Core, type RunContext, type TaskCall } from "../context";
import { ConfigurationError } from "../errors";
import type { CacheDecision, CacheRule } from "../runs/events";
import type { ResultStorage, Storage } from "../ports/storage";
import { ResultStore } from "../results/result-store";
import { rendered } from "../runs/run-name";
import { withoutRoom } from "../tasks/inject";
import { Transaction } from "../transactions/transaction";
import { NO_CACHE, type CachePolicy, type ComputedKey, type KeyContext, type KeyParts } from "./policy";

/** The transaction of an attempt whose result is kept, and what begins it. */
export interface Lookup {
  readonly transaction: Transaction;
  /** Takes the lock, and finds the transaction committed where its result is there already (rule 7.23). */
  begin(signal: AbortSignal): Promise<void>;
}

/** Opens the transaction of an attempt under its cache key. */
export function lookupOf(call: TaskCall, context: RunContext): Lookup {
  const { options, cachePolicy } = call.task;
  const refresh = refreshRule(call, context);
  const store = resultStore(call, context, (storage) => withoutRoom(storage, call, context));
  const computed = computeKey(call, context);
  const { isolationLevel, lockManager } = cachePolicy?.configuration ?? {};
  const expiresIn = options.cacheExpiration === undefined ? null : options.cacheExpiration * 1000;
  const overwrite = refresh !== undefined;
  const kept = { key: computed.key, store, isolationLevel, lockManager, overwrite, expiresIn };
  const transaction = new Transaction(context, kept, call);
  return {
    transaction,
    async begin(signal) {
      await transaction.begin(signal);
      const { key, parts, unkeyed } = computed;
      const rule = (key === null ? unkeyed : refresh) ?? transaction.missed ?? "found";
      record(call, context, { rule, key, parts });
    },
  };
}

/** Records why a task whose result is not kept executes, where somebody asked for that; of most nobody asked for anything. */
export function recordUnkept(call: TaskCall, context: RunContext): void {
  const { task } = call;
  if (task.persistResult === false) record(call, context, { rule: "not-persisted", ...noKey });
  else if (task.cachePolicy === NO_CACHE) record(call, context, { rule: "no-cache", ...noKey });
}

/** Whether a task's result is kept: its own word, then the settings', then that of what is around it (rule 7.1). */
export function persists({ task }: TaskCall, { core, persist }: RunContext): boolean {
  return task.persistResult ?? core.settings.tasksDefaultPersistResult ?? persist;
}

/** A storage by its option: itself, or opened for this engine. */
export function storageNamed(storage: Storage | ResultStorage | string, core: Core): Storage {
  if (typeof storage !== "string") return "open" in storage ? storage.open(core) : storage;
  throw new ConfigurationError(`There is no result storage called '${storage}'. Pass the storage itself.`);
}

/** Keeps what a failed run threw, under a key of its own: nobody is ever served it (rule 7.4). */
export async function keepException(call: TaskCall, context: RunContext, thrown: unknown): Promise<void> {
  try {
    await resultStore(call, context).write(freshKey(context), thrown, null);
  } catch (error) {
    writeLog(context, "warning", `The exception of the run has not been persisted: ${messageOf(error)}`);
  }
}

function resultStore(
  { task }: TaskCall,
  { core, results }: RunContext,
  seen: (storage: Storage) => Storage = (storage) => storage,
): ResultStore {
  const { resultStorage, resultSerializer } = task.options;
  return new ResultStore({
    storage: seen(resultStorage === undefined ? results.storage : storageNamed(resultStorage, core)),
    keyStorage: task.cachePolicy?.configuration.keyStorage,
    serializer: resultSerializer ?? results.serializer,
    clock: core.clock,
  });
}

interface Computed extends ComputedKey {
  /** Why there is no key. */
  readonly unkeyed: CacheRule;
}

const noKey = { key: null, parts: {} } as const;

function computeKey(call: TaskCall, context: RunContext): Computed {
  const policy = policyOf(call, context);
  if (policy === NO_CACHE)
    return { ...noKey, unkeyed: call.task.cachePolicy === NO_CACHE ? "no-cache" : "caching-off" };
  if (policy === null) return { key: storageKey(call), parts: {}, unkeyed: "no-cache" };
  const inputs = keyContext(call);
  try {
    // Only what may keep the thread needs all before it told.
    const compute = () => policy.compute(inputs);
    const computed = policy.isAuthored ? context.core.enter(context, compute) : compute();
    return { ...computed, unkeyed: call.task.options.cacheKeyFn ? "key-function" : "no-inputs" };
  } catch (error) {
    const advice = "Error encountered when computing cache key - result will not be persisted.";
    writeLog(context, "error", `${advice}\n${messageOf(error)}`);
    return { ...noKey, unkeyed: "unhashable" };
  }
}

function policyOf({ task }: TaskCall, { core: { settings } }: RunContext): CachePolicy | null {
  const isOff = settings.tasksDisableCaching || (task.hasDefaultPolicy && settings.tasksDefaultNoCache);
  return isOff ? NO_CACHE : task.cachePolicy;
}

function keyContext({ task, handle, run, parameters, context }: TaskCall): KeyContext {
  return {
    task: handle,
    taskRun: run,
    ...(context.flow && { flowRun: context.flow.run }),
    ...(context.flow?.keptAs !== undefined && { keptAs: context.flow.keptAs }),
    source: task.source,
    inputs: parameters,
    flowParameters: context.flow?.parameters ?? null,
  };
}

/** The key that an author spelled out, with its placeholders filled (rule 7.3). */
function storageKey({ task, run, parameters, context }: TaskCall): string | null {
  const flowRun = context.flow?.run ?? null;
  const values = { parameters, flowRun, taskRun: run, flow_run: flowRun, task_run: run };
  const { resultStorageKey } = task.options;
  // An empty key would be shared by every task that slips.
  return resultStorageKey ? rendered(resultStorageKey, values) : null;
}

/** Why the cache is not to be read; undefined where it is. */
function refreshRule({ task }: TaskCall, { core }: RunContext): CacheRule | undefined {
  // A generator has no hits: its consumer wants the values, not what it returned (rule 2.22).
  if (task.isGenerator) return "generator";
  const { refreshCache } = task.options;
  if (refreshCache !== undefined) return refreshCache ? "refresh-cache" : undefined;
  return core.settings.tasksRefreshCache ? "refresh-setting" : undefined;
}

const outcomes: Readonly<Record<CacheRule, CacheDecision["outcome"]>> = {
  found: "hit",
  absent: "miss",
  expired: "miss",
  unreadable: "miss",
  "refresh-cache": "refresh",
  "refresh-setting": "refresh",
  generator: "refresh",
  "no-cache": "off",
  "not-persisted": "off",
  "caching-off": "off",
  "key-function": "off",
  "no-inputs": "off",
  unhashable: "unhashable",
};

function record(
  { run }: TaskCall,
  { log, core }: RunContext,
  made: { readonly rule: CacheRule; readonly key: string | null; readonly parts: KeyParts },
): void {
  const decision: CacheDecision = { taskRunId: run.id, outcome: outcomes[made.rule], ...made };
  log.record({ type: "cache", at: core.clock.now(), decision });
}

/** A key that no policy gives: where a result is kept without being looked for. */
export function freshKey(context: RunContext): string {
  return context.core.newId<Id<"result">>();
}
