import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { upstreamsOf, resolved } from "../lib/engine/arguments/upstreams";
import { hashObjects } from "../lib/engine/caching/hash";
import { storedParameters } from "../lib/engine/flows/stored-parameters";
import { resolveFuturesToStates } from "../lib/engine/futures/future-resolution";
import { decode, encode } from "../lib/engine/results/codec";
import { deserialize, serialize } from "../lib/engine/results/serializer";
import { copied } from "../lib/engine/transactions/copied";
import { maskedEvent } from "../lib/runtime/masked-event";
import { previewOf } from "../lib/runtime/preview";
import { decodeValue, encodeValue } from "../lib/storage/value-codec";

/** Whatever walks through an author's value: none may do more than a constant for each of its members. */
const walks: Record<string, (value: unknown) => unknown> = {
  "sent to a worker": (value) => decode(encode(value)),
  "stored as a clone": async (value) => await deserialize(await serialize(value, "structured"), "structured"),
  "stored as JSON": async (value) => await deserialize(await serialize(value, "json"), "json"),
  "in a backup": (value) => decodeValue(encodeValue(value, []), () => new Blob()),
  hashed: (value) => hashObjects(value),
  "kept in a transaction": (value) => copied(value),
  previewed: (value) => previewOf([value, value]),
  "looked through for upstreams": (value) => upstreamsOf(value, new WeakMap()),
  resolved: async (value) => await resolved(value),
  returned: async (value) => await resolveFuturesToStates(value),
  "a flow's parameter": (value) => storedParameters({ value }),
  masked: (value) => maskedEvent(JSON.stringify({ value, message: value }), mask),
};
const mask = { isEmpty: false, text: (text: string) => text, value: (value: unknown) => value };

const one = { a: 1 };
const shapes: Record<string, (n: number) => unknown> = {
  "many keys": (n) => Object.fromEntries(range(n).map((i) => [`key ${i}`, i])),
  "many keys of objects": (n) => Object.fromEntries(range(n).map((i) => [`key ${i}`, { i }])),
  rows: (n) => range(n).map((i) => ({ i, text: `text ${i}` })),
  "a map": (n) => new Map(range(n).map((i) => [`key ${i}`, { i }])),
  "a set": (n) => new Set(range(n).map((i) => ({ i }))),
  "one object many times": (n) => range(n).map(() => one),
  "a chain": (n) => chain(n / 10),
};

/** How many members of objects were asked for. */
let asked = 0;

beforeEach(() => {
  asked = 0;
  const { keys, values, entries, getOwnPropertyDescriptors } = Object;
  const counted = <T>(members: T): T => {
    asked += keys(members as object).length;
    return members;
  };
  vi.spyOn(Object, "keys").mockImplementation((value: object) => counted(keys(value)));
  vi.spyOn(Object, "values").mockImplementation((value: object) => counted(values(value)) as unknown[]);
  vi.spyOn(Object, "entries").mockImplementation((value: object) => counted(entries(value)));
  vi.spyOn(Object, "getOwnPropertyDescriptors").mockImplementation((value) =>
    counted(getOwnPropertyDescriptors(value)),
  );
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("values of any size", () => {
  for (const [walk, walkThrough] of Object.entries(walks))
    test(`${walk}: twice as many members are twice the work`, async () => {
      for (const [shape, make] of Object.entries(shapes)) {
        const work: number[] = [];
        for (const n of [400, 800]) {
          const value = make(n);
          asked = 0;
          await walkThrough(value);
          work.push(asked);
        }
        const [half = 0, whole = 0] = work;
        expect.soft(whole, shape).toBeLessThanOrEqual(2.1 * half + 10);
        // Each member a few times, by all that is done with it.
        expect.soft(whole, shape).toBeLessThan(20 * 800);
      }
    });

  const inPlaces = [
    "a flow's parameter",
    "resolved",
    "returned",
    "looked through for upstreams",
    "previewed",
  ];
  for (const [walk, walkThrough] of Object.entries(walks))
    test(`${walk}: what is nested without end is taken, or refused by name`, async () => {
      const said = await Promise.resolve(walk === "masked" ? chain(1_000) : chain(20_000))
        .then(walkThrough)
        .then(
          () => "taken",
          (error: unknown) => (error as Error).name,
        );
      const refusals = ["SerializationError", "HashError", "RangeError"];
      expect(inPlaces.includes(walk) || walk === "masked" ? ["taken"] : refusals).toContain(said);
    });

  const whole = ["stored as JSON", "hashed", "masked"];
  for (const [walk, walkThrough] of Object.entries(walks).filter(([name]) => !whole.includes(name)))
    test(`${walk}: what is shared is walked through once`, async () => {
      const value = doubled(60);
      await walkThrough(value);
      expect(asked).toBeLessThan(10_000);
    });

  test("hashed: what is shared so often that no text could hold it is refused", () => {
    expect(hashObjects(doubled(10))).toMatch(/^[0-9a-f]{32}$/);
    expect(() => hashObjects(doubled(60))).toThrow("too long as text");
  });

  test("what cannot be sent is named by its place, also among many", () => {
    const value = { rows: [{ a: 1 }, { a: new Map([["k", { "a b": Symbol("s") }]]) }] };
    expect(() => encode(value, "the value")).toThrow("the value.rows[1].a.member.a b is a symbol");
  });
});

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

function chain(n: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < n; i++) value = { value };
  return value;
}

/** Two to the power of `n` leaves, of which each object is made once. */
function doubled(n: number): unknown {
  let value: unknown = { leaf: 1 };
  for (let i = 0; i < n; i++) value = [value, value];
  return value;
}
