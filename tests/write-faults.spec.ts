import { expect, test } from "@playwright/test";
import { App } from "./app";
import { audit } from "./audit";
import { breakStorage } from "./broken-storage";

// Each fault at each write is in `sessions/write-faults.browser.test.ts`.

test("[R6] WS23 a run whose end cannot be stored is told so, and is stored before the next", async ({
  page,
}) => {
  const app = new App(page);
  await page.addInitScript(breakStorage);
  await app.openNew({
    kind: "TypeScript",
    text: `const kept = task({ cachePolicy: INPUTS }, async (x: number) => x + 1);
const main = flow(async () => await kept(1));`,
  });
  await app.run("Completed");
  await expect(page.getByText("Saved")).toBeAttached();
  await page.evaluate(() => brokenStorage.set({ fault: "full", at: 1, lasts: true }));
  await app.run(/Failed|Crashed/);
  await expect(app.runPanel.locator("header")).toContainText("There is no room left");
  await expect(page.getByText("How this run ended is not stored")).toBeVisible();
  const [told = ""] = /Failed|Crashed/.exec(await app.runPanel.locator("header").innerText()) ?? [];

  await page.evaluate(() => brokenStorage.set(undefined));
  await app.run("Completed");
  expect(await app.taskStates()).toEqual({ kept: "Cached" });
  expect(await page.evaluate(audit, null)).toMatchObject({ orphans: [], faults: [] });
  await page.reload();
  await expect(await app.history()).toContainText(["Completed", told, "Completed"]);
});
