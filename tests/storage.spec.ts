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

/** The notebooks, runs and tables that the browser keeps. */
const everything = async ({ stored }: App) =>
  await Promise.all((["notebooks", "runs", "tables"] as const).map((store) => stored.rows(store)));

const numbers = { kind: "SQL", name: "numbers", text: "SELECT range AS n FROM range(100)" } as const;

test.describe("storage", () => {
  test("a backup brings all to a fresh browser, where the second run is cached; one that is not whole is refused; one may replace all", async ({
    page,
    browser,
  }, info) => {
    const path = info.outputPath("all.runnel");
    const app = new App(page);
    await app.openNew(numbers);
    await app.run("Completed");
    const here = await openStorage(page);
    const whole = await backUp(here, path);
    const before = await everything(app);
    expect(before).toMatchObject([[{ value: { title: "Untitled" } }], [{}], [{}]]);

    await test.step("a file that is no whole backup is refused with a reason, and nothing is lost", async () => {
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
        await here.getByLabel("Backup file").setInputFiles({ name, mimeType: "", buffer });
        await here.getByLabel("Replace all that is here").check();
        await here.getByRole("button", { name: "Delete and restore" }).click();
        await expect(here.getByRole("alert")).toContainText(why);
      }
      expect(await everything(app)).toEqual(before);
    });

    const fresh = await browser.newContext();
    const other = await fresh.newPage();
    const again = new App(other);
    await test.step("a fresh browser has it all", async () => {
      const there = await openStorage(other);
      await restore(there, path);
      await expect(there.getByRole("status")).toContainText("Restored");
      await other.keyboard.press("Escape");
      await other.getByRole("link", { name: "Untitled" }).click();
      await expect(again.head).toContainText("Completed");
      await expect(again.cell("numbers").getByRole("table")).toContainText("42");
      await again.run("Completed");
      expect(await again.taskStates()).toEqual({ numbers: "Cached" });
    });

    await test.step("replacing deletes what is not in the backup, and tells the other tabs", async () => {
      await again.openNamed("Later");
      const third = await fresh.newPage();
      const dialog = await openStorage(third);
      await dialog.getByLabel("Backup file").setInputFiles(path);
      await dialog.getByLabel("Replace all that is here").check();
      await dialog.getByRole("button", { name: "Delete and restore" }).click();
      await expect(dialog.getByRole("status")).toContainText("Restored");
      await third.keyboard.press("Escape");
      await expect(third.getByRole("link", { name: "Untitled" })).toBeVisible();
      await expect(third.getByRole("link", { name: "Later" })).toHaveCount(0);
      await expect(other.getByRole("alert").filter({ hasText: "A backup was restored" })).toBeVisible();
    });
    await fresh.close();
  });

  test("free space: a preview, what is pinned stays, the rest is made again; on a phone too", async ({
    page,
    context,
  }) => {
    const app = new App(page);
    await app.openNew(numbers);
    await app.run("Completed");
    await page.getByRole("button", { name: /^Pin/ }).click();
    await expect(page.getByRole("button", { name: /^Unpin/ })).toBeVisible();

    const phone = await context.newPage();
    await phone.setViewportSize({ width: 390, height: 844 });
    const dialog = await openStorage(phone);
    const free = dialog.getByRole("region", { name: "Free space" });
    await expect(free).toContainText("Nothing of this age");
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await phone.keyboard.press("Escape");

    await page.getByRole("button", { name: /^Unpin/ }).click();
    await expect(page.getByRole("button", { name: /^Pin/ })).toBeVisible();
    await phone.getByRole("button", { name: "Storage" }).click();
    await expect(free).toContainText("1 result (");
    await free.getByRole("button", { name: /^Free/ }).click();
    await expect(dialog.getByRole("status")).toContainText("Freed about");
    await expect(free).toContainText("Nothing of this age");
    await phone.close();
    await page.reload();
    await expect(app.head).toContainText("Completed");
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
