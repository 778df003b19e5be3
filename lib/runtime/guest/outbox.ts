import type { RunEvent } from "../../engine";
import { storedEvent, type StoredEvent } from "../event-codec";

/** Events that one message carries at most. */
const largestBatch = 2_000;

/** Sends events on, in order and in batches: while one is under way, the next gathers (group commit). */
export class Outbox {
  readonly #send: (batch: readonly StoredEvent[]) => unknown;
  #waiting: StoredEvent[] = [];
  #sending: Promise<void> | undefined;

  /** `send` gives a promise where the next batch is to wait for it. */
  constructor(send: (batch: readonly StoredEvent[]) => unknown) {
    this.#send = send;
  }

  push(event: RunEvent): void {
    this.relay(storedEvent(event));
  }

  /** Passes on an event that already is in its stored form. */
  relay(event: StoredEvent): void {
    this.#waiting.push(event);
    this.#sending ??= this.#drain();
  }

  /** Resolves once everything that was pushed has been taken; rejects where it was not. */
  async flush(): Promise<void> {
    await this.#sending;
  }

  async #drain(): Promise<void> {
    try {
      // What happens in the same turn travels together.
      await Promise.resolve();
      while (this.#waiting.length > 0) await this.#send(this.#waiting.splice(0, largestBatch));
    } finally {
      this.#sending = undefined;
    }
  }
}
