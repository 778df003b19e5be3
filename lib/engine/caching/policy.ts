import { messageOf } from "../../base";
import { ValueError } from "../errors";
import type { LockManager } from "../ports/locks";
import type { Storage } from "../ports/storage";
import { typeName } from "../text";
import { hashObjects } from "./hash";

export type IsolationLevel = "READ_COMMITTED" | "SERIALIZABLE";

/** Where and how a policy's keys are kept (rule 7.19). */
export interface CacheConfiguration {
  /** Holds only the keys, where the results go elsewhere (rule 7.30). */
  readonly keyStorage?: Storage;
  readonly isolationLevel?: IsolationLevel;
  readonly lockManager?: LockManager;
}

/** What a key may be computed from. */
export interface KeyContext {
  readonly task: unknown;
  readonly taskRun: { readonly id: string; readonly flowRunId: string | null };
  readonly flowRun?: unknown;
  /** As what the flow run's results are kept that count within one run; default: its id. */
  readonly keptAs?: string;
  /** The text of the task's function. */
  readonly source: string;
  /** The run's arguments by name, with defaults, futures resolved. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly flowParameters: Readonly<Record<string, unknown>> | null;
}

/** A part of a cache key, under the name of the policy that gave it: what a person compares to see why a task ran. */
export type KeyParts = Readonly<Record<string, string>>;

/** A key, and what it was computed from; null: no caching. */
export interface ComputedKey {
  readonly key: string | null;
  readonly parts: KeyParts;
}

const noKey: ComputedKey = { key: null, parts: {} };

/** Says under which key a task's result is found again: a key, or null for no caching. Policies add up (rules 7.10 to 7.20). */
export abstract class CachePolicy {
  readonly configuration: CacheConfiguration;

  constructor(configuration: CacheConfiguration = {}) {
    this.configuration = configuration;
  }

  /** The key for one run, with its pieces by name. Throws where an input cannot be hashed. */
  abstract compute(context: KeyContext): ComputedKey;

  /** Whether a key is computed by code of an author's. */
  get isAuthored(): boolean {
    return false;
  }

  /** The same policy configured so. */
  protected abstract with(configuration: CacheConfiguration): CachePolicy;

  /** The key for one run; null means that the run is not cached. Throws where an input cannot be hashed. */
  computeKey(context: KeyContext): string | null {
    return this.compute(context).key;
  }

  /** The policies that this one is made of: itself, for a simple one. */
  members(): readonly CachePolicy[] {
    return [this];
  }

  /** Both policies as one. Throws where their configurations differ (rule 7.17). */
  plus(other: CachePolicy): CachePolicy {
    if (other instanceof NoCache) return this;
    return new CompoundPolicy(
      [...this.members(), ...other.members()],
      merged(this.configuration, other.configuration),
    );
  }

  /** The policy without one input; only policies over inputs change (rule 7.18). */
  minus(input: string): CachePolicy {
    assertInputName(input);
    return this;
  }

  /** A copy with these settings; what is left out keeps its value. */
  configure(configuration: CacheConfiguration): CachePolicy {
    assertIsolationLevel(configuration.isolationLevel);
    const given = Object.entries(configuration).filter(([, value]) => value !== undefined && value !== null);
    return this.with({ ...this.configuration, ...Object.fromEntries(given) });
  }
}

class InputsPolicy extends CachePolicy {
  readonly exclude: readonly string[];

  constructor(exclude: readonly string[] = [], configuration?: CacheConfiguration) {
    super(configuration);
    this.exclude = exclude;
  }

  /** One part for each input, so that a changed one can be named. */
  compute({ inputs }: KeyContext): ComputedKey {
    if (Object.keys(inputs).length === 0) return noKey;
    const included = this.included(inputs);
    return unlessUnhashable(() => {
      const parts = Object.entries(included).map(([name, value]) => [`INPUTS.${name}`, hashObjects(value)]);
      return { key: hashObjects(included), parts: Object.fromEntries(parts) as KeyParts };
    });
  }

  override minus(input: string): CachePolicy {
    assertInputName(input);
    return new InputsPolicy([...this.exclude, input], this.configuration);
  }

  protected with(configuration: CacheConfiguration): CachePolicy {
    return new InputsPolicy(this.exclude, configuration);
  }

  private included(inputs: KeyContext["inputs"]) {
    return Object.fromEntries(Object.entries(inputs).filter(([name]) => !this.exclude.includes(name)));
  }
}

class TaskSourcePolicy extends CachePolicy {
  compute({ source }: KeyContext): ComputedKey {
    if (/\{\s*\[native code\]\s*\}\s*$/.test(source))
      throw new ValueError(
        "The text of the task's function cannot be read: pass the function itself, not a bound one, or a cache policy without TASK_SOURCE.",
      );
    const key = hashObjects(source);
    return { key, parts: { TASK_SOURCE: key } };
  }

  protected with(configuration: CacheConfiguration): CachePolicy {
    return new TaskSourcePolicy(configuration);
  }
}

class RunIdPolicy extends CachePolicy {
  compute({ taskRun, keptAs }: KeyContext): ComputedKey {
    const key = keptAs ?? taskRun.flowRunId ?? taskRun.id;
    return { key, parts: { RUN_ID: key } };
  }

  protected with(configuration: CacheConfiguration): CachePolicy {
    return new RunIdPolicy(configuration);
  }
}

class FlowParametersPolicy extends CachePolicy {
  compute({ flowParameters }: KeyContext): ComputedKey {
    if (!flowParameters || Object.keys(flowParameters).length === 0) return noKey;
    const key = unlessUnhashable(() => hashObjects(flowParameters));
    return { key, parts: { FLOW_PARAMETERS: key } };
  }

  protected with(configuration: CacheConfiguration): CachePolicy {
    return new FlowParametersPolicy(configuration);
  }
}

class NoCache extends CachePolicy {
  compute(): ComputedKey {
    return noKey;
  }

  override plus(other: CachePolicy): CachePolicy {
    return other;
  }

  protected with(configuration: CacheConfiguration): CachePolicy {
    return new NoCache(configuration);
  }
}

/** A function that computes a key; null means no caching. */
export type CacheKeyFn = (
  context: { readonly task: unknown; readonly taskRun: unknown; readonly flowRun?: unknown },
  parameters: Record<string, unknown>,
) => string | null;

class CacheKeyFnPolicy extends CachePolicy {
  readonly fn: CacheKeyFn;

  constructor(fn: CacheKeyFn, configuration?: CacheConfiguration) {
    super(configuration);
    this.fn = fn;
  }

  override get isAuthored(): boolean {
    return true;
  }

  /** An empty key counts as none. */
  compute({ task, taskRun, flowRun, inputs }: KeyContext): ComputedKey {
    const around = { task, taskRun, ...(flowRun !== undefined && { flowRun }) };
    const key = this.fn(around, { ...inputs }) as unknown;
    if (key === null || key === undefined || key === "") return noKey;
    if (typeof key === "string") return { key, parts: { cacheKeyFn: key } };
    if (key instanceof Promise) key.catch(() => undefined);
    throw new TypeError(`Expected 'cacheKeyFn' to return a string or null; got ${typeName(key)} instead.`);
  }

  protected with(configuration: CacheConfiguration): CachePolicy {
    return new CacheKeyFnPolicy(this.fn, configuration);
  }
}

class CompoundPolicy extends CachePolicy {
  readonly policies: readonly CachePolicy[];

  /** All policies over inputs become one, last, with their exclusions united (rule 7.16). */
  constructor(policies: readonly CachePolicy[], configuration?: CacheConfiguration) {
    super(configuration);
    const inputs = policies.filter((policy) => policy instanceof InputsPolicy);
    const exclude = [...new Set(inputs.flatMap((policy) => policy.exclude))].sort();
    const others = policies.filter((policy) => !(policy instanceof InputsPolicy));
    this.policies = inputs.length > 0 ? [...others, new InputsPolicy(exclude)] : others;
  }

  override get isAuthored(): boolean {
    return this.policies.some((policy) => policy.isAuthored);
  }

  compute(context: KeyContext): ComputedKey {
    const computed = this.policies.map((policy) => policy.compute(context));
    const keys = computed.map(({ key }) => key).filter((key) => key !== null);
    if (keys.length === 0) return noKey;
    const parts = Object.assign({}, ...computed.map((one) => one.parts)) as KeyParts;
    return { key: hashObjects(...keys), parts };
  }

  override members(): readonly CachePolicy[] {
    return this.policies;
  }

  override minus(input: string): CachePolicy {
    assertInputName(input);
    if (!this.policies.some((policy) => policy instanceof InputsPolicy)) return this;
    return new CompoundPolicy([...this.policies, new InputsPolicy([input])], this.configuration);
  }

  protected with(configuration: CacheConfiguration): CachePolicy {
    return new CompoundPolicy(this.policies, configuration);
  }
}

/** A hash of all arguments by name. */
export const INPUTS: CachePolicy = new InputsPolicy();
/** A hash of the text of the task's function. */
export const TASK_SOURCE: CachePolicy = new TaskSourcePolicy();
/** The flow run's id, or the task run's outside flows. */
export const RUN_ID: CachePolicy = new RunIdPolicy();
/** A hash of the flow's parameters. */
export const FLOW_PARAMETERS: CachePolicy = new FlowParametersPolicy();
/** Never a key: no caching. */
export const NO_CACHE: CachePolicy = new NoCache();
/** What a task without a policy has: hits only within one flow run and its retries (rule 7.15). */
export const DEFAULT: CachePolicy = INPUTS.plus(TASK_SOURCE).plus(RUN_ID);

/** A policy that asks a function for the key. */
export function cacheKeyFn(fn: CacheKeyFn): CachePolicy {
  return new CacheKeyFnPolicy(fn);
}

function merged(a: CacheConfiguration, b: CacheConfiguration): CacheConfiguration {
  const conflict = (key: keyof CacheConfiguration) =>
    a[key] !== undefined && b[key] !== undefined && a[key] !== b[key];
  if (conflict("keyStorage"))
    throw new ValueError("Cannot add CachePolicies with different storage locations.");
  if (conflict("isolationLevel"))
    throw new ValueError("Cannot add CachePolicies with different isolation levels.");
  if (conflict("lockManager"))
    throw new ValueError("Cannot add CachePolicies with different lock implementations.");
  return { ...b, ...a };
}

/** Throws where a level is none: nothing must run unlocked by a slip of the pen. */
export function assertIsolationLevel(level: unknown): void {
  if (level === undefined || level === null || level === "READ_COMMITTED" || level === "SERIALIZABLE") return;
  throw new ValueError("Unknown 'isolationLevel'; expected one of READ_COMMITTED, SERIALIZABLE.");
}

function assertInputName(input: unknown): void {
  if (typeof input !== "string") throw new TypeError("Can only subtract strings from key policies.");
}

function unlessUnhashable<T>(hash: () => T): T {
  try {
    return hash();
  } catch (error) {
    throw new ValueError(
      `${messageOf(error)}\n\nThis often occurs when task inputs contain objects that cannot be cached like functions, promises, or other live resources.\n\n` +
        "To resolve this, you can:\n  1. Exclude these arguments by defining a custom `cacheKeyFn`\n  2. Disable caching by passing `cachePolicy: NO_CACHE`\n",
      { cause: error },
    );
  }
}
