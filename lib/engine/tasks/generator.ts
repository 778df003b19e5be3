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

/** All values of a generator, as a list (rule 1.17c); `enter` surrounds each step of its function. */
export async function drained(
  items: Items,
  enter: <T>(step: () => T) => T = (step) => step(),
): Promise<unknown[]> {
  const values: unknown[] = [];
  for (;;) {
    const step = await enter(() => items.next());
    if (step.done) return values;
    values.push(await step.value);
  }
}
