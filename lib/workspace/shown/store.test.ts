import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Source, sharing } from "./store";

const value = fc.jsonValue({ maxDepth: 4 });

/** All plain objects and lists in a value. */
function partsOf(one: unknown): readonly object[] {
  if (typeof one !== "object" || one === null) return [];
  return [one, ...Object.values(one).flatMap(partsOf)];
}

describe("a store", () => {
  test("WS50 what did not change stays the same object, whatever it is part of", () => {
    fc.assert(
      fc.property(value, value, (before, next) => {
        const shared = sharing<unknown>(before, structuredClone(next));
        expect(shared).toEqual(next);
        expect(sharing<unknown>(next, structuredClone(next))).toBe(next);
        const list = [before, next];
        const again = sharing<unknown>(list, [structuredClone(before), structuredClone([next])]) as unknown[];
        expect(again[0]).toBe(before);
      }),
    );
  });

  test("WS50 of two lists of which one item differs, the others are shared", () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), value, { noNullPrototype: true }), { minLength: 1 }),
        fc.nat(),
        (list, at) => {
          const place = at % list.length;
          const next = structuredClone(list);
          next[place] = { other: Number.MAX_SAFE_INTEGER };
          const shared = sharing(list, next);
          expect(shared).toEqual(next);
          const known = new Set(list.filter((_, index) => index !== place).flatMap(partsOf));
          const kept = shared.filter((_, index) => index !== place).flatMap(partsOf);
          expect(kept.filter((part) => !known.has(part))).toEqual([]);
        },
      ),
    );
  });

  test("WS50 it tells of changes, and of nothing else", () => {
    const source = new Source<unknown>({ a: [1] });
    let told = 0;
    const stop = source.subscribe(() => told++);
    const first = source.get();
    source.set({ a: [1] });
    expect([told, source.get() === first]).toEqual([0, true]);
    source.set({ a: [2] });
    expect([told, source.get()]).toEqual([1, { a: [2] }]);
    source.set({ a: [2], b: undefined });
    expect(told).toBe(2);
    stop();
    source.set(3);
    expect(told).toBe(2);
  });
});
