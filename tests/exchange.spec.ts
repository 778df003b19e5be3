import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { App } from "./app";

const orders = { name: "orders.csv", mimeType: "text/csv", buffer: Buffer.from("id,amount\n1,10\n2,32\n") };

/** A notebook as a file, as somebody else may have written it. */
function notebookFile(text: string, name = "sales.md") {
  return { name, mimeType: "text/markdown", buffer: Buffer.from(text) };
}

const sales = notebookFile(`---
title: Sales
---

\`\`\`csv name=orders src=orders.csv
\`\`\`

\`\`\`sql name=total
SELECT sum(amount) AS total FROM orders
\`\`\`
`);

/** Chooses files on the start page, once it takes them. */
async function choose(page: Page, files: readonly { name: string; mimeType: string; buffer: Buffer }[]) {
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
  await page.getByLabel("Data files and notebooks").setInputFiles([...files]);
}

const refused = [
  {
    what: "no text",
    file: { ...sales, buffer: Buffer.from([0x50, 0x4b, 3, 4, 0, 0xff]) },
    says: "is no whole zip",
  },
  {
    what: "too large",
    file: { ...sales, buffer: Buffer.alloc(5_000_001, "x") },
    says: "5,000,000 are allowed",
  },
  {
    what: "too many lines",
    file: notebookFile("```ts\n1;\n```\n".repeat(100_000)),
    says: "more than 100,000 lines",
  },
  {
    what: "too many cells",
    file: notebookFile("```ts\n1;\n```\n".repeat(501)),
    says: "500 are allowed",
  },
];

test.describe("a notebook as a file", () => {
  test("is downloaded, and opened elsewhere with its data: nothing runs before its person says so", async ({
    page,
    browser,
  }) => {
    const app = new App(page);
    await app.openNew({ kind: "SQL", name: "total", text: "SELECT sum(amount) AS total FROM orders" });
    await app.drop("main", { name: orders.name, text: orders.buffer });
    await expect(app.cell("orders")).toContainText("Completed");
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download the notebook" }).click();
    await page.getByRole("menuitem", { name: "Notebook (.md)" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("Untitled.md");
    const text = await readFile(await download.path(), "utf8");
    expect(text).toContain("SELECT sum(amount) AS total FROM orders");

    const elsewhere = new App(await browser.newPage());
    await elsewhere.page.goto(elsewhere.home);
    await choose(elsewhere.page, [notebookFile(text, "from a friend.md"), orders]);
    await expect(elsewhere.title).toHaveValue("Untitled");
    await expect(elsewhere.runPanel).toContainText("No run yet");
    await elsewhere.run("Completed");
    await expect(elsewhere.cell("total").getByRole("table")).toContainText("42");
    await elsewhere.page.goto(elsewhere.home);
    await expect(elsewhere.page.getByRole("region", { name: "Your notebooks" })).toContainText("imported");
    await elsewhere.page.close();
  });

  test("leaves in every form, and comes back from each; what is pasted is a notebook, too", async ({
    page,
  }) => {
    const app = new App(page);
    await app.openNew({ kind: "SQL", name: "total", text: "SELECT sum(amount) AS total FROM orders" });
    await app.drop("main", { name: orders.name, text: orders.buffer });
    await expect(app.cell("orders")).toContainText("Completed");
    const forms = new Map<string, Buffer>();
    for (const ending of ["zip", "html", "ipynb", "ts"]) {
      const downloading = page.waitForEvent("download");
      await page.getByRole("button", { name: "Download the notebook" }).click();
      await page.getByRole("menuitem", { name: `(.${ending})` }).click();
      const download = await downloading;
      forms.set(download.suggestedFilename(), await readFile(await download.path()));
    }
    expect([...forms.keys()]).toEqual(["Untitled.zip", "Untitled.html", "Untitled.ipynb", "Untitled.ts"]);
    expect(forms.get("Untitled.html")?.toString()).toContain("<td>10</td>");
    for (const [name, buffer] of forms) {
      if (name.endsWith(".html")) continue;
      await page.goto(app.home);
      await choose(page, [{ name, mimeType: "", buffer }]);
      await expect(app.cell("total")).toBeVisible();
      await expect(app.cell("orders")).toBeVisible();
      await expect(app.runPanel).toContainText("No run yet");
      if (!name.endsWith(".zip")) continue;
      await app.run("Completed");
      await expect(app.cell("total").getByRole("table")).toContainText("42");
    }
    await page.goto(app.home);
    await expect(page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "SELECT 42 AS answer; SELECT 1 AS one");
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    });
    await expect(app.title).toHaveValue("Pasted");
    await expect(page.locator("[data-cell]")).toHaveCount(2);
  });

  test("is refused with a reason where it is none; says which file it needs; gets none that another notebook has", async ({
    page,
  }) => {
    const app = new App(page);
    await page.goto(app.home);
    for (const { what, file, says } of refused)
      await test.step(`${what} is refused, and the page goes on`, async () => {
        await choose(page, [file]);
        await expect(page.getByRole("alert").filter({ hasText: "sales.md" })).toContainText(says);
      });

    await test.step("whose data did not come along says which file it needs, and takes it where it is dropped", async () => {
      await choose(page, [sales]);
      await app.editable("Sales");
      await app.run("Failed");
      await expect(app.cell("orders")).toContainText("needs the file “orders.csv”");
      await app.drop("main", { name: orders.name, text: orders.buffer });
      await expect(app.cell("orders")).toContainText("Completed");
      await app.run("Completed");
      await expect(app.cell("total").getByRole("table")).toContainText("42");
      await expect(page.locator("[data-cell]")).toHaveCount(2);
    });

    await test.step("gets no file that this browser keeps for another notebook, whatever hash it names", async () => {
      const [kept] = await app.stored.rows("files");
      expect(kept?.value).toMatchObject({ name: orders.name, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
      const thief = `\`\`\`csv name=stolen src=orders.csv hash=${String(kept?.value.hash)}\n\`\`\`\n`;
      await page.goto(app.home);
      await choose(page, [notebookFile(thief, "thief.md")]);
      await expect(app.title).toHaveValue("thief");
      await app.run("Failed");
      await expect(app.cell("stolen")).toContainText("needs the file “orders.csv”");
    });
  });
});
