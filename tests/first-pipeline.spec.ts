import { expect, test } from "@playwright/test";
import { App, home } from "./app";

test.describe("a first pipeline", () => {
  test("hello, flow: a task fails twice and is retried", async ({ page }) => {
    const app = new App(page);
    await app.openExample("Hello, flow");
    await app.run("Completed");
    expect(await app.taskStates()).toEqual({ fetchGreeting: "Completed", shout: "Completed" });
    await expect(app.runPanel).toContainText("3 attempts");
    await expect(app.cell("hello")).toContainText("HELLO, MARVIN!");
    await app.runPanel.getByRole("tab", { name: /Logs/ }).click();
    await expect(app.runPanel.getByRole("log")).toContainText("no answer on attempt 2");
  });

  test("flight delays: three million rows; a second run is cached; after a reload all is there", async ({
    page,
  }) => {
    const app = new App(page);
    await app.openExample("Flight delays");
    await app.run("Completed");
    const first = await app.taskStates();
    expect(first).toMatchObject({
      flights: "Completed",
      clean: "Completed",
      by_airport: "Completed",
      keep: "Completed",
    });
    await expect(app.cell("flights")).toContainText("3,000,000 rows");
    await expect(app.cell("clean")).toContainText("Completed");
    await expect(app.cell("by_airport").getByRole("table")).toContainText("percent_late");
    await expect(app.cell("bootstrap")).toContainText("× 6");
    await expect(app.runPanel.getByRole("button", { name: /delay-by-airport\.parquet/ })).toBeVisible();

    await app.run("Completed");
    const { keep, ...cached } = await app.taskStates();
    expect(keep).toBe("Completed");
    expect(new Set(Object.values(cached))).toEqual(new Set(["Cached"]));
    await expect(app.cell("clean")).toContainText("Cached");

    await page.reload();
    await expect(app.cell("by_airport").getByRole("table")).toContainText("percent_late");
    await expect(app.cell("clean")).toContainText("Cached");
    await expect(app.runPanel.locator("header")).toContainText("Completed");
    await expect(await app.history()).toHaveCount(2);

    // Rows beyond those kept with the table come from DuckDB, which has to bring the table back.
    const rows = app.cell("clean").getByRole("group", { name: "Rows of clean" });
    const after = app.cell("clean").getByRole("button", { name: "Rows after" });
    for (let part = 2; part <= 5; part++) await after.click();
    await expect(after).toBeDisabled();
    await rows.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await expect(rows).toContainText("2001-06-30");
  });

  test("after an edit only what changed runs, in a notebook that was written by hand", async ({ page }) => {
    const app = new App(page);
    await app.makeByHand(
      { kind: "SQL", name: "numbers", text: "SELECT range AS n FROM range(100)" },
      { kind: "SQL", name: "evens", text: "SELECT n FROM numbers WHERE n % 2 = 0" },
      { kind: "SQL", name: "total", text: "SELECT sum(n) AS total FROM evens" },
    );
    await app.run("Completed");
    expect(await app.taskStates()).toEqual({ numbers: "Completed", evens: "Completed", total: "Completed" });
    await expect(app.cell("total").getByRole("table")).toContainText("2450");

    await app.write(app.cell("evens"), "SELECT n FROM numbers WHERE n % 2 = 0 AND n < 10");
    await expect(app.cell("evens")).toContainText("Stale");
    await expect(app.cell("total")).toContainText("Stale");
    await expect(app.cell("numbers")).not.toContainText("Stale");

    await app.run("Completed");
    expect(await app.taskStates()).toEqual({ numbers: "Cached", evens: "Completed", total: "Completed" });
    await expect(app.cell("total").getByRole("table")).toContainText("20");
    const taskRun = (name: string) => app.runPanel.getByRole("row", { name: new RegExp(`^${name}-`) });
    await expect(taskRun("numbers")).toContainText("nothing changed");
    await expect(taskRun("evens")).toContainText("its text, or that of what it uses, changed");
    await expect(taskRun("total")).toContainText("evens is another than before");

    await app.write(app.cell("evens"), "SELECT n FROM numbers WHERE n % 2 = 0");
    await app.run("Completed");
    expect(await app.taskStates()).toEqual({ numbers: "Cached", evens: "Cached", total: "Cached" });
    const edge = page.getByRole("separator", { name: "Width of the run" });
    const isWide = async (pixels: number) => {
      await expect(edge).toHaveAttribute("aria-valuenow", String(pixels));
      await expect(page.locator("#run")).toHaveCSS("width", `${pixels}px`);
    };
    await test.step("the run is made as wide as one wants it, by keys and by pointer", async () => {
      await isWide(480);
      await edge.press("Home");
      await isWide(360);
      await edge.press("End");
      await isWide(900);
      await edge.press("ArrowRight");
      await isWide(884);
      await edge.dblclick();
      await isWide(480);
      const { x = 0, y = 0 } = (await edge.boundingBox()) ?? {};
      await page.mouse.move(x + 6, y + 300);
      await page.mouse.down();
      await page.mouse.move(x - 94, y + 310);
      await page.mouse.up();
      await isWide(580);
    });
    await page.reload();
    await expect(taskRun("numbers")).toContainText("nothing changed");
    await expect(taskRun("evens")).toContainText("its text and inputs are as they were");
    await isWide(580);
  });

  test("an edited task runs again, and so does what a changed function of its own means for it", async ({
    page,
  }) => {
    const app = new App(page);
    const task = "const double = task({ cachePolicy: INPUTS.plus(TASK_SOURCE) }, (n: number) => times(n));";
    const flow = "const main = flow(async () => await double(21));";
    await app.openNew(
      { kind: "TypeScript", text: "const times = (n: number) => n * 2;" },
      { kind: "TypeScript", text: `${task}\n${flow}` },
    );
    await app.run("Completed");
    await app.run("Completed");
    expect(await app.taskStates()).toEqual({ double: "Cached" });
    await app.write(page.locator("[data-cell]").first(), "const times = (n: number) => n * 3;");
    await app.run("Completed");
    expect(await app.taskStates()).toEqual({ double: "Completed" });
    await expect(app.cell("double, main")).toContainText("63");
  });

  test("a dropped file becomes a notebook with a preview, ready for a transform", async ({ page }) => {
    const app = new App(page);
    await page.goto(home);
    await expect(page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
    await app.drop('[aria-label="Start with a file"]', {
      name: "orders 2024.csv",
      text: "id,amount\n1,10.5\n2,20\n",
    });
    await expect(app.title).toHaveValue("orders 2024");
    await expect(app.cell("orders_2024").getByRole("table")).toContainText("10.5");
    await expect(app.cell("orders_2024")).toContainText("Completed");
    await app.addCell("SQL");
    await app.write(page.locator("[data-cell]").last(), "SELECT sum(amount) AS total FROM orders_2024");
    await app.run("Completed");
    await expect(app.cell("query").getByRole("table")).toContainText("30.5");
    await page.goto(home);
    await expect(page.getByRole("link", { name: "orders 2024" })).toBeVisible();
  });
});
