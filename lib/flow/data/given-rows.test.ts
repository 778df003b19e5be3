import { describe, expect, test } from "vitest";
import { Secret } from "../secrets";
import { assertCanBeSent, assertIsParameter } from "./given-rows";
import { Table } from "./table";

class Money {
  readonly amount = 1;
}
const table = new Table({ kind: "table", name: "t", lineage: "l", schema: [], numRows: 0 });
const ring: unknown[] = [];
ring.push(ring);

describe("rows that are given", () => {
  test.each<[unknown, string]>([
    [() => 1, "it is a function"],
    [Symbol("x"), "it is a symbol"],
    [new Money(), "it is a Money"],
    [/x/, "it is a RegExp"],
    [new Set([1]), "it is a Set"],
    [new WeakMap(), "it is a WeakMap"],
    [new URL("https://a.b"), "it is a URL"],
    [Promise.resolve(1), "it is a Promise: await it first"],
    [new Error("x"), "it is a Error"],
    [table, "it is a table"],
    [new Map([[{ a: () => 1 }, 1]]), "it is a function"],
    [[{ deep: [new Money()] }], "it is a Money"],
  ])("[SQ34] %s is refused where it stands", (value, reason) => {
    const message = `Row 2, column “b”: the value cannot be put into a table because ${reason}.`;
    const refused = expect.objectContaining({ code: "rows/bad-value", message }) as Error;
    expect(() => assertCanBeSent([{ a: undefined }, { a: 1, b: value }])).toThrow(refused);
    expect(() => assertCanBeSent({ a: [1, 2], b: [null, value] })).toThrow(refused);
  });

  test("[SQ14] what no query can be given is refused where it stands", () => {
    const refused = (reason: string) =>
      expect.objectContaining({
        code: "sql/bad-parameter",
        message: `$x of “q” cannot be used because ${reason}. Give a value, or an array of values.`,
      }) as Error;
    expect(() => assertIsParameter(Promise.resolve(1), "$x of “q”")).toThrow(
      refused("it is a Promise: await it first"),
    );
    expect(() => assertIsParameter([1, [() => 1]], "$x of “q”")).toThrow(refused("it is a function"));
    expect(() => assertIsParameter(new URL("https://a.b"), "$x of “q”")).toThrow(refused("it is a URL"));
    for (const value of [null, undefined, 1n, "a", new Date(), new Uint8Array(1), [[1], null]])
      assertIsParameter(value, "$x of “q”");
  });

  test("[SQ34] what a table holds is let through, and what is no row is left to the data engine", () => {
    const getter = {
      get x() {
        return 1;
      },
    };
    const bare = Object.assign(Object.create(null) as object, { a: 1 });
    const values = [
      undefined,
      null,
      1n,
      -0,
      new Date(),
      new Uint8Array(1),
      new ArrayBuffer(1),
      new Float64Array(2),
      [1],
      { a: [{}] },
    ];
    assertCanBeSent([...values, getter, bare, new Map([[{ k: 1 }, [1]]]), ring].map((a) => ({ a })));
    assertCanBeSent([1, null] as never);
    expect(() => assertCanBeSent([{ secret: new Secret("value") }] as never)).toThrow("it is a secret");
  });
});
