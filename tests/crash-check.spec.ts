import { expect, test } from "@playwright/test";
import { App } from "./app";

const planted = `const arrived = task(async () => await fromRows([{ id: 1 }, { id: 2 }, { id: 3 }], "arrived"));
const add = task(async (rows: Table) => await load(rows, "shop.orders", { mode: "append" }));
const main = flow(async () => {
  await add(await arrived());
});`;

test("[CC1] [CC9] [CC10] a flow is killed after each of its events: the fault is found, replayed, kept and mended", async ({
  page,
}) => {
  const app = new App(page);
  await app.openNew({ kind: "TypeScript", text: planted });
  const ways = page.getByRole("button", { name: "Other ways to run" });
  const check = page.getByRole("region", { name: "Crash check" });
  await ways.click();
  await page.getByRole("menuitem", { name: "Check for crashes" }).click();
  await app.ended("Completed");
  await expect(check.getByRole("status")).toHaveText(/^Does not survive: 2 of 12 crash points fail/);
  await expect(check).toContainText("resumed, it added them again: shop.orders has 6 rows, not 3.");
  await check.getByRole("button", { name: "Replay the crash" }).click();
  await expect(app.runPanel).toContainText(
    "this run resumes the one before, which was killed after 11 events",
  );
  await app.ended("Completed");
  // What was replayed first is kept from there.
  await app.runPanel.getByRole("button", { name: "Keep in the notebook" }).click();
  await expect(app.runPanel.getByRole("button", { name: "Kept: a link has it" })).toBeDisabled();
  await page.getByRole("button", { name: "The run before" }).click();
  await app.ended("Crashed");
  await expect(app.runPanel).toContainText("Killed on purpose right after add had added 3 rows");
  await ways.click();
  await expect(page.getByRole("menuitem", { name: "Replay the kept crash" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Back to the latest run" }).click();
  await app.write(page.locator("[data-cell]").first(), planted.replace("append", "replace"));
  await ways.click();
  await page.getByRole("menuitem", { name: "Check for crashes" }).click();
  await expect(check.getByRole("progressbar", { name: "Crash check" })).toBeVisible();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await app.ended("Cancelled");
  await expect(check.getByRole("status")).toHaveText(/^No fault so far: 12 of 12 crash points/);
});
