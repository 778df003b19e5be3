import { expect, test } from "@playwright/test";
import { App } from "./app";

test.describe("failures are shown where they happen", () => {
  test("a wrong column names the cell, the line and a likely column", async ({ page }) => {
    const app = new App(page);
    await app.openNew(
      { kind: "SQL", name: "orders", text: "SELECT 1 AS amount" },
      { kind: "SQL", name: "wrong", text: "SELECT\n  amont\nFROM orders" },
    );
    await app.run("Failed");
    const cell = app.cell("wrong");
    await expect(cell.getByRole("alert")).toContainText("line 2");
    await expect(cell.getByRole("alert")).toContainText("amont");
    await expect(cell.locator(".cm-lintRange-error")).toHaveText("amont");
    await expect(app.cell("orders")).toContainText("Completed");

    await app.write(cell, "SELECT\n  amount\nFROM orders");
    await app.run("Completed");
    const history = await app.history();
    await expect(history).toHaveCount(2);
    await expect(history.last()).toContainText("Failed");
  });

  for (const { title, body } of [
    { title: "a thrown error", body: 'throw new RangeError("too far");' },
    { title: "a rejected promise", body: 'await Promise.reject(new RangeError("too far"));' },
  ])
    test(`${title} names the cell and the line`, async ({ page }) => {
      const app = new App(page);
      await app.openNew({
        kind: "TypeScript",
        text: `const go = task(async (x: number) => {\n  const y: number = x;\n  ${body}\n});\nconst main = flow(async () => await go(1));`,
      });
      await app.run("Failed");
      const cell = app.cell("go, main");
      await expect(cell.getByRole("alert")).toContainText("line 3");
      await expect(cell.getByRole("alert")).toContainText("RangeError too far");
      await expect(app.runPanel.locator("header")).toContainText("Failed");
    });

  test("Stop ends a loop that never yields, with the page alive all the while", async ({ page }) => {
    const app = new App(page);
    await app.openNew({
      kind: "TypeScript",
      text: "const spin = task(() => { while (true) {} });\nconst main = flow(async () => await spin());",
    });
    await app.start();
    await expect(app.runPanel.getByRole("region", { name: "Task runs" })).toContainText("Running");
    // The page answers all the while.
    await app.title.fill("Still here");
    await app.title.press("Enter");
    await expect(page.getByText("Saved")).toBeAttached();
    await page.getByRole("button", { name: "Stop" }).click();
    await app.ended("Cancelled");
    await app.write(app.cell("spin, main"), "const main = flow(async () => 1);");
    await app.run("Completed");
  });

  test("Stop ends a flow that never yields, too", async ({ page }) => {
    const app = new App(page);
    await app.openNew({ kind: "TypeScript", text: "const main = flow(async () => { while (true) {} });" });
    await app.start();
    await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
    await page.getByRole("button", { name: "Stop" }).click();
    await app.ended("Cancelled");
  });

  test("a closed tab's run is Crashed when the notebook is opened again", async ({ page }) => {
    const app = new App(page);
    await app.openNew({
      kind: "TypeScript",
      text: "const main = flow(async () => await new Promise(() => undefined));",
    });
    await app.start();
    await expect(app.runPanel.locator("header")).toContainText("Running");
    await page.reload();
    await expect(app.runPanel.locator("header")).toContainText("Crashed");
    await expect(app.runPanel.locator("header")).toContainText("was closed");
  });
});

test.describe("bad input gets an error that says what to do, and the next run works", () => {
  const sql = [
    { title: "a syntax error", text: "SELEC 1", says: /SELEC/ },
    { title: "a missing table", text: "SELECT * FROM nowhere", says: /nowhere/ },
    { title: "a function of the JSON extension", text: "SELECT json_extract('{}', '$')", says: /json/i },
    {
      title: "a function of the ICU extension",
      text: "SELECT timezone('Europe/Berlin', TIMESTAMPTZ '2024-01-01')",
      says: /ICU|icu/,
    },
    { title: "a statement that is no query", text: "DROP TABLE x", says: /SELECT|query/ },
  ];
  for (const { title, text, says } of sql)
    test(`SQL with ${title}`, async ({ page }) => {
      const app = new App(page);
      await app.openNew({ kind: "SQL", name: "q", text });
      await app.run("Failed");
      await expect(app.cell("q").getByRole("alert")).toContainText(says);
      await app.write(app.cell("q"), "SELECT 42 AS answer");
      await app.run("Completed");
      await expect(app.cell("q").getByRole("table")).toContainText("42");
    });

  test("two cells of one name say so on both", async ({ page }) => {
    const app = new App(page);
    await app.openNew(
      { kind: "SQL", name: "a", text: "SELECT 1" },
      { kind: "SQL", name: "a", text: "SELECT 2" },
    );
    await expect(
      page
        .getByRole("main")
        .getByRole("alert")
        .filter({ hasText: /“a”|`a`|\ba\b/ }),
    ).toHaveCount(2);
  });

  test("a ring of cells says so on each", async ({ page }) => {
    const app = new App(page);
    await app.openNew(
      { kind: "SQL", name: "a", text: "SELECT * FROM b" },
      { kind: "SQL", name: "b", text: "SELECT * FROM a" },
    );
    await expect(page.getByRole("main").getByRole("alert")).toHaveCount(2);
    await expect(page.getByRole("main").getByRole("alert").first()).toContainText("b");
  });

  const files = [
    { title: "an empty file", name: "empty.csv", text: "", says: /empty/i },
    { title: "ragged rows", name: "ragged.csv", text: "a,b\n1,2\n3\n", says: /line 3/i },
    { title: "half a Parquet file", name: "half.parquet", text: "PAR1\0\0\0\0abcdef", says: /Parquet/ },
    { title: "JSON that is no list", name: "text.json", text: '"just text"', says: /array|list|object/i },
    { title: "broken JSON", name: "broken.json", text: '[{"a": 1},\n {"a": }]', says: /line 2/i },
  ];
  for (const { title, name, text, says } of files)
    test(`a file: ${title}`, async ({ page }) => {
      const app = new App(page);
      await app.openNew();
      await app.drop("main", { name, text });
      await expect(page.getByRole("main").getByRole("alert").first()).toContainText(says);
      await expect(app.runPanel.locator("header")).toContainText("Failed");
      // Nothing else is lost: another file in the same notebook is read.
      await app.drop("main", { name: "good.csv", text: "x\n7\n" });
      await expect(app.cell("good").getByRole("table")).toContainText("7");
    });

  test("a byte order mark, semicolons, no rows, many columns, and a name full of marks", async ({ page }) => {
    const app = new App(page);
    await app.openNew();
    await app.drop("main", { name: "bom.csv", text: "\uFEFFname;amount\nAda;1,5\n" });
    await expect(app.cell("bom").getByRole("table")).toContainText("amount");
    await app.drop("main", { name: "norows.csv", text: "a,b\n" });
    await expect(app.cell("norows")).toContainText("0 rows × 2 columns");
    const columns = Array.from({ length: 500 }, (_, index) => `c${index}`);
    await app.drop("main", {
      name: "wide.csv",
      text: `${columns.join(",")}\n${columns.map((_, index) => index).join(",")}\n`,
    });
    await expect(app.cell("wide")).toContainText("1 row × 500 columns");
    await app.drop("main", { name: 'a"b;drop.csv', text: "x\n1\n" });
    await expect(app.cell("a_b_drop").getByRole("table")).toContainText("1");
  });
});
