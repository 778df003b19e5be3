import { expect, test, type BrowserContext } from "@playwright/test";
import { App } from "./app";
import { audit } from "./audit";

// What tabs may do at once is drawn at random in `sessions/contention.browser.test.ts`.

/** A run that waits to be resumed between its tasks. */
const code = `const step = task({ taskRunName: "step {n}", retries: 1 }, async (n: number) => {
  if (n === 1 && runtime.taskRun.runCount < 2) throw new Error("not at the first attempt");
  return n;
});
const main = flow(async () => {
  await Promise.all([step(0), step(1)]);
  await pauseFlowRun();
  await Promise.all([step(2), step(3)]);
});`;

/** Three tabs of one browser with the same notebook open; the first edits it. */
async function openTabs(context: BrowserContext): Promise<readonly [App, App, App]> {
  const first = new App(await context.newPage());
  await first.openNew({ kind: "TypeScript", text: code });
  await expect(first.page.getByText("Saved", { exact: true })).toBeAttached();
  const open = async () => {
    const app = new App(await context.newPage());
    await app.page.goto(first.page.url());
    return app;
  };
  return [first, await open(), await open()];
}

/** Presses a button in a page, if it is there. */
async function press({ page }: App, button: string): Promise<void> {
  await page.evaluate((label) => {
    const found = [...document.querySelectorAll("button")].find(
      ({ innerText, disabled }) => innerText.trim() === label && !disabled,
    );
    found?.click();
  }, button);
}

test("[R7] WS42 three tabs resume and stop the same runs at once", async ({ context }) => {
  const apps = await openTabs(context);
  const [first, second, third] = apps;
  const isPaused = async () => {
    for (const { page } of apps) await expect(page.getByRole("form", { name: "Resume main" })).toBeVisible();
  };
  const isOver = async (state: string) => {
    for (const app of apps) await app.ended(state);
    expect(await first.page.evaluate(audit, null)).toMatchObject({ orphans: [], faults: [] });
  };

  await test.step("all resume it", async () => {
    await second.start();
    await isPaused();
    await Promise.all(apps.map((app) => press(app, "Resume")));
    await isOver("Completed");
    const each = Object.fromEntries([0, 1, 2, 3].map((n) => [`step ${n}`, "Completed"]));
    for (const app of apps) expect(await app.taskStates()).toEqual(each);
    for (const { runPanel } of apps) await expect(runPanel.getByText("2 attempts")).toHaveCount(1);
  });

  await test.step("one stops it where another runs it, and a third takes over", async () => {
    await second.start();
    await isPaused();
    await Promise.all([press(first, "Stop this run"), press(second, "Stop"), press(third, "Take over")]);
    await isOver("Cancelled");
    await expect(first.page.getByRole("button", { name: "Take over" })).toBeVisible();
    await expect(second.page.getByRole("button", { name: "Take over" })).toBeVisible();
    await expect(third.page.getByRole("button", { name: "Take over" })).toHaveCount(0);
  });
});
