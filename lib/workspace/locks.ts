import { AbortError, abortReason, deferred, type Deferred } from "../base";

/** Locks by name, as the browser's own: whoever holds one keeps it until its work is over. */
export interface Locks {
  /** Does the work once the lock is free. With `ifAvailable` the work is given null where it is not; with `steal` it is taken. */
  request<T>(
    name: string,
    options: LockOptions,
    work: (lock: { readonly name: string } | null) => T | PromiseLike<T>,
  ): Promise<T>;
}

/** One request: granted when its turn comes, and lost when another takes the lock from it. */
interface Claim {
  readonly granted: Deferred<undefined>;
  readonly lost: Deferred<never>;
}

interface Line {
  holder: Claim | undefined;
  readonly waiting: Claim[];
}

/** The locks of one tab alone, for where the browser denies the site its own: there, no other tab has the same data. */
export function tabLocks(): Locks {
  const lines = new Map<string, Line>();
  return {
    async request(name, { ifAvailable = false, steal = false, signal }, work) {
      signal?.throwIfAborted();
      const line = lines.get(name) ?? { holder: undefined, waiting: [] };
      lines.set(name, line);
      if (ifAvailable && line.holder) return await work(null);
      const claim: Claim = { granted: deferred(), lost: deferred() };
      claim.lost.promise.catch(() => undefined);
      if (steal) line.holder?.lost.reject(new AbortError("The lock was taken by another."));
      if (steal || !line.holder) line.holder = claim;
      else await turn(line, claim, signal);
      try {
        return await Promise.race([work({ name }), claim.lost.promise]);
      } finally {
        if (line.holder === claim) {
          line.holder = line.waiting.shift();
          line.holder?.granted.resolve(undefined);
        }
        if (!line.holder) lines.delete(name);
      }
    },
  };
}

/** Stands in line; rejects where the wait is given up. */
async function turn(line: Line, claim: Claim, signal: AbortSignal | undefined): Promise<void> {
  const giveUp = () => {
    const place = line.waiting.indexOf(claim);
    if (place < 0) return;
    line.waiting.splice(place, 1);
    claim.granted.reject(abortReason(signal));
  };
  line.waiting.push(claim);
  signal?.addEventListener("abort", giveUp, { once: true });
  await claim.granted.promise;
  signal?.removeEventListener("abort", giveUp);
}
