import { expect, test, type BrowserContext, type Page } from "@playwright/test";
import type { NotebookRecord } from "../lib/storage";
import { App, type NewCell } from "./app";

/** Two pages of one browser with the same notebook open; the first edits it. */
async function openTwice(context: BrowserContext, ...cells: readonly NewCell[]) {
  const first = new App(await context.newPage());
  await first.openNew(...cells);
  const second = await openAgain(context, first.page);
  return { first, second };
}

async function openAgain(context: BrowserContext, page: Page): Promise<App> {
  const other = new App(await context.newPage());
  await other.page.goto(page.url());
  await expect(other.title).toBeVisible();
  return other;
}

const bar = (app: App) => app.page.getByRole("status", { name: "Editing" });
const isReadOnly = (app: App) => expect(bar(app)).toContainText("Open in another tab");
const mayEdit = (app: App) => expect(bar(app)).toHaveCount(0);

/** Writes another revision of the open notebook, with another title, into the storage, past every lock. */
async function changeBehind({ page, stored }: App, title: string): Promise<void> {
  const id = new URL(page.url()).searchParams.get("id");
  const row = (await stored.rows("notebooks")).find(({ key }) => key === id);
  if (!row) throw new Error("The notebook is not stored.");
  const {
    revision,
    text,
    title: before,
  } = row.value as unknown as Pick<NotebookRecord, "revision" | "text" | "title">;
  const changed = { title, text: text.replace(before, title), revision: revision + 1 };
  await stored.put("notebooks", { ...row.value, ...changed });
}

const pausing = `const answer = {
  "~standard": {
    version: 1, vendor: "own",
    validate: (value: unknown) => typeof value === "number" ? { value } : { issues: [{ message: "Expected a number" }] },
  },
} as const;
const main = flow(async () => {
  const value = await pauseFlowRun({ waitForInput: answer });
  await sleep(600);
  return value;
});`;

test.describe("two tabs on one notebook", () => {
  test("the second reads, sees each save, and takes over with all that was written", async ({ context }) => {
    const { first, second } = await openTwice(context, { kind: "SQL", name: "one", text: "SELECT 1 AS a" });
    await isReadOnly(second);
    await mayEdit(first);
    await test.step("on a phone the bar fits", async () => {
      await second.page.setViewportSize({ width: 390, height: 844 });
      await isReadOnly(second);
      expect(await second.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await second.page.setViewportSize({ width: 1280, height: 800 });
    });
    await expect(second.page.getByRole("toolbar", { name: "Add a cell" })).toHaveCount(0);
    await expect(second.title).not.toBeEditable();
    await expect(second.cell("one").locator(".cm-content")).toHaveAttribute("aria-readonly", "true");

    await first.write(first.cell("one"), "SELECT 2 AS b");
    await expect(second.cell("one")).toContainText("SELECT 2 AS b");

    // Not saved yet when the other tab asks.
    await first.write(first.cell("one"), "SELECT 3 AS c");
    await second.page.getByRole("button", { name: "Take over" }).click();
    await mayEdit(second);
    await isReadOnly(first);
    await expect(second.cell("one")).toContainText("SELECT 3 AS c");
    await second.write(second.cell("one"), "SELECT 4 AS d");
    await expect(first.cell("one")).toContainText("SELECT 4 AS d");
    await second.page.reload();
    await expect(second.cell("one")).toContainText("SELECT 4 AS d");
  });

  test("a tab that is killed lets the other edit, and its run is Crashed there", async ({ context }) => {
    const { first, second } = await openTwice(context, {
      kind: "TypeScript",
      text: "const main = flow(async () => await new Promise(() => undefined));",
    });
    await isReadOnly(second);
    await first.start();
    await expect(second.head).toContainText("Running");
    const session = await context.newCDPSession(first.page);
    session.send("Page.crash").catch(() => undefined);
    await mayEdit(second);
    await expect(second.head).toContainText("Crashed");
    await second.write(second.cell("main"), "const main = flow(async () => 7);");
    await second.run("Completed");
  });

  test("WS40 the runs of either go on and show in both; on a phone, one of the other tab is resumed and stopped from here", async ({
    context,
  }) => {
    const { first, second } = await openTwice(context, {
      kind: "TypeScript",
      text: "const seven = task(async () => { console.log('counting'); return 7; });\nconst main = flow(async () => await seven());",
    });
    await test.step("the runs of either", async () => {
      await second.run("Completed");
      await expect(first.head).toContainText("Completed");
      await expect(first.cell("seven, main")).toContainText("7");
      await first.run("Completed");
      await expect(await second.history()).toHaveCount(2);
      await isReadOnly(second);
    });

    await first.write(first.cell("seven, main"), pausing);
    await expect(second.cell("main")).toContainText("pauseFlowRun");
    await second.page.setViewportSize({ width: 390, height: 844 });
    for (const colorScheme of ["light", "dark"] as const)
      await test.step(`on a phone, ${colorScheme}`, async () => {
        await second.page.emulateMedia({ colorScheme });
        await first.start();
        const form = second.page.getByRole("form", { name: "Resume main" });
        await form.getByLabel("Input, as JSON").fill('"many"');
        await form.getByRole("button", { name: "Resume" }).click();
        await expect(form.getByRole("alert")).toHaveText("Cannot resume this run: Reason: Expected a number");
        expect(await second.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
          390,
        );
        await form.getByLabel("Input, as JSON").fill("41");
        await form.getByRole("button", { name: "Resume" }).click();
        await expect(first.head).toContainText("Running");
        await second.page.getByRole("button", { name: "Stop this run" }).click();
        await first.ended("Cancelled");
        await second.ended("Cancelled");
        await expect(second.page.getByText("Another tab runs this.")).toHaveCount(0);
      });
  });

  test("a save over a newer revision is refused, also after a reload: theirs or mine here, or mine as a copy", async ({
    page,
  }) => {
    const app = new App(page);
    await app.openNew({ kind: "SQL", name: "one", text: "SELECT 1 AS a" });
    const alert = page.getByRole("alert", { name: "Editing" });
    const conflict = async (theirs: string, mine: string) => {
      await changeBehind(app, theirs);
      await app.title.fill(mine);
      await app.title.press("Enter");
      await expect(alert).toContainText("Changed elsewhere too");
    };

    for (const { button, theirs, mine, title } of [
      { button: "Use theirs", theirs: "Here", mine: "There", title: "Here" },
      { button: "Use mine", theirs: "Black", mine: "White", title: "White" },
    ])
      await test.step(`${button}, also after a reload`, async () => {
        await conflict(theirs, mine);
        await page.reload();
        await expect(alert).toBeVisible();
        await expect(app.title).toHaveValue(mine);
        await alert.getByRole("button", { name: button }).click();
        await expect(alert).toHaveCount(0);
        await expect(app.title).toHaveValue(title);
        await page.reload();
        await app.editable(title);
        await expect(alert).toHaveCount(0);
      });

    await test.step("mine as a copy", async () => {
      await conflict("Theirs", "Mine");
      const there = page.url();
      await alert.getByRole("button", { name: "Keep mine as a copy" }).click();
      await expect(app.title).toHaveValue("Mine (copy)");
      expect(page.url()).not.toBe(there);
      await page.goto(there);
      await expect(app.title).toHaveValue("Theirs");
    });
  });
});

test.describe("an old and a new version of the app at once", () => {
  test("the old tab makes way at once, says to reload, and keeps what it could not save", async ({
    page,
    context,
  }) => {
    const app = new App(page);
    await app.openNew();
    const newer = await context.newPage();
    await newer.goto(new URL("404.html", page.url()).href);
    const wasBlocked = await newer.evaluate(async () => {
      let isBlocked = false;
      const db = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open("runnel", 99);
        request.onblocked = () => (isBlocked = true);
        request.onsuccess = () => resolve(request.result);
      });
      db.close();
      return isBlocked;
    });
    expect(wasBlocked).toBe(false);
    await expect(page.getByRole("alert").filter({ hasText: "Runnel was updated" })).toBeVisible();

    await app.title.fill("Typed after the update");
    await app.title.press("Enter");
    await expect(page.getByText("This tab keeps it")).toBeVisible();
    const kept = await page.evaluate(() => Object.values(sessionStorage).join());
    expect(kept).toContain("Typed after the update");
    // The old version does not touch what the newer one has.
    await page.reload();
    await expect(page.getByText("A newer version of Runnel has these data")).toBeVisible();
    expect(await page.evaluate(() => Object.values(sessionStorage).join())).toContain("Typed after");
  });
});
