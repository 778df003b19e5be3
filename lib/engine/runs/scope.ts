import { abortReason, type Clock } from "../../base";

/**
 * A stretch of work that can be cancelled as one. Scopes form a tree: cancelling one cancels all below it. Lighter than
 * an `AbortController`, which is only made where somebody asks for the signal.
 */
export class Scope {
  readonly #parent: Scope | undefined;
  readonly #listeners = new Set<(reason: Error) => void>();
  #reason: Error | undefined;
  #leaveParent: (() => void) | undefined;
  #controller: AbortController | undefined;

  constructor(parent?: Scope) {
    this.#parent = parent;
  }

  /** Why the scope or one around it was cancelled; undefined while it was not. */
  get reason(): Error | undefined {
    return this.#reason ?? this.#parent?.reason;
  }

  /** Stops the work inside: listeners hear the reason once. */
  cancel(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#leaveParent?.();
    this.#leaveParent = undefined;
    for (const listener of [...this.#listeners]) listener(reason);
    this.#listeners.clear();
  }

  /** Calls back when the scope is cancelled, at once if it already is; the returned function takes that back. */
  onCancel(listener: (reason: Error) => void): () => void {
    const { reason } = this;
    if (reason) {
      listener(reason);
      return () => undefined;
    }
    this.#listen(listener);
    return () => this.#unlisten(listener);
  }

  /** The scope for whoever waits by the platform's own means. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      const controller = new AbortController();
      this.#controller = controller;
      this.onCancel((reason) => {
        controller.abort(reason);
      });
    }
    return this.#controller.signal;
  }

  throwIfCancelled(): void {
    if (this.reason) throw this.reason;
  }

  /** What a promise settles to, or the reason as soon as the scope is cancelled. */
  race<T>(promise: PromiseLike<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const { reason } = this;
      if (reason) reject(reason);
      else this.#listen(reject);
      // Listened to in any case: what nobody waits for any more may still fail.
      promise.then(
        (value) => {
          this.#unlisten(reject);
          resolve(value);
        },
        (error: unknown) => {
          this.#unlisten(reject);
          reject(error);
        },
      );
    });
  }

  /** Resolves so many milliseconds from now; rejects as soon as the scope is cancelled. */
  sleep(clock: Clock, ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let leave = () => undefined as void;
      const wake = clock.after(ms, () => {
        leave();
        resolve();
      });
      leave = this.onCancel((reason) => {
        wake();
        reject(reason);
      });
    });
  }

  /** Cancels the scope when a signal aborts. */
  follow(signal: AbortSignal | undefined): void {
    if (!signal) return;
    const cancel = () => {
      this.cancel(abortReason(signal));
    };
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel, { once: true });
  }

  #listen(listener: (reason: Error) => void): void {
    this.#listeners.add(listener);
    this.#leaveParent ??= this.#parent?.onCancel((why) => {
      this.cancel(why);
    });
  }

  #unlisten(listener: (reason: Error) => void): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    this.#leaveParent?.();
    this.#leaveParent = undefined;
  }
}
