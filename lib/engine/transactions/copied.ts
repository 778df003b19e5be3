import { isPlain } from "../arguments/members";
import { SerializationError } from "../errors";

/**
 * A deep copy, so that nobody changes a kept value by changing what they got: of lists, maps, sets, plain objects and the
 * instances of an author's classes. Functions, and what the platform will not copy, are shared. Throws `SerializationError` for what is
 * nested too deeply.
 */
export function copied(value: unknown): unknown {
  try {
    return copyOf(value, new Map());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SerializationError("This value is nested too deeply to be kept. Pass flatter data.", {
      cause: error,
    });
  }
}

function copyOf(value: unknown, seen: Map<object, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const keep = <T extends object>(copy: T): T => {
    seen.set(value, copy);
    return copy;
  };
  if (Array.isArray(value)) {
    const list = keep(new Array<unknown>(value.length));
    for (const index of value.keys()) list[index] = copyOf(value[index], seen);
    return list;
  }
  if (value instanceof Map) {
    const map = keep(new Map<unknown, unknown>());
    for (const [key, one] of value) map.set(copyOf(key, seen), copyOf(one, seen));
    return map;
  }
  if (value instanceof Set) {
    const set = keep(new Set<unknown>());
    for (const one of value) set.add(copyOf(one, seen));
    return set;
  }
  if (isPlain(value) || Object.prototype.toString.call(value) === "[object Object]") {
    const object = keep(Object.create(Object.getPrototypeOf(value) as object | null) as object);
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(value)))
      Object.defineProperty(
        object,
        key,
        "value" in property ? { ...property, value: copyOf(property.value, seen) } : property,
      );
    return object;
  }
  try {
    return keep(structuredClone(value));
  } catch {
    return value;
  }
}
