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

/**
 * A value equal to `next`, in which every plain object and list that equals its counterpart of `before` is that one. Where all
 * is equal, which is the rule, nothing is made.
 */
export function sharing<T>(before: T, next: T): T {
  if (Object.is(before, next)) return before;
  if (Array.isArray(before) && Array.isArray(next)) return sharedList(before, next) as T;
  if (isPlain(before) && isPlain(next)) return sharedRecord(before, next) as T;
  return next;
}

function sharedList(before: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  let shared: unknown[] | undefined;
  for (const [index, item] of next.entries()) {
    const value = sharing(before[index], item);
    if (!shared && index < before.length && Object.is(value, before[index])) continue;
    shared ??= before.slice(0, index);
    shared.push(value);
  }
  return shared ?? (before.length === next.length ? before : before.slice(0, next.length));
}

function sharedRecord(before: PlainRecord, next: PlainRecord): PlainRecord {
  const names = Object.keys(next);
  let shared: [string, unknown][] | undefined;
  for (const [index, name] of names.entries()) {
    const value = sharing(before[name], next[name]);
    if (!shared && Object.hasOwn(before, name) && Object.is(value, before[name])) continue;
    shared ??= names.slice(0, index).map((same) => [same, before[same]]);
    shared.push([name, value]);
  }
  if (shared) return Object.fromEntries(shared);
  return names.length === Object.keys(before).length
    ? before
    : Object.fromEntries(names.map((name) => [name, before[name]]));
}

type PlainRecord = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is PlainRecord {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
