import { afterAll, beforeAll, expect, test } from "vitest";
import { Tab, type OpenNotebook } from "./open-session";

/** A cell that breaks, one that needs it, one that has nothing to do with either, and one for a flow. */
let notebook: OpenNotebook;
beforeAll(async () => {
  const tab = await Tab.open();
  notebook = await tab.openNew(
    { kind: "ts", text: "" },
    { kind: "sql", name: "needy", text: "SELECT * FROM bad" },
    { kind: "sql", name: "apart", text: "SELECT 1 AS a" },
    { kind: "ts", text: "" },
  );
});
afterAll(async () => {
  await notebook.close();
});

/** Its string holds what ends a line elsewhere. */
const flow = `const ends = "\u2028 \u2029".length;
const triple = task(async (n: number) => 3 * n);
const main = flow(async () => await triple(14));`;

const broken = [
  {
    title: "throws when it is loaded",
    code: "const bad = JSON.parse('{');",
    says: /^SyntaxError/,
    in: "bad",
  },
  {
    title: "reads what is not there",
    code: "const bad = [{ a: nothing.there }];",
    says: /^ReferenceError nothing/,
    in: "bad",
  },
  {
    title: "calls a function of its own that throws",
    code: "const bad = [made()];\nfunction made(): never { throw new RangeError('too far'); }",
    says: /^RangeError too far/,
    in: "made",
  },
];

for (const { title, code, says, in: definition } of broken) {
  test(`the rest of a notebook runs where a cell ${title}`, async () => {
    notebook.write(0, code);
    notebook.write("apart", `SELECT '${title}' AS a`);
    notebook.write(3, "");
    expect(await notebook.run()).toBe("Failed");
    expect(await notebook.rows("apart")).toEqual([{ a: title }]);
    expect(notebook.shown?.errors["needy"]).toMatchObject({ definition });
    expect(notebook.cell("needy").faults.join()).toMatch(
      new RegExp(`line \\d, column \\d+: ${says.source.slice(1)}`),
    );
  });

  test(`a flow that does not need it runs where a cell ${title}, in workers too, and its log says so`, async () => {
    notebook.write(0, code);
    notebook.write(3, flow);
    expect(await notebook.run()).toBe("Completed");
    expect(notebook.cell(3).outputs).toContain("42");
    expect(notebook.shown?.lines).toContainEqual(
      expect.stringMatching(/Ran without bad.*, which cannot be loaded: /),
    );
  });

  test(`a flow that needs it fails with the reason where a cell ${title}`, async () => {
    notebook.write(0, code);
    notebook.write(3, flow.replace("triple(14)", "triple(bad)"));
    expect(await notebook.run()).toBe("Failed");
    expect(notebook.shown?.error).toMatchObject({ definition });
  });
}

test("a cell that only throws is told of in the log, and the rest runs", async () => {
  notebook.write(0, "throw new RangeError('top level');");
  notebook.write("needy", "SELECT 2 AS b");
  notebook.write("apart", "SELECT 'only' AS a");
  notebook.write(3, "");
  expect(await notebook.run()).toBe("Completed");
  expect(notebook.shown?.lines).toContainEqual(
    expect.stringMatching(/^Ran without a cell, which cannot be loaded: RangeError: top level/),
  );
  notebook.write("needy", "SELECT * FROM bad");
});

for (const { code, says, as } of [
  { code: "\nthrow new Error('x');", says: "line 2, column 1: Error: x", as: "a cell" },
  {
    code: "const a = null.b;",
    says: "line 1, column 1: TypeError: Cannot read properties of null (reading 'b')",
    as: "a",
  },
  {
    code: "const b = 1;\nconst a = JSON.parse('no');",
    says: /^line 2, column 1: SyntaxError: Unexpected token 'o', "no" is not valid JSON$/,
    as: "b, a",
  },
])
  test(`[WS86] a cell says with its line what it threw where it was loaded, and the log that the run went without ${as}`, async () => {
    notebook.write(0, code);
    notebook.write("needy", "SELECT 2 AS b");
    notebook.write(3, "");
    expect(await notebook.run()).toBe("Completed");
    expect(notebook.cell(0).faults).toEqual([typeof says === "string" ? says : expect.stringMatching(says)]);
    expect(notebook.shown?.lines).toContainEqual(
      expect.stringMatching(new RegExp(`^Ran without ${as}, which cannot be loaded: .*, line [12]\\)$`)),
    );
    // Another text is not to blame for it, and once it is mended there is nothing to say.
    notebook.write(0, "const a = 2;");
    await notebook.plan();
    expect(notebook.cell(0).faults).toEqual([]);
    expect(await notebook.run()).toBe("Completed");
    expect(notebook.cell(0).faults).toEqual([]);
    notebook.write("needy", "SELECT * FROM bad");
  });

for (const { title, code } of [
  { title: "cannot be read", code: "const bad = ;" },
  { title: "starts a run where it is loaded", code: "const go = task(async () => 1);\nconst bad = go();" },
])
  test(`the tables of a notebook run where its cell of code ${title}`, async () => {
    notebook.write(0, code);
    notebook.write("apart", `SELECT '${title}' AS a`);
    notebook.write(3, "");
    expect(await notebook.run()).toBe("Completed");
    expect(await notebook.rows("apart")).toEqual([{ a: title }]);
    expect(notebook.shown?.lines).toContainEqual(
      expect.stringMatching(/^Ran without .*needy: their cells have problems/),
    );
    expect(notebook.cell(0).faults).toHaveLength(1);
    expect(notebook.cell("needy").faults.join()).toMatch(/"bad" comes from cell 1/);
  });
