import type { Clock } from "../../base";

/** Milliseconds that work may keep the page's thread at a time: less than a person notices. */
const longest = 10;

/** Lets long work rest, so that the page can be drawn and pressed meanwhile. */
export class Breath {
  readonly #clock: Clock;
  #since: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#since = clock.now();
  }

  /** Whether the work has gone on for as long as it may. */
  get isDue(): boolean {
    return this.#clock.now() - this.#since >= longest;
  }

  /** Resolves after what else waits for the thread. A hidden page's timers are slow: this is none. */
  async take(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(undefined);
    });
    port1.close();
    this.#since = this.#clock.now();
  }
}
