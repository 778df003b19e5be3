import { abortReason, deferred, type Deferred } from "../../base";
import type { LockManager } from "../ports/locks";

interface Waiter extends Deferred<undefined> {
  readonly holder: string;
}

/** Locks for the transactions of one realm; waiters get a key in the order in which they asked. */
export function memoryLockManager(): LockManager {
  const holders = new Map<string, string>();
  const queues = new Map<string, Waiter[]>();
  return {
    async acquire(key, holder, signal) {
      const current = holders.get(key);
      if (current === undefined || current === holder) {
        holders.set(key, holder);
        return;
      }
      const waiter: Waiter = { holder, ...deferred<undefined>() };
      const queue = queues.get(key) ?? [];
      queues.set(key, [...queue, waiter]);
      const leave = () => {
        queues.set(
          key,
          (queues.get(key) ?? []).filter((one) => one !== waiter),
        );
        waiter.reject(abortReason(signal));
      };
      signal?.addEventListener("abort", leave, { once: true });
      await waiter.promise.finally(() => signal?.removeEventListener("abort", leave));
    },
    release(key, holder) {
      if (holders.get(key) !== holder) return;
      const [next, ...rest] = queues.get(key) ?? [];
      queues.set(key, rest);
      if (next) holders.set(key, next.holder);
      else holders.delete(key);
      next?.resolve(undefined);
    },
  };
}
