/** Values that come one by one, and a last one: what a generator function gives. */
export type Items =
  | (Iterator<unknown, unknown> & Iterable<unknown>)
  | (AsyncIterator<unknown, unknown> & AsyncIterable<unknown>);

/** Whether a value is a generator's object. */
export function isItems(value: unknown): value is Items {
  if (typeof value !== "object" || value === null) return false;
  const tag = Object.prototype.toString.call(value);
  return tag === "[object Generator]" || tag === "[object AsyncGenerator]";
}

/** All values of a generator, as a list (rule 1.17c). */
export async function drained(items: Items): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of items as AsyncIterable<unknown>) values.push(value);
  return values;
}
