import { type Clock, sleep } from "../base";

/** Milliseconds without work that are a rest, and how long one is waited for at most. */
const [shortest, longest] = [100, 5_000];

/** Knows when nobody has the data engine work. */
export interface Rest {
  /** Work that somebody waits for. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Resolves once there has been none for a while, or that has not come for long; at once where the signal aborts. */
  wait(signal: AbortSignal): Promise<void>;
}

/** Makes one that goes by a clock. */
export function createRest(clock: Clock): Rest {
  let [working, since] = [0, clock.now()];
  return {
    async during(work) {
      working++;
      return await work.finally(() => {
        working--;
        since = clock.now();
      });
    },
    async wait(signal) {
      const from = clock.now();
      const isOver = () =>
        signal.aborted ||
        clock.now() - from >= longest ||
        (working === 0 && Math.abs(clock.now() - since) >= shortest);
      while (!isOver())
        await sleep(clock, shortest, signal).catch(() => {
          // Somebody waits for what comes after it.
        });
    },
  };
}
