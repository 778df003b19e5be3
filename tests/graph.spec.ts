import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { App } from "./app";

const code = `const square = task(async (n: number) => {
  if (n === 2) throw new RangeError("two");
  return { n };
});
const report = task((rows: unknown) => 1);
const inner = flow({ name: "inner" }, async () => await report(1));
const main = flow(async () => {
  const all = daily.submit();
  const squares = square.map([1, 2, 3]);
  const last = report.submit(all);
  await inner();
  await squares.wait();
  await last.wait();
});`;

test("the graph is drawn before a run and after it, read by keyboard, and exported", async ({ page }) => {
  const app = new App(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  let letCome: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letCome = resolve));
  await page.route("**/compile-typescript.js", async (route) => {
    await held;
    await route.continue();
  });
  await app.openNew(
    { kind: "SQL", name: "orders", text: "SELECT range AS n FROM range(1_234)" },
    { kind: "SQL", name: "daily", text: "SELECT n, n * 2 AS twice FROM orders" },
    { kind: "TypeScript", text: code },
  );
  const tab = app.runPanel.getByRole("tab", { name: "Graph", exact: true });
  const graph = app.runPanel.getByRole("region", { name: "Graph" });
  const nodes = graph.getByRole("listitem");
  const node = (name: RegExp) => graph.getByRole("button", { name }).first();

  await test.step("until the notebook has been read, it says that it is being read", async () => {
    await expect(app.runPanel.getByText("The notebook is being read…")).toBeVisible();
    letCome();
  });

  await test.step("before the first run it takes the place of the run", async () => {
    await expect(nodes).toContainText([/orders.*table/, /daily.*table/]);
    await expect(node(/^orders/)).toHaveAccessibleName("orders table to daily");
  });

  await app.run("Completed");
  await tab.click();
  await test.step("each task is a box with its runs by state, each after what it comes from", async () => {
    await expect(node(/^square/)).toHaveAccessibleName(/^square ×3 1 Failed, 2 Completed/);
    await expect(node(/^daily/)).toHaveAccessibleName(/Completed.*gives 1,234 rows × 2; to report/);
    await expect(graph.getByRole("button", { name: "Close inner" })).toHaveAttribute("aria-expanded", "true");
    await graph.getByRole("button", { name: "Close inner" }).click();
    await expect(graph.getByRole("button", { name: "Open inner" })).toBeVisible();
  });

  await test.step("arrows go along the lines, and what is chosen is in the address", async () => {
    await node(/^daily/).focus();
    await page.keyboard.press("ArrowDown");
    await expect(node(/^report/)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(node(/^report/)).toHaveAttribute("aria-current", "true");
    expect(new URL(page.url()).hash).toContain("task=");
    await app.runPanel.getByRole("button", { name: "Longest path" }).click();
    await expect(app.runPanel.getByText(/^Longest path: .*daily → report/)).toBeVisible();
  });

  await test.step("it zooms, and fits again", async () => {
    const width = async () => (await nodes.first().boundingBox())?.width ?? 0;
    const before = await width();
    await graph.press("+");
    await expect.poll(width).toBeGreaterThan(before * 1.2);
    await graph.press("0");
    await expect.poll(width).toBe(before);
  });

  await test.step("the timeline tells the longest path, and lists by worker as its address says", async () => {
    await app.runPanel.getByRole("tab", { name: "Timeline", exact: true }).click();
    await app.runPanel.getByRole("row", { name: /^report-.*, on the longest path$/ }).click();
    const detail = app.runPanel.getByRole("region", { name: /^Detail of report-/ });
    await expect(detail.getByText(/^On it, for .* of /)).toBeVisible();
    const order = app.runPanel.getByRole("combobox", { name: "Order" });
    await order.selectOption("By worker");
    await expect(order).toHaveValue("worker");
    await expect(app.runPanel.getByRole("row", { name: /^DuckDB: 2 task runs/ })).toBeVisible();
    await page.goto(`${page.url().replace(/#.*/, "")}#sort=worker&z=0-60000`);
    const whole = app.runPanel.getByRole("button", { name: "All of the time" });
    await expect(whole).toBeVisible();
    await expect(app.runPanel.getByRole("region", { name: "Detail of the run" })).toContainText("→ report-");
    await whole.click();
    await expect(whole).toBeHidden();
    expect(new URL(page.url()).hash).not.toContain("z=");
    await tab.click();
  });

  await test.step("what is selected elsewhere is brought into sight", async () => {
    await page.setViewportSize({ width: 1280, height: 520 });
    await graph.evaluate((element) => element.scrollTo(0, 0));
    await app.runPanel.getByRole("tab", { name: "Timeline", exact: true }).click();
    await app.runPanel.getByRole("combobox", { name: "Order" }).selectOption("By start");
    await app.runPanel.getByRole("row", { name: /^report-/ }).click();
    await tab.click();
    await expect(node(/^report/)).toBeInViewport();
    expect(await graph.evaluate(({ scrollTop, scrollLeft }) => scrollTop + scrollLeft)).toBeGreaterThan(0);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step("it leaves as Mermaid and as a drawing", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await app.runPanel.getByRole("button", { name: "Copy as Mermaid" }).click();
    await expect(app.runPanel.getByText("Copied")).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^flowchart TB\n[^]*"square × 3, 1 Failed, 2 Completed"/);
    const saving = page.waitForEvent("download");
    await app.runPanel.getByRole("button", { name: "Save as SVG" }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe("graph.svg");
    expect(await readFile(await file.path(), "utf8")).toMatch(/^<svg [^]*daily/);
  });
});
