/** A value in the place of a part of some JSON, at a place from 0 to 1. */
export function changed(value: unknown, place: number, by: unknown): unknown {
  if (typeof value !== "object" || value === null) return by;
  const keys = Object.keys(value);
  const at = Math.min(Math.floor(place * (keys.length + 1)), keys.length);
  const key = keys[at];
  if (key === undefined) return by;
  const inner = changed((value as Record<string, unknown>)[key], place * (keys.length + 1) - at, by);
  return Array.isArray(value) ? value.with(at, inner) : { ...value, [key]: inner };
}
