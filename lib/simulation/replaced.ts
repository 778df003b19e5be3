/** What was put in the place of something, and can be put back. */
export class Replaced {
  readonly #undo: (() => void)[] = [];

  /** Puts a value in the place of an object's own or inherited one. */
  put(owner: object, name: PropertyKey, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: false });
    this.#undo.push(() => {
      if (before) Object.defineProperty(owner, name, before);
      else Reflect.deleteProperty(owner, name);
    });
  }

  /** Puts a function in the place of an object's own, where it has one: it is given that and the receiver. */
  wrap(
    owner: object | undefined,
    name: string,
    by: (original: (...args: unknown[]) => unknown, receiver: unknown, args: unknown[]) => unknown,
  ): void {
    const original: unknown = owner && Object.getOwnPropertyDescriptor(owner, name)?.value;
    if (!owner || typeof original !== "function") return;
    const called = original as (...args: unknown[]) => unknown;
    this.put(owner, name, function (this: unknown, ...args: unknown[]) {
      return by(called, this, args);
    });
  }

  /** Puts all back. */
  undo(): void {
    for (const one of this.#undo.splice(0).reverse()) one();
  }
}
