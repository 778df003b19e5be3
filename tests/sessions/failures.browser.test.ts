import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Tab, type OpenNotebook } from "./open-session";

/** A notebook that the tests share, and with it its DuckDB. */
let tables: OpenNotebook;
/** Another, of one TypeScript cell. */
let code: OpenNotebook;
beforeAll(async () => {
  const tab = await Tab.open();
  tables = await tab.openNew(
    { kind: "sql", name: "orders", text: "SELECT 1 AS amount" },
    { kind: "sql", name: "q", text: "" },
  );
  code = await tab.openNew({ kind: "ts", text: "" });
});
afterAll(async () => {
  await Promise.all([tables.close(), code.close()]);
});

describe("failures are shown where they happen", () => {
  test("a wrong column names the cell, the line and a likely column", async () => {
    tables.write("q", "SELECT\n  amont\nFROM orders");
    expect(await tables.run()).toBe("Failed");
    expect(tables.cell("q").faults).toEqual([
      expect.stringMatching(/^line 2, column 3: SqlError .*"amont" not found.*"amount"/s),
    ]);
    expect(tables.cell("orders")).toMatchObject({ states: { orders: "Completed" }, faults: [] });

    tables.write("q", "SELECT\n  amount\nFROM orders");
    expect(await tables.run()).toBe("Completed");
    expect(tables.cell("q").faults).toEqual([]);
    expect(tables.history).toEqual(["Completed", "Failed"]);
  });

  const faults = () => [0, 1].map((place) => tables.cell(place).faults.join());

  test("a ring of cells says so on each", async () => {
    tables.write("q", "SELECT * FROM orders");
    tables.write("orders", "SELECT * FROM q");
    await tables.until(() => !faults().includes(""));
    expect(faults()).toEqual([expect.stringMatching(/\bq\b/), expect.stringMatching(/\borders\b/)]);
    tables.write("orders", "SELECT 1 AS amount");
    await tables.until(() => faults().join("") === "");
  });

  test("two cells of one name say so on both", async () => {
    tables.rename("q", "orders");
    await tables.until(() => !faults().includes(""));
    expect(faults()).toEqual([expect.stringMatching(/\borders\b/), expect.stringMatching(/\borders\b/)]);
    tables.rename(1, "q");
    await tables.until(() => faults().join("") === "");
  });

  for (const { title, body } of [
    { title: "a thrown error", body: 'throw new RangeError("too far");' },
    { title: "a rejected promise", body: 'await Promise.reject(new RangeError("too far"));' },
  ])
    test(`${title} names the cell and the line`, async () => {
      code.write(
        0,
        `const go = task(async (x: number) => {\n  const y: number = x;\n  ${body}\n});\nconst main = flow(async () => await go(1));`,
      );
      expect(await code.run()).toBe("Failed");
      const faults = code.cell(0).faults;
      expect(faults).toHaveLength(2);
      for (const fault of faults) expect(fault).toMatch(/^line 3, column \d+: RangeError too far$/);
    });

  test("[WS58] a method of Python's says what it is here", async () => {
    code.write(0, "const main = flow(async () => {\n  getRunLogger().warn('late');\n});");
    expect(await code.run()).toBe("Failed");
    await code.until(() => code.cell(0).faults.some((fault) => fault.includes("write “warning”")));
    expect(code.cell(0).faults).toEqual([expect.stringMatching(/^line 2, column \d+: TypeError /)]);
  });

  test("Stop ends a loop that never yields, with the page alive all the while", async () => {
    code.write(
      0,
      'const spin = task(() => {\n  for (let n = 0; n < 50; n++) console.log("line " + n);\n  while (true) {}\n});\nconst main = flow(async () => await spin());',
    );
    const over = code.start();
    await code.until(() => code.shown?.tasks["spin"] === "Running");
    // What it said before is there while it spins.
    await code.until(() => code.shown?.lines.includes("line 49") ?? false);
    code.add({ kind: "markdown", text: "Still here" });
    await code.until(() => code.isSaved);
    code.stop();
    await over;
    expect(code.shown).toMatchObject({ state: "Cancelled" });
    code.write(0, "const main = flow(async () => 1);");
    expect(await code.run()).toBe("Completed");
  });

  test("Stop ends a flow that never yields, too", async () => {
    code.write(0, 'const main = flow(async () => {\n  console.log("spins");\n  while (true) {}\n});');
    const over = code.start();
    await code.until(() => code.shown?.lines.includes("spins") ?? false);
    code.stop();
    await over;
    expect(code.shown).toMatchObject({ state: "Cancelled" });
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
      tables.write("q", text);
      expect(await tables.run()).toBe("Failed");
      expect(tables.cell("q").faults).toEqual([expect.stringMatching(says)]);
      // Not what the case before left in the cache.
      tables.write("q", `SELECT 42 AS answer, '${title}' AS after`);
      expect(await tables.run()).toBe("Completed");
      expect(await tables.rows("q")).toEqual([{ answer: 42, after: title }]);
    });

  for (const { title, name, text, says } of [
    { title: "an empty file", name: "empty.csv", text: "", says: /empty/i },
    { title: "ragged rows", name: "ragged.csv", text: "a,b\n1,2\n3\n", says: /line 3/i },
    { title: "half a Parquet file", name: "half.parquet", text: "PAR1\0\0\0\0abcdef", says: /Parquet/ },
    { title: "JSON that is no list", name: "text.json", text: '"just text"', says: /array|list|object/i },
    { title: "broken JSON", name: "broken.json", text: '[{"a": 1},\n {"a": }]', says: /line 2/i },
  ])
    test(`a file: ${title}`, async () => {
      await tables.drop(new File([text], name));
      const cell = name.replace(/\..*/, "");
      expect(tables.cell(cell).faults).toEqual([expect.stringMatching(says)]);
      expect(tables.shown?.state).toBe("Failed");
      // Nothing else is lost: another file in the same notebook is read.
      await tables.drop(new File([`x\n${title}\n`], "good.csv"));
      expect(await tables.rows("good")).toEqual([{ x: title }]);
    });

  const columns = Array.from({ length: 500 }, (_, index) => `c${index}`);
  for (const { title, name, text, cell, size, row } of [
    {
      ...{ title: "a byte order mark and semicolons", name: "bom.csv", text: "\uFEFFname;amount\nAda;1,5\n" },
      ...{ cell: "bom", size: "1 row × 2 columns", row: { name: "Ada", amount: 1.5 } },
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
      await tables.drop(new File([text], name));
      expect(tables.cell(cell)).toMatchObject({ outputs: [size], faults: [] });
      expect((await tables.rows(cell))[0]).toEqual(row);
    });
});
