import { expect, test } from "@playwright/test";
import { App } from "./app";

const code = `const greet = task(async (name: string) => \`Hello \${name}\`);
const main = flow(async (name: string, times = 1) => (await greet(name)).repeat(times));
await main("Ada");`;

test("[WS123] what is written as in Prefect is mended by a click, a flow asks for its values, and a name that there is not is answered by one that there is", async ({
  page,
}) => {
  const app = new App(page);
  await app.openNew({ kind: "TypeScript", text: code });

  await test.step("a line that runs the flow is removed by its button", async () => {
    await expect(page.locator("[data-cell]").getByRole("alert")).toContainText(
      "Remove this line, and press Run",
    );
    await page.getByRole("button", { name: "Remove this line" }).click();
    await expect(page.getByRole("button", { name: "Remove this line" })).toHaveCount(0);
    await expect(page.getByText('await main("Ada")')).toHaveCount(0);
  });

  await test.step("the flow asks for its values, by keyboard alone", async () => {
    const dialog = page.getByRole("dialog", { name: "Run main" });
    await page.getByRole("button", { name: "Run", exact: true }).focus();
    await page.keyboard.press("Enter");
    await dialog.getByLabel("name", { exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("alert")).toHaveText('It needs a value: "" for empty text.');
    await page.keyboard.type("Ada");
    await page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    await app.ended("Completed");
    await expect(page.getByText("Hello Ada").first()).toBeVisible();
  });

  await test.step("a table that there is not is answered by one that there is", async () => {
    await app.openNew(
      { kind: "SQL", name: "orders", text: "SELECT current_date AS day" },
      { kind: "SQL", name: "daily", text: "SELECT day FROM ordrs" },
    );
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await app.ended("Failed");
    await expect(app.cell("daily").getByRole("alert")).toContainText("Did you mean “orders”?");
  });

  await test.step("a renamed table is renamed where queries read it, and it is said which code still has the old name", async () => {
    await app.openNew(
      { kind: "SQL", name: "orders", text: "SELECT 1 AS n" },
      { kind: "SQL", name: "daily", text: "SELECT orders.n FROM orders" },
      { kind: "TypeScript", text: "const count = task(async () => (await orders()).numRows);" },
    );
    // Once it is compiled, it is known who reads it.
    await expect(page.getByRole("button", { name: "orders", exact: true })).toHaveCount(2);
    await app.rename(app.cell("orders"), "sales");
    await expect(app.cell("daily")).toContainText("SELECT sales.n FROM sales");
    await expect(page.getByRole("status").filter({ hasText: "is called" })).toContainText(
      "“orders” is called “sales” now. count still says orders: change it there.",
    );
  });

  await test.step("who types on takes no completion: Enter is a new line", async () => {
    await app.openNew({ kind: "SQL", name: "query", text: "" });
    const editor = app.cell("query").getByRole("textbox", { name: "SQL of query" });
    await editor.click();
    await page.keyboard.type("sel");
    await expect(page.locator(".cm-tooltip-autocomplete")).toBeVisible();
    await page.keyboard.press("Enter");
    await page.keyboard.type("1");
    await expect(editor.locator(".cm-line")).toHaveText(["sel", "1"]);
  });
});

const typed = {
  kind: "TypeScript",
  text: `const main = flow(async (name: string, day: Date, share: number, region: "eu" | "us", dry = false, ids: number[] = []) => [
  { said: [name, day.toISOString(), share * 2, region, typeof dry, ids.length].join(" ") },
]);`,
} as const;

test("[WS197] a flow's parameters are asked for by their types, refused beside their fields, and copied to a new run", async ({
  page,
}) => {
  const app = new App(page);
  await app.openNamed("Typed", typed);
  await app.start();
  const form = page.getByRole("form", { name: "Parameters" });
  const field = (name: string) => form.getByLabel(name, { exact: true });
  const run = form.getByRole("button", { name: "Run", exact: true });
  await field("name").fill("Ada");
  await field("day").fill("2026-01-31T12:30");
  await field("share").fill("a half");
  await field("region").selectOption("eu");
  await run.click();
  await expect(form.getByRole("alert")).toHaveText("This is no number. Write one as 1.5.");
  await expect(field("share")).toHaveAttribute("aria-invalid", "true");
  await field("share").fill("0.5");
  await field("ids").fill("[1, 2");
  await run.click();
  await expect(form.getByRole("alert")).toHaveText("This is not JSON. Text needs quotes.");
  await field("ids").fill("");
  await run.click();
  await app.ended("Completed");
  await expect(app.cell("main")).toContainText("Ada 2026-01-31T12:30:00.000Z 1 eu boolean 0");

  await page.getByRole("link", { name: "Runs" }).click();
  await page
    .getByRole("listitem")
    .filter({ hasText: "Typed" })
    .getByRole("button", { name: /^Actions/ })
    .click();
  await page.getByRole("menuitem", { name: "Copy to a new run…" }).click();
  await expect(field("name")).toHaveValue("Ada");
  await expect(field("day")).toHaveValue(/^2026-01-31T12:30/);
  await expect(field("region")).toHaveValue("eu");
  await field("dry").selectOption("true");
  await field("ids").fill("[1, 2]");
  await run.click();
  await app.ended("Completed");
  await expect(app.cell("main")).toContainText("Ada 2026-01-31T12:30:00.000Z 1 eu boolean 2");
});
