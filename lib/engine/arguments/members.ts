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
