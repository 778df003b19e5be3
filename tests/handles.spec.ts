import { rmSync } from "node:fs";
import { expect, test, type Page, type TestInfo } from "@playwright/test";
import { App } from "./app";
import { dropFromDisk, largeParts, openAgain, writeLarge } from "./disk";

/** How many copies and handles of files the browser keeps. */
async function kept({ stored }: App) {
  const [copies, handles] = [await stored.rows("blobs"), await stored.rows("handles")];
  return { copies: copies.length, handles: handles.length };
}

const count = {
  kind: "SQL",
  name: "total",
  text: "SELECT count(*) AS n, max(id) AS most FROM sales",
} as const;

const barOf = (app: App) => app.cell("sales").getByRole("group", { name: "File sales.parquet" });

/** A notebook that counts the rows of a file on the disk, which was dropped on it. */
async function openSales(page: Page, info: TestInfo) {
  const path = info.outputPath("sales.parquet");
  writeLarge(path);
  const app = new App(page);
  await app.openNew(count);
  await dropFromDisk(page, path);
  await expect(app.cell("sales")).toContainText("Completed");
  return { app, path, bar: barOf(app) };
}

test.describe("a large file on the person's disk", () => {
  test("[WS30, WS32] is dropped and read where it is, also for a backup; asked for again once the browser was closed; copied if one wants", async ({
    page,
    context,
  }, info) => {
    const path = info.outputPath("sales.parquet");
    writeLarge(path);
    const app = new App(page);
    await test.step("it is dropped on the home page, and read where it is", async () => {
      await page.goto(app.home);
      await expect(page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
      await dropFromDisk(page, path);
      await app.ended("Completed");
      await expect(app.cell("sales")).toContainText("read from your disk");
      await app.addCell("SQL");
      await app.write(page.locator("[data-cell]").last(), count.text);
      await app.run("Completed");
      await expect(app.cell("query").getByRole("table")).toContainText("1000");
      expect(await kept(app)).toEqual({ copies: 0, handles: 1 });
    });
    const notebook = page.url();

    await test.step("storage says what is on the disk, and a backup has it", async () => {
      await page.goto(app.home);
      await page.getByRole("button", { name: "Storage" }).click();
      const dialog = page.getByRole("dialog", { name: "Storage" });
      await expect(dialog).toContainText("Read from your disk, and not copied: sales.parquet (70.0 MB)");
      const saving = page.waitForEvent("download");
      await dialog.getByRole("button", { name: "Back up" }).click();
      expect(await (await saving).failure()).toBeNull();
      await expect(dialog.getByRole("status")).toContainText("handed to you as a file");
      await expect(dialog.getByRole("status")).not.toContainText("Not in it");
    });

    const again = await openAgain(context, notebook, path);
    await test.step("without permission, what was made of it is served, and nothing new; the cell asks", async () => {
      const bar = barOf(again);
      await expect(bar).toContainText("the browser needs your permission again");
      await again.run("Completed");
      expect(await again.taskStates()).toEqual({ sales: "Cached", query: "Cached" });
      await again.write(again.cell("query"), "SELECT min(id) AS least FROM sales");
      await again.run("Failed");
      await expect(again.cell("query")).toContainText("needs your permission again: allow it in the cell");
      await bar.getByRole("button", { name: "Allow" }).click();
      await expect(bar).toHaveCount(0);
      await again.run("Completed");
      await expect(again.cell("query").getByRole("table")).toContainText("1");
    });

    await test.step("a copy of it can be kept", async () => {
      await again.cell("sales").getByRole("button", { name: "Keep a copy" }).click();
      await expect(again.cell("sales")).not.toContainText("read from your disk");
      expect(await kept(again)).toEqual({ copies: 1, handles: 1 });
    });
  });

  test("[WS31] that changed is read as it is now; that is gone is chosen again", async ({ page }, info) => {
    const { app, path, bar } = await openSales(page, info);
    await app.run("Completed");

    await test.step("it changed", async () => {
      writeLarge(path, 2000);
      await page.reload();
      await expect(bar).toContainText("has changed since it was added");
      await bar.getByRole("button", { name: "Use the new content" }).click();
      await expect(bar).toHaveCount(0);
      await app.run("Completed");
      await expect(app.cell("total").getByRole("table")).toContainText("2000");
    });

    await test.step("it is gone", async () => {
      rmSync(path);
      await page.reload();
      await expect(bar).toContainText("was moved or deleted");
      await pick(page, "moved.parquet", 3000);
      await bar.getByRole("button", { name: "Choose it again" }).click();
      await expect(bar).toHaveCount(0);
      await app.run("Completed");
      await expect(app.cell("total").getByRole("table")).toContainText("3000");
      await expect(page.locator("[data-cell]")).toHaveCount(2);
    });
  });
});

/** Has the browser's picker give a file of its own disk, as there is nobody to pick one. */
async function pick(page: Page, name: string, rows: number): Promise<void> {
  const { head, gap, foot } = largeParts(rows);
  await page.evaluate(
    async ({ fileName, start, middle, end }) => {
      const disk = await navigator.storage.getDirectory();
      const handle = await disk.getFileHandle(fileName, { create: true });
      const writable = await handle.createWritable();
      const bytes = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
      await writable.write(new Blob([bytes(start), new Uint8Array(middle), bytes(end)]));
      await writable.close();
      Object.assign(window, { showOpenFilePicker: () => Promise.resolve([handle]) });
    },
    { fileName: name, start: head.toString("base64"), middle: gap, end: foot.toString("base64") },
  );
}
