/** Whether an object is a record and nothing more: made by `{}`, in this realm or another. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

const none: readonly unknown[] = [];

/** What is traversed inside a value: the members of arrays, sets, maps (keys and values in turn) and plain objects (rule 3.8). */
export function membersOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Set) return [...(value as Set<unknown>)];
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)].flat();
  try {
    return isPlain(value) ? Object.values(value) : none;
  } catch {
    // A getter that throws, or a revoked proxy: nobody can look inside.
    return none;
  }
}

/** The same collection with other members, in the order of `membersOf`; the value itself, where they are its own. */
export function withMembers(value: object, members: readonly unknown[]): object {
  const own = membersOf(value);
  const isSame =
    own === none || (own.length === members.length && own.every((one, index) => one === members[index]));
  const isPlainArray = Object.getPrototypeOf(value) === Array.prototype;
  if (isSame && (isPlainArray || !Array.isArray(value))) return value;
  if (Array.isArray(value)) return [...members];
  if (value instanceof Set) return new Set(members);
  if (value instanceof Map)
    return new Map(
      Array.from({ length: members.length / 2 }, (_, index) => [members[2 * index], members[2 * index + 1]]),
    );
  return Object.fromEntries(Object.keys(value).map((key, index) => [key, members[index]]));
}

/** Collections that are made again with other members. One that is inside itself, at any depth, is so afterwards too. */
export class Remaking {
  readonly #made = new Map<object, unknown>();
  /** Those under way, each with its copy where something inside of it has asked for that. */
  readonly #open = new Map<object, object | undefined>();

  /** What an object has become, or is about to; undefined where it has not been seen yet. */
  known(value: object): { readonly value: unknown } | undefined {
    if (!this.#open.has(value)) return this.#made.has(value) ? { value: this.#made.get(value) } : undefined;
    const copy = this.#open.get(value) ?? emptyLike(value);
    this.#open.set(value, copy);
    return { value: copy };
  }

  /** Notes that an object's members come next. */
  begin(value: object): void {
    this.#open.set(value, undefined);
  }

  /** The object with these members, as `withMembers` gives it. */
  end(value: object, members: readonly unknown[]): object {
    const copy = this.#open.get(value);
    const made = copy ? filled(copy, Object.keys(value), members) : withMembers(value, members);
    this.#open.delete(value);
    this.#made.set(value, made);
    return made;
  }

  /** Notes what takes an object's place. */
  replace(value: object, by: unknown): void {
    this.#made.set(value, by);
  }
}

function emptyLike(value: object): object {
  if (Array.isArray(value)) return [];
  if (value instanceof Set) return new Set();
  return value instanceof Map ? new Map() : {};
}

function filled(copy: object, keys: readonly string[], members: readonly unknown[]): object {
  if (copy instanceof Map)
    for (let index = 0; index < members.length; index += 2) copy.set(members[index], members[index + 1]);
  else if (copy instanceof Set) for (const one of members) copy.add(one);
  else if (Array.isArray(copy)) for (const one of members) copy.push(one);
  else for (const [index, key] of keys.entries()) Object.defineProperty(copy, key, field(members[index]));
  return copy;
}

/** Not assigned: `__proto__` is a name like any other. */
function field(value: unknown): PropertyDescriptor {
  return { value, configurable: true, enumerable: true, writable: true };
}
