/** Keeps two transactions from working under one key at a time. */
export interface LockManager {
  /** Resolves once the holder has the lock; rejects when the signal aborts. */
  acquire(key: string, holder: string, signal?: AbortSignal): Promise<void>;
  release(key: string, holder: string): void;
}
