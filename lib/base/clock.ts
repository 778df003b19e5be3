import { AbortError } from "./error";

/** Time, as a port: everything that waits or reads the hour asks one of these. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once, `ms` from now; the returned function takes that back. */
  after(ms: number, callback: () => void): () => void;
  /** Says that real work is under way, which a simulated clock must not overtake; the returned function ends that. */
  hold?(): () => void;
}

/** A timer's longest delay on the platform; a longer one fires at once. */
const longestTimer = 2 ** 31 - 1;

/** The platform's clock. A deadline is compared with the wall clock on waking, because timers stop while a machine sleeps. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const due = Date.now() + ms;
    let timer: ReturnType<typeof setTimeout>;
    const arm = () => {
      const left = due - Date.now();
      timer = setTimeout(
        () => (due - Date.now() > 1 ? arm() : callback()),
        Math.min(Math.max(left, 0), longestTimer),
      );
    };
    arm();
    return () => clearTimeout(timer);
  },
};

/** Resolves `ms` from now; rejects with the signal's reason as soon as that aborts. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortReason(signal));
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener("abort", abort);
      resolve();
    });
    const abort = () => {
      cancel();
      reject(abortReason(signal));
    };
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** Why a signal aborted, as an error. */
export function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new AbortError("The work was cancelled.", { cause: reason });
}
