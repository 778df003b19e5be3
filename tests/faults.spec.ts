import { expect, test } from "@playwright/test";
import { App } from "./app";
import { audit } from "./audit";
import { endWorker } from "./end-worker";

// Each fault by itself is in `sessions/faults.browser.test.ts`.

/** Runs the notebook once more, on the same page: whatever happened, that works. */
async function runsAgain(app: App): Promise<void> {
  await app.run("Completed");
  expect(await app.page.evaluate(audit, null)).toMatchObject({ orphans: [], faults: [] });
}

/** How the run that is looked at ended, and why. */
function head(app: App) {
  return app.runPanel.locator("header");
}

test("[R3] parts of the app that are lost cost the run that needs them, and the next one works", async ({
  page,
}) => {
  const app = new App(page);
  await page.route("**/duckdb/*", (route) => route.abort());
  const endless = "SELECT sum(a.range * b.range % 7) AS s FROM range(20000000) a, range(100000) b";
  await app.openNew(
    { kind: "SQL", name: "numbers", text: "SELECT range AS n FROM range(1000)" },
    { kind: "SQL", name: "sums", text: `SELECT n FROM numbers UNION ALL (${endless})` },
    { kind: "TypeScript", text: "const rate = 2;" },
  );
  const [, sums, code] = await page.locator("[data-cell]").all();

  await test.step("a data engine that cannot be fetched, and then can", async () => {
    await app.run("Failed");
    await expect(app.cell("numbers")).toContainText("The data engine");
    await page.unroute("**/duckdb/*");
  });

  await test.step("a data worker that goes in the middle of a query", async () => {
    await app.start();
    await expect(app.cell("numbers")).toContainText("Completed");
    await endWorker(page, "data");
    await app.ended("Failed");
    await expect(app.cell("sums")).toContainText("come back by themselves");
    await app.write(sums!, "SELECT sum(n) AS total FROM numbers");
    await runsAgain(app);
    await expect(app.cell("sums").getByRole("table")).toContainText("499500");
    expect(await app.taskStates()).toEqual({ numbers: "Cached", sums: "Completed" });
  });

  await test.step("a task's worker that fails by itself", async () => {
    await app.write(
      code!,
      `const frail = task({ retries: 1 }, async () => {
  if (runtime.taskRun.runCount > 1) return "well";
  setTimeout(() => { throw new Error("out of the blue"); });
  await new Promise(() => undefined);
});
const main = flow(async () => await frail());`,
    );
    await runsAgain(app);
    await expect(app.cell("frail, main")).toContainText("well");
    await expect(app.runPanel.getByRole("treegrid", { name: "Task runs" })).toContainText("2 attempts");
  });

  await test.step("a sandbox that is removed", async () => {
    await app.write(code!, "const main = flow(async () => await new Promise(() => undefined));");
    await app.start();
    await expect(head(app)).toContainText("Running");
    await page.getByTitle("Sandbox").evaluate((frame) => frame.remove());
    await app.ended("Crashed");
    await expect(head(app)).toContainText("The sandbox is gone");
    await app.write(code!, "const main = flow(async () => 1);");
    await runsAgain(app);
  });
});

test("[R6] a disk without room for a result is told of; the run has it all the same, and with room it is kept", async ({
  page,
}) => {
  const app = new App(page);
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(app.home);
  // From the start: Chromium remembers for a while how much room there was.
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1_000_000 });
  await app.openNew({
    kind: "TypeScript",
    text: `const big = task({ persistResult: true }, () => Array.from({ length: 1e6 }, (_, n) => n));
const main = flow(async () => (await big()).length);`,
  });
  await runsAgain(app);
  expect(await app.taskStates()).toEqual({ big: "RolledBack" });
  await expect(await app.log()).toContainText("no room left");
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await app.runPanel.getByRole("tab", { name: /Timeline/ }).click();
  await runsAgain(app);
  expect(await app.taskStates()).toEqual({ big: "Completed" });
});
