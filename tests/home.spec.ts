import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { App, home } from "./app";

/** Opens the menu of a notebook in the list, and chooses there. */
async function choose(page: Page, title: string, choice: string): Promise<void> {
  await page.getByRole("button", { name: `More for ${title}`, exact: true }).click();
  await page.getByRole("menuitem", { name: choice }).click();
}

test("[WS170–WS174] notebooks are found, renamed, tagged, copied, downloaded, and deleted with a way back", async ({
  page,
}) => {
  // As a browser has it that opens files with the installed app.
  await page.addInitScript(() => {
    const page = globalThis as { openFile?: (handle: unknown) => unknown };
    const setConsumer = (take: (given: object) => unknown) => {
      page.openFile = (handle) => take({ files: [handle] });
    };
    Object.defineProperty(globalThis, "launchQueue", { value: { setConsumer } });
  });
  const app = new App(page);
  for (const [title, text] of [
    ["Sales", "About takings."],
    ["Stock", "About shelves."],
    ["Forecast", "About both."],
  ] as const)
    await app.stored.addNotebook(title, "own", text);
  const list = page.getByRole("region", { name: "Your notebooks" });
  const titles = async () =>
    await list.getByRole("link").evaluateAll((links) => links.map((link) => link.textContent));
  const find = page.getByRole("searchbox", { name: "Find notebooks" });
  await page.goto(home);
  await page.getByLabel("Order").selectOption("By name");
  await expect.poll(titles).toEqual(["Forecast", "Sales", "Stock"]);

  await choose(page, "Stock", "Rename");
  await page.keyboard.type("Warehouse");
  await page.keyboard.press("Enter");
  await expect.poll(titles).toEqual(["Forecast", "Sales", "Warehouse"]);

  await choose(page, "Sales", "Tags");
  await page.keyboard.type("weekly, north");
  await page.keyboard.press("Enter");
  await list.getByRole("button", { name: "#weekly" }).click();
  await expect(find).toHaveValue("#weekly");
  await expect.poll(titles).toEqual(["Sales"]);
  await find.fill("SHELVES");
  await expect.poll(titles).toEqual(["Warehouse"]);
  await find.fill("");

  await choose(page, "Sales", "Duplicate");
  await expect.poll(titles).toEqual(["Forecast", "Sales", "Sales (copy)", "Warehouse"]);

  const downloading = page.waitForEvent("download");
  await choose(page, "Sales", "Download");
  const file = await downloading;
  expect(file.suggestedFilename()).toBe("Sales.md");
  expect(await readFile(await file.path(), "utf8")).toMatch(/tags:\s+- weekly\s+- north[\s\S]*About takings/);

  await test.step("what is deleted can be had back until the page is left", async () => {
    await choose(page, "Forecast", "Delete");
    await expect.poll(titles).toEqual(["Sales", "Sales (copy)", "Warehouse"]);
    // The next row has the focus, which the keyboard goes on from.
    await expect(list.getByRole("link", { name: "Sales", exact: true })).toBeFocused();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(titles).toEqual(["Forecast", "Sales", "Sales (copy)", "Warehouse"]);

    const stored = async () => (await app.stored.rows("notebooks")).map(({ value }) => value["title"]);
    await choose(page, "Forecast", "Delete");
    await expect(page.getByRole("status").filter({ hasText: "“Forecast”" })).toBeVisible();
    expect(await stored()).toContain("Forecast");
    await list.getByRole("link", { name: "Warehouse" }).click();
    await app.editable("Warehouse");
    await expect.poll(stored).not.toContain("Forecast");

    await page.getByRole("link", { name: "Runnel: home" }).click();
    await choose(page, "Sales (copy)", "Delete");
    await expect(page.getByRole("status").filter({ hasText: "“Sales (copy)”" })).toBeVisible();
    await page.reload();
    await expect.poll(stored).not.toContain("Sales (copy)");
    await expect(list.getByRole("link", { name: "Sales" })).toHaveCount(1);
  });

  await test.step("what is pasted there is data, or it is said what to paste", async () => {
    const paste = (text: string) =>
      page.evaluate((pasted) => {
        const data = new DataTransfer();
        data.setData("text/plain", pasted);
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
      }, text);
    await paste("Dear all, nothing of this is a table.");
    await expect(page.getByText("What was pasted is no notebook")).toBeVisible();
    await paste("id\tamount\n1\t10\n2\t20");
    await app.editable("Pasted");
    await expect(app.cell("Pasted").getByRole("table")).toContainText("20");
    await page.goto(home);
  });

  await test.step("a file that is opened with the installed app comes in as one that is dropped", async () => {
    await page.evaluate(async () => {
      const folder = await navigator.storage.getDirectory();
      const handle = await folder.getFileHandle("opened.md", { create: true });
      const writing = await handle.createWritable();
      await writing.write("---\ntitle: Opened\n---\n\nFrom the disk.");
      await writing.close();
      await (globalThis as { openFile?: (handle: unknown) => unknown }).openFile?.(handle);
    });
    await app.editable("Opened");
  });
});
