import { errorName, isError } from "../../base";
import { errorText, tracebackText } from "../text";

/**
 * Rejections that nobody has awaited so far, in one realm: mistakes of an author's that no run fails by. The realm says which
 * there are, and asks for the warnings when a run's function is over.
 */
export class Unheard {
  readonly #rejections = new Map<object, unknown>();

  rejected(promise: object, reason: unknown): void {
    this.#rejections.set(promise, reason);
  }

  /** Somebody awaited it after all. */
  handled(promise: object): void {
    this.#rejections.delete(promise);
  }

  /** What to warn of, once; not of what the run ended by itself (`told`), nor of what was stopped with it. */
  take(told: unknown): readonly string[] {
    const reasons = [...new Set(this.#rejections.values())];
    this.#rejections.clear();
    return reasons
      .filter((reason) => (reason === undefined || reason !== told) && errorName(reason) !== "AbortError")
      .map((reason) => `A rejection was never awaited: ${errorText(reason)}${placeText(reason)}`);
  }
}

/** Only an error knows where it was made. */
function placeText(reason: unknown): string {
  return isError(reason)
    ? tracebackText(reason)
    : ". It does not say where: reject with new Error(…), which does.";
}
