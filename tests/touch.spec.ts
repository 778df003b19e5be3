import { expect, test } from "@playwright/test";
import { App, home } from "./app";

test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

test("by touch alone, on a phone: a notebook is made, written and run, its run looked at, shared and left", async ({
  page,
}) => {
  const app = new App(page);
  const cells = page.locator("[data-cell]");
  const sheet = app.runPanel;

  await test.step("a new notebook, and cells below and between others", async () => {
    await page.goto(home);
    await page.getByRole("button", { name: "Empty notebook" }).tap();
    await app.editable("Untitled");
    const adding = page.getByRole("toolbar", { name: "Add a cell" });
    await adding.last().getByRole("button", { name: "TypeScript" }).tap();
    await expect(cells.first().locator(".cm-content")).toBeFocused();
    await page.keyboard.insertText("const main = flow(async () => await double.map([1, 2]).result());");
    await adding.first().getByRole("button", { name: "Add a cell here" }).tap();
    await adding.first().getByRole("button", { name: "TypeScript" }).tap();
    await expect(cells).toHaveCount(2);
    await expect(cells.first().locator(".cm-content")).toBeFocused();
    await page.keyboard.insertText("const double = task(async (n: number) => n * 2);");
  });

  await test.step("they are moved and deleted by what is in sight", async () => {
    await cells.last().getByRole("button", { name: "Move up" }).tap();
    await expect(cells.first()).toContainText("const main");
    await page.getByRole("toolbar", { name: "Add a cell" }).last().getByRole("button", { name: "SQL" }).tap();
    await expect(cells).toHaveCount(3);
    await cells
      .last()
      .getByRole("button", { name: /^Delete/ })
      .tap();
    await expect(cells).toHaveCount(2);
  });

  await test.step("it runs, as the bar of the run says, and that is pulled up", async () => {
    const bar = sheet.getByRole("button", { name: /^(No run yet|main)/ });
    await expect(bar).toHaveText("No run yet");
    await page.getByRole("button", { name: "Run", exact: true }).tap();
    await expect(bar).toContainText("mainCompleted2 of 2");
    await bar.tap();
    await expect(sheet.getByRole("tab", { name: "Timeline" })).toBeInViewport();
  });

  await test.step("a task run and the history", async () => {
    await sheet
      .getByRole("row", { name: /^double/ })
      .getByRole("button")
      .tap();
    await sheet
      .getByRole("row", { name: /^double-/ })
      .first()
      .tap();
    const detail = sheet.getByRole("region", { name: /^Detail of double-/ });
    await expect(detail).toBeVisible();
    await detail.getByRole("button", { name: "Back" }).tap();
    await sheet.getByRole("tab", { name: /History/ }).tap();
    await sheet.getByRole("tabpanel").getByRole("listitem").getByRole("button").first().tap();
    await sheet.getByRole("button", { name: /^main/, expanded: true }).tap();
    await expect(sheet.getByRole("tab", { name: "Timeline" })).toBeHidden();
  });

  await test.step("what the bar has no room for, and what is shared", async () => {
    const dialog = page.getByRole("dialog");
    for (const name of ["Plan", "Secrets", "Network", "Keyboard shortcuts"]) {
      await page.getByRole("button", { name: "More", exact: true }).tap();
      await page.getByRole("menuitem", { name, exact: true }).tap();
      await expect(dialog).toHaveAccessibleName(name);
      await dialog.getByRole("button", { name: "Close" }).first().tap();
      await expect(dialog).toHaveCount(0);
    }
    await page.getByRole("button", { name: "Share", exact: true }).tap();
    await expect(dialog.getByRole("button", { name: "Copy link" })).toBeEnabled();
    await dialog.getByRole("button", { name: "Close" }).tap();
  });

  await test.step("nothing that is tapped is small; then it is left", async () => {
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, a, input, select, summary, [role=tab]")]
        .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .filter((one) => one.closest(".sr-only, [aria-label=Skip]") === null)
        .flatMap((one) => {
          const { width, height } = one.getBoundingClientRect();
          const name = one.getAttribute("aria-label") ?? one.textContent;
          return width < 24 || height < 24 ? [`${name}: ${width} × ${height}`] : [];
        }),
    );
    expect(small).toEqual([]);
    await page.getByRole("link", { name: "Runnel: home" }).tap();
    await expect(page.getByRole("listitem").filter({ hasText: "Untitled" })).toContainText("Completed");
  });
});

test("by touch: the line that failed is gone to from under the error, in the cell and in the head of the run", async ({
  page,
}) => {
  const app = new App(page);
  await app.openNew({
    kind: "SQL",
    name: "small",
    text: "SELECT\n  1 AS one,\n  2147483647::INTEGER + 1::INTEGER AS two",
  });
  await app.run("Failed");
  const place = { name: "small, line 3", exact: true };
  const inCell = app.cell("small").getByRole("button", place);
  await expect(inCell).toBeVisible();
  expect((await inCell.boundingBox())?.height).toBeGreaterThanOrEqual(32);
  await inCell.tap();
  await expect(app.cell("small").locator(".cm-content")).toBeFocused();
  await app.runPanel.getByRole("button", { name: /^Untitled/ }).tap();
  const inHead = app.runPanel.getByRole("button", place).first();
  await expect(inHead).toBeVisible();
  expect((await inHead.boundingBox())?.height).toBeGreaterThanOrEqual(32);
});
