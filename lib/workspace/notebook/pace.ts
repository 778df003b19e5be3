import type { Clock } from "../../base";

/** Milliseconds between two showings of what changes by itself: a person sees no more. */
const frame = 50;

/** Milliseconds that pass between two at the most, however long each takes. */
const slowest = 500;

/** Of a page's time, one part in so many may go into showing what changes by itself. */
const share = 10;

/** Shows what changes by itself and often: now, or soon, together with what changes until then. */
export class Pace {
  readonly #clock: Clock;
  readonly #show: () => void;
  /** Takes back the showing that is to come. */
  #stop: (() => void) | undefined;
  /** How long the last showing took, in milliseconds. */
  #effort = 0;

  constructor(clock: Clock, show: () => void) {
    this.#clock = clock;
    this.#show = show;
  }

  now(): void {
    this.stop();
    const before = this.#clock.now();
    this.#show();
    this.#effort = this.#clock.now() - before;
  }

  soon(): void {
    const wait = Math.min(Math.max(frame, this.#effort * share), slowest);
    this.#stop ??= this.#clock.after(wait, () => this.now());
  }

  /** Shows nothing more by itself. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
