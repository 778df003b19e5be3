import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Tab, type NewCell, type OpenNotebook } from "./open-session";

let tab: Tab;
beforeAll(async () => {
  tab = await Tab.open();
});

/** A notebook that tests share, and with it its DuckDB. */
function shared(...cells: readonly NewCell[]): () => OpenNotebook {
  let notebook: OpenNotebook;
  beforeAll(async () => {
    notebook = await tab.openNew(...cells);
  });
  afterAll(async () => {
    await notebook.close();
  });
  return () => notebook;
}

const tables = shared(
  { kind: "sql", name: "orders", text: "SELECT 1 AS amount" },
  { kind: "sql", name: "q", text: "" },
);
const code = shared({ kind: "ts", text: "" });
const files = shared();

describe("failures are shown where they happen", () => {
  test("a wrong column names the cell, the line and a likely column", async () => {
    const notebook = tables();
    notebook.write("q", "SELECT\n  amont\nFROM orders");
    expect(await notebook.run()).toBe("Failed");
    expect(notebook.cell("q").faults).toEqual([
      expect.stringMatching(/^line 2, column 3: SqlError .*"amont" not found.*"amount"/s),
    ]);
    expect(notebook.cell("orders")).toMatchObject({ states: { orders: "Completed" }, faults: [] });

    notebook.write("q", "SELECT\n  amount\nFROM orders");
    expect(await notebook.run()).toBe("Completed");
    expect(notebook.cell("q").faults).toEqual([]);
    expect(notebook.history).toEqual(["Completed", "Failed"]);
  });

  test("two cells of one name say so on both", async () => {
    const notebook = await tab.openNew(
      { kind: "sql", name: "a", text: "SELECT 1" },
      { kind: "sql", name: "a", text: "SELECT 2" },
    );
    const faults = () => [0, 1].flatMap((place) => notebook.cell(place).faults);
    await notebook.until(() => faults().length > 0);
    expect(faults()).toEqual([expect.stringMatching(/\ba\b/), expect.stringMatching(/\ba\b/)]);
    await notebook.close();
  });

  test("a ring of cells says so on each", async () => {
    const notebook = await tab.openNew(
      { kind: "sql", name: "a", text: "SELECT * FROM b" },
      { kind: "sql", name: "b", text: "SELECT * FROM a" },
    );
    const faults = () => [0, 1].flatMap((place) => notebook.cell(place).faults);
    await notebook.until(() => faults().length > 0);
    expect(faults()).toEqual([expect.stringMatching(/\bb\b/), expect.stringMatching(/\ba\b/)]);
    await notebook.close();
  });

  for (const { title, body } of [
    { title: "a thrown error", body: 'throw new RangeError("too far");' },
    { title: "a rejected promise", body: 'await Promise.reject(new RangeError("too far"));' },
  ])
    test(`${title} names the cell and the line`, async () => {
      const notebook = code();
      notebook.write(
        0,
        `const go = task(async (x: number) => {\n  const y: number = x;\n  ${body}\n});\nconst main = flow(async () => await go(1));`,
      );
      expect(await notebook.run()).toBe("Failed");
      const faults = notebook.cell(0).faults;
      expect(faults).toHaveLength(2);
      for (const fault of faults) expect(fault).toMatch(/^line 3, column \d+: RangeError too far$/);
    });

  test("Stop ends a loop that never yields, with the page alive all the while", async () => {
    const notebook = code();
    notebook.write(
      0,
      "const spin = task(() => { while (true) {} });\nconst main = flow(async () => await spin());",
    );
    const over = notebook.start();
    await notebook.until(() => notebook.shown?.tasks["spin"] === "Running");
    notebook.add({ kind: "markdown", text: "Still here" });
    await notebook.until(() => notebook.isSaved);
    notebook.stop();
    await over;
    expect(notebook.shown).toMatchObject({ state: "Cancelled" });
    notebook.write(0, "const main = flow(async () => 1);");
    expect(await notebook.run()).toBe("Completed");
  });

  test("Stop ends a flow that never yields, too", async () => {
    const notebook = code();
    notebook.write(0, "const main = flow(async () => { while (true) {} });");
    const over = notebook.start();
    await notebook.until(() => notebook.shown?.state === "Running");
    notebook.stop();
    await over;
    expect(notebook.shown).toMatchObject({ state: "Cancelled" });
  });
});

describe("bad input gets an error that says what to do, and the next run works", () => {
  for (const { title, text, says } of [
    { title: "a syntax error", text: "SELEC 1", says: /SELEC/ },
    { title: "a missing table", text: "SELECT * FROM nowhere", says: /nowhere/ },
    { title: "a function of the JSON extension", text: "SELECT json_extract('{}', '$')", says: /json/i },
    {
      title: "a function of the ICU extension",
      text: "SELECT timezone('Europe/Berlin', TIMESTAMPTZ '2024-01-01')",
      says: /icu/i,
    },
    { title: "a statement that is no query", text: "DROP TABLE x", says: /SELECT|query/ },
  ])
    test(`SQL with ${title}`, async () => {
      const notebook = tables();
      notebook.write("q", text);
      expect(await notebook.run()).toBe("Failed");
      expect(notebook.cell("q").faults).toEqual([expect.stringMatching(says)]);
      // Not what the case before left in the cache.
      notebook.write("q", `SELECT 42 AS answer, '${title}' AS after`);
      expect(await notebook.run()).toBe("Completed");
      expect(await notebook.rows("q")).toEqual([{ answer: 42, after: title }]);
    });

  for (const { title, name, text, says } of [
    { title: "an empty file", name: "empty.csv", text: "", says: /empty/i },
    { title: "ragged rows", name: "ragged.csv", text: "a,b\n1,2\n3\n", says: /line 3/i },
    { title: "half a Parquet file", name: "half.parquet", text: "PAR1\0\0\0\0abcdef", says: /Parquet/ },
    { title: "JSON that is no list", name: "text.json", text: '"just text"', says: /array|list|object/i },
    { title: "broken JSON", name: "broken.json", text: '[{"a": 1},\n {"a": }]', says: /line 2/i },
  ])
    test(`a file: ${title}`, async () => {
      const notebook = files();
      await notebook.drop(new File([text], name));
      const cell = name.replace(/\..*/, "");
      expect(notebook.cell(cell).faults).toEqual([expect.stringMatching(says)]);
      expect(notebook.shown?.state).toBe("Failed");
      // Nothing else is lost: another file in the same notebook is read.
      await notebook.drop(new File([`x\n${title}\n`], "good.csv"));
      expect(await notebook.rows("good")).toEqual([{ x: title }]);
    });

  const columns = Array.from({ length: 500 }, (_, index) => `c${index}`);
  for (const { title, name, text, cell, size, row } of [
    {
      ...{ title: "a byte order mark and semicolons", name: "bom.csv", text: "\uFEFFname;amount\nAda;1,5\n" },
      ...{ cell: "bom", size: "1 row × 2 columns", row: { name: "Ada", amount: "1,5" } },
    },
    {
      ...{ title: "no rows", name: "norows.csv", text: "a,b\n" },
      ...{ cell: "norows", size: "0 rows × 2 columns", row: undefined },
    },
    {
      ...{
        title: "many columns",
        name: "wide.csv",
        text: `${columns.join(",")}\n${columns.map(() => "7").join(",")}\n`,
      },
      ...{
        cell: "wide",
        size: "1 row × 500 columns",
        row: Object.fromEntries(columns.map((column) => [column, 7])),
      },
    },
    {
      ...{ title: "a name full of marks", name: 'a"b;drop.csv', text: "x\n1\n" },
      ...{ cell: "a_b_drop", size: "1 row × 1 column", row: { x: 1 } },
    },
  ])
    test(`a file that is read: ${title}`, async () => {
      const notebook = files();
      await notebook.drop(new File([text], name));
      expect(notebook.cell(cell)).toMatchObject({ outputs: [size], faults: [] });
      expect((await notebook.rows(cell))[0]).toEqual(row);
    });
});
