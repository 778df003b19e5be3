import { randomUUID } from "node:crypto";
import { expect, test, type Page } from "@playwright/test";
import { App, home } from "./app";

const needy = {
  kind: "TypeScript",
  text: `const main = flow(async (n = 2) => {
  if (n < 3) throw new Error("too few");
  return n * 10;
});`,
} as const;
const waiting = {
  kind: "TypeScript",
  text: "const wait = flow(async () => await new Promise(() => undefined));",
} as const;

const rows = (page: Page) => page.getByRole("listitem").filter({ has: page.getByRole("checkbox") });
const act = async (page: Page, text: string, action: string) => {
  await rows(page)
    .filter({ hasText: text })
    .first()
    .getByRole("button", { name: /^Actions/ })
    .click();
  await page.getByRole("menuitem", { name: action }).click();
};

/** Stored runs of a notebook, one an hour back from now. */
function history(notebookId: string, count: number): readonly object[] {
  return Array.from({ length: count }, (_, place) => {
    const at = Date.now() - place * 3_600_000;
    const isBad = place % 10 === 0;
    return {
      ...{ version: 1, id: randomUUID(), notebookId, name: `calm-otter-${place}`, flowName: "nightly" },
      ...{ stateType: isBad ? "FAILED" : "COMPLETED", stateName: isBad ? "Failed" : "Completed" },
      ...{ createdAt: at, startTime: at, endTime: at + 1000 + place },
      taskRunCounts: isBad ? { Failed: 1, Completed: 9_999 } : { Cached: 3, Completed: 7 },
    };
  });
}

test("WS130–WS135 the runs of all notebooks are found, run again with other parameters, compared, cancelled from another tab, and deleted", async ({
  context,
  page,
}) => {
  const app = new App(page);
  await page.goto(`${home}runs/`);
  await expect(page).toHaveTitle("Runs — Runnel");
  await expect(page.getByText("Nothing has run yet.")).toBeVisible();
  const { stored } = app;
  const nightly = new URL(await stored.addNotebook("Sales", "own", "")).searchParams.get("id") ?? "";
  await stored.put("runs", ...history(nightly, 250));

  await test.step("what is looked for is in the address, and there after a reload", async () => {
    await page.goto(`${home}runs/`);
    await expect(page.getByRole("heading", { name: "250 runs" })).toBeVisible();
    await expect(rows(page)).toHaveCount(100);
    await page.getByRole("button", { name: "Show more (150 left)" }).click();
    await expect(rows(page)).toHaveCount(200);
    await page.getByRole("group", { name: "State" }).getByRole("button", { name: "Failed 25" }).click();
    await expect(page.getByRole("heading", { name: "25 runs" })).toBeVisible();
    await expect(rows(page).first()).toContainText("Failed");
    await expect(rows(page).first().getByRole("img")).toHaveAccessibleName(
      "Task runs: 1 Failed, 9,999 Completed",
    );
    await page.getByRole("searchbox", { name: "Search" }).fill("otter-110 sales");
    await expect(rows(page)).toHaveCount(1);
    await page.reload();
    await expect(rows(page)).toHaveCount(1);
    await expect(page).toHaveURL(`${home}runs/?state=failed&text=otter-110+sales`);
    await page.getByRole("button", { name: "Show all" }).click();
    await expect(page).toHaveURL(`${home}runs/`);
    await page
      .getByRole("region", { name: "Trends" })
      .getByRole("button", { name: /^Today/ })
      .click();
    await expect(page).toHaveURL(/runs\/\?time=\d{4}-\d\d-\d\d$/);
    await expect(page.getByRole("heading", { name: "Today" })).toBeVisible();
    await expect(page.getByRole("heading", { level: 3 })).toHaveCount(1);
  });

  await test.step("a failed run is copied with another parameter, and that one is run again", async () => {
    await app.openNamed("Needy", needy);
    await app.run("Failed");
    await page.getByRole("link", { name: "Runs" }).click();
    await act(page, "Needy", "Copy to a new run…");
    const form = page.getByRole("form", { name: "Parameters" });
    await form.getByLabel("n", { exact: true }).fill("four");
    await form.getByRole("button", { name: "Run" }).click();
    await expect(form.getByRole("alert")).toHaveText("This is no number. Write one as 1.5.");
    await form.getByLabel("n", { exact: true }).fill("4");
    await form.getByRole("button", { name: "Run" }).click();
    await app.ended("Completed");
    await expect(app.cell("main")).toContainText("40");
    await page.getByRole("link", { name: "Runs" }).click();
    await act(page, "Completed", "Retry");
    await app.ended("Completed");
    await expect(await app.history()).toHaveCount(3);
  });

  await test.step("the history lists those that are looked for, as the address says", async () => {
    const listed = await app.history();
    await app.runPanel.getByRole("button", { name: "Failed 1" }).click();
    await expect(listed).toHaveCount(1);
    await app.runPanel.getByRole("searchbox", { name: "Search" }).fill("no such name");
    await expect(page).toHaveURL(/runs=failed&run-find=no\+such\+name$/);
    await page.reload();
    await expect(app.runPanel).toContainText("No run is like that.");
    await app.runPanel.getByRole("button", { name: "Show all" }).click();
    await expect(listed).toHaveCount(3);
  });

  await test.step("two of them are compared in the history", async () => {
    const ticks = app.runPanel.getByRole("checkbox", { name: /^Compare/ });
    await ticks.first().check();
    await ticks.last().check();
    await app.runPanel.getByRole("button", { name: "Compare" }).click();
    const dialog = page.getByRole("dialog", { name: "Compare two runs" });
    const given = dialog.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "n" }) });
    await expect(given.getByRole("cell")).toHaveText(["2", "4 (changed)"]);
    await expect(dialog.getByRole("columnheader")).toContainText(["", "Failed", "Completed"]);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  });

  await test.step("a row leads to its run", async () => {
    await page.getByRole("link", { name: "Runs" }).click();
    await rows(page).filter({ hasText: "Needy" }).last().getByRole("link").click();
    await expect(app.head).toContainText("Failed");
    await page.goBack();
  });

  const other = new App(await context.newPage());
  await test.step("a run of another tab shows up, and is cancelled from here", async () => {
    await other.openNamed("Waiting", waiting);
    await other.start();
    const row = rows(page).filter({ hasText: "Waiting" });
    await expect(row).toContainText("Running");
    await act(page, "Waiting", "Cancel");
    await expect(row).toContainText("Cancelled");
    await other.ended("Cancelled");
  });

  await test.step("several are deleted at once, here and where their notebook is open", async () => {
    await page.getByRole("searchbox", { name: "Search" }).fill("wait");
    await expect(await other.history()).toHaveCount(1);
    await page.getByRole("checkbox", { name: "Select all" }).check();
    await page.getByRole("button", { name: "Delete 1" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    await expect(page.getByText("No run is like that.")).toBeVisible();
    await expect(other.runPanel).toContainText("No run yet");
    await page.getByRole("searchbox", { name: "Search" }).fill("");
    await expect(page.getByRole("heading", { name: "253 runs" })).toBeVisible();
  });

  await test.step("it fits a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const first = rows(page).filter({ hasText: "nightly" }).first();
    await first.scrollIntoViewIfNeeded();
    await expect(first.getByRole("button", { name: /^Actions/ })).toBeInViewport({ ratio: 1 });
    const [name, took] = [first.getByText("nightly"), first.getByText(/^1\.\d s$/)];
    const [line, beside] = [await name.boundingBox(), await took.boundingBox()];
    expect(Math.abs((line?.y ?? 0) - (beside?.y ?? Infinity))).toBeLessThan(8);
    await page
      .getByRole("group", { name: "State" })
      .getByRole("button", { name: /^Failed/ })
      .click();
    await expect(page.getByRole("heading", { name: "26 runs" })).toBeVisible();
    await page.getByLabel("Notebook").selectOption("Needy");
    await expect(page.getByRole("heading", { name: "1 run", exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Show all" }).click();
    await expect(page.getByRole("heading", { name: "253 runs" })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
