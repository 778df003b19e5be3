import { TimeoutError, type Clock } from "../../base";
import { floatText } from "../text";
import type { Scope } from "./scope";

/** The time that a scope has: it is cancelled when that is up. */
export class Timer {
  readonly #clock: Clock;
  readonly #scope: Scope;
  readonly #seconds: number;
  #clear: (() => void) | undefined;

  /** A timer that runs. */
  constructor(clock: Clock, scope: Scope, seconds: number) {
    this.#clock = clock;
    this.#scope = scope;
    this.#seconds = seconds;
    this.start();
  }

  /** Gives the scope its whole time from now on. */
  start(): void {
    this.stop();
    this.#clear = this.#clock.after(this.#seconds * 1000, () => {
      this.#scope.cancel(new TimeoutError(`Scope timed out after ${floatText(this.#seconds)} second(s).`));
    });
  }

  stop(): void {
    this.#clear?.();
    this.#clear = undefined;
  }
}
