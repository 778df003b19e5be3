/** Something that is shown: the same value until it changes, and whoever subscribed hears of each change. */
export interface Store<T> {
  readonly get: () => T;
  /** Calls back after each change; the returned function ends that. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A store that one place writes. What did not change of a value stays the same object, and tells nobody. */
export class Source<T> implements Store<T> {
  readonly #listeners = new Set<() => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(next: T): void {
    const value = sharing(this.#value, next);
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A value equal to `next`, in which every plain object and list that equals its counterpart of `before` is that one. */
export function sharing<T>(before: T, next: T): T {
  if (Object.is(before, next)) return before;
  if (Array.isArray(before) && Array.isArray(next)) {
    const old: readonly unknown[] = before;
    const shared = next.map((value: unknown, index) => sharing(old[index], value));
    return (isEqual(old, shared) ? before : shared) as T;
  }
  if (isPlain(before) && isPlain(next)) {
    const old = before;
    const names = Object.keys(next);
    const shared = Object.fromEntries(names.map((name) => [name, sharing(old[name], next[name])]));
    const isSame =
      names.length === Object.keys(old).length &&
      names.every((name) => Object.hasOwn(old, name) && Object.is(shared[name], old[name]));
    return (isSame ? before : shared) as T;
  }
  return next;
}

function isEqual(before: readonly unknown[], shared: readonly unknown[]): boolean {
  return before.length === shared.length && shared.every((value, index) => Object.is(value, before[index]));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
