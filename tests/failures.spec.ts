import { expect, test, type Locator } from "@playwright/test";
import { App } from "./app";

// What each message says is in `sessions/failures.browser.test.ts`.

test("failures are shown where they happen, and the next run works", async ({ page }) => {
  const app = new App(page);
  await app.openNew(
    { kind: "SQL", name: "orders", text: "SELECT 1 AS amount" },
    { kind: "SQL", name: "wrong", text: "SELECT\n  amont\nFROM orders" },
    { kind: "TypeScript", text: "const rate = 2;" },
  );
  /** The line along a cell, in the colour of its worst state. */
  const edge = (cell: Locator) => cell.locator("> [aria-hidden]");
  const [wrong, code] = [app.cell("wrong"), page.locator("[data-cell]").nth(2)];

  await test.step("a wrong column is marked in its line, and named with a likely one", async () => {
    await app.run("Failed");
    await expect(wrong.getByRole("alert")).toContainText("line 2");
    await expect(wrong.getByRole("alert")).toContainText('"amount"');
    await expect(wrong.locator(".cm-lintRange-error")).toHaveText("amont");
    await expect(edge(wrong)).toHaveClass(/\bbg-state-failed\b/);
    await expect(edge(app.cell("orders"))).toHaveClass(/\bbg-state-completed\b/);
    await expect(app.cell("orders")).toContainText("Completed");
    await app.write(wrong, "SELECT\n  amount\nFROM orders");
    await app.run("Completed");
    await expect(wrong.getByRole("alert")).toHaveCount(0);
    const history = await app.history();
    await expect(history).toHaveCount(2);
    await expect(history.last()).toContainText("Failed");
  });

  await test.step("a file that cannot be read says so in its cell, and the next is read", async () => {
    await app.drop("main", { name: "ragged.csv", text: "a,b\n1,2\n3\n" });
    await expect(app.cell("ragged").getByRole("alert")).toContainText("line 3");
    await expect(app.runPanel.locator("header")).toContainText("Failed");
    await app.drop("main", { name: "good.csv", text: "x\n7\n" });
    await expect(app.cell("good").getByRole("table")).toContainText("7");
  });

  await test.step("a thrown error names the cell and the line", async () => {
    await app.write(
      code,
      'const go = task(async (x: number) => {\n  const y: number = x;\n  throw new RangeError("too far");\n});\nconst main = flow(async () => await go(1));',
    );
    await app.run("Failed");
    await expect(app.cell("go, main").getByRole("alert")).toContainText("line 3");
    await expect(app.cell("go, main").getByRole("alert")).toContainText("RangeError too far");
    await expect(edge(app.cell("go, main"))).toHaveClass(/\bbg-state-failed\b/);
  });

  await test.step("the run leads with its cause, from where one goes to the line", async () => {
    const head = app.runPanel.locator("header");
    await expect(head).toContainText("Failed because go failed: RangeError: too far");
    await head.getByRole("button", { name: "go, line 3" }).click();
    await expect(app.cell("go, main").getByRole("textbox")).toBeFocused();
    await page.keyboard.type("/* here */");
    await expect(app.cell("go, main").locator(".cm-line").nth(2)).toContainText("throw /* here */new");
  });

  await test.step("two cells of one name say so on both", async () => {
    await app.rename(wrong, "orders");
    await expect(page.getByRole("main").getByRole("alert").filter({ hasText: "orders" })).toHaveCount(2);
  });
});

test("Stop ends a loop that never yields, with the page alive all the while; a closed tab's run is Crashed", async ({
  page,
}) => {
  const app = new App(page);
  await app.openNew({
    kind: "TypeScript",
    text: "const spin = task(() => { while (true) {} });\nconst main = flow(async () => await spin());",
  });
  await app.start();
  await expect(app.runPanel.getByRole("treegrid", { name: "Task runs" })).toContainText("Running");
  await app.title.fill("Still here");
  await app.title.press("Enter");
  await expect(page.getByText("Saved")).toBeAttached();
  await page.getByRole("button", { name: "Stop" }).click();
  await app.ended("Cancelled");

  await app.start();
  await expect(app.runPanel.getByRole("treegrid", { name: "Task runs" })).toContainText("Running");
  await page.reload();
  await expect(app.runPanel.locator("header")).toContainText("Crashed");
  await expect(app.runPanel.locator("header")).toContainText("was closed");
  await expect(app.title).toHaveValue("Still here");
});
