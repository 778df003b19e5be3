/** An argument with a word on how to take it. */
abstract class Annotation<T = unknown> {
  readonly value: T;

  constructor(value: T) {
    this.value = value;
  }

  /** The same word on another argument. */
  around(value: unknown): Annotation {
    return new (this.constructor as new (value: unknown) => Annotation)(value);
  }
}

/** `map` gives this value to every child as it is. */
export class Unmapped<T = unknown> extends Annotation<T> {}

/** An upstream inside may have failed: its exception is then the value (rule 3.11). */
export class AllowFailure<T = unknown> extends Annotation<T> {}

/** The value is passed untouched: nothing inside is waited for, resolved or linked (rule 3.12). */
export class Quote<T = unknown> extends Annotation<T> {}

/** Only the value itself is resolved, nothing inside it (rule 3.12). */
export class Opaque<T = unknown> extends Annotation<T> {}

/** Whether an argument carries any annotation. */
export function isAnnotation(value: unknown): value is Annotation {
  return value instanceof Annotation;
}
