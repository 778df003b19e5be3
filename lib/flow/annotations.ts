import { AllowFailure, Opaque, Quote, Unmapped } from "../engine";

/** In `map`: the same value for every child. */
export function unmapped<T>(value: T): Unmapped<T> {
  return new Unmapped(value);
}

/** Lets an upstream fail: its exception becomes the value. */
export function allowFailure<T>(value: T): AllowFailure<T> {
  return new AllowFailure(value);
}

/** Passes a value untouched: nothing in it is waited for or resolved. */
export function quote<T>(value: T): Quote<T> {
  return new Quote(value);
}

/** Resolves a value itself, but nothing inside it. */
export function opaque<T>(value: T): Opaque<T> {
  return new Opaque(value);
}
