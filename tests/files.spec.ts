import { expect, test, type Page } from "@playwright/test";
import { App, home } from "./app";

/** Adds a file to a new notebook, from the home page. */
async function bring(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.goto(home);
  await page.getByLabel("Data files and notebooks").setInputFiles([{ name, mimeType: "", buffer }]);
}

const german = Buffer.from(
  "Umsatz 2024\r\nStadt;Betrag;Tag\r\nK\xf6ln;1.234,5;01/02/2024\r\nBonn;2,25;03/04/2024\r\n",
  "latin1",
);

test("[SQ56] [SQ58] a file that is guessed, and one that cannot be read, are a click from being read right", async ({
  page,
}) => {
  const app = new App(page);
  await bring(page, "umsatz.csv", german);
  const cell = app.cell("umsatz");
  const rows = cell.getByRole("group", { name: "Rows of umsatz" });
  const guesses = cell.getByRole("list", { name: "Guesses about umsatz" });
  await expect(rows).toContainText("Köln");
  await expect(rows).toContainText("1234.5");
  await expect(rows).toContainText("2024-02-01");
  await expect(guesses).toContainText("read as windows-1252");
  await expect(guesses).toContainText("The first line is left out");
  await guesses.getByRole("button", { name: "Read as month, day, year" }).click();
  await expect(rows).toContainText("2024-01-02");
  await expect(guesses.getByRole("button", { name: "Read as day, month, year" })).toHaveCount(0);

  const options = cell.getByRole("button", { name: "Import options of umsatz" });
  await options.click();
  const dialog = page.getByRole("dialog", { name: "How umsatz is read" });
  await expect(dialog.getByLabel("Dates", { exact: true })).toHaveValue("%m/%d/%Y");
  await expect(dialog.getByRole("status")).toContainText("2 rows × 3 columns");

  // All by the keyboard.
  await dialog.getByLabel("Between fields").focus();
  await page.keyboard.type("abcdef");
  await expect(dialog.getByText("delimiter takes what stands between fields")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Read it so" })).toBeDisabled();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(";");
  await dialog.getByLabel("Type of Betrag").selectOption("VARCHAR");
  await expect(dialog.getByRole("group", { name: "First rows" })).toContainText("1.234,5");
  await dialog.getByLabel("Lines to leave out at the top").fill("0");
  await expect(dialog).toContainText("where its first line has 1");
  await dialog.getByRole("button", { name: "Skip 1 line" }).click();
  await expect(dialog.getByLabel("Lines to leave out at the top")).toHaveValue("1");
  await expect(dialog.getByRole("status")).toContainText("2 rows × 3 columns");
  await dialog.getByLabel("Between fields").press("Enter");
  await expect(dialog).toBeHidden();
  await expect(options).toBeFocused();
  await expect(rows).toContainText("1.234,5");

  await bring(page, "short.csv", Buffer.from("a,b\n1,2\n3\n"));
  const short = app.cell("short");
  await short.getByRole("button", { name: "Pad short lines" }).click();
  await expect(short.getByRole("group", { name: "Rows of short" })).toBeVisible();
  await page.reload();
  await expect(short.getByRole("group", { name: "Rows of short" })).toContainText("null");
});
