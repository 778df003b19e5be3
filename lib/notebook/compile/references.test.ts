import { describe, expect, test } from "vitest";
import { cellOf, compiled, csv, problemsOf, sql } from "./compile.suite";

describe("outputs", () => {
  test.each<[string, string[]]>([
    ["const a = 1, b = 2; let c; var d", ["a", "b", "c", "d"]],
    ["const { a, b: c, ...d } = x, [e, , f = g, ...h] = y", ["a", "c", "d", "e", "f", "h"]],
    ["function a() { const b = 1 } class C { d = 1 } async function* e() {}", ["a", "C", "e"]],
    ["export const a = 1; export function b() {} const c = 2; export { c }", ["a", "b", "c"]],
    ["if (x) { var a = 1; let b = 2 } for (var i = 0; i < 1; i++) {} { function c() {} }", ["a", "i"]],
    [
      "interface A {} type B = 1; declare const c: number; declare function d(): void; import type { E } from 'runnel'",
      [],
    ],
    ["function a(x: string): void; function a(x: unknown) {}", ["a"]],
    ["label: for (;;) { break label }", []],
  ])("[NB20] %s", (code, expected) => {
    expect(cellOf(compiled(code), 1).outputs).toEqual(expected);
  });

  test("[NB20] an SQL or data cell gives its name, and markdown nothing", () => {
    const result = compiled(sql("daily", "SELECT 1"), csv("orders", "a\n1"), {
      kind: "markdown",
      text: "const a = 1",
    });
    expect([1, 2, 3].map((number) => cellOf(result, number).outputs)).toEqual([["daily"], ["orders"], []]);
  });

  test("[NB21] a cell that cannot be read still gives the names that can be seen", () => {
    for (const code of [
      "const a = 1; const { b } = ;",
      "const a = 1\nenum b { X }",
      "const a = 1; { let b; let b } const b = await 1",
    ])
      expect(cellOf(compiled(code), 1).outputs).toEqual(["a", "b"]);
  });
});

describe("inputs", () => {
  const used = (code: string) =>
    cellOf(compiled("const a = 1; class K {} function f() {}", code), 2).inputs.length > 0;

  test.each([
    ["a value", "a + 1"],
    ["in a function", "const g = () => { return () => a }"],
    ["in a default value", "function g(x = a, { y = 1 } = {}) {}"],
    ["a parameter's default does not see the body", "function g(x = a) { var a = 2; return x }"],
    ["shorthand", "const o = { a }"],
    ["a computed key", "const o = { [a]: 1 }; class X { [f]() {} }"],
    ["an assignment's target", "({ x: a.x } = {}); [f.y] = []"],
    ["a template", "const t = `${a}`; f`x`"],
    ["a call, a constructor, a base class", "f(); new K(); class X extends K {}"],
    ["before its block's declaration, outside that block", "{ const a = 2 } a;"],
    ["a type of a value at run time", "typeof a"],
    ["beside a local one", "function g() { const a = 2 } const h = () => a"],
    ["in a class's field and static block", "class X { y = a; static { f() } }"],
    ["with a type assertion", "const x = a as number satisfies number; f!()"],
    ["as a private member's argument", "class X { #a = 1; b() { return this.#a + a } }"],
    ["in a catch's pattern", "try {} catch ({ x = a }) {}"],
    ["in a for head", "for (const x of a) {} for (const y in f) {}"],
    ["as an argument", "class X { get a() { return 1 } }; globalThis.x?.[a]"],
  ])("[NB22] %s is a use", (_, code) => {
    expect(used(code)).toBe(true);
  });

  test.each([
    ["a local", "function g() { const a = 2; return a } () => { let f; f }"],
    ["a hoisted local", "function g() { a; f(); var a; function f() {} }"],
    ["a parameter", "const g = (a, { f, x: [K] }, ...rest) => a + f + K"],
    ["a parameter of a function type", "type F = (a: K, f: typeof a) => K"],
    ["a name of a catch", "try {} catch (a) { a } try {} catch ({ f }) { f }"],
    ["a loop's variable", "for (const a of []) a; for (let f = 0; f < 1; f++) f"],
    ["a property", "globalThis.x.a; globalThis.x?.f"],
    ["a key", "const o = { a: 1, f() {}, get K() { return 1 } }; const { a: x } = o"],
    ["a label", "a: for (;;) { continue a; break a }"],
    ["a type", "const x: K = null; let y: typeof a; interface Z extends K { a: 1; f(a: K): void }"],
    ["a type argument", "new Map<K, typeof a>(); function g<K>(x: K): x is K { return true }"],
    ["an implemented type", "class X implements K {}"],
    [
      "its own function expression's name",
      "const g = function f() { return f }; const h = class K { x = K }",
    ],
    ["a member of a class", "class X { a = 1; #f = 2; K() { return this.a } static a = 1 }"],
    ["a name in a block function", "{ function f() {} f() } switch (1) { case 1: let a; a }"],
    ["its own output", "const a2 = 1; const g = () => a2"],
    ["text", "'a'; `a`; /a/; // a\n/* f */"],
    ["a name of arguments", "function g() { return arguments }"],
  ])("[NB23] %s is none", (_, code) => {
    expect(used(code)).toBe(false);
  });

  test("[NB24] types may be used across cells, and two cells may have a type of one name", () => {
    const result = compiled("interface Row { id: number }", "const rows: Row[] = []", "type Row = string");
    expect([1, 2, 3].flatMap((number) => problemsOf(result, number))).toEqual([]);
    expect(cellOf(result, 2).inputs).toEqual([]);
  });

  test("[NB25] inputs are in the notebook's order, each once, whatever is used first", () => {
    const result = compiled("const a = 1", "const b = a + c + a", "const c = a");
    expect(cellOf(result, 2).inputs).toEqual(["1", "3"]);
  });

  test("[NB33] a query's inputs are other cells by any case, TypeScript too, and nothing that is no cell", () => {
    const result = compiled(
      csv("orders", ""),
      sql("daily", 'FROM ORDERS JOIN "Clean" ON true JOIN elsewhere ON true'),
      "const clean = task(() => 1)",
    );
    expect(cellOf(result, 2).inputs).toEqual(["1", "3"]);
    expect(result.module).toContain("inputs: () => ({ orders, clean })");
  });

  test("[NB33] only letters A to Z have two cases, as in DuckDB", () => {
    const result = compiled(csv("Äa", ""), sql("b", "FROM äA"), sql("c", "FROM ÄA"));
    expect([2, 3].map((number) => cellOf(result, number).inputs)).toEqual([[], ["1"]]);
  });

  test("[NB33] where names differ by case, a query means the one that it writes, then the table", () => {
    const result = compiled(
      "const Orders = 1",
      csv("orders", ""),
      sql("a", "FROM ORDERS"),
      sql("b", "FROM Orders"),
    );
    expect(cellOf(result, 3).inputs).toEqual(["2"]);
    expect(cellOf(result, 4).inputs).toEqual(["1"]);
  });
});
