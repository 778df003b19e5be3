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

test("[CH6] [CH9] a plan goes with any flow, and with simulated time, from the run menu and from the strip", async ({
  page,
}) => {
  const app = new App(page);
  const other = `const score = task({ retries: 1, retryDelaySeconds: 86400 }, () => 4);
const weekly = flow(async () => await score());`;
  await app.openNew({ kind: "TypeScript", text: orders }, { kind: "TypeScript", text: other });
  const dialog = page.getByRole("dialog", { name: "Chaos" });
  const strip = page.getByRole("region", { name: "Simulated time" });
  const plan = dialog.getByLabel("What goes wrong, a line each");
  const run = dialog.getByRole("button", { name: "Run once with chaos" });
  await page.getByRole("button", { name: "Other ways to run" }).click();
  await page.getByRole("menuitem", { name: "Run with chaos…" }).click();
  await plan.fill("score: fail, attempt 1\njump -3600, after 60");
  await expect(dialog.getByRole("alert")).toContainText("A clock jumps only in simulated time");
  await dialog.getByRole("checkbox", { name: "In simulated time" }).check();
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await dialog.getByRole("combobox", { name: "Flow" }).selectOption("weekly");
  await run.click();
  // A day at the usual speed is longer than anybody waits.
  await strip.getByLabel("Speed").selectOption("As fast as it can");
  await app.ended("Completed");
  await expect(app.runPanel).toContainText("weekly");
  await expect(app.runPanel).toContainText("Simulated from Mon 2 Mar 2026, 06:00:00, seed 1");
  await expect(app.runPanel).toContainText("Chaos, seed 1: 1 fault; 1 saved by a retry");
  await expect(await app.log()).toContainText("The clock is set back by 3600 s");

  await strip.getByRole("textbox", { name: "Seed" }).fill("5");
  await strip.getByRole("combobox", { name: "Flow" }).selectOption("weekly");
  await strip.getByRole("button", { name: "With chaos…" }).click();
  await plan.fill("seed 9\nscore: fail");
  await expect(dialog.getByRole("checkbox", { name: "In simulated time" })).toBeChecked();
  await expect(dialog.getByRole("combobox", { name: "Flow" })).toHaveValue("weekly");
  await run.click();
  await app.ended("Failed");
  await expect(app.runPanel).toContainText("seed 5");
  await expect(app.runPanel).toContainText("Chaos, seed 9: 2 faults");
  await strip.getByRole("button", { name: "Run simulated" }).click();
  await app.ended("Completed");
  await expect(app.runPanel).toContainText("weekly");
  await expect(app.runPanel).not.toContainText("Chaos");
});
