import { describe, expect, test } from "vitest";
import type { RunnableNotebook } from "../compiled";
import { cellOf, compiled, csv, sql } from "./compile.suite";

const definition = (result: RunnableNotebook, name: string) =>
  result.definitions.find((one) => one.name === name);
const kinds = (result: RunnableNotebook) =>
  result.definitions.map(({ name, kind, cell, line }) => `${name}:${kind}:${cell}:${line}`);

describe("definitions", () => {
  test("[NB70] calls of task, flow and withOptions that are given a top-level name, and every SQL and data cell", () => {
    const result = compiled(
      csv("orders", ""),
      "\nexport const a = task(f), b = (flow({ retries: 1 }, () => 1))\nlet c = task(() => 1).withOptions({}).withOptions({})",
      "function f() {}\nconst d = daily.withOptions({}), e = d.withOptions({}), g = f.withOptions({}), { h } = task(f), i = [task(f)]",
      sql("daily", "FROM orders"),
    );
    expect(kinds(result)).toEqual([
      "orders:data:1:1",
      "a:task:2:2",
      "b:flow:2:2",
      "c:task:2:3",
      "d:sql:3:2",
      "e:sql:3:2",
      "daily:sql:4:1",
    ]);
  });

  test("[NB71] parameters are those of the function given, wherever it is", () => {
    const result = compiled(
      "const a = task(async (x: string, { y, z = 1 } = {}, [q], n = 2, ...rest: number[]) => 1)",
      "const b = flow(named), c = b.withOptions({}), d = flow(arrow), e = flow(elsewhere.x)",
      "function named(this: void, one, two = 2) {}\nconst arrow = (three) => 3",
      sql("s", "SELECT $low, $high, $low"),
    );
    const parameters = (name: string) =>
      definition(result, name)?.parameters.map((one) => one.name + (one.hasDefault ? "=" : ""));
    expect(parameters("a")).toEqual(["x", "arg1=", "arg2", "n=", "rest="]);
    expect(parameters("b")).toEqual(["one", "two="]);
    expect(parameters("c")).toEqual(["one", "two="]);
    expect(parameters("d")).toEqual(["three"]);
    expect(parameters("e")).toEqual([]);
    const optional = compiled(
      "const a = task(async (x: string, n?: number, /* m? */ m ?: { a?: string }, f?: (y?: number) => void) => 1)",
      "function named(one?: 'a?' | 'b', { two }: { two?: 1 } = {}): void\nfunction named(one?: unknown) {}\nconst b = flow(named)",
    );
    const of = (name: string) =>
      definition(optional, name)?.parameters.map((one) => one.name + (one.hasDefault ? "=" : ""));
    expect(of("a")).toEqual(["x", "n=", "m=", "f="]);
    expect(of("b")).toEqual(["one="]);
    expect(parameters("s")).toEqual(["low", "high"]);
  });

  test("[NB71] a parameter's type is told where it is plain, or its default is", () => {
    const result = compiled(
      `const main = flow(async (
        a: number, b?: string, c: boolean = x, d: Date | undefined, e: "eu" | "us", f: ("x" | undefined),
        g = -5, h = "t", i = true, j = new Date(),
        k: number[], l: Mine, m: string | null, n: { a: number }, o = [], p: "" | "x", t = !0, u = -"5", { q }: { q: number }, r: 1 | 2, ...s: string[]
      ) => 1)`,
      "function named(a: number, b) {}\nconst other = flow(named), third = other.withOptions({})",
    );
    const types = (name: string) =>
      definition(result, name)?.parameters.map(({ type }) =>
        type?.kind === "choice" ? type.of.join("|") : (type?.kind ?? ""),
      );
    expect(types("main")?.join(" ").trim()).toBe("number text boolean date eu|us x number text boolean date");
    expect(types("main")).toHaveLength(21);
    expect(types("third")).toEqual(["number", ""]);
  });

  test("[NB77] a definition uses those that its text comes to first", () => {
    const result = compiled(
      csv("orders", ""),
      sql("daily", "SELECT * FROM Orders JOIN rates"),
      "const rates = task(() => []), score = task((x) => x)\nconst helper = (x) => deeper(x)\nfunction deeper(x) { return [score(x), helper(x)] }",
      "const main = flow(async () => { await daily(); helper(1); main; rates.name })",
    );
    const uses = Object.fromEntries(result.definitions.map((one) => [one.name, one.uses]));
    expect(uses).toEqual({
      orders: [],
      daily: ["orders", "rates"],
      rates: [],
      score: [],
      main: ["daily", "score", "rates"],
    });
  });

  test("[NB72] what runs is each flow that no other definition comes to, directly or through a function", () => {
    expect(
      compiled(
        "const sub = flow(() => 1), direct = flow(() => 1), lonely = flow(() => lonely())",
        "const helper = () => sub()",
        "const main = flow(() => [helper(), direct()])",
        "const nightly = main.withOptions({ name: 'nightly' })\nconst t = task(() => 1)",
      ).main,
    ).toEqual(["lonely", "nightly"]);
    expect(compiled("const b = flow(() => a())\nconst a = flow(() => b())").main).toEqual(["b"]);
    expect(compiled(sql("a", "SELECT 1")).main).toEqual([]);
    expect(
      compiled("const sub = flow(() => 1)", "const main = flow(() => sub())\nconst $save = 1").main,
    ).toEqual([]);
  });

  const notebook = {
    helper: "const helper = (x) => x + 1 // one",
    data: csv("orders", "a\n1"),
    work: "const work = task((x) => helper(x))",
    other: "const other = task(() => 1)",
    query: sql("daily", "SELECT * FROM orders"),
    lookup: "const lookup = new Map()\nlookup.set('a', 1)\nconst find = task(() => lookup)",
    rest: "const main = flow(() => [work(), daily()])\nfunction even(n) { return odd(n) } function odd(n) { return even(n) }\nconst ring = task(() => even(1))",
  };
  const before = compiled(...Object.values(notebook));
  const changed = (change: Partial<Record<keyof typeof notebook, unknown>>) => {
    const after = compiled(...(Object.values({ ...notebook, ...change }) as string[]));
    const cells = Object.keys(notebook).filter(
      (_, index) => cellOf(after, index + 1).fingerprint !== cellOf(before, index + 1).fingerprint,
    );
    const definitions = after.definitions
      .filter((one) => one.source !== definition(before, one.name)?.source)
      .map(({ name }) => name);
    return { cells, definitions };
  };

  test("[NB73] editing a helper changes the source of what uses it, and of nothing else", () => {
    expect(changed({ helper: "const helper = (x) => x + 2" })).toEqual({
      cells: ["helper", "work", "rest"],
      definitions: ["work", "main"],
    });
    expect(changed({ data: csv("orders", "a\n2") })).toEqual({
      cells: ["data", "query", "rest"],
      definitions: ["orders", "daily", "main"],
    });
    expect(changed({ other: "const other = task(() => 2)" })).toEqual({
      cells: ["other"],
      definitions: ["other"],
    });
    expect(changed({ query: sql("daily", "SELECT * FROM orders", { retries: "1" }) }).definitions).toEqual([
      "daily",
      "main",
    ]);
  });

  test("[NB73] a statement beside a definition belongs to what it mentions", () => {
    expect(changed({ lookup: notebook.lookup.replace("1", "2") })).toEqual({
      cells: ["lookup"],
      definitions: ["find"],
    });
    expect(changed({ rest: notebook.rest.replace("odd(n) }", "odd(n + 1) }") })).toEqual({
      cells: ["rest"],
      definitions: ["ring"],
    });
  });

  test("[NB74] layout, comments, types and the order of cells mean nothing", () => {
    expect(
      changed({
        helper:
          "// two\nexport const helper = (\n  x: number,\n) : number =>\n  x + 1;\ninterface T {}".replace(
            ",\n)",
            "\n)",
          ),
        query: sql("daily", "SELECT *  -- all\nFROM orders"),
      }),
    ).toEqual({ cells: [], definitions: [] });
    const entries = Object.values(notebook);
    const after = compiled(...entries.toReversed());
    expect(definition(after, "main")?.source).toBe(definition(before, "main")?.source);
    expect(cellOf(after, 1).fingerprint).toBe(cellOf(before, entries.length).fingerprint);
  });

  test("[NB74] white space that JavaScript reads does mean something", () => {
    const source = (code: string) => definition(compiled(code), "a")?.source;
    expect(source("const a = task(() => { return 1 })")).not.toBe(
      source("const a = task(() => { return\n1 })"),
    );
    expect(source("const a = task(() => 'x  y')")).not.toBe(source("const a = task(() => 'x y')"));
    expect(source("const a = task(() => { b\n c })")).toBe(source("const a = task(() => { b; c })"));
  });

  test("[NB75] a file known by its hash means its content, whatever its name", () => {
    const of = (source: Record<string, unknown>) =>
      cellOf(compiled({ kind: "data", name: "a", format: "csv", source }), 1).fingerprint;
    const known = of({ type: "file", file: "a.csv", hash: "1" });
    expect(of({ type: "file", file: "b.csv", hash: "1" })).toBe(known);
    expect(of({ type: "file", file: "a.csv", hash: "2" })).not.toBe(known);
    expect(of({ type: "file", file: "a.csv" })).not.toBe(of({ type: "sample", file: "a.csv" }));
  });

  test("[NB76] every cell has a fingerprint, in a ring and with a problem too", () => {
    const result = compiled("const a = () => b", "const b = () => a", "const = 1", {
      kind: "markdown",
      text: "x",
    });
    const fingerprints = [1, 2, 3, 4].map((number) => cellOf(result, number).fingerprint);
    expect(new Set(fingerprints).size).toBe(4);
    for (const fingerprint of fingerprints) expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });
});
