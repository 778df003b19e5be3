import { expect, test } from "@playwright/test";
import { App } from "./app";

const orders = `const fetchOrders = task(() => 3);
const main = flow(async () => await fetchOrders());`;

test("[CH2] [CH7] [CH8] things go wrong on purpose in one run, which says what would have saved it", async ({
  page,
}) => {
  const app = new App(page);
  await app.openNew({ kind: "TypeScript", text: orders });
  await page.getByRole("button", { name: "Other ways to run" }).click();
  await page.getByRole("menuitem", { name: "Run with chaos…" }).click();
  const dialog = page.getByRole("dialog", { name: "Chaos" });
  const plan = dialog.getByLabel("What goes wrong, a line each");
  const run = dialog.getByRole("button", { name: "Run once with chaos" });
  await plan.fill("seed 7\nnobody: crash\nfail, probability 2");
  await expect(dialog.getByRole("alert")).toContainText("Line 2: There is no task “nobody”");
  await expect(dialog.getByRole("alert")).toContainText("Line 3:");
  await expect(run).toBeDisabled();
  await plan.fill("seed 7\nfetchOrders: fail, attempt 1");
  await run.click();
  await app.ended("Failed");
  await expect(app.runPanel).toContainText("Chaos, seed 7: 1 fault; 1 not saved");
  await app.runPanel.getByRole("row", { name: /fetchOrders/ }).click();
  await expect(app.runPanel).toContainText("retries: 1 would have saved it.");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await app.ended("Completed");
  await expect(app.runPanel).not.toContainText("Chaos, seed 7");
});
