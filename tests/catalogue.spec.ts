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
  await app.openNamed(title, ...makes());
  return app;
}

test.describe("tables for all notebooks", () => {
  test("WS10, WS12 one notebook loads a table, others read it by its name and cannot write over it", async ({
    page,
    context,
  }) => {
    const maker = await openMaker(page);
    await maker.run("Completed");

    const reader = new App(await context.newPage());
    await test.step("another reads it, and finds it in the cache the second time", async () => {
      const sum = "SELECT count(*) AS n, max(daily.total) AS most FROM Warehouse.daily";
      await reader.openNew({ kind: "SQL", name: "sums", text: sum });
      await reader.run("Completed");
      await expect(reader.cell("sums").getByRole("table")).toContainText("747.5");
      await reader.run("Completed");
      expect(await reader.taskStates()).toMatchObject({ sums: "Cached" });
      await expect(reader.runPanel).toContainText("nothing changed");
    });

    await test.step("also after it was loaded anew", async () => {
      await maker.write(maker.cell("daily"), "SELECT range AS day, range AS total FROM range(10)");
      await maker.run("Completed");
      await reader.run("Completed");
      await expect(reader.cell("sums").getByRole("table")).toContainText("9");
      expect(await reader.taskStates()).toMatchObject({ sums: "Completed" });
      await expect(reader.runPanel).toContainText("Warehouse.daily is another than before");
    });

    await test.step("another cannot write over it", async () => {
      const other = await openMaker(page, "Other");
      await other.run("Failed");
      await expect(other.cell("keep, main")).toContainText("is a table of the notebook “Sales”");
    });

    await test.step("one from elsewhere does not see it", async () => {
      const foreign = new App(page);
      await foreign.openForeign(
        "Foreign",
        fence(
          "const main = flow(async () => (await Promise.allSettled([readFile('warehouse.daily'), sql`FROM warehouse.daily`, load(await fromRows([{ a: 1 }]), 'warehouse.daily')])).map((one) => one.status).join());",
        ),
      );
      await foreign.run("Completed");
      await expect(foreign.cell("main")).toContainText("rejected,rejected,rejected");
    });
  });

  test("WS10, WS11 the home page shows them, saves and deletes them, and makes notebooks that read them", async ({
    page,
  }) => {
    const tables = page.getByRole("region", { name: "Tables for all notebooks" });
    const maker = await openMaker(page);
    await maker.run("Completed");
    await expect(maker.cell("keep, main")).toContainText("300");
    const run = await maker.head.locator("p span").first().innerText();

    await page.goto(home);
    const row = tables.getByRole("button", { name: /warehouse\.daily/ }).first();
    const dialog = page.getByRole("dialog", { name: "warehouse.daily" });
    await test.step("on a phone", async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      await row.click();
      await expect(dialog.getByRole("table")).toContainText("2.5");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.keyboard.press("Escape");
      await expect(row).toBeFocused();
      await page.setViewportSize({ width: 1280, height: 800 });
    });

    await test.step("what it holds, as a file, and the run that made it", async () => {
      await expect(row).toContainText("300 rows × 2 columns");
      await row.press("Enter");
      await expect(dialog.getByRole("table")).toContainText("bigint");
      await expect(dialog.getByRole("table")).toContainText("2.5");
      await expect(dialog.getByRole("link", { name: "Sales" })).toBeVisible();
      await dialog.getByRole("button", { name: "Save as" }).click();
      const saved = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: "CSV" }).click();
      expect((await saved).suggestedFilename()).toBe("warehouse.daily.csv");
      await dialog.getByRole("link", { name: run }).click();
      await expect(maker.title).toHaveValue("Sales");
      await expect(maker.head).toContainText(run);
    });

    await page.goto(home);
    const app = new App(page);
    await test.step("a new notebook that reads it", async () => {
      await row.click();
      await dialog.getByRole("button", { name: "New notebook" }).click();
      await expect(app.title).toHaveValue("warehouse.daily");
      await expect(app.cell("daily").getByRole("table")).toContainText("2.5");
      await app.ended("Completed");
    });
    const reads = page.url();

    await test.step("deleted, it is gone", async () => {
      await page.goto(home);
      await tables.getByRole("button", { name: "Delete warehouse.daily" }).click();
      await page.getByRole("button", { name: "Delete", exact: true }).click();
      await expect(tables).toContainText("None yet.");
      await page.goto(reads);
      await app.run("Failed");
      await expect(app.cell("daily")).toContainText("There is no table “warehouse.daily”: it was deleted");
    });
  });
});
