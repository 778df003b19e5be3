import { expect, test, type Locator, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { contentHash } from "../lib/base";
import { App, home } from "./app";

async function openStorage(page: Page) {
  await page.goto(home);
  await page.getByRole("button", { name: "Storage" }).click();
  const dialog = page.getByRole("dialog", { name: "Storage" });
  await expect(dialog).toContainText("Notebooks");
  return dialog;
}

async function backUp(dialog: Locator, path: string): Promise<Buffer> {
  const saving = dialog.page().waitForEvent("download");
  await dialog.getByRole("button", { name: "Back up" }).click();
  await (await saving).saveAs(path);
  return readFileSync(path);
}

async function restore(dialog: Locator, file: Parameters<Locator["setInputFiles"]>[0]): Promise<void> {
  await dialog.getByLabel("Backup file").setInputFiles(file);
  await dialog.getByRole("button", { name: "Restore", exact: true }).click();
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
    const path = info.outputPath("all.runnel");
    await backUp(dialog, path);

    const fresh = await browser.newContext();
    const other = await fresh.newPage();
    const there = await openStorage(other);
    await restore(there, path);
    await expect(there.getByRole("status")).toContainText("Restored");
    await other.keyboard.press("Escape");
    await other.getByRole("link", { name: "Untitled" }).click();
    const again = new App(other);
    await expect(again.runPanel.locator("header")).toContainText("Completed");
    await expect(again.cell("numbers").getByRole("table")).toContainText("42");
    await again.run("Completed");
    expect(await again.taskStates()).toEqual({ numbers: "Cached" });
    await fresh.close();
  });

  test("a file that is no whole backup is refused with a reason, and nothing is lost", async ({
    page,
  }, info) => {
    const app = new App(page);
    await app.openNew(numbers);
    await expect(page.getByText("Saved", { exact: true })).toBeAttached();
    const dialog = await openStorage(page);
    const whole = await backUp(dialog, info.outputPath("all.runnel"));
    const refused = [
      { name: "half.runnel", buffer: whole.subarray(0, whole.length / 2), why: "ends in the middle" },
      { name: "sales.csv", buffer: Buffer.from("id,amount\n1,2\n"), why: "no backup of Runnel" },
      { name: "empty.runnel", buffer: Buffer.alloc(0), why: "no backup of Runnel" },
      {
        name: "newer.runnel",
        buffer: await headOf({ format: "runnel-backup", version: 99 }),
        why: "newer version",
      },
      {
        name: "damaged.runnel",
        buffer: Buffer.from(whole.toString("latin1").replace("range(100)", "range(999)"), "latin1"),
        why: "changed or damaged",
      },
    ];
    for (const { name, buffer, why } of refused) {
      await dialog.getByLabel("Backup file").setInputFiles({ name, mimeType: "", buffer });
      await dialog.getByLabel("Replace all that is here").check();
      await dialog.getByRole("button", { name: "Delete and restore" }).click();
      await expect(dialog.getByRole("alert")).toContainText(why);
    }
    await page.reload();
    await page.getByRole("link", { name: "Untitled" }).click();
    await expect(app.cell("numbers")).toContainText("range(100)");
  });

  test("replacing deletes what is not in the backup, and tells the other tabs", async ({
    page,
    context,
  }, info) => {
    const app = new App(page);
    await app.openNew(numbers);
    await expect(page.getByText("Saved", { exact: true })).toBeAttached();
    const path = info.outputPath("all.runnel");
    await backUp(await openStorage(page), path);
    await app.openNew();
    await app.title.fill("Later");
    await app.title.press("Enter");
    await expect(page.getByText("Saved", { exact: true })).toBeAttached();

    const other = await context.newPage();
    const dialog = await openStorage(other);
    await dialog.getByLabel("Backup file").setInputFiles(path);
    await dialog.getByLabel("Replace all that is here").check();
    await dialog.getByRole("button", { name: "Delete and restore" }).click();
    await expect(dialog.getByRole("status")).toContainText("Restored");
    await other.keyboard.press("Escape");
    await expect(other.getByRole("link", { name: "Untitled" })).toBeVisible();
    await expect(other.getByRole("link", { name: "Later" })).toHaveCount(0);
    await expect(page.getByRole("alert").filter({ hasText: "A backup was restored" })).toBeVisible();
  });

  test("free space: a preview, what is pinned stays, the rest is made again; on a phone too", async ({
    page,
  }) => {
    const app = new App(page);
    await app.openNew(numbers);
    await app.run("Completed");
    await page.getByRole("button", { name: /^Pin/ }).click();
    await expect(page.getByRole("button", { name: /^Unpin/ })).toBeVisible();
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
    await expect(free).toContainText("1 result (");
    await free.getByRole("button", { name: /^Free/ }).click();
    await expect(dialog.getByRole("status")).toContainText("Freed about");
    await expect(free).toContainText("Nothing of this age");
    await page.goto(notebook);
    await expect(app.runPanel.locator("header")).toContainText("Completed");
    await app.run("Completed");
    expect(await app.taskStates()).toEqual({ numbers: "Completed" });
  });
});

/** The first frame of a backup. */
async function headOf(head: object): Promise<Buffer> {
  const body = JSON.stringify(head);
  const hash = await contentHash(new Blob([body]));
  return Buffer.from(`${JSON.stringify({ kind: "head", size: body.length, hash })}\n${body}`);
}
