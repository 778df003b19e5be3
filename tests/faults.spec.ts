import { expect, test } from "@playwright/test";
import { App } from "./app";
import { audit } from "./audit";
import { endWorker } from "./end-worker";

/** Runs the notebook once more, on the same page: whatever happened, that works. */
async function runsAgain(app: App): Promise<void> {
  await app.run("Completed");
  expect(await app.page.evaluate(audit)).toMatchObject({ orphans: [], faults: [] });
}

/** How the run that is looked at ended, and why. */
function head(app: App) {
  return app.runPanel.locator("header");
}

/** The only cell, whatever it defines at the moment. */
function cell(app: App) {
  return app.page.locator("[data-cell]").first();
}

test.describe("a worker that fails", () => {
  test("[R3] a task's worker that fails by itself ends the attempt, and the task is tried again", async ({
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

  const unexpected = `setTimeout(() => { throw new Error("out of the blue"); });
  await new Promise(() => undefined);`;
  const failures = [
    {
      title: "a task's worker that fails by itself, with no retry left, is Crashed and says why",
      code: `const frail = task(async () => {\n  ${unexpected}\n});\nconst main = flow(async () => await frail());`,
      ends: "Failed",
      says: /out of the blue/,
      tasks: { frail: "Crashed" },
    },
    {
      title: "a flow's worker that fails by itself ends the run",
      code: `const main = flow(async () => {\n  ${unexpected}\n});`,
      ends: "Crashed",
      says: /out of the blue/,
      tasks: {},
    },
    {
      title: "code that throws while it is loaded fails the run",
      code: 'throw new RangeError("at load");\nconst main = flow(async () => 1);',
      ends: "Failed",
      says: /at load/,
      tasks: {},
    },
    {
      title: "memory that runs out fails the task, not the tab",
      code: "const big = task(() => { const all = []; for (;;) all.push(new ArrayBuffer(2 ** 40)); });\nconst main = flow(async () => await big());",
      ends: "Failed",
      says: /array buffer/i,
      tasks: { big: "Failed" },
    },
    ...[
      { what: "a function", value: "() => 1" },
      { what: "an object that is watched", value: "new Proxy({}, {})" },
      { what: "a promise inside", value: "{ later: Promise.resolve(1) }" },
    ].map(({ what, value }) => ({
      title: `a value that no other realm can have fails the task: ${what}`,
      code: `const give = task(async (): Promise<unknown> => { const value = ${value}; return value; });\nconst main = flow(async () => { await give(); return 1; });`,
      ends: "Failed",
      says: /plain data/,
      tasks: { give: "Failed" },
    })),
  ];
  for (const { title, code, ends, says, tasks } of failures)
    test(`[R3] ${title}`, async ({ page }) => {
      const app = new App(page);
      await app.openNew({ kind: "TypeScript", text: code });
      await app.run(ends);
      await expect(head(app)).toContainText(says);
      expect(await app.taskStates()).toEqual(tasks);
      await app.write(cell(app), "const main = flow(async () => 1);");
      await runsAgain(app);
    });
});

test.describe("parts of the app that are lost", () => {
  const waiting = "const main = flow(async () => await new Promise(() => undefined));";

  test("[R3] a sandbox that is removed ends its run at once, and the next opens another", async ({
    page,
  }) => {
    const app = new App(page);
    // The question every other second whether the frame is there never comes: it is not by that.
    await page.addInitScript(() => {
      const later = globalThis.setTimeout;
      const withoutPulse = (callback: () => void, ms = 0) => {
        if (ms <= 1900 || ms > 2000) return later(callback, ms);
        return 0;
      };
      Object.assign(globalThis, { setTimeout: withoutPulse });
    });
    await app.openNew({ kind: "TypeScript", text: waiting });
    await app.start();
    await expect(head(app)).toContainText("Running");
    await page.getByTitle("Sandbox").evaluate((frame) => frame.remove());
    await app.ended("Crashed");
    await expect(head(app)).toContainText("The sandbox is gone");
    await app.start();
    await expect(head(app)).toContainText("Running");
    // A frame that is moved loads anew.
    await page.getByTitle("Sandbox").evaluate((frame) => document.body.prepend(frame));
    await app.ended("Crashed");
    await app.write(cell(app), "const main = flow(async () => 1);");
    await runsAgain(app);
  });

  test("[R3] a sandbox that goes while nothing runs costs the next run nothing", async ({ page }) => {
    const app = new App(page);
    await app.openNew({ kind: "TypeScript", text: "const main = flow(async () => 1);" });
    await runsAgain(app);
    await page.getByTitle("Sandbox").evaluate((frame) => frame.remove());
    await runsAgain(app);
  });

  test("[R3] a compiler that is gone is started again", async ({ page }) => {
    const app = new App(page);
    await app.openNew({ kind: "TypeScript", text: "const main = flow(async () => 1);" });
    await runsAgain(app);
    await endWorker(page, "compile-typescript");
    await app.write(cell(app), `const main = flow(async () => "after it");`);
    await runsAgain(app);
    await expect(cell(app)).toContainText("after it");
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

  test("[R3] tables of a data worker that is gone come back from their lineage", async ({ page }) => {
    const app = new App(page);
    await app.openNew(
      { kind: "SQL", name: "numbers", text: "SELECT range AS n FROM range(1000)" },
      { kind: "SQL", name: "sums", text: "SELECT sum(n) AS total FROM numbers" },
    );
    await runsAgain(app);
    await endWorker(page, "data");
    await app.write(page.locator("[data-cell]").last(), "SELECT sum(n) * 2 AS total FROM numbers");
    await runsAgain(app);
    await expect(app.cell("sums").getByRole("table")).toContainText("999000");
    expect(await app.taskStates()).toEqual({ numbers: "Cached", sums: "Completed" });
  });

  test("[R3] a data worker that goes in the middle of a query fails it, and the next run is right", async ({
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
    await endWorker(page, "data");
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

test.describe("storage that fails", () => {
  test("[R6] a disk without room for a result is told of; the run has it all the same, and with room it is kept", async ({
    page,
  }) => {
    const app = new App(page);
    const session = await page.context().newCDPSession(page);
    const { origin } = new URL(app.home);
    // From the start: Chromium remembers for a while how much room there was.
    await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1_000_000 });
    await app.openNew({ kind: "TypeScript", text: "const main = flow(async () => 1);" });
    await runsAgain(app);
    await app.write(
      cell(app),
      `const big = task({ persistResult: true }, () => Array.from({ length: 1e6 }, (_, n) => n));
const main = flow(async () => (await big()).length);`,
    );
    await runsAgain(app);
    expect(await app.taskStates()).toEqual({ big: "RolledBack" });
    await expect(await app.log()).toContainText("no room left");
    await session.send("Storage.overrideQuotaForOrigin", { origin });
    await app.runPanel.getByRole("tab", { name: /Task runs/ }).click();
    await runsAgain(app);
    expect(await app.taskStates()).toEqual({ big: "Completed" });
  });

  test("[R1] a run that had only been asked for when its tab went is Crashed", async ({ page }) => {
    const app = new App(page);
    await app.openNew({ kind: "TypeScript", text: "const main = flow(async () => 1);" });
    await runsAgain(app);
    // Its first batch is what was asked for, and is stored before anything begins.
    await page.evaluate(async () => {
      const opened = indexedDB.open("runnel");
      await new Promise((resolve) => (opened.onsuccess = resolve));
      const stores = opened.result.transaction(["journal", "runs"], "readwrite");
      const all = stores.objectStore("runs").getAll();
      all.onsuccess = () => {
        for (const run of all.result as { readonly id: string }[]) {
          stores.objectStore("runs").put({ ...run, stateType: "PENDING", stateName: "Pending" });
          stores.objectStore("journal").delete(IDBKeyRange.bound([run.id, 1], [run.id, []]));
        }
      };
      await new Promise((resolve) => (stores.oncomplete = resolve));
      opened.result.close();
    });
    await page.reload();
    await expect(head(app)).toContainText("Crashed");
    await expect(head(app)).toContainText("was closed before the run ended");
    await runsAgain(app);
  });

  test("[R12] a run whose log is broken is shown as far as it can be, and keeps nothing from working", async ({
    page,
  }) => {
    const app = new App(page);
    await app.openNew({ kind: "TypeScript", text: "const main = flow(async () => 1);" });
    await runsAgain(app);
    await page.evaluate(async () => {
      const opened = indexedDB.open("runnel");
      await new Promise((resolve) => (opened.onsuccess = resolve));
      const journal = opened.result.transaction("journal", "readwrite").objectStore("journal");
      const all = journal.openCursor();
      all.onsuccess = () => {
        const cursor = all.result;
        if (!cursor) return;
        const batch = cursor.value as { readonly events: readonly string[] };
        cursor.update({ ...batch, events: ["{", "null", 1, ...batch.events.slice(1)] });
        cursor.continue();
      };
      await new Promise((resolve) => (journal.transaction.oncomplete = resolve));
      opened.result.close();
    });
    await page.reload();
    await expect(app.title).toHaveValue("Untitled");
    await app.run("Completed");
    await expect(await app.history()).toHaveCount(2);
  });
});
