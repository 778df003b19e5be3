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
    await page.keyboard.type("Ada");
    await page.keyboard.press("Enter");
    await expect(dialog.getByRole("alert")).toHaveText("This is not JSON. Text needs quotes.");
    await dialog.getByLabel("name", { exact: true }).fill('"Ada"');
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
