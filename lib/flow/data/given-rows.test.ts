import { describe, expect, test } from "vitest";
import { RunnelError } from "../../base";
import { Secret } from "../secrets";
import { assertCanBeSent, assertIsParameter, unsent } from "./given-rows";
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
    [new Error("x"), "it is an Error"],
    [table, "it is a table"],
    [new Map([[{ a: () => 1 }, 1]]), "it is a function"],
    [[{ deep: [new Money()] }], "it is a Money"],
    [Object.create(Object.create(Object.create(null) as object) as object), "it is an object"],
    [ring, "it is nested more than 32 levels deep, or contains itself"],
  ])("[SQ34] %s is refused where it stands", (value, reason) => {
    const message = `Row 2, column “b”: the value cannot be put into a table because ${reason}.`;
    const refused = expect.objectContaining({ code: "rows/bad-value", message }) as Error;
    expect(() => assertCanBeSent([{ a: undefined }, { a: 1, b: value }])).toThrow(refused);
    expect(() => assertCanBeSent({ a: [1, 2], b: [null, value] })).toThrow(refused);
  });

  test.each<[string, unknown, string]>([
    ["a Map", new Map([["a", 1]]), "a Map"],
    ["a Set", new Set([1]), "a Set"],
    ["a Date", new Date(0), "a Date"],
    ["bytes", new Uint8Array(2), "a Uint8Array"],
    ["a buffer", new ArrayBuffer(2), "an ArrayBuffer"],
    ["an error", new TypeError("x"), "a TypeError"],
    ["a pattern", /x/, "a RegExp"],
    ["a promise", Promise.resolve({}), "a Promise: await it first"],
    ["a function", () => ({}), "a function"],
    ["a symbol", Symbol("x"), "a symbol"],
    ["a table", table, "a table"],
  ])("[SQ34] %s in the place of a row, of a column or of all is refused", (_what, value, found) => {
    const refused = (message: string) => expect.objectContaining({ code: "rows/bad-row", message }) as Error;
    const given = (rows: unknown) => () => assertCanBeSent(rows as never);
    expect(given([{ a: 1 }, value])).toThrow(refused(`Row 2 is ${found}: give one object a row.`));
    if (!(value instanceof Uint8Array))
      expect(given({ a: [1], b: value })).toThrow(refused(`Column “b” is ${found}: give one list a column.`));
    expect(given(value)).toThrow(
      refused(`What is given is ${found}: give a list of objects, or an object of lists.`),
    );
  });

  test("[SQ34] what the platform will not copy is told by its row and column", () => {
    const revocable = new ArrayBuffer(1);
    structuredClone(revocable, { transfer: [revocable] });
    for (const value of [new Proxy({ a: 1 }, {}), revocable]) {
      let thrown: unknown;
      try {
        structuredClone(value);
      } catch (error) {
        thrown = error;
      }
      for (const rows of [[{ b: 1 }, { b: value }], { b: [1, value] }])
        expect(unsent(thrown, rows as never)).toMatchObject({
          code: "rows/bad-value",
          message:
            "Row 2, column “b”: the value cannot be put into a table because it cannot be copied: give plain data.",
        });
      expect(unsent(thrown, [new Proxy({ a: 1 }, {})] as never)).toMatchObject({ code: "rows/bad-row" });
    }
    const other = new RunnelError("rows/no-columns", "No columns.");
    expect(unsent(other, [])).toBe(other);
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
    assertCanBeSent([...values, getter, bare, new Map([[{ k: 1 }, [1]]])].map((a) => ({ a })));
    assertCanBeSent([1, null] as never);
    expect(() => assertCanBeSent([{ secret: new Secret("value") }] as never)).toThrow("it is a secret");
  });
});
