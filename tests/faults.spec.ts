import { expect, test, type Page } from "@playwright/test";
import { App } from "./app";
import { audit } from "./long-run";

test.describe.configure({ timeout: 300_000 });

/** Runs the notebook once more, on the same page: whatever happened, that works. */
async function runsAgain(app: App): Promise<void> {
  await app.run("Completed");
  expect(await app.page.evaluate(audit)).toMatchObject({ orphans: [], faults: [] });
}

/** How the run that is looked at ended, and why. */
function head(app: App) {
  return app.runPanel.locator("header");
}

/** The worker that holds the notebook's tables. */
async function dataWorker(page: Page) {
  const isIt = () =>
    performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/workers/data.js"));
  for (const worker of page.workers()) if (await worker.evaluate(isIt)) return worker;
  throw new Error("The page has no data worker.");
}

/** The only cell, whatever it defines at the moment. */
function cell(app: App) {
  return app.page.locator("[data-cell]").first();
}

test.describe("a worker that fails", () => {
  test("a task's worker that fails by itself ends the attempt, and the task is tried again", async ({
    page,
  }) => {
    const app = new App(page);
    await app.openNew({
      kind: "TypeScript",
      text: `const frail = task({ retries: 1 }, async () => {
  if (runtime.taskRun.runCount > 1) return "well";
  setTimeout(() => { throw new Error("out of the blue"); });
  await new Promise(() => undefined);
});
const main = flow(async () => await frail());`,
    });
    await runsAgain(app);
    await expect(app.cell("frail, main")).toContainText("well");
    await expect(app.runPanel.getByRole("region", { name: "Task runs" })).toContainText("2 attempts");
  });

  test("with no retry left the task is Crashed, and says why", async ({ page }) => {
    const app = new App(page);
    await app.openNew({
      kind: "TypeScript",
      text: `const frail = task(async () => {
  setTimeout(() => { throw new Error("out of the blue"); });
  await new Promise(() => undefined);
});
const main = flow(async () => await frail());`,
    });
    await app.run("Failed");
    await expect(head(app)).toContainText("out of the blue");
    expect(await app.taskStates()).toEqual({ frail: "Crashed" });
    await app.write(cell(app), "const main = flow(async () => 1);");
    await runsAgain(app);
  });

  test("a flow's worker that fails by itself ends the run", async ({ page }) => {
    const app = new App(page);
    await app.openNew({
      kind: "TypeScript",
      text: `const main = flow(async () => {
  setTimeout(() => { throw new Error("out of the blue"); });
  await new Promise(() => undefined);
});`,
    });
    await app.run("Crashed");
    await expect(head(app)).toContainText("out of the blue");
    await app.write(cell(app), "const main = flow(async () => 1);");
    await runsAgain(app);
  });

  test("code that throws while it is loaded fails the run", async ({ page }) => {
    const app = new App(page);
    await app.openNew({
      kind: "TypeScript",
      text: `throw new RangeError("at load");\nconst main = flow(async () => 1);`,
    });
    await app.run("Failed");
    await expect(head(app)).toContainText("at load");
    await app.write(cell(app), "const main = flow(async () => 1);");
    await runsAgain(app);
  });

  test("memory that runs out fails the task, not the tab", async ({ page }) => {
    const app = new App(page);
    await app.openNew({
      kind: "TypeScript",
      text: "const big = task(() => { const all = []; for (;;) all.push(new ArrayBuffer(2 ** 40)); });\nconst main = flow(async () => await big());",
    });
    await app.run("Failed");
    await expect(head(app)).toContainText(/array buffer/i);
    await app.write(cell(app), "const main = flow(async () => 1);");
    await runsAgain(app);
  });

  for (const { title, value } of [
    { title: "a function", value: "() => 1" },
    { title: "an object that is watched", value: "new Proxy({}, {})" },
    { title: "a promise inside", value: "{ later: Promise.resolve(1) }" },
  ])
    test(`a value that no other realm can have: ${title}`, async ({ page }) => {
      const app = new App(page);
      await app.openNew({
        kind: "TypeScript",
        text: `const give = task(async (): Promise<unknown> => { const value = ${value}; return value; });\nconst main = flow(async () => { await give(); return 1; });`,
      });
      await app.run("Failed");
      await expect(head(app)).toContainText(/plain data/);
      await app.write(cell(app), "const main = flow(async () => 1);");
      await runsAgain(app);
    });
});

test.describe("parts of the app that are lost", () => {
  const waiting = "const main = flow(async () => await new Promise(() => undefined));";

  test("a sandbox that is removed ends its run, and the next opens another", async ({ page }) => {
    const app = new App(page);
    await app.openNew({ kind: "TypeScript", text: waiting });
    await app.start();
    await expect(head(app)).toContainText("Running");
    await page.getByTitle("Sandbox").evaluate((frame) => frame.remove());
    await app.ended("Crashed");
    await expect(head(app)).toContainText("The sandbox is gone");
    await app.write(cell(app), "const main = flow(async () => 1);");
    await runsAgain(app);
  });

  test("messages of others change nothing", async ({ page }) => {
    const app = new App(page);
    await app.openNew({
      kind: "TypeScript",
      text: "const main = flow(async () => { await sleep(0.2); return 1; });",
    });
    // The page itself may open a frame that is not open yet: so there is one.
    await runsAgain(app);
    await app.start();
    await page.evaluate(() => {
      const messages = [
        null,
        1,
        "APPLY",
        { type: "ready" },
        { type: "APPLY", path: ["events"], argumentList: [] },
      ];
      const targets = [
        window,
        ...[...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow!),
      ];
      for (const target of targets)
        for (const message of [...messages, { type: "runnel:open", guest: "throw 1", connect: [] }])
          target.postMessage(message, "*", [new MessageChannel().port1]);
    });
    await app.ended("Completed");
    await runsAgain(app);
  });

  test("tables of a data worker that is gone come back from their lineage", async ({ page }) => {
    const app = new App(page);
    await app.openNew(
      { kind: "SQL", name: "numbers", text: "SELECT range AS n FROM range(1000)" },
      { kind: "SQL", name: "sums", text: "SELECT sum(n) AS total FROM numbers" },
    );
    await runsAgain(app);
    await (await dataWorker(page)).evaluate(() => close());
    await app.write(page.locator("[data-cell]").last(), "SELECT sum(n) * 2 AS total FROM numbers");
    await runsAgain(app);
    await expect(app.cell("sums").getByRole("table")).toContainText("999000");
    expect(await app.taskStates()).toEqual({ numbers: "Cached", sums: "Completed" });
  });

  test("a data worker that goes in the middle of a query fails it, and the next run is right", async ({
    page,
  }) => {
    const app = new App(page);
    const endless = "SELECT sum(a.range * b.range % 7) AS s FROM range(20000000) a, range(100000) b";
    await app.openNew(
      { kind: "SQL", name: "numbers", text: "SELECT range AS n FROM range(1000)" },
      { kind: "SQL", name: "sums", text: `SELECT n FROM numbers UNION ALL (${endless})` },
    );
    await app.start();
    await expect(app.cell("numbers")).toContainText("Completed", { timeout: 100_000 });
    await (await dataWorker(page)).evaluate(() => close());
    await app.ended("Failed");
    await expect(app.cell("sums")).toContainText("come back by themselves");
    await app.write(page.locator("[data-cell]").last(), "SELECT sum(n) AS total FROM numbers");
    await runsAgain(app);
    await expect(app.cell("sums").getByRole("table")).toContainText("499500");
    expect(await app.taskStates()).toEqual({ numbers: "Cached", sums: "Completed" });
  });

  for (const { title, path, says } of [
    { title: "the sandbox's script", path: "**/sandbox/guest.js", says: /sandbox could not be loaded/ },
    { title: "the data worker", path: "**/workers/data.js", says: /could not be loaded/ },
    { title: "the data engine", path: "**/duckdb/*.wasm", says: /data engine/ },
  ])
    test(`${title} that cannot be fetched, and then can`, async ({ page }) => {
      const app = new App(page);
      await page.route(path, (route) => route.abort());
      await app.openNew({ kind: "SQL", name: "one", text: "SELECT 41 + 1 AS answer" });
      await app.run("");
      await expect(page.locator("body")).toContainText(says);
      await page.unroute(path);
      await runsAgain(app);
      await expect(app.cell("one").getByRole("table")).toContainText("42");
    });
});
