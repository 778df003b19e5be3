import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { App } from "./app";
import { dropFromDisk, writeLarge } from "./disk";
import { OwnBrowser } from "./own-browser";

/** A browser in which a person forbade the site its data: no IndexedDB, no locks, no storage of the session. */
let profile: string;
let browser: OwnBrowser;
let app: App;
test.beforeEach(async () => {
  profile = mkdtempSync(join(tmpdir(), "runnel-private-"));
  mkdirSync(join(profile, "Default"));
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(settings));
  browser = await OwnBrowser.open(profile);
  app = new App(await browser.context.newPage());
});
test.afterEach(async () => {
  await browser.kill();
  rmSync(profile, { recursive: true, force: true });
});

const warning = () => app.page.getByRole("region", { name: "Nothing is kept" });

test.describe("a browser that stores nothing for the site", () => {
  test("[R6] it is said, on every page, and what keeps things", async () => {
    await app.openNew();
    await expect(warning()).toContainText("This browser keeps nothing");
    await expect(warning()).toContainText("allow the site its data");
    await expect(app.page.getByText("In this tab only")).toBeVisible();
    await app.page.getByRole("button", { name: "Secrets" }).click();
    await expect(app.page.getByRole("dialog")).toContainText("Not kept");
    await app.page.keyboard.press("Escape");
    await app.page.setViewportSize({ width: 390, height: 844 });
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  test("[R6] who closes the tab is asked first, and may stay", async () => {
    await app.openNew({ kind: "SQL", name: "one", text: "SELECT 1 AS a" });
    const asking = app.page.waitForEvent("dialog");
    await app.page.close({ runBeforeUnload: true });
    const question = await asking;
    expect(question.type()).toBe("beforeunload");
    await question.dismiss();
    await app.run("Completed");
  });

  test("[R6] runs complete, and their results, tables and files are there as long as the tab is open", async () => {
    await app.openNew({
      kind: "TypeScript",
      text: `const seven = task({ cachePolicy: INPUTS }, async (n: number) => n * 7);
const main = flow(async () => {
  await download(await fromRows([{ city: "Oslo", n: 1 }]), "free.csv");
  return await seven(600);
});`,
    });
    await app.run("Completed");
    await expect(app.cell("seven, main")).toContainText("4200");
    await app.run("Completed");
    expect(await app.taskStates()).toMatchObject({ seven: "Cached" });
    const saving = app.page.waitForEvent("download");
    await app.page.getByRole("button", { name: /free\.csv/ }).click();
    expect((await saving).suggestedFilename()).toBe("free.csv");

    // To another page and back, by links and by the browser's button.
    await app.page.getByRole("link", { name: "Runnel: home" }).click();
    await app.page.getByRole("link", { name: "Untitled" }).click();
    await expect(app.cell("seven, main")).toContainText("4200");
    await expect(await app.history()).toHaveCount(2);
    await app.page.goBack();
    await expect(app.page.getByRole("heading", { name: "Your notebooks" })).toBeVisible();
    await app.page.goForward();
    await app.runPanel.getByRole("tab", { name: /Task runs/ }).click();
    await app.run("Completed");
    expect(await app.taskStates()).toMatchObject({ seven: "Cached" });
  });

  test("[R6] a file that is dropped on the home page becomes a notebook, which runs", async () => {
    await app.page.goto(app.home);
    await expect(warning()).toBeVisible();
    await app.page.getByLabel("Data files").setInputFiles({
      name: "orders.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("id,amount\n1,2\n3,40\n"),
    });
    await app.ended("Completed");
    await expect(app.cell("orders").getByRole("table")).toContainText("40");
  });

  test("[R6] a large file is read where it is, also from the worker that borrows the page's stores", async ({}, info) => {
    const path = info.outputPath("sales.parquet");
    writeLarge(path);
    await app.openNew();
    await dropFromDisk(app.page, path);
    await expect(app.cell("sales")).toContainText("Completed");
    await expect(app.cell("sales")).toContainText("read from your disk, 70.0 MB");
    rmSync(path);
    await app.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await expect(app.cell("sales")).toContainText("was moved or deleted");
  });

  test("[R6] saved as a file, all is there again in another tab, where the second run is cached", async ({}, info) => {
    await app.openNew({ kind: "SQL", name: "numbers", text: "SELECT range AS n FROM range(100)" });
    await app.run("Completed");
    const saving = app.page.waitForEvent("download");
    await warning().getByRole("button", { name: "Save all as a file" }).click();
    const path = info.outputPath("all.runnel");
    await (await saving).saveAs(path);

    app = new App(await browser.context.newPage());
    await app.page.goto(app.home);
    await app.page.getByRole("button", { name: "Storage" }).click();
    const dialog = app.page.getByRole("dialog", { name: "Storage" });
    await dialog.getByLabel("Backup file").setInputFiles(path);
    await dialog.getByRole("button", { name: "Restore", exact: true }).click();
    await expect(dialog.getByRole("status")).toContainText("Restored");
    await app.page.keyboard.press("Escape");
    await app.page.getByRole("link", { name: "Untitled" }).click();
    await app.run("Completed");
    expect(await app.taskStates()).toEqual({ numbers: "Cached" });
  });
});
