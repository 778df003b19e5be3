import { abortReason, messageOf, type Id } from "../../base";
import type { IsolationLevel } from "../caching/policy";
import { writeLog, type RunContext } from "../context";
import type { LogLevel } from "../runs/events";
import { ConfigurationError, SerializationError, ValueError } from "../errors";
import { copied } from "./copied";
import type { LockManager } from "../ports/locks";
import type { Miss, ResultStore } from "../results/result-store";

export type TransactionState = "PENDING" | "ACTIVE" | "STAGED" | "COMMITTED" | "ROLLED_BACK";

/** When a transaction commits: at its own end, at its root's, or only when told to (rule 8.5). */
export const commitModes = ["EAGER", "LAZY", "OFF"] as const;
export type CommitMode = (typeof commitModes)[number];

/** Called when a transaction commits or rolls back. */
export type TransactionHook = { call(transaction: Transaction): unknown }["call"];

export interface TransactionOptions {
  /** Where the staged value is kept; null: nowhere. */
  readonly key: string | null;
  readonly store: ResultStore | null;
  /** Default: the parent's, or LAZY. */
  readonly commitMode?: CommitMode | undefined;
  /** Default: the parent's, or READ_COMMITTED. */
  readonly isolationLevel?: IsolationLevel | undefined;
  readonly lockManager?: LockManager | undefined;
  /** Whether an existing record is ignored and replaced. */
  readonly overwrite?: boolean;
  readonly writeOnCommit?: boolean;
  /** Milliseconds for which the written record is good. */
  readonly expiresIn?: number | null;
}

/** The hooks of a staged value. */
export interface StageOptions {
  readonly onCommit?: readonly TransactionHook[] | undefined;
  readonly onRollback?: readonly TransactionHook[] | undefined;
}

/** What is known of a transaction in another realm, where a task inside it runs. */
export interface TransactionData {
  readonly key: string | null;
  readonly state: TransactionState;
  readonly commitMode: CommitMode;
  readonly isolationLevel: IsolationLevel;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What is done in a transaction, and must know when it is undone. */
export interface Undoable {
  /** Told of a rollback, after the hooks. */
  rolledBack(): void;
}

/**
 * Work that counts as a whole or not at all (section 8). A transaction opens, is staged with a value, and ends committed
 * or rolled back, with its children.
 */
export class Transaction {
  private readonly context: RunContext;
  private readonly options: TransactionOptions;
  private readonly work: Undoable | undefined;
  private current: TransactionState = "ACTIVE";
  private staged: unknown = null;
  private stagedAt = 0;
  private record: { readonly value: unknown } | undefined = undefined;
  private miss: Miss | undefined = undefined;
  private onCommit: readonly TransactionHook[] = none;
  private onRollback: readonly TransactionHook[] = none;
  private children: Transaction[] | undefined = undefined;
  private values: Map<string, unknown> | undefined = undefined;
  /** Values that a copy of a transaction has from the other realm. */
  private given: ReadonlyMap<string, unknown> | undefined = undefined;
  /** Who holds the lock of the key; undefined while nobody does. */
  private holder: string | undefined = undefined;

  /** A transaction inside that of its surroundings. */
  constructor(context: RunContext, options: TransactionOptions, work?: Undoable) {
    this.context = context;
    this.options = options;
    this.work = work;
  }

  /** A transaction of another realm, as far as it is known here. */
  static copyOf(context: RunContext, { values, state, ...options }: TransactionData): Transaction {
    const copy = new Transaction(context, { ...options, store: null });
    copy.current = state;
    copy.given = new Map(Object.entries(values));
    return copy;
  }

  get key(): string | null {
    return this.options.key;
  }

  get store(): ResultStore | null {
    return this.options.store;
  }

  /** When the written record ends to be good, so long after its value was there (rule 7.25); null: never. */
  get expiration(): number | null {
    const { expiresIn = null } = this.options;
    return expiresIn === null ? null : this.stagedAt + expiresIn;
  }

  get commitMode(): CommitMode {
    return this.options.commitMode ?? this.context.transaction?.commitMode ?? "LAZY";
  }

  get isolationLevel(): IsolationLevel {
    return this.options.isolationLevel ?? this.context.transaction?.isolationLevel ?? "READ_COMMITTED";
  }

  get state(): TransactionState {
    return this.current;
  }

  isCommitted(): boolean {
    return this.current === "COMMITTED";
  }

  /** The transaction around this one. */
  getParent(): Transaction | null {
    return this.context.transaction;
  }

  /** The record that was there when the transaction began. */
  get found(): { readonly value: unknown } | undefined {
    return this.record;
  }

  /** Why no record was found when it was looked for. */
  get missed(): Miss | undefined {
    return this.miss;
  }

  /** The values that were kept here, by name. */
  get kept(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.values ?? []);
  }

  /** The transaction for another realm. */
  get shown(): TransactionData {
    const { key, state, commitMode, isolationLevel, kept: values } = this;
    return { key, state, commitMode, isolationLevel, values };
  }

  /** Keeps a value for later in the transaction. */
  set(name: string, value: unknown): void {
    (this.values ??= new Map()).set(name, copied(value));
  }

  /** A copy of a kept value: this transaction's own, or else the nearest parent's (rule 8.12). */
  get(name: string, ...fallback: readonly [unknown?]): unknown {
    for (const values of [this.values, this.given]) if (values?.has(name)) return copied(values.get(name));
    const parent = this.getParent();
    if (parent) return parent.get(name, ...fallback);
    if (fallback.length > 0) return fallback[0];
    throw new ValueError(`Could not retrieve value for unknown key: ${name}`);
  }

  /** Takes the lock of the transaction's key, and finds it committed where there already is a record (rule 8.3). */
  async begin(signal?: AbortSignal): Promise<void> {
    const { key, store, overwrite } = this.options;
    if (key === null || !store) return;
    if (this.isolationLevel === "SERIALIZABLE") await this.lock(key, signal);
    if (overwrite) return;
    try {
      const found = await store.read(key);
      if (typeof found === "object") this.record = found;
      else this.miss = found;
    } catch (error) {
      this.miss = "unreadable";
      this.log(
        "warning",
        `The result under '${key}' could not be read, and is made again: ${messageOf(error)}`,
      );
    }
    if (this.record) this.current = "COMMITTED";
  }

  /** Gives the transaction the value to write, and what to call at its end. Does nothing once it is committed (rule 8.4). */
  stage(value: unknown, { onCommit = none, onRollback = none }: StageOptions = {}): void {
    if (this.current === "COMMITTED") return;
    this.staged = value;
    if ((this.options.expiresIn ?? null) !== null) this.stagedAt = this.context.core.clock.now();
    this.onCommit = joined(this.onCommit, onCommit);
    this.onRollback = joined(this.onRollback, onRollback);
    this.current = "STAGED";
  }

  /**
   * Ends the transaction well: commits, or leaves that to its parent, as its mode says (rule 8.5). Gives a promise only where
   * there is something to wait for.
   */
  close(): Promise<void> | undefined {
    const parent = this.getParent();
    const { commitMode } = this;
    if (commitMode === "EAGER" || !this.isPlain || this.current === "ROLLED_BACK")
      return this.end(parent, commitMode);
    if (parent) parent.take(this);
    else this.current = commitMode === "OFF" ? "ROLLED_BACK" : "COMMITTED";
    return undefined;
  }

  /** Ends the transaction badly: everything in it is undone, and what is around it too (rules 8.6 and 8.9). */
  async abort(): Promise<void> {
    await this.rollback();
    await this.join(this.getParent());
  }

  /** Commits children, calls the commit hooks, writes the value. False where that failed and was rolled back (rule 8.7). */
  async commit(): Promise<boolean> {
    if (this.current === "ROLLED_BACK" || this.current === "COMMITTED") {
      this.unlock();
      return false;
    }
    const { key, store, writeOnCommit = true } = this.options;
    try {
      for (const child of this.children ?? []) await child.commit();
      for (const hook of this.onCommit) await this.call(hook, "commit");
      if (store && key !== null && writeOnCommit) await store.write(key, this.staged, this.expiration);
      this.current = "COMMITTED";
      this.unlock();
      return true;
    } catch (error) {
      this.log(error instanceof SerializationError ? "warning" : "error", commitFailure(key, error));
      await this.rollback();
      return false;
    }
  }

  /** Calls the rollback hooks, last first, then rolls back the children, last first. False where a hook failed (rule 8.8). */
  async rollback(): Promise<boolean> {
    if (this.current === "ROLLED_BACK" || this.current === "COMMITTED") return false;
    try {
      for (const hook of [...this.onRollback].reverse()) await this.call(hook, "rollback");
      this.work?.rolledBack();
      this.current = "ROLLED_BACK";
      for (const child of [...(this.children ?? [])].reverse()) await child.rollback();
      return true;
    } catch (error) {
      const what = `transaction '${this.key ?? ""}'`;
      this.log("error", `An error was encountered while rolling back ${what}: ${messageOf(error)}`);
      return false;
    } finally {
      this.unlock();
    }
  }

  /** Whether its end calls nothing and writes nothing. */
  private get isPlain(): boolean {
    return this.options.key === null && !this.children && this.onCommit === none && this.onRollback === none;
  }

  private async end(parent: Transaction | null, commitMode: CommitMode): Promise<void> {
    if (commitMode === "EAGER") await this.commit();
    if (parent) await this.join(parent);
    else if (commitMode === "OFF") await this.rollback();
    else await this.commit();
  }

  private take(child: Transaction): void {
    (this.children ??= []).push(child);
  }

  private async join(parent: Transaction | null): Promise<void> {
    parent?.take(this);
    if (this.current === "ROLLED_BACK") await parent?.rollback();
  }

  private async call(hook: TransactionHook, kind: "commit" | "rollback"): Promise<void> {
    const { context } = this;
    const name = hook.name || "anonymous";
    this.log("info", `Running ${kind} hook '${name}'`);
    try {
      await context.core.enter(context.with({ transaction: this }), () => hook(this));
    } catch (error) {
      this.log("error", `An error was encountered while running ${kind} hook '${name}'`);
      throw error;
    }
    const what = kind === "commit" ? "Commit" : "Rollback";
    this.log("info", `${what} hook '${name}' finished running successfully`);
  }

  private log(level: LogLevel, message: string): void {
    writeLog(this.context, level, message);
  }

  private async lock(key: string, signal: AbortSignal | undefined): Promise<void> {
    const { lockManager } = this.options;
    if (!lockManager)
      throw new ConfigurationError(
        'Isolation level SERIALIZABLE is not supported by provided configuration. Please ensure you\'ve provided a lock manager when using the SERIALIZABLE isolation level, as in `INPUTS.configure({ isolationLevel: "SERIALIZABLE", lockManager: memoryLockManager() })`.',
      );
    const holder = this.context.core.newId<Id<"transaction">>();
    await lockManager.acquire(key, holder, signal);
    this.holder = holder;
    if (!signal?.aborted) return;
    this.unlock();
    throw abortReason(signal);
  }

  private unlock(): void {
    if (this.holder === undefined || this.key === null) return;
    this.options.lockManager?.release(this.key, this.holder);
    this.holder = undefined;
  }
}

const none: readonly TransactionHook[] = [];

function joined(a: readonly TransactionHook[], b: readonly TransactionHook[]): readonly TransactionHook[] {
  return b.length === 0 ? a : [...a, ...b];
}

function commitFailure(key: string | null, error: unknown): string {
  const name = `'${key ?? ""}'`;
  return error instanceof SerializationError
    ? `Encountered an error while serializing result for transaction ${name}: ${error.message} Code execution will continue, but the transaction will not be committed.`
    : `An error was encountered while committing transaction ${name}: ${messageOf(error)}`;
}
