import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunnableNotebook } from "../compiled";
import { locate, locateError } from "../location";
import { cellOf, compile, compiled, csv, load, notebookOf, sql } from "./compile.suite";
import { literal } from "./literal";

const bodyOf = ({ module }: RunnableNotebook) => module.split("\n").slice(1);

describe("the module", () => {
  test("[NB50] cells stand in dependency order, otherwise in the notebook's", () => {
    const result = compiled("const d = c", "const a = 1", sql("b", "FROM t"), "const c = a", csv("t", ""));
    expect(result.lines.map(({ cell }) => cell)).toEqual(["2", "4", "1", "5", "3"]);
  });

  test("[NB51] the first line takes the authoring API, but for what a cell defines itself, and the machinery that is used", () => {
    const of = (...cells: Parameters<typeof compiled>) =>
      compile(notebookOf(...cells), { api: ["flow", "task", "tags"] }).module.split("\n")[0];
    expect(of("const tags = 1")).toBe("const { flow, task } = globalThis.runnel;");
    expect(of("const f = flow(async () => { await 1 })")).toBe(
      "const { flow, task, tags, $define, $save, $restore } = globalThis.runnel;",
    );
    expect(of(sql("tags", "SELECT 1"), csv("c", ""))).toBe(
      "const { flow, task, $sql, $data } = globalThis.runnel;",
    );
  });

  test("[NB51] a cell's own task is not the API's", () => {
    const result = compiled("const task = (f) => f", "const a = task(() => 1)");
    expect(result.definitions).toEqual([]);
    expect(bodyOf(result)[2]).toBe("const a = task(() => 1)");
    expect(cellOf(result, 2).inputs).toEqual(["1"]);
  });

  test("[NB52] types are blank, lines stay lines", () => {
    const code =
      "interface Row {\n  id: number\n}\nconst f = <T,>(x: T): Row => x as Row\nconst y = f<string>(1 as any)!";
    expect(bodyOf(compiled(code)).slice(0, 5)).toEqual([
      "               ",
      "            ",
      " ",
      "const f =     (x   )      => x;      ",
      "const y = f        (1       ) ",
    ]);
  });

  test("[NB71] a parameter that may be left out has a default, also in functions within functions", async () => {
    const code =
      "const f = (a: number, n?: number) => (() => [a, n, ((m?: string[]) => m)()])()\nexpose({ f, text: String(f) })";
    const { f, text } = (await load(compiled(code).module)).exposed as {
      f: (a: number) => unknown;
      text: string;
    };
    expect(text.replaceAll(/\s+/g, " ")).toContain("(a , n = undefined )");
    expect(f(1)).toEqual([1, undefined, undefined]);
  });

  test("[NB53] a cell does not run on into the next, nor over a comment", async () => {
    const result = compiled(
      "const a = 1 // a",
      "(() => expose({ a }))()",
      "const b = a",
      "`${expose({ b })}` // b",
      "[b].at(0)",
    );
    expect((await load(result.module)).exposed).toEqual({ a: 1, b: 1 });
  });

  test("[NB54] a definition is told its name and source, and an SQL or data cell becomes one", async () => {
    const result = compiled(
      "export const extract = task({ retries: 1 }, (x) => x), main = flow(() => extract())\nconst again = extract.withOptions({})",
      sql("daily", "SELECT '`${x}\\'\nFROM orders, ORDERS WHERE a = $low", { retries: "2" }),
      csv("orders", 'a\n"1"'),
    );
    const { defined, tables } = await load(result.module);
    const sourceOf = (name: string) => result.definitions.find((one) => one.name === name)?.source;
    expect(Object.keys(defined)).toEqual(["extract", "main", "again"]);
    for (const [name, { source }] of Object.entries(defined)) expect(source).toBe(sourceOf(name));
    const { inputs, ...daily } = tables.daily!;
    expect(daily).toEqual({
      name: "daily",
      text: "SELECT '`${x}\\'\nFROM orders, ORDERS WHERE a = $low",
      parameters: ["low"],
      options: { retries: "2" },
      source: sourceOf("daily"),
    });
    expect(inputs?.()).toEqual({ orders: tables.orders });
    expect(tables.orders).toEqual({
      name: "orders",
      format: "csv",
      source: { type: "inline", text: 'a\n"1"' },
      options: {},
      hash: sourceOf("orders"),
    });
  });

  test("[NB55] any text arrives as it is, on one line", async () => {
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom(
        "\u2028",
        "\u2029",
        "`${x}`",
        "</script>",
        '"',
        "\\",
        "'",
        "\n",
        "*/",
        "__proto__",
        '{"__proto__":1}',
        ',"__proto__":',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostile, { maxLength: 4 }).map((all) => all.join("")),
        fc.dictionary(hostile, hostile, { maxKeys: 2 }),
        async (text, options) => {
          // A data cell has its own words.
          const read = { null: `x${Object.values(options).join("")}` };
          const result = compiled(sql("a", text, options), csv("b", text, read), "expose({ reached: 1 })");
          const { tables, exposed } = await load(result.module);
          expect(exposed).toEqual({ reached: 1 });
          expect(tables.a).toMatchObject({ text });
          expect(tables.b).toMatchObject({ source: { type: "inline", text } });
          for (const [table, own] of [
            [tables.a, options],
            [tables.b, read],
          ] as const)
            expect(Object.entries(table?.options as object).sort()).toEqual(Object.entries(own).sort());
          expect(result.lines.map(({ count }) => count)).toEqual([1, 1, 1]);
        },
      ),
      { numRuns: 60 },
    );
    expect(literal({ ["__proto__"]: "\u2028" })).toBe('{["__proto__"]:"\\u2028"}');
  });

  test("[NB56] a compiled notebook is plain data, the same each time", () => {
    const result = compiled("const a = task(async () => await 1)", sql("b", "FROM a"), "const = 1");
    expect(structuredClone(result)).toEqual(result);
    expect(compiled("const a = task(async () => await 1)", sql("b", "FROM a"), "const = 1")).toEqual(result);
  });
});

describe("places", () => {
  test("[NB90] every character of the author's code is found again", () => {
    const cells = [
      'const f = flow(async () => { await g(await g(1)); "\u2028"; try { await 2 } catch { await 3 } })\n\nfor (;;) { break }',
      sql("t", "SELECT 1"),
      "export const g = task(async (x: number) => await x), h = g.withOptions({ name: 'é' })",
    ];
    const result = compiled(...cells);
    const texts = new Map(
      cells.map((cell, index) => [String(index + 1), typeof cell === "string" ? cell : ""]),
    );
    let found = 0;
    for (const [index, line] of result.module.split(/[\n\u2028]/).entries())
      for (let column = 1; column <= line.length; column++) {
        const place = locate(result.lines, index + 1, column);
        if (place?.cell === "2") expect(place).toEqual({ cell: "2", line: 1, column: 1 });
        const original =
          place && texts.get(place.cell)?.split(/[\n\u2028]/)[place.line - 1]?.[place.column - 1];
        if (original === line[column - 1]) found++;
      }
    const written = cells
      .filter((cell) => typeof cell === "string")
      .join("")
      .replace(/[\n\u2028]|export |: number/g, "");
    expect(found).toBeGreaterThanOrEqual(written.length);
  });

  test("[NB91] an error says where in the author's code it was thrown", async () => {
    const result = compiled(
      "const before = task(async () => { await 1 })",
      "type T = 1\nconst fail = async (x: unknown) => { await 1; await 2; throw new Error(`${x as T}`) }\nconst call = task(async () => await fail(await 1))",
      "expose({ call: () => fail(1), early: () => null.x })",
    );
    const { exposed, url } = await load(result.module);
    const stackOf = async (name: string) => {
      try {
        await (exposed[name] as () => unknown)();
        return "";
      } catch (error) {
        return (error as Error).stack ?? "";
      }
    };
    expect(locateError(result.lines, await stackOf("call"), url)[0]).toEqual({
      cell: "2",
      line: 2,
      column: 62,
    });
    expect(locateError(result.lines, await stackOf("early"), url)[0]).toEqual({
      cell: "3",
      line: 1,
      column: 49,
    });
  });
});
