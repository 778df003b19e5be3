import { describe, expect, test } from "vitest";
import { mended } from "../problem";
import { cellOf, compile, compiled, csv, load, notebookOf, problemsOf, sql } from "./compile.suite";

const only = (code: string) =>
  cellOf(compiled(code), 1).problems.map((one) => `${one.line}:${one.column} ${one.code}: ${one.message}`);

describe("problems of one cell", () => {
  test.each([
    ["const a = ;", "1:11 syntax: TypeScript cannot read this: Expression expected."],
    ["let x = 1\nlet x = 2", "2:5 syntax: Identifier 'x' has already been declared. Correct the code here."],
    [
      "function f() {\n  await g() }",
      "2:3 syntax: Cannot use keyword 'await' outside an async function. Write async before that function.",
    ],
    [
      "return 1",
      "1:1 syntax: 'return' outside of function. Put it into a flow: const main = flow(async () => { … }).",
    ],
    [
      "const main = flow(async () => <div>hi</div>);",
      "1:31 syntax: There is no JSX here. Return rows or text, or make an artifact: await createMarkdownArtifact({ markdown }).",
    ],
    [
      "const r = /(/",
      "1:12 syntax: Invalid regular expression: /(/: Unterminated group. Correct the code here.",
    ],
    [
      "@d class A {}",
      "1:1 syntax: Browsers have no decorators yet. Call the function instead: const name = decorate(value).",
    ],
    [
      "@task\nasync function add(a, b) { return a + b; }",
      "1:1 syntax: A task is no decorator here, and neither is a flow. Give the function to it: const add = task(async (a, b) => a + b).",
    ],
    ["export { a }", "1:10 syntax: Export 'a' is not defined. Correct the code here."],
    ["#!/bin/sh", "1:2 syntax: Unexpected character '!'. Correct the code here."],
  ])("[NB40] no JavaScript can be made of %j", (code, problem) => {
    expect(only(code)).toEqual([problem]);
  });

  test("[NB40] code that no parser can hold is a problem of its cell alone", () => {
    const result = compiled(
      `${"(".repeat(50_000)}1${")".repeat(50_000)}`,
      "const a = 1",
      sql("b", "(".repeat(100_000)),
    );
    expect(cellOf(result, 1).problems[0]?.code).toBe("syntax");
    expect(cellOf(result, 3).problems[0]?.code).toBe("syntax");
    expect(result.module).toContain("const a = 1");
  });

  test.each([
    ["enum Color { Red }", /^1:1 not-erasable: .*const Color = \{ … \} as const/],
    ["const a = 1\nnamespace N { export const x = 1 }", /^2:1 not-erasable: .*object that holds them/],
    ["class A { constructor(private x: number) {} }", /^1:23 not-erasable: .*this\.name = name/],
    ["const a = <number>b", /^1:11 not-erasable: .*value as Type/],
    ["const a = 1 + 1 as number / 2", /^1:11 not-erasable: .*parentheses/],
    ["import a = require('b')", /^1:1 not-erasable: /],
    ["export = 1", /^1:1 not-erasable: /],
  ])("[NB41] %j is more than types", (code, problem) => {
    expect(only(code)).toEqual([expect.stringMatching(problem)]);
  });

  test.each([
    ["import x from 'lodash'", /^1:1 import: Only "runnel" can be imported/],
    ["import type { X } from './x'", /^1:1 import: Only "runnel" can be imported/],
    ["const x = () => import('x')", /^1:17 import: Code cannot be loaded here/],
    ["import { task as t } from 'runnel'", /^1:18 import: Import names as they are/],
    ["import * as runnel from 'runnel'", /^1:13 import: Import names as they are/],
    ["import { nothing } from 'runnel'; nothing()", /^1:10 import: "runnel" has no "nothing"/],
    ["export default 1", /^1:1 export: .*Write const name = …/],
    ["export * from 'x'", /^1:1 export: /],
    ["const a = 1; export { a as b }", /^1:14 export: /],
    ["const a = 1\nfor await (const x of []) {}", /^2:1 top-level-await: .*flow\(async/],
    ["const a = [1, await 2, await 3]", /^1:15 top-level-await: .*flow\(async/],
    ["class A { static { const b = async () => await 1 } static c = await 1 }", /^1:\d+ syntax/],
    ["const $save = 1", /^1:7 reserved-name: "\$save"/],
    ["const f = ($restore) => $restore", /^1:12 reserved-name: "\$restore"/],
    ["const globalThis = 1", /^1:7 reserved-name: "globalThis"/],
  ])("[NB42] %j", (code, problem) => {
    expect(only(code)).toEqual([expect.stringMatching(problem)]);
  });

  test("[NB43] imports of runnel's names and exports of the cell's own are allowed, and dropped", () => {
    const code = `import { flow, type Task, task, Flow } from "runnel"
import type { State } from "runnel"
export type X = Flow<[], State>
export const a = 1
export { b }
[a]
const b = 2
export async function c() {}`;
    const result = compiled(code);
    expect(problemsOf(result, 1)).toEqual([]);
    expect(
      result.module
        .split("\n")
        .slice(1, -2)
        .map((line) => line.trim()),
    ).toEqual([";", "", ";", "const a = 1", ";", "[a]", "const b = 2", "async function c() {}"]);
  });

  test.each([
    [sql("", ""), /^1:1 missing-name: .*sql name=my_table/],
    [csv("", ""), /^1:1 missing-name: .*csv name=my_table/],
    [sql("my table", ""), /^1:1 invalid-name: .*sql name=my_table/],
    [csv("2024", ""), /^1:1 invalid-name: .*csv name=_2024/],
    [sql("class", ""), /^1:1 reserved-name: .*sql name=class_data/],
    [sql("$sql", ""), /^1:1 reserved-name: /],
    [{ ...csv("a", "PAR1"), format: "parquet" }, /^1:1 missing-source: .*src="data\.parquet"/],
  ])("[NB44] %j", (cell, problem) => {
    const [found] = cellOf(compiled(cell), 1).problems;
    expect(`${found?.line}:${found?.column} ${found?.code}: ${found?.message}`).toMatch(problem);
  });

  test.each([
    ["const extract = task(() => 1)\nextract()", "2:1 top-level-call"],
    [
      "const extract = task(() => 1); const a = [1].map(() => extract()), b = extract.submit(1)",
      "1:72 top-level-call",
    ],
    ["const main = flow(() => 1); if (true) { main() }", "1:41 top-level-call"],
    ["const main = flow(() => 1); class A { static x = main() }", "1:50 top-level-call"],
  ])("[NB45] %j starts a run where nothing may run", (code, problem) => {
    expect(problemsOf(compiled(code), 1)).toEqual([problem]);
  });

  test.each(["main();", "await main()", "void main().then((x) => x)", "(main(5))"])(
    "[NB45] a line that only runs the flow, as %s, is to be removed, and Run pressed",
    (line) => {
      const code = `const main = flow(async () => 1);\n${line}\nconst a = 1`;
      const [problem, ...others] = cellOf(compiled(code), 1).problems;
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ code: "top-level-call", line: 2, fix: { label: "Remove this line" } });
      expect(problem?.message).toMatch(/^Remove this line, and press Run, which runs "main"/);
      expect(problem?.fix && mended(code, problem.fix)).toBe(
        "const main = flow(async () => 1);\n\nconst a = 1",
      );
      expect(problem?.fix && mended(` ${code}`, problem.fix)).toBeUndefined();
    },
  );

  test("[NB45] serve runs inside a flow, too", () => {
    const code = "const a = task(async () => 1)\nserve(a)";
    const result = compile(notebookOf(code), { api: ["task", "serve"] });
    expect(problemsOf(result, 1)).toEqual(["2:1 top-level-call"]);
  });

  test("[NB45] so does what makes a limit, which would do nothing where the module is loaded", () => {
    const code =
      'createConcurrencyLimit("tag:api", { limit: 1 });\nconst a = flow(async () => await rateLimit("b"))';
    expect(problemsOf(compiled(code), 1)).toEqual(["1:1 top-level-call"]);
    const own = "const rateLimit = (name: string) => name;\nrateLimit('a')";
    expect(problemsOf(compiled(own), 1)).toEqual([]);
  });

  test("[NB45] so does a call of another cell's, but not one inside a function, or of anything else", () => {
    const result = compiled(
      sql("daily", "SELECT 1"),
      "daily()",
      "const main = flow(() => daily()); const f = () => main(); class A { x = main() }",
      "[1].map((x) => x); const map = new Map(); map.delay?.(); expose({ main })",
    );
    expect([1, 2, 3, 4].map((number) => problemsOf(result, number))).toEqual([
      [],
      ["1:1 top-level-call"],
      [],
      [],
    ]);
  });
});

describe("a promise that is used as the value that it will have", () => {
  const price = "const price = task(async (n) => n);\n";
  const inFlow = (body: string) => `${price}const main = flow(async () => { ${body} });`;

  test.each([
    ["return price(3) * 2", "return await price(3) * 2"],
    ["return 2 ** price(3)", "return 2 ** await price(3)"],
    ["return price(3) ** 2", "return (await price(3)) ** 2"],
    ["return (price(3)) ** 2", "return (await price(3)) ** 2"],
    ["return -price(3)", "return -await price(3)"],
    ["return `${price(3)} won`", "return `${await price(3)} won`"],
    ["let sum = 0; for (const n of [1]) sum += price(n); return sum", "sum += await price(n)"],
    ["const p = price(3); return p * 2", "const p = await price(3); return p * 2"],
    ["const p = price(3); return [1].map((n) => n * p)", "const p = await price(3); return [1]"],
    ["return price(3).length", "return (await price(3)).length"],
    ["return price(3)[0]", "return (await price(3))[0]"],
    [
      "return price.withOptions({ retries: 1 })(3) + 1",
      "return await price.withOptions({ retries: 1 })(3) + 1",
    ],
    ["const { total } = price(3); return total", "const { total } = await price(3)"],
    ["return { ...price(3) }", "return { ...await price(3) }"],
    ["if (price(3)) return 1", "if (await price(3)) return 1"],
    ["if (price(3) === 3) return 1", "if (await price(3) === 3) return 1"],
    ["if (!price(3)) return 1", "if (!await price(3)) return 1"],
    ["return price(3) ? 1 : 2", "return await price(3) ? 1 : 2"],
    ["return price(3) && 1", "return await price(3) && 1"],
    ["return Math.round(price(3))", "return Math.round(await price(3))"],
    ["return JSON.stringify(price(3))", "return JSON.stringify(await price(3))"],
  ])("[NB102] %s, mended by a click", (body, written) => {
    const code = inFlow(body);
    const [problem, ...others] = cellOf(compiled(code), 1).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "translated", line: 2 });
    expect(problem?.message).toBe('"price" gives a promise, which is no value yet. Write await price(…).');
    const after = problem?.fix && mended(code, problem.fix);
    expect(after).toContain(written);
    expect(only(after ?? "")).toEqual([]);
  });

  test("[NB102] in a function that is not async that is said, and no click mends it", () => {
    const code = inFlow("return [1, 2].map((n) => price(n) * 2)");
    const [problem] = cellOf(compiled(code), 1).problems;
    expect(problem?.message).toMatch(/Write await price\(…\), in a function that is async\.$/);
    expect(problem?.fix).toBeUndefined();
  });

  test("[NB102] of another cell's, too: a task, a flow or a table", () => {
    const code = "const main = flow(async () => (price(3) + rows().length) * other())";
    const result = compiled(code, `${price}const other = flow(async () => 1)`, sql("rows", "SELECT 1"));
    const said = cellOf(result, 1).problems.map(({ message }) => /^"\w+" gives a promise/.exec(message)?.[0]);
    expect(said.sort()).toEqual([
      '"other" gives a promise',
      '"price" gives a promise',
      '"rows" gives a promise',
    ]);
  });

  test.each([
    "return await price(3) * 2",
    "return (await price(3)).length",
    "return price(3)",
    "price(3)",
    "const p = price(3); return await p * 2",
    "const p = price(3); const q = price(4); const [a, b] = await Promise.all([p, q]); return a + b",
    "return price(3).then((n) => n * 2)",
    "const p = price(3); return p.then((n) => n * 2).finally(() => 1)",
    "return await (price(3) ?? 1)",
    "const price = (n) => n; return price(3) * 2",
    "return [(n) => n].map((price) => price(3) * 2)",
    "const p = price(3); const double = (p) => p * 2; return double(await p)",
    "const tag = (parts, ...given) => given[0]; return await tag`${price(3)}`",
    "return price.submit(3)",
    "for await (const n of price(3)) console.log(n)",
    "for (const n of price(3)) console.log(n)",
    "const [first] = price(3); return [first, ...price(4)]",
    "return price(3)[Symbol.asyncIterator]()",
    "return price.name.length",
    "const p = price(3); return p === null",
    "const half = (n) => n / 2; return half(4) * 2",
  ])("[NB102] %s is none", (body) => {
    expect(only(inFlow(body))).toEqual([]);
  });
});

describe("what is written as in Python, in Prefect or in Node", () => {
  const b = "const b = task(async (x) => x)\n";
  test.each([
    ["b.submit({ wait_for: [a] })", "b.withOptions({ waitFor: [a] }).submit()"],
    ["b.submit(1, { waitFor: a })", "b.withOptions({ waitFor: a }).submit(1)"],
    ["b.map([1], { return_state: true })", "b.withOptions({ returnState: true }).map([1])"],
    [
      "b(1, 2, { wait_for: [a], returnState: true })",
      "b.withOptions({ waitFor: [a], returnState: true })(1, 2)",
    ],
    [
      "b.withOptions({ retries: 1 }).submit({ wait_for: [a] })",
      "b.withOptions({ retries: 1 }).withOptions({ waitFor: [a] }).submit()",
    ],
  ])("[NB100] %s is answered by what to write, and mended by a click", (call, written) => {
    const code = `${b}const main = flow(async () => { ${call} })`;
    const [problem] = cellOf(compiled(code, "const a = 1"), 1).problems;
    expect(problem).toMatchObject({ code: "translated", line: 2 });
    expect(problem?.message).toContain(written);
    const after = problem?.fix && mended(code, problem.fix);
    expect(after).toBe(`${b}const main = flow(async () => { ${written} })`);
    expect(only(after ?? "")).toEqual([]);
  });

  test.each([
    ["const f = () => process.env.KEY", /^1:17 translated: .*Variable\.get.*Secret\.load/],
    ["const f = () => require('fs')", /^1:17 translated: There are no packages here/],
    ["const f = () => document.title", /^1:17 translated: There is no page here/],
    ["const f = () => window.x", /^1:17 translated: There is no window here/],
    ["const f = () => prompt('name?')", /^1:17 translated: Nobody can be asked from a worker.*pauseFlowRun/],
    ["const f = () => confirm('sure?')", /^1:17 translated: Nobody can be asked from a worker/],
    ["const f = () => localStorage.getItem('a')", /^1:17 translated: There is no localStorage here/],
    ["const f = () => print(1)", /^1:17 translated: Write console\.log/],
    ["const f = () => None", /^1:17 translated: Write null/],
    [
      "const f = () => pd.read_csv('a.csv')",
      /^1:17 translated: There is no pandas here\. Put the file into a data cell/,
    ],
    ["const f = () => open('a.csv')", /^1:17 translated: There are no files to open here/],
    ["const f = () => requests.get('a')", /^1:17 translated: Write await fetch/],
    ["const f = () => ThreadPoolTaskRunner()", /^1:17 translated: Write WebWorkerTaskRunner/],
    ["const f = task(retries=3, async () => 1)", /^1:16 translated: .*task\(\{ retries: 3 \}, async/],
    ["const f = task(retry_delay_seconds=[1, 2], g); const g = () => 1", /\{ retryDelaySeconds: \[1, 2\] \}/],
    [
      "const f = task(async () => 1, { retries: 3 })",
      /^1:31 translated: The options stand before the function: task/,
    ],
    [
      "const g = async () => 1; const f = flow(g, { name: 'a' })",
      /^1:44 translated: The options stand before the function: flow/,
    ],
    [
      "const f = flow(async () => 1); const g = () => f.deploy({})",
      /^1:50 translated: “f” is not deployed: it runs in this browser/,
    ],
    ["const f = flow(async () => 1); const g = () => f.serve()", /^1:50 translated: “f” is not deployed/],
    ["const f = (x) => { let y; g(y = x) }; const g = (x) => x", undefined],
    ["const task = (f, o) => o; const f = task(() => 1, {})", undefined],
    ["const f = () => ({ deploy: () => 1 }).deploy()", undefined],
    ["const f = task(async () => 1); const g = () => f.serve()", undefined],
    ["const f = () => with_tags(create_flow())", undefined],
    ["const f = (x) => Tags_a || sql_x", undefined],
  ])("[NB100] %s", (code, problem) => {
    expect(only(code)).toEqual(problem ? [expect.stringMatching(problem)] : []);
  });

  test("[NB100] a name of the API as Python spells it", () => {
    const result = compile(notebookOf("const f = () => get_run_logger().info(1)"), { api: ["getRunLogger"] });
    expect(cellOf(result, 1).problems).toMatchObject([{ message: "Write getRunLogger.", column: 17 }]);
  });

  test.each([
    "const process = { env: {} }, f = () => process.env",
    "const f = () => typeof process === 'undefined' ? 1 : process.env",
    "const b = (x) => x; const f = () => b({ wait_for: 1 })",
    "const list = []; const f = () => list.map({ waitFor: 1 })",
    "const f = (len, time) => len(time)",
    "const b = task(async (x) => x); const f = () => b({ waitFor: 1, and: 2 })",
  ])("[NB100] %s is the author's own", (code) => {
    expect(only(code)).toEqual([]);
  });

  test("[NB100] where the platform has a name, it counts", () => {
    const result = compile(notebookOf("const f = () => process.env.KEY"), { api: [], platform: ["process"] });
    expect(problemsOf(result, 1)).toEqual([]);
  });

  test.each([
    ["import { flow } from 'prefect'", /^1:1 import: Remove this line: flow, task/],
    ["from prefect import flow", /^1:1 syntax: This is Python\. Remove this line/],
    ["import asyncio", /^1:1 syntax: This is Python\. Remove this line/],
    ["def add(a, b):\n    return a + b", /^1:1 syntax: This is Python\. In TypeScript: const add = task/],
    [
      "const a = 1\nif __name__ == '__main__':\n    main()",
      /^2:1 syntax: This is Python\. Remove these lines/,
    ],
    ['const f = () => f"a {1}"', /^1:17 syntax: This is Python\. Write text with values/],
    ["const f = () => lambda x: x", /^1:17 syntax: This is Python\. Write a function/],
    [
      "const f = () => {\n  with transaction() as t:\n    1 }",
      /^2:1 syntax: This is Python\. What with is for/,
    ],
    ["const f = () => {\n  for x in [1]:\n    x }", /^2:1 syntax: This is Python\. Blocks stand in braces/],
    ["const f = () => { if (1) {} elif (2) {} }", /^1:29 syntax: This is Python\. Write else if/],
    ["# a comment\nconst f = 1", /^1:1 syntax: This is Python\. A comment begins with/],
  ])("[NB100] %s", (code, problem) => {
    expect(only(code)).toEqual([expect.stringMatching(problem)]);
  });
});

describe("problems between cells", () => {
  test("[NB46] a name defined twice is shown on both cells, each naming the other", () => {
    const result = compiled("const a = 1\nconst daily = 2", sql("daily", "SELECT 1"), "const c = 3");
    expect(cellOf(result, 1).problems).toEqual([
      {
        code: "duplicate-name",
        message: '"daily" is also defined in cell 2 (daily). Give one of them another name.',
        line: 2,
        column: 7,
        related: ["2"],
      },
    ]);
    expect(cellOf(result, 2).problems).toMatchObject([
      { code: "duplicate-name", line: 1, column: 1, related: ["1"] },
    ]);
    expect(cellOf(result, 2).problems[0]?.message).toContain("cell 1 (a)");
    expect(result.module).not.toContain("daily");
    expect(result.module).toContain("const c = 3");
  });

  test("[NB46] tables clash whatever their case, TypeScript's names do not", () => {
    const result = compiled(sql("Daily", "SELECT 1"), csv("daily", ""), "const DAILY = 1");
    expect([1, 2, 3].map((number) => problemsOf(result, number).length)).toEqual([1, 1, 0]);
  });

  test("[NB47] a ring is shown on all of its cells, at the reference, and printed", () => {
    const result = compiled(
      "const a = () => c",
      sql("b", "SELECT 1\nFROM a"),
      "const c =\n  () => b",
      "const d = b",
    );
    expect(cellOf(result, 1).problems).toEqual([
      {
        code: "ring",
        message:
          "These cells need each other: cell 1 (a) → cell 3 (c) → cell 2 (b) → cell 1 (a). Take one reference out.",
        line: 1,
        column: 17,
        related: ["3", "2"],
      },
    ]);
    expect(problemsOf(result, 2)).toEqual(["2:6 ring"]);
    expect(problemsOf(result, 3)).toEqual(["2:9 ring"]);
    expect(problemsOf(result, 4)).toEqual(["1:11 needs-cell"]);
  });

  test("[NB47] a query that names itself is a ring of one", () => {
    expect(problemsOf(compiled(sql("a", "SELECT * FROM A")), 1)).toEqual(["1:15 ring"]);
  });

  test.each([
    ["const n = 5", "5"],
    ["const n = 'Rome'", "text"],
    ["const n = `Rome`", "text"],
    ["const n = (x: number) => x", "a function"],
    ["function n() {}", "a function"],
    ["class n {}", "a class"],
    ["const n = [1, 2]", "a list of values that are no rows"],
    ["const n = flow(async () => 1)", "a flow"],
    ["const n = flow(async () => 1).withOptions({ name: 'a' })", "a flow"],
  ])("[NB49] no query can read %s, and it says so at the name", (code, what) => {
    const result = compiled(code, sql("q", "SELECT *\nFROM N"), sql("other", "SELECT 1"));
    expect(cellOf(result, 2).problems).toMatchObject([{ code: "not-a-table", line: 2, column: 6 }]);
    expect(cellOf(result, 2).problems[0]?.message).toMatch(
      `"n" is ${what}, which no query can read. Make it a list of rows,`,
    );
    expect(result.definitions.map(({ name }) => name)).toContain("other");
  });

  test.each([
    "const n = [{ a: 1 }]",
    "const n = task(async () => [{ a: 1 }])",
    "const n = rows()\nfunction rows() { return [{ a: 1 }] }",
    "const n = []",
    "const n = { a: [1] }",
    "let n = 5\nn = [{ a: n }]",
  ])("[NB49] a query may read %s, as far as its text tells", (code) => {
    expect(problemsOf(compiled(code, sql("q", "FROM n")), 2)).toEqual([]);
  });

  test("[NB48] a cell that needs one with a problem is left out and says which; the rest compiles and runs", async () => {
    const result = compiled(
      "const broken = ;",
      "const a = 1\nconst b = [{ broken }]",
      sql("c", "SELECT * FROM b"),
      "const fine = 2; expose({ fine })",
      { kind: "markdown", text: "text" },
    );
    expect(cellOf(result, 2).problems).toMatchObject([
      {
        code: "needs-cell",
        message: '"broken" comes from cell 1 (broken), which has a problem. Correct that cell first.',
        line: 2,
        column: 14,
        related: ["1"],
      },
    ]);
    expect(problemsOf(result, 3)).toEqual(["1:15 needs-cell"]);
    expect(result.lines.map(({ cell }) => cell)).toEqual(["4"]);
    expect((await load(result.module)).exposed).toEqual({ fine: 2 });
  });
});
