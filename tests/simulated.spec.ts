import { expect, test } from "@playwright/test";
import { durationText } from "../app/_ui/time";
import { App } from "./app";

const month = `const main = flow(async () => {
  await sleep(30 * 86400);
  return new Date().toISOString();
});`;

const weeks = `const early = task(async () => await sleep(70 * 86400));
const main = flow(async () => await early());`;

test("WS53 WS198 between two events of a simulated run its head and the strip tell one time, and the history lists it", async ({
  page,
}) => {
  const app = new App(page);
  await app.openNew({ kind: "TypeScript", text: weeks });
  await page.getByRole("button", { name: "Simulate", exact: true }).click();
  const strip = page.getByRole("region", { name: "Simulated time" });
  await strip.getByLabel("Speed").selectOption("×100,000");
  await strip.getByRole("button", { name: "Run simulated" }).click();
  const hour = strip.getByRole("time");
  await expect(hour).toContainText("Mar 2026");
  await expect(hour).not.toHaveText("Mon 2 Mar 2026, 06:00:00");
  await strip.getByRole("button", { name: "Pause time" }).click();
  const clock = app.head.locator("[data-clock]");
  await expect(async () => {
    const told = (await clock.textContent()) ?? "";
    const shown = Date.parse((await hour.getAttribute("datetime")) ?? "");
    expect(told).toBe(durationText(shown - Date.UTC(2026, 2, 2, 6)));
  }).toPass();
  await expect(clock).not.toHaveText("0 ms");
  const run = await app.history();
  await expect(run).toHaveCount(1);
  await expect(run).toContainText("Running");
  await strip.getByRole("button", { name: "Next event" }).click();
  await app.ended("Completed");
  await expect(run).toHaveCount(1);
  await expect(run).toContainText("Completed");
});

test("[SI11] a notebook runs in simulated time from a strip, event by event by keyboard, and is marked", async ({
  page,
}) => {
  const app = new App(page);
  await app.openNew({ kind: "TypeScript", text: month });
  await page.getByRole("button", { name: "Simulate", exact: true }).click();
  const strip = page.getByRole("region", { name: "Simulated time" });
  await strip.getByLabel("Speed").selectOption("Event by event");
  await strip.getByRole("button", { name: "Run simulated" }).click();
  await expect(strip.getByRole("time")).toHaveText("Mon 2 Mar 2026, 06:00:00");
  await strip.getByRole("button", { name: "Next event" }).focus();
  await page.keyboard.press("ArrowRight");
  await app.ended("Completed");
  await expect(app.cell("main")).toContainText("2026-04-01T06:00:00.000Z");
  await expect(app.runPanel).toContainText("Simulated from Mon 2 Mar 2026, 06:00:00, seed 1");
  await expect((await app.history()).first()).toContainText("Simulated");
  await strip.getByRole("textbox", { name: "Seed" }).fill("x");
  await strip.getByRole("button", { name: "Run simulated" }).click();
  await expect(strip.getByRole("alert")).toContainText("A seed is a whole number, such as 7, and not “x”.");
  await strip.getByRole("button", { name: "Back to real time" }).click();
  await expect(strip).toHaveCount(0);
});
