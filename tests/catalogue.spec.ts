import { expect, test, type Page } from "@playwright/test";
import { App, home } from "./app";
import { fence } from "./attacks/host";

const makes = (text = "SELECT range AS day, range * 2.5 AS total FROM range(300)") =>
  [
    { kind: "SQL", name: "daily", text },
    {
      kind: "TypeScript",
      text: 'const keep = task(async (table: any) => await load(table, "warehouse.daily"));\nconst main = flow(async () => { await keep(await daily()); return await (await sql`SELECT count(*) AS n FROM warehouse.daily`).toArray(); });',
    },
  ] as const;

/** A notebook that keeps a table for all. */
async function openMaker(page: Page, title = "Sales"): Promise<App> {
  const app = new App(page);
  await app.openNew(...makes());
  await app.title.fill(title);
  await app.title.press("Enter");
  await expect(page.getByText("Saved", { exact: true })).toBeAttached();
  return app;
}

test.describe("tables for all notebooks", () => {
  test("WS10 one notebook loads a table, another reads it by its name, also after it was loaded anew", async ({
    page,
  }) => {
    await page.goto(home);
    const tables = page.getByRole("region", { name: "Tables for all notebooks" });
    await expect(tables).toContainText("None yet.");
    const maker = await openMaker(page);
    const made = page.url();
    await maker.run("Completed");

    const reader = new App(page);
    const sum = "SELECT count(*) AS n, max(daily.total) AS most FROM Warehouse.daily";
    await reader.openNew({ kind: "SQL", name: "sums", text: sum });
    const read = page.url();
    await reader.run("Completed");
    await expect(reader.cell("sums").getByRole("table")).toContainText("747.5");
    await reader.run("Completed");
    expect(await reader.taskStates()).toMatchObject({ sums: "Cached" });
    await expect(reader.runPanel).toContainText("nothing changed");

    await page.goto(made);
    await maker.write(maker.cell("daily"), "SELECT range AS day, range AS total FROM range(10)");
    await maker.run("Completed");
    await page.goto(read);
    await reader.run("Completed");
    await expect(reader.cell("sums").getByRole("table")).toContainText("9");
    expect(await reader.taskStates()).toMatchObject({ sums: "Completed" });
    await expect(reader.runPanel).toContainText("changed: Warehouse.daily");
  });

  test("WS10, WS11 the home page shows them, saves and deletes them, and makes notebooks that read them", async ({
    page,
  }) => {
    const maker = await openMaker(page);
    await maker.run("Completed");
    await expect(maker.cell("keep, main")).toContainText("300");
    const run = await maker.runPanel.locator("header p span").first().innerText();

    await page.goto(home);
    const tables = page.getByRole("region", { name: "Tables for all notebooks" });
    const row = tables.getByRole("button", { name: /warehouse\.daily/ }).first();
    await expect(row).toContainText("300 rows × 2 columns");
    await row.press("Enter");
    const dialog = page.getByRole("dialog", { name: "warehouse.daily" });
    await expect(dialog.getByRole("table")).toContainText("bigint");
    await expect(dialog.getByRole("table")).toContainText("2.5");
    await expect(dialog.getByRole("link", { name: "Sales" })).toBeVisible();
    await dialog.getByRole("button", { name: "Save as" }).click();
    const saved = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "CSV" }).click();
    expect((await saved).suggestedFilename()).toBe("warehouse.daily.csv");
    await dialog.getByRole("link", { name: run }).click();
    await expect(maker.title).toHaveValue("Sales");
    await expect(maker.runPanel.locator("header")).toContainText(run);

    await page.goto(home);
    await page.setViewportSize({ width: 390, height: 844 });
    await row.click();
    await expect(dialog.getByRole("table")).toContainText("2.5");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.keyboard.press("Escape");
    await expect(row).toBeFocused();
    await page.setViewportSize({ width: 1280, height: 800 });
    await row.click();
    await dialog.getByRole("button", { name: "New notebook" }).click();
    const app = new App(page);
    await expect(app.title).toHaveValue("warehouse.daily");
    await expect(app.cell("daily").getByRole("table")).toContainText("2.5");
    await app.ended("Completed");
    const reads = page.url();

    await page.goto(home);
    await tables.getByRole("button", { name: "Delete warehouse.daily" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(tables).toContainText("None yet.");
    await page.goto(reads);
    await app.run("Failed");
    await expect(app.cell("daily")).toContainText("There is no table “warehouse.daily”: it was deleted");
  });

  test("WS12 a name is its notebook's: another cannot write over it; one from elsewhere does not see it", async ({
    page,
  }) => {
    const maker = await openMaker(page);
    await maker.run("Completed");
    const other = await openMaker(page, "Other");
    await other.run("Failed");
    await expect(other.cell("keep, main")).toContainText("is a table of the notebook “Sales”");

    const app = new App(page);
    await app.openForeign(
      "Foreign",
      fence(
        "const main = flow(async () => (await Promise.allSettled([readFile('warehouse.daily'), sql`FROM warehouse.daily`, load(await fromRows([{ a: 1 }]), 'warehouse.daily')])).map((one) => one.status).join());",
      ),
    );
    await app.run("Completed");
    await expect(app.cell("main")).toContainText("rejected,rejected,rejected");
  });
});
