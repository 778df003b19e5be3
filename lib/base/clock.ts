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

/**
 * The platform's clock. What is over is told by whichever went further, the hour or the time since the page began: the second
 * stops while a machine sleeps, and the first may be set back.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const [hour, age] = [Date.now(), performance.now()];
    const leftOf = () => ms - Math.max(Date.now() - hour, performance.now() - age);
    let timer: ReturnType<typeof setTimeout>;
    const arm = () => {
      timer = setTimeout(
        () => (leftOf() > 1 ? arm() : callback()),
        Math.min(Math.max(leftOf(), 0), longestTimer),
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
