import { deferred, type Clock, type Deferred } from "../base";
import { fault } from "./fault";

/** Milliseconds between two looks, and how many may find that nothing of a transaction has moved: a minute in all. */
const pause = 10_000;
const mostStill = 6;

/** Bytes of a blob that a slow disk takes in from one look to the next. */
const bytesInPause = 2 ** 26;

/** What a transaction tells of itself. */
export interface Motion {
  /** One of its requests was answered. */
  moved(): void;
  /** It writes so many bytes, in one piece. */
  writes(bytes: number): void;
}

interface Watched {
  readonly stuck: Deferred<never>;
  readonly abandon: () => void;
  /** Looks since it moved last, and how many there may be. */
  still: number;
  most: number;
}

/**
 * Sees to it that every transaction ends: of one that a browser neither completes nor aborts nobody is told (WebKit leaves those open
 * whose page went while they wrote, and all others wait for them, in every tab). Counts looks and not time, of which a machine
 * that slept has lost some.
 */
export class Watchdog {
  readonly #clock: Clock;
  readonly #watched = new Set<Watched>();
  #isLooking = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gives what comes of a transaction. Where that stands still, `abandon` is called, and it rejects with `storage/stuck`. */
  async over<T>(work: (motion: Motion) => Promise<T>, abandon: () => void): Promise<T> {
    const one: Watched = { stuck: deferred(), abandon, still: 0, most: mostStill };
    const motion: Motion = {
      moved: () => (one.still = 0),
      writes: (bytes) => (one.most += Math.ceil(bytes / bytesInPause)),
    };
    this.#watched.add(one);
    this.#look();
    const worked = work(motion);
    try {
      return await Promise.race([worked, one.stuck.promise]);
    } catch (error) {
      if (one.still > one.most) abandon();
      worked.catch(() => undefined);
      throw error;
    } finally {
      this.#watched.delete(one);
    }
  }

  /** What is under way keeps all others waiting, and moves. */
  allMoved(): void {
    for (const one of this.#watched) one.still = 0;
  }

  /** Abandons all that is under way. */
  abandonAll(): void {
    for (const { abandon } of this.#watched) abandon();
  }

  #look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#clock.after(pause, () => {
      this.#isLooking = false;
      for (const one of this.#watched) if (++one.still > one.most) one.stuck.reject(fault("storage/stuck"));
      if (this.#watched.size > 0) this.#look();
    });
  }
}
