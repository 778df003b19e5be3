import { expect, test, type Page } from "@playwright/test";
import { readFileSync, writeFileSync } from "node:fs";
import { App, home } from "./app";

async function openStorage(page: Page) {
  await page.goto(home);
  await page.getByRole("button", { name: "Storage" }).click();
  const dialog = page.getByRole("dialog", { name: "Storage" });
  await expect(dialog).toContainText("Notebooks");
  return dialog;
}

const numbers = { kind: "SQL", name: "numbers", text: "SELECT range AS n FROM range(100)" } as const;

test.describe("storage", () => {
  test("a backup of one browser brings all to a fresh one, where the second run is cached", async ({
    page,
    browser,
  }, info) => {
    const app = new App(page);
    await app.openNew(numbers);
    await app.run("Completed");
    const dialog = await openStorage(page);
    const saving = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Back up" }).click();
    const path = info.outputPath("all.runnel");
    await (await saving).saveAs(path);

    const fresh = await browser.newContext();
    const other = await fresh.newPage();
    const there = await openStorage(other);
    const half = info.outputPath("half.runnel");
    const whole = readFileSync(path);
    writeFileSync(half, whole.subarray(0, whole.length / 2));
    await there.getByLabel("Backup file").setInputFiles(half);
    await there.getByRole("button", { name: "Add what is missing" }).click();
    await expect(there.getByRole("alert")).toContainText("ends in the middle");
    await there.getByLabel("Backup file").setInputFiles(path);
    await there.getByRole("button", { name: "Add what is missing" }).click();
    await other.getByRole("link", { name: "Untitled" }).click();
    const again = new App(other);
    await expect(again.runPanel.locator("header")).toContainText("Completed");
    await expect(again.cell("numbers").getByRole("table")).toContainText("42");
    await again.run("Completed");
    expect(await again.taskStates()).toEqual({ numbers: "Cached" });
    await fresh.close();
  });

  test("free space: a preview, what is pinned stays, the rest is made again; on a phone too", async ({
    page,
  }) => {
    const app = new App(page);
    await app.openNew(numbers);
    await app.run("Completed");
    await page.getByRole("button", { name: /^Pin/ }).click();
    await expect(page.getByRole("button", { name: /^Unpin/ })).toHaveAttribute("aria-pressed", "true");
    const notebook = page.url();

    await page.setViewportSize({ width: 390, height: 844 });
    const pinned = await openStorage(page);
    await expect(pinned.getByRole("region", { name: "Free space" })).toContainText("Nothing of this age");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    await page.goto(notebook);
    await page.getByRole("button", { name: /^Unpin/ }).click();
    await expect(page.getByRole("button", { name: /^Pin/ })).toBeVisible();
    const dialog = await openStorage(page);
    const free = dialog.getByRole("region", { name: "Free space" });
    await expect(free).toContainText("1 results");
    await free.getByRole("button", { name: /^Free/ }).click();
    await expect(dialog.getByRole("status")).toContainText("Freed about");
    await expect(free).toContainText("Nothing of this age");
    await page.goto(notebook);
    await expect(app.runPanel.locator("header")).toContainText("Completed");
    await app.run("Completed");
    expect(await app.taskStates()).toEqual({ numbers: "Completed" });
  });
});
