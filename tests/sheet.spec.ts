import { expect, test } from "@playwright/test";
import { iconOf } from "../app/_shell/tab-icon";
import { App } from "./app";

const waiting = `const double = task(async (n: number) => n * 2);
const half = task(async (n: number) => n / 2);
const main = flow(async () => {
  await double(1);
  await pauseFlowRun();
  return await half(2);
});`;

test("on a phone the run is a sheet of three heights, by tap, drag and keys, and comes up where it waits for the person", async ({
  page,
}) => {
  const app = new App(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await app.openNew({ kind: "TypeScript", text: waiting });
  const { runPanel: sheet } = app;
  const bar = sheet.getByRole("button", { name: /^(No run yet|main)/ });
  const isHigh = (pixels: number) =>
    expect.poll(async () => (await sheet.boundingBox())?.height).toBeCloseTo(pixels, -1);
  const timeline = sheet.getByRole("tab", { name: "Timeline" });
  const stop = page.getByRole("button", { name: "Stop" });

  await test.step("a bar at first, which hides nothing at the end of the notebook", async () => {
    await isHigh(56);
    await expect(bar).toHaveText("No run yet");
    await expect(timeline).toBeHidden();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const last = await page.getByRole("toolbar", { name: "Add a cell" }).last().boundingBox();
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThan(844 - 56);
  });

  await test.step("it says that the run waits, and has its form", async () => {
    await app.start();
    await expect(bar).toContainText("mainwaits for you1 of 1");
    await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", iconOf("waiting"));
    await expect(stop).toHaveCount(1);
    await sheet.getByRole("button", { name: "Resume" }).click();
    await app.ended("Completed");
    await expect(bar).toContainText("mainCompleted2 of 2");
    await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", iconOf("completed"));
    await expect(stop).toHaveCount(0);
    await isHigh(422);
  });

  await test.step("in half of the page the states are one line, and filter; what the top bar has no room for is under More", async () => {
    const chips = sheet.getByRole("group", { name: "Task runs by state" });
    expect(await chips.evaluate((element) => getComputedStyle(element).flexWrap)).toBe("nowrap");
    const done = chips.getByRole("button", { name: "2 Completed" });
    await done.click();
    await expect(done).toHaveAttribute("aria-pressed", "true");
    await expect(page).toHaveURL(/states=Completed/);
    await done.click();
    const more = page.getByRole("button", { name: "More", exact: true });
    await expect(more).toBeInViewport({ ratio: 1 });
    await more.click();
    const items = page.getByRole("menuitem");
    await expect(items).toHaveText([
      ...[
        "Plan",
        "Simulate",
        "Secrets",
        "Network",
        "Present",
        "Make a lesson…",
        "Keyboard shortcuts",
        "Runs",
      ],
      ...["Notebook (.md)", "Notebook with its data (.zip)", "Page with the run (.html)"].map(download),
      ...["Jupyter notebook (.ipynb)", "TypeScript (.ts)"].map(download),
      ...["Theme of the system ✓", "Light theme", "Dark theme"],
    ]);
    const moved = await items.getByText("Dark theme").evaluate((item) => {
      const [{ top }, before] = [item.getBoundingClientRect(), scrollY];
      scrollTo(0, scrollY > 0 ? 0 : document.documentElement.scrollHeight);
      return { page: scrollY !== before, item: item.getBoundingClientRect().top !== top };
    });
    expect(moved, "what is pressed stays under the finger").toEqual({ page: true, item: false });
    await items.getByText("Dark theme").click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await more.click();
    await expect(items.getByText("Dark theme ✓")).toBeVisible();
    await items.getByText("Theme of the system").click();
    await expect(page.locator("html")).not.toHaveAttribute("data-theme", "dark");
  });

  await test.step("however much a cell says of its runs, its button is in the first line", async () => {
    const cell = page.getByRole("group", { name: /^TypeScript cell/ });
    const [kind, button] = [cell.getByText("TypeScript", { exact: true }), cell.getByLabel(/^Run cell/)];
    const [line, box] = [await kind.first().boundingBox(), await button.boundingBox()];
    expect(box?.y).toBeLessThan((line?.y ?? 0) + (line?.height ?? 0));
  });

  await test.step("by tap and keys", async () => {
    await bar.click();
    await isHigh(56);
    await expect(bar).toHaveAttribute("aria-expanded", "false");
    await bar.press("Enter");
    await isHigh(422);
    await expect(bar).toHaveAttribute("aria-expanded", "true");
    await sheet.getByRole("button", { name: "All of the page" }).press("Enter");
    await isHigh(796);
    await page.keyboard.press("Escape");
    await isHigh(422);
    await page.keyboard.press("Escape");
    await isHigh(56);
  });

  await test.step("by drag", async () => {
    const dragTo = async (y: number) => {
      const box = await bar.boundingBox();
      await page.mouse.move(100, (box?.y ?? 0) + 28);
      await page.mouse.down();
      await page.mouse.move(100, y, { steps: 4 });
      // Held still before it is let go: no flick.
      await page.mouse.move(100, y);
      await page.mouse.up();
    };
    await dragTo(100);
    await isHigh(796);
    await dragTo(430);
    await isHigh(422);
    await dragTo(800);
    await isHigh(56);
  });

  await test.step("the detail is a page of its own", async () => {
    await bar.click();
    await sheet.getByRole("row", { name: /^half-/ }).click();
    const detail = sheet.getByRole("region", { name: /^Detail of half-/ });
    await expect(detail).toBeVisible();
    await expect(timeline).toBeHidden();
    await detail.getByRole("button", { name: "Back" }).click();
    await expect(detail).toHaveCount(0);
    await expect(sheet.getByRole("row", { selected: true })).toBeFocused();
    await sheet.getByRole("row", { selected: true }).press("ArrowUp");
    await expect(sheet.getByRole("row", { selected: true })).toBeFocused();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  await test.step("where there is room it stands beside the notebook", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(bar).toHaveCount(0);
    await expect(timeline).toBeVisible();
    await isHigh(752);
  });

  await test.step("F gives it the whole page, with its lenses side by side, and Escape takes that back", async () => {
    const whole = sheet.getByRole("button", { name: "Whole page" });
    await sheet.getByRole("row", { name: /^half-/ }).press("f");
    await expect(whole).toHaveAttribute("aria-pressed", "true");
    await expect(sheet.getByRole("treegrid", { name: "Task runs" })).toBeVisible();
    await expect(sheet.getByRole("region", { name: "Graph" })).toBeVisible();
    await expect(sheet.getByRole("tab", { selected: true })).toContainText("Logs");
    await expect.poll(async () => (await sheet.boundingBox())?.width).toBe(1280 - 160);
  });

  const rail = page.getByRole("navigation", { name: "Cells" });
  await test.step("the names of the cells are a rail there, which selects in the run, and the detail is beside all else", async () => {
    const names = rail.getByRole("button");
    await expect(names).toHaveText(["double", "half", "main"]);
    await expect(names.nth(1)).toHaveAttribute("aria-current", "true");
    await rail.getByRole("button", { name: "double: Completed" }).click();
    await expect(sheet.getByRole("row", { selected: true })).toHaveAccessibleName(/^double-/);
    await expect(names.nth(0)).toHaveAttribute("aria-current", "true");
    const detail = sheet.getByRole("region", { name: /^Detail of double-/ });
    const [beside, graph, logs] = await Promise.all([
      detail.boundingBox(),
      sheet.getByRole("region", { name: "Graph" }).boundingBox(),
      sheet.getByRole("tabpanel").boundingBox(),
    ]);
    expect(beside?.x).toBeGreaterThanOrEqual((graph?.x ?? Infinity) + (graph?.width ?? 0) - 1);
    expect(beside?.height).toBeGreaterThan((graph?.height ?? 0) + (logs?.height ?? 0));
    await detail.getByRole("button", { name: /^Close the detail/ }).click();
    await expect(detail).toHaveCount(0);
  });

  await test.step("Escape gives the page back, and so does a name that the run does not have, which leads to its cell", async () => {
    const whole = sheet.getByRole("button", { name: "Whole page" });
    await page.keyboard.press("Escape");
    await expect(timeline).toBeVisible();
    await expect(rail).toHaveCount(0);
    await page.keyboard.press("f");
    await rail.getByRole("button", { name: "Go to main: Completed" }).click();
    await expect(rail).toHaveCount(0);
    await expect(page.getByRole("group", { name: /^TypeScript cell/ })).toBeInViewport();
    await whole.click();
    await expect(timeline).toBeHidden();
    await page.keyboard.press("f");
    await expect(timeline).toBeVisible();
    await page.getByLabel("Title of the notebook").press("f");
    await expect(timeline).toBeVisible();
  });
});

function download(form: string): string {
  return `Download: ${form}`;
}
