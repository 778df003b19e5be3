import type { Clock } from "../base";

/** Milliseconds between two showings of what changes by itself: a person sees no more. */
const frame = 50;

/** Of a page's time, one part in so many may go into showing what changes by itself. */
const share = 10;

/** What is shown of something that changes: looked at anew now, or soon where it changes by itself and often. */
export class Showing<View> {
  readonly #clock: Clock;
  readonly #look: () => View;
  readonly #listeners = new Set<() => void>();
  #view: View;
  /** Takes back the showing that is to come. */
  #stop: (() => void) | undefined;
  /** How long the last showing took, in milliseconds. */
  #effort = 0;

  constructor(clock: Clock, look: () => View) {
    this.#clock = clock;
    this.#look = look;
    this.#view = look();
  }

  /** What is shown: the same object until it changes. */
  readonly view = (): View => this.#view;

  /** Calls back after each change of the view; the returned function ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Shows what has changed. */
  now(): void {
    this.stop();
    const before = this.#clock.now();
    this.#view = this.#look();
    for (const listener of [...this.#listeners]) listener();
    this.#effort = this.#clock.now() - before;
  }

  /** Shows what has changed, together with what changes until then. */
  soon(): void {
    this.#stop ??= this.#clock.after(Math.max(frame, this.#effort * share), () => this.now());
  }

  /** Shows nothing more by itself. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
