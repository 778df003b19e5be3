import { expect, test, type Locator, type Page } from "@playwright/test";
import { App, home } from "./app";

/** Goes on by a key until something has the focus, once it is there: as far as a person would. */
async function goTo(page: Page, wanted: Locator, key = "Tab", most = 25): Promise<void> {
  await expect(wanted.first()).toBeAttached();
  for (let step = 0; step < most; step++) {
    await page.keyboard.press(key);
    if (await wanted.evaluateAll((all) => all.includes(document.activeElement as HTMLElement))) return;
  }
  await expect(wanted).toBeFocused({ timeout: 1_000 });
}

test("by keyboard alone: a notebook is made, written and run, its run looked at, shared and left", async ({
  page,
}) => {
  const app = new App(page);
  const { keyboard } = page;
  const cells = page.locator("[data-cell]");
  const editor = page.locator(".cm-content");
  const run = page.getByRole("button", { name: "Run", exact: true });
  const part = (selector: string) => page.locator(selector);

  await test.step("a new notebook, from the home page", async () => {
    await page.goto(home);
    await goTo(page, page.getByRole("button", { name: "Empty notebook" }));
    await keyboard.press("Enter");
    await app.editable("Untitled");
  });

  await test.step("past the bar, to the kinds of cells, which are one stop", async () => {
    const skip = page.getByRole("button", { name: "Skip to the cells" });
    await skip.waitFor({ state: "attached" });
    await keyboard.press("Tab");
    await expect(skip).toBeFocused();
    await keyboard.press("Enter");
    await expect(part("main")).toBeFocused();
    const kinds = page.getByRole("toolbar", { name: "Add a cell" }).getByRole("button");
    await goTo(page, kinds.first());
    await goTo(page, kinds.filter({ hasText: "TypeScript" }), "ArrowRight", 3);
    await keyboard.press("Enter");
    await expect(editor).toBeFocused();
  });

  await test.step("who goes on by Tab changes nothing; who types indents by it, and leaves by Escape and Tab", async () => {
    await keyboard.press("Tab");
    await expect(editor).not.toBeFocused();
    await keyboard.press("Shift+Tab");
    await expect(editor).toBeFocused();
    await expect(editor).toHaveText("");
    await keyboard.type("const double = task(async (n: number) => n * 2);\n");
    await keyboard.type("const main = flow(async () => {\nreturn await double.map([1, 2]).result();\n");
    await keyboard.press("Tab");
    await expect(editor).toContainText("result();");
    await keyboard.press("Escape");
    await expect(cells).toBeFocused();
    await keyboard.press("Tab");
    await expect(editor).not.toBeFocused();
    await expect(page.getByRole("toolbar", { name: "Add a cell" }).last().locator(":focus")).toHaveCount(1);
  });

  await test.step("from cell to cell, and into one; what is deleted hands on the focus", async () => {
    await keyboard.press("Enter");
    await expect(cells).toHaveCount(2);
    await expect(cells.last().locator(".cm-content")).toBeFocused();
    await keyboard.press("Escape");
    await expect(cells.last()).toBeFocused();
    await keyboard.press("k");
    await expect(cells.first()).toBeFocused();
    await keyboard.press("ArrowDown");
    await expect(cells.last()).toBeFocused();
    await goTo(page, cells.last().getByRole("button", { name: "Move up" }));
    await goTo(page, cells.last().getByRole("button", { name: /^Delete/ }), "ArrowRight", 2);
    await keyboard.press("Enter");
    await expect(cells).toHaveCount(1);
    await expect(cells).toBeFocused();
    await keyboard.press("Enter");
    await expect(editor).toBeFocused();
  });

  await test.step("the keys are told", async () => {
    await keyboard.press("Escape");
    await keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(sheet).toContainText("next part: bar, cells, run");
    await keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
    await expect(cells.locator(":focus")).toHaveCount(1);
  });

  await test.step("it runs, and who pressed Run keeps the focus", async () => {
    await keyboard.press("Shift+F6");
    await expect(part("header").first()).toBeFocused();
    await goTo(page, run);
    await keyboard.press("Enter");
    await app.ended("Completed");
    await expect(run).toBeFocused();
  });

  await test.step("the timeline, a task run, and back", async () => {
    await keyboard.press("Shift+F6");
    await expect(part("#run")).toBeFocused();
    const rows = app.runPanel.getByRole("row");
    await goTo(page, rows);
    await keyboard.press("ArrowRight");
    await keyboard.press("ArrowDown");
    const row = app.runPanel.getByRole("row", { name: /^double-/ }).first();
    await expect(row).toBeFocused();
    await keyboard.press("Enter");
    const detail = app.runPanel.getByRole("region", { name: /^Detail of double-/ });
    await expect(detail).toBeVisible();
    await keyboard.press("Escape");
    await expect(detail).toHaveCount(0);
    await expect(row).toBeFocused();
  });

  await test.step("the history", async () => {
    await goTo(page, app.runPanel.getByRole("tab", { name: "Timeline" }), "Shift+Tab");
    await goTo(page, app.runPanel.getByRole("tab", { name: /History/ }), "ArrowRight", 5);
    await keyboard.press("Enter");
    const panel = app.runPanel.getByRole("tabpanel", { name: /^History/ });
    const past = panel.getByRole("listitem").getByRole("button");
    await goTo(page, past.first());
    await keyboard.press("Enter");
    await expect(past.first()).toHaveAttribute("aria-current", "true");
  });

  await test.step("it is shared, and left", async () => {
    await keyboard.press("F6");
    await goTo(page, page.getByRole("button", { name: "Share", exact: true }));
    await keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Share Untitled" });
    await expect(dialog.getByRole("textbox", { name: "Link", exact: true })).toBeFocused();
    await keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Share", exact: true })).toBeFocused();
    await goTo(page, page.getByRole("link", { name: "Runnel: home" }), "Shift+Tab");
    await keyboard.press("Enter");
    await expect(page.getByRole("listitem").filter({ hasText: "Untitled" })).toContainText("Completed");
  });
});
