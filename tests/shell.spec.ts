import { expect, test, type Page } from "@playwright/test";
import { App, home } from "./app";
import { markdownOf } from "./stored";

const waiting = {
  kind: "TypeScript",
  text: "const main = flow(async () => await new Promise(() => undefined));",
} as const;

test("a run goes on while its person goes from page to page, by links, Back, Forward and addresses", async ({
  page,
}) => {
  const app = new App(page);
  await app.openNamed("Long", waiting);
  const loads: string[] = [];
  page.on("load", () => loads.push(page.url()));
  const icon = page.locator("link[rel=icon]");
  const running = page.getByRole("listitem").filter({ hasText: "Long" }).getByText("Running");

  await test.step("it begins, and the tab's title and icon say so", async () => {
    await expect(page).toHaveTitle("Long — Runnel");
    await expect(icon).toHaveAttribute("href", "./icon.svg");
    await app.start();
    await expect(page).toHaveTitle(/^▶ (\d+\/\d+ )?Long — Runnel$/);
    await expect(icon).toHaveAttribute("href", /^data:image\/svg\+xml,/);
  });
  const run = await app.head.getByText(/^[a-z]+-[a-z]+$/).innerText();

  await test.step("the home page says that it runs", async () => {
    await page.getByRole("link", { name: "Runnel: home" }).click();
    await expect(page).toHaveTitle("Runnel");
    await expect(icon).toHaveAttribute("href", "./icon.svg");
    await expect(page).toHaveURL(home);
    await expect(running).toBeVisible();
  });

  await test.step("the examples, the way back, and Forward again", async () => {
    await page.getByRole("link", { name: "Hello, flow" }).first().click();
    await app.editable("Hello, flow");
    await page.goBack();
    await expect(running).toBeVisible();
    await page.goBack();
    await expect(app.title).toHaveValue("Long");
    await expect(app.head).toContainText(run);
    await expect(app.head).toContainText("Running");
    await page.goForward();
    await page.goForward();
    await expect(app.title).toHaveValue("Hello, flow");
  });

  await test.step("no page was loaded for all that; to leave the tab now asks first", async () => {
    expect(loads).toEqual([]);
    const asked = page.waitForEvent("dialog");
    const reload = page.reload();
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.accept();
    await reload;
    await app.editable("Hello, flow");
  });

  await test.step("what the reload ended is Crashed", async () => {
    await page.getByRole("link", { name: "Runnel: home" }).click();
    await page.getByRole("link", { name: "Long" }).click();
    await expect(app.head).toContainText(run);
    await expect(app.head).toContainText("Crashed");
  });

  await test.step("an address that was pasted leads to its run; one of nothing says so", async () => {
    const [record] = await app.stored.rows("runs");
    const { id, notebookId } = record!.value as { readonly id: string; readonly notebookId: string };
    await page.goto(`${home}notebook/?id=${notebookId}&run=${id}`);
    await expect(app.head).toContainText(run);
    await page.goto(`${home}notebook/?id=none`);
    await expect(page.getByRole("heading", { name: "This notebook cannot be opened" })).toBeVisible();
    await page.getByRole("link", { name: "Runnel: home" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Pipelines that run in this tab");
  });
});

test("what cannot be drawn says so in its place, and the rest works", async ({ page }) => {
  const app = new App(page);
  const deep = `${"> ".repeat(5_000)}deep`;
  const sql = markdownOf([{ kind: "SQL", name: "one", text: "SELECT 1 AS n" }]);
  await app.openForeign("Deep", `${deep}\n\n${sql}`);
  const cell = page.getByRole("group", { name: "Markdown cell" });
  await expect(cell.getByRole("alert")).toContainText("This text cannot be drawn");
  await expect(cell).toContainText("> > >");
  await app.run("Completed");
  await expect(app.cell("one").getByRole("table")).toContainText("1");
  await cell.hover();
  await cell.getByRole("button", { name: "Edit the text" }).click();
  await app.write(cell, "Shallow");
  await cell.getByRole("button", { name: "Show the text" }).click();
  await expect(cell.getByText("Shallow")).toBeVisible();
  await expect(cell.getByRole("alert")).toHaveCount(0);
});

/** Drops or pastes a file once the page's document is there, long before its code is. */
async function giveEarly(page: Page, how: "drop" | "paste", name: string): Promise<void> {
  await page.addInitScript(
    ({ how, name }) => {
      if (sessionStorage.getItem(name) !== null) return;
      document.addEventListener("DOMContentLoaded", () => {
        sessionStorage.setItem(name, "given");
        const data = new DataTransfer();
        data.items.add(new File(["n\n1\n2\n"], name));
        const init = { bubbles: true, cancelable: true };
        const event =
          how === "drop"
            ? new DragEvent("drop", { ...init, dataTransfer: data })
            : new ClipboardEvent("paste", { ...init, clipboardData: data });
        document.body.dispatchEvent(event);
      });
    },
    { how, name },
  );
}

test("a file that is picked before the page's code is there is added all the same", async ({ page }) => {
  const app = new App(page);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/_next/**/*.js", async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(home, { waitUntil: "commit" });
  const buffer = Buffer.from("n\n1\n2\n");
  await page
    .getByLabel("Data files and notebooks")
    .setInputFiles({ name: "picked.csv", mimeType: "text/csv", buffer });
  release();
  await expect(app.cell("picked").getByRole("table")).toContainText("2");
});

test("what stands on a page before its code is there stays once it is", async ({ page }) => {
  await page.addInitScript(() => {
    document.addEventListener("DOMContentLoaded", () => {
      const main = document.querySelector("main");
      if (main) Object.assign(main, { isFirst: true });
    });
  });
  for (const [path, name] of [
    ["", "Pipelines that run in this tab"],
    ["runs", "Runs"],
  ] as const) {
    await page.goto(`${home}${path}`);
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    // What it lists comes after its address is known.
    await expect(page.locator("main[aria-busy=true]")).toHaveCount(0);
    if (path === "") await expect(page.getByRole("button", { name: "Empty notebook" })).toBeEnabled();
    expect(await page.locator("main").evaluate((main) => "isFirst" in main)).toBe(true);
  }
});

test("a file that is dropped or pasted before the page is ready is added all the same", async ({ page }) => {
  const app = new App(page);
  await test.step("on the home page", async () => {
    await giveEarly(page, "drop", "dropped.csv");
    await page.goto(home);
    await app.ended("Completed");
    await expect(app.cell("dropped").getByRole("table")).toContainText("2");
  });
  for (const [how, name] of [
    ["drop", "again.csv"],
    ["paste", "pasted.csv"],
  ] as const)
    await test.step(`${how}: on a notebook that is being opened`, async () => {
      await giveEarly(page, how, name);
      await page.reload();
      await expect(app.cell(name.replace(".csv", "")).getByRole("table")).toContainText("2");
    });
  await test.step("a notebook is none of another's data", async () => {
    await app.drop("body", { name: "notes.md", text: "# Notes" });
    await expect(
      page.getByText("“notes.md” was not added: it is a notebook. Drop it on the home page"),
    ).toBeVisible();
    await expect(page.locator("[data-cell]")).toHaveCount(3);
  });
  await test.step("where another tab edits, it is said, and nothing is lost", async () => {
    const other = new App(await page.context().newPage());
    await giveEarly(other.page, "drop", "other.csv");
    await other.page.goto(page.url());
    await expect(
      other.page.getByText("Nothing was added: this notebook is open in another tab."),
    ).toBeVisible();
    await expect(other.page.locator("[data-cell]")).toHaveCount(3);
  });
});
