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
test.beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), "runnel-private-"));
  mkdirSync(join(profile, "Default"));
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(settings));
  browser = await OwnBrowser.open(profile);
});
test.afterAll(async () => {
  await browser.kill();
  rmSync(profile, { recursive: true, force: true });
});

// Each page is a world of its own there.
test.describe.configure({ mode: "default" });
let app: App;
test.beforeEach(async () => {
  app = new App(await browser.context.newPage());
});

const warning = () => app.page.getByRole("region", { name: "Nothing is kept" });

test.describe("a browser that stores nothing for the site", () => {
  test("[R6] it is said, on every page; runs complete, and what they leave is there as long as the tab is open", async () => {
    await app.makeByHand({
      kind: "TypeScript",
      text: `const seven = task({ cachePolicy: INPUTS }, async (n: number) => n * 7);
const main = flow(async () => {
  await download(await fromRows([{ city: "Oslo", n: 1 }]), "free.csv");
  return await seven(600);
});`,
    });
    await test.step("it is said, and what keeps things", async () => {
      await expect(warning()).toContainText("This browser keeps nothing");
      await expect(warning()).toContainText("allow the site its data");
      await expect(app.page.getByText("In this tab only")).toBeVisible();
      await app.page.getByRole("button", { name: "Secrets" }).click();
      await expect(app.page.getByRole("dialog")).toContainText("Not kept");
      await app.page.keyboard.press("Escape");
      await app.page.setViewportSize({ width: 390, height: 844 });
      expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await app.page.setViewportSize({ width: 1280, height: 800 });
    });

    await test.step("a result is cached, a file is offered", async () => {
      await app.run("Completed");
      await expect(app.cell("seven, main")).toContainText("4200");
      await app.run("Completed");
      expect(await app.taskStates()).toMatchObject({ seven: "Cached" });
      const saving = app.page.waitForEvent("download");
      await app.page.getByRole("button", { name: /free\.csv/ }).click();
      expect((await saving).suggestedFilename()).toBe("free.csv");
    });

    await test.step("who closes the tab is asked first, and may stay", async () => {
      const asking = app.page.waitForEvent("dialog");
      await app.page.close({ runBeforeUnload: true });
      const question = await asking;
      expect(question.type()).toBe("beforeunload");
      await question.dismiss();
    });

    await test.step("to another page and back, by links and by the browser's button", async () => {
      await app.page.getByRole("link", { name: "Runnel: home" }).click();
      await expect(warning()).toBeVisible();
      await app.page.getByRole("link", { name: "Untitled" }).click();
      await expect(app.cell("seven, main")).toContainText("4200");
      await expect(await app.history()).toHaveCount(2);
      await app.page.goBack();
      await expect(app.page.getByRole("heading", { name: "Your notebooks" })).toBeVisible();
      await app.page.goForward();
      await app.runPanel.getByRole("tab", { name: /Timeline/ }).click();
      await app.run("Completed");
      expect(await app.taskStates()).toMatchObject({ seven: "Cached" });
    });
  });

  test("[R6] files are read and copied, or read where they are; saved as a file, all is there again in another tab", async ({}, info) => {
    await test.step("a file that is dropped on the home page becomes a notebook, which runs", async () => {
      await app.page.goto(app.home);
      await expect(warning()).toBeVisible();
      await app.page.getByLabel("Data files").setInputFiles({
        name: "orders.csv",
        mimeType: "text/csv",
        buffer: Buffer.from("id,amount\n1,2\n3,40\n"),
      });
      await app.ended("Completed");
      await expect(app.cell("orders").getByRole("table")).toContainText("40");
      await app.addCell("SQL");
      await app.write(app.page.locator("[data-cell]").last(), "SELECT range AS n FROM range(100)");
      await app.run("Completed");
    });

    const backup = info.outputPath("all.runnel");
    await test.step("all is saved as a file", async () => {
      const saving = app.page.waitForEvent("download");
      await warning().getByRole("button", { name: "Save all as a file" }).click();
      await (await saving).saveAs(backup);
    });

    await test.step("a large file is read where it is, also from the worker that borrows the page's stores", async () => {
      const path = info.outputPath("sales.parquet");
      writeLarge(path);
      await dropFromDisk(app.page, path);
      await expect(app.cell("sales")).toContainText("Completed");
      await expect(app.cell("sales")).toContainText("read from your disk, 70.0 MB");
      rmSync(path);
      await app.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await expect(app.cell("sales")).toContainText("was moved or deleted");
    });

    await test.step("in another tab, what was saved is there again, and the second run is cached", async () => {
      app = new App(await browser.context.newPage());
      await app.page.goto(app.home);
      await app.page.getByRole("button", { name: "Storage" }).click();
      const dialog = app.page.getByRole("dialog", { name: "Storage" });
      await dialog.getByLabel("Backup file").setInputFiles(backup);
      await dialog.getByRole("button", { name: "Restore", exact: true }).click();
      await expect(dialog.getByRole("status")).toContainText("Restored");
      await app.page.keyboard.press("Escape");
      await app.page.getByRole("link", { name: "orders" }).click();
      await app.run("Completed");
      expect(await app.taskStates()).toEqual({ orders: "Cached", query: "Cached" });
    });
  });
});
