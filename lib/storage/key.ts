/** A key of a record or of an index: those of IndexedDB, without its dates and bytes. */
export type AnyKey = string | number | AnyKey[];

/** The keys at or above `from` and below `before`. */
export interface Bounds {
  readonly from?: AnyKey;
  readonly before?: AnyKey;
}

/** Where in a record its key is: a path with dots, or several, as IndexedDB writes it. */
export type KeyPath = string | string[];

/** The key that a record has at a path; undefined where that is no key: such a record is in no index. */
export function keyAt(row: unknown, path: KeyPath): AnyKey | undefined {
  if (typeof path === "string") {
    const found = path.split(".").reduce((value, name) => property(value, name), row);
    return typeof found === "string" || (typeof found === "number" && !Number.isNaN(found))
      ? found
      : undefined;
  }
  const parts = path.map((part) => keyAt(row, part)).filter((part) => part !== undefined);
  return parts.length === path.length ? parts : undefined;
}

/** IndexedDB's order: numbers, then text by its UTF-16 units, then arrays, part by part. */
export function compareKeys(a: AnyKey, b: AnyKey): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (const [i, part] of a.entries()) {
      const other = b[i];
      if (other === undefined) return 1;
      const order = compareKeys(part, other);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (typeof a !== typeof b) return rank(a) - rank(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A key with nothing between it and `key` (arrays of one store are of one length). */
export function successor(key: string | AnyKey[]): AnyKey {
  return typeof key === "string" ? `${key}\0` : [...key, -Infinity];
}

/** All keys that are text which begins so. */
export function beginningWith(prefix: string): Bounds {
  for (let i = prefix.length - 1; i >= 0; i--) {
    const unit = prefix.charCodeAt(i);
    if (unit < 0xffff) return { from: prefix, before: prefix.slice(0, i) + String.fromCharCode(unit + 1) };
  }
  return { from: prefix };
}

/** All keys that are arrays with this first part. An empty array is above every number and text. */
export function under(part: string): Required<Bounds> {
  return { from: [part], before: [part, []] };
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function rank(key: AnyKey): number {
  return typeof key === "number" ? 0 : typeof key === "string" ? 1 : 2;
}
