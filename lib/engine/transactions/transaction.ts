import { messageOf } from "../../base";
import type { IsolationLevel } from "../caching/policy";
import { ConfigurationError, SerializationError, ValueError } from "../errors";
import type { LogLevel } from "../runs/events";
import type { LockManager } from "../ports/locks";
import type { ResultStore } from "../results/result-store";

export type TransactionState = "PENDING" | "ACTIVE" | "STAGED" | "COMMITTED" | "ROLLED_BACK";

/** When a transaction commits: at its own end, at its root's, or only when told to (rule 8.5). */
export const commitModes = ["EAGER", "LAZY", "OFF"] as const;
export type CommitMode = (typeof commitModes)[number];

/** Called when a transaction commits or rolls back. */
export type TransactionHook = { call(transaction: Transaction): unknown }["call"];

export interface TransactionOptions {
  readonly key: string | null;
  readonly store: ResultStore | null;
  readonly parent: Transaction | null;
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
  /** Tells this holder of a lock from others. */
  readonly holder: string;
  readonly log: (level: LogLevel, message: string) => void;
  /** Runs a hook in the context that it belongs to. */
  readonly enter: <T>(transaction: Transaction, fn: () => T) => T;
}

/** The hooks of a staged value. */
export interface StageOptions {
  readonly onCommit?: readonly TransactionHook[] | undefined;
  readonly onRollback?: readonly TransactionHook[] | undefined;
  /** Told of a rollback, after the hooks. */
  readonly rolledBack?: () => void;
}

/**
 * Work that counts as a whole or not at all (section 8). A transaction opens, is staged with a value, and ends committed
 * or rolled back, with its children.
 */
export class Transaction {
  readonly key: string | null;
  readonly commitMode: CommitMode;
  readonly isolationLevel: IsolationLevel;
  readonly #options: TransactionOptions;
  readonly #values = new Map<string, unknown>();
  readonly #children: Transaction[] = [];
  readonly #onCommit: TransactionHook[] = [];
  readonly #onRollback: TransactionHook[] = [];
  #state: TransactionState = "ACTIVE";
  #staged: unknown = null;
  #rolledBack: (() => void) | undefined;
  #found: { readonly value: unknown } | undefined;
  #locked = false;

  constructor(options: TransactionOptions) {
    this.#options = options;
    this.key = options.key;
    this.commitMode = options.commitMode ?? options.parent?.commitMode ?? "LAZY";
    this.isolationLevel = options.isolationLevel ?? options.parent?.isolationLevel ?? "READ_COMMITTED";
  }

  get state(): TransactionState {
    return this.#state;
  }

  isCommitted(): boolean {
    return this.#state === "COMMITTED";
  }

  /** The transaction around this one. */
  getParent(): Transaction | null {
    return this.#options.parent;
  }

  /** The record that was there when the transaction began. */
  get found(): { readonly value: unknown } | undefined {
    return this.#found;
  }

  /** Keeps a value for later in the transaction. */
  set(name: string, value: unknown): void {
    this.#values.set(name, copied(value));
  }

  /** A copy of a kept value: this transaction's own, or else the nearest parent's (rule 8.12). */
  get(name: string, ...fallback: readonly [unknown?]): unknown {
    if (this.#values.has(name)) return copied(this.#values.get(name));
    const { parent } = this.#options;
    if (parent) return parent.get(name, ...fallback);
    if (fallback.length > 0) return fallback[0];
    throw new ValueError(`Could not retrieve value for unknown key: ${name}`);
  }

  /** Takes the lock of the transaction's key, and finds it committed where there already is a record (rule 8.3). */
  async begin(signal?: AbortSignal): Promise<void> {
    const { key, store, lockManager, overwrite, holder } = this.#options;
    if (key === null || !store) return;
    if (this.isolationLevel === "SERIALIZABLE") {
      if (!lockManager)
        throw new ConfigurationError(
          'Isolation level SERIALIZABLE is not supported by provided configuration. Please ensure you\'ve provided a lock manager when using the SERIALIZABLE isolation level, as in `INPUTS.configure({ isolationLevel: "SERIALIZABLE", lockManager: memoryLockManager() })`.',
        );
      await lockManager.acquire(key, holder, signal);
      this.#locked = true;
    }
    if (overwrite) return;
    this.#found = await store.read(key);
    if (this.#found) this.#state = "COMMITTED";
  }

  /** Gives the transaction the value to write, and what to call at its end. Does nothing once it is committed (rule 8.4). */
  stage(value: unknown, { onCommit = [], onRollback = [], rolledBack }: StageOptions = {}): void {
    if (this.#state === "COMMITTED") return;
    this.#staged = value;
    this.#rolledBack ??= rolledBack;
    this.#onCommit.push(...onCommit);
    this.#onRollback.push(...onRollback);
    this.#state = "STAGED";
  }

  /** Ends the transaction well: commits, or leaves that to its parent, as its mode says (rule 8.5). */
  async close(): Promise<void> {
    const { parent } = this.#options;
    if (this.commitMode === "EAGER") await this.commit();
    if (parent) await this.#join(parent);
    else if (this.commitMode === "OFF") await this.rollback();
    else await this.commit();
  }

  /** Ends the transaction badly: everything in it is undone, and what is around it too (rules 8.6 and 8.9). */
  async abort(): Promise<void> {
    await this.rollback();
    if (this.#options.parent) await this.#join(this.#options.parent);
  }

  /** Commits children, calls the commit hooks, writes the value. False where that failed and was rolled back (rule 8.7). */
  async commit(): Promise<boolean> {
    if (this.#state === "ROLLED_BACK" || this.#state === "COMMITTED") {
      this.#unlock();
      return false;
    }
    const { key, store, writeOnCommit = true, expiresIn = null, log } = this.#options;
    try {
      for (const child of this.#children) await child.commit();
      for (const hook of this.#onCommit) await this.#run(hook, "commit");
      if (store && key !== null && writeOnCommit) await store.write(key, this.#staged, expiresIn);
      this.#state = "COMMITTED";
      this.#unlock();
      return true;
    } catch (error) {
      if (error instanceof SerializationError)
        log(
          "warning",
          `Encountered an error while serializing result for transaction '${key ?? ""}': ${error.message} Code execution will continue, but the transaction will not be committed.`,
        );
      else
        log(
          "error",
          `An error was encountered while committing transaction '${key ?? ""}': ${messageOf(error)}`,
        );
      await this.rollback();
      return false;
    }
  }

  /** Calls the rollback hooks, last first, then rolls back the children, last first. False where a hook failed (rule 8.8). */
  async rollback(): Promise<boolean> {
    if (this.#state === "ROLLED_BACK" || this.#state === "COMMITTED") return false;
    try {
      for (const hook of [...this.#onRollback].reverse()) await this.#run(hook, "rollback");
      this.#rolledBack?.();
      this.#state = "ROLLED_BACK";
      for (const child of [...this.#children].reverse()) await child.rollback();
      return true;
    } catch (error) {
      const what = `transaction '${this.key ?? ""}'`;
      this.#options.log("error", `An error was encountered while rolling back ${what}: ${messageOf(error)}`);
      return false;
    } finally {
      this.#unlock();
    }
  }

  async #join(parent: Transaction): Promise<void> {
    parent.#children.push(this);
    if (this.#state === "ROLLED_BACK") await parent.rollback();
  }

  async #run(hook: TransactionHook, kind: "commit" | "rollback"): Promise<void> {
    const { log, enter } = this.#options;
    const name = hook.name || "<lambda>";
    log("info", `Running ${kind} hook '${name}'`);
    try {
      await enter(this, () => hook(this));
    } catch (error) {
      log("error", `An error was encountered while running ${kind} hook '${name}'`);
      throw error;
    }
    log("info", `${kind === "commit" ? "Commit" : "Rollback"} hook '${name}' finished running successfully`);
  }

  #unlock(): void {
    if (!this.#locked || this.key === null) return;
    this.#locked = false;
    this.#options.lockManager?.release(this.key, this.#options.holder);
  }
}

/** A deep copy, so that nobody changes a kept value by changing what they got; what cannot be copied is shared. */
function copied(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  try {
    return structuredClone(value);
  } catch {
    return value;
  }
}
