import type { RunEvent } from "../../engine";
import { storedEvent, type StoredEvent } from "../event-codec";

/** Events that one message carries at most. */
const largestBatch = 5_000;

/** Milliseconds between two batches: what is stored together costs little, and nobody sees the difference. */
const pace = 25;

/** Lines of an author's that leave at once before ever more of them have to gather. */
const mostPrompt = 64;

/** The platform's own: a simulated run's timers are the run's. */
const { setTimeout } = globalThis;

/** Sends events on, in order and in batches: while one is under way, the next gathers (group commit). */
export class Outbox {
  readonly #send: (batch: readonly StoredEvent[], isAll: boolean) => unknown;
  readonly #pace: number;
  #waiting: StoredEvent[] = [];
  #sending: Promise<void> | undefined;
  /** Ends the pause after a batch. */
  #hurry: (() => void) | undefined;
  #isFlushing = false;
  /** How often something was to leave promptly since nothing waited. */
  #prompted = 0;
  /** The batches that went out of turn and are not taken yet. */
  #released: Promise<unknown> = Promise.resolve();

  /**
   * `send` gives a promise where the next batch is to wait for it; one that need not wait, goes without a pause. `isAll`: no more
   * wait to be sent.
   */
  constructor(send: (batch: readonly StoredEvent[], isAll: boolean) => unknown, milliseconds = pace) {
    this.#send = send;
    this.#pace = milliseconds;
  }

  push(event: RunEvent): void {
    this.relay(storedEvent(event));
  }

  /** Passes on an event that already is in its stored form. */
  relay(event: StoredEvent): void {
    this.#waiting.push(event);
    this.#sending ??= this.#drain();
  }

  /** Has a line leave with the next event, and before it. */
  keep(line: StoredEvent): void {
    this.#waiting.push(line);
  }

  /** Sends what waits at once, out of turn: code of the author's that comes next may keep this thread. */
  release(): void {
    if (this.#waiting.length === 0) return;
    const sent = this.#send(this.#waiting.splice(0), true);
    this.#released = Promise.all([this.#released, sent]).then(() => undefined);
    // Who flushes hears of it.
    this.#released.catch(() => undefined);
  }

  /** Sends what waits at once, also where that is nothing; resolves once it is taken, and all that was pushed before. */
  async tell(): Promise<void> {
    await this.#send(this.#waiting.splice(0), true);
  }

  /**
   * Sends what waits because the author's code said something, after which it may never yield: at once, unless it says so much that the
   * messages would be many. Then it gathers, twice as much each time.
   */
  prompt(): void {
    const gathered = 2 ** Math.max(0, this.#prompted - mostPrompt);
    if (this.#waiting.length < Math.min(gathered, largestBatch)) return;
    this.#prompted++;
    this.release();
  }

  /** Resolves once everything that was pushed has been taken; rejects where it was not. */
  async flush(): Promise<void> {
    this.#isFlushing = true;
    this.#hurry?.();
    if (this.#waiting.length > 0) this.#sending ??= this.#drain();
    try {
      await this.#sending;
      await this.#released;
    } finally {
      this.#isFlushing = false;
    }
  }

  async #drain(): Promise<void> {
    try {
      // What happens in the same turn travels together.
      await Promise.resolve();
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.splice(0, largestBatch);
        await this.#send(batch, this.#waiting.length === 0);
        if (this.#pace > 0 && !this.#isFlushing) await this.#pause();
      }
    } finally {
      this.#sending = undefined;
      this.#prompted = 0;
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#hurry = resolve;
      setTimeout(resolve, this.#pace);
    });
  }
}
