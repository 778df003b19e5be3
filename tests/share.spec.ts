import { expect, test, type Page } from "@playwright/test";
import { decodeLink, type SharedNotebook } from "../lib/share";
import { App } from "./app";

const rows = Array.from({ length: 300 }, (_, n) => `${n},${["de", "fr", "it"][n % 3]},secret-${n}`);
const orders = Buffer.from(`id,country,note\n${rows.join("\n")}\n`);

/** Opens the dialog; gives the field with the link. */
async function openShare(page: Page) {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  return page.getByRole("dialog").getByRole("textbox", { name: "Link", exact: true });
}

/** What the link holds that is in the field, once it is made. */
async function held(page: Page): Promise<SharedNotebook> {
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Copy link" })).toBeEnabled();
  const { shared, problems } = decodeLink(await dialog.getByLabel("Link", { exact: true }).inputValue());
  expect(problems).toEqual([]);
  if (!shared) throw new Error("The link holds nothing.");
  return shared;
}

test("a notebook is shared: what is chosen is in the link, and it leaves in each form that others use", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = async () => await page.evaluate(() => navigator.clipboard.readText());
  const app = new App(page);
  await app.openNamed(
    "Orders & <more>",
    {
      kind: "SQL",
      name: "by_country",
      text: "SELECT country, count(*) AS n FROM orders GROUP BY ALL ORDER BY ALL",
    },
    { kind: "TypeScript", text: `const key = "${["gh", "p_", "aB3dE5fG7hJ9".repeat(3)].join("")}";` },
  );
  await app.drop("main", { name: "orders.csv", text: orders });
  await expect(app.cell("orders")).toContainText("Completed");
  await app.run("Completed");
  const link = await openShare(page);
  await expect(link).toBeFocused();
  const dialog = page.getByRole("dialog", { name: "Share Orders & <more>" });
  const part = (name: RegExp) => dialog.getByRole("checkbox", { name });

  await test.step("at first the notebook and its run, with the columns of data that does not go along", async () => {
    const shared = await held(page);
    expect(await link.inputValue()).toMatch(new RegExp(`^${app.home}#r1[\\w-]+$`));
    expect(shared.notebook).toContain("title: Orders & <more>");
    expect(shared.notebook).not.toMatch(/hash=|[0-9a-f]{64}/);
    expect(shared.run?.length).toBeGreaterThan(5);
    expect(shared.data).toMatchObject([{ name: "orders", numRows: 300, numSampled: 0 }]);
    await expect(dialog.getByText(/looks like a GitHub token/)).toContainText("Line 1 of cell 2");
  });

  await test.step("rows and columns as they are chosen", async () => {
    await part(/Rows of orders/).check();
    expect((await held(page)).data[0]?.numSampled).toBe(100);
    await dialog.getByLabel("Which rows of orders").selectOption("random");
    for (const wrong of ["0", "-3", "301", "1.5", ""]) {
      await dialog.getByLabel("How many rows of orders").fill(wrong);
      await expect(dialog.getByText("From 1 to 300: the link still has 100 rows.")).toBeVisible();
    }
    await dialog.getByLabel("How many rows of orders").fill("7");
    await expect(dialog.getByText("From 1 to 300")).toHaveCount(0);
    await dialog.getByText("All 3 columns").click();
    await dialog.getByRole("checkbox", { name: "note", exact: true }).uncheck();
    const [sample] = (await held(page)).data;
    expect(sample?.numSampled).toBe(7);
    expect(sample?.values[2]).toBeNull();
    await dialog.getByLabel("Which rows of orders").selectOption("all");
    expect((await held(page)).data[0]?.values[0]).toHaveLength(300);
    await part(/The recorded run/).uncheck();
    const shared = await held(page);
    expect(shared.run).toBeUndefined();
    expect(JSON.stringify(shared)).not.toContain("secret-");
    const { length } = await link.inputValue();
    await expect(dialog.locator("[data-size]")).toHaveAttribute("data-size", String(length));
  });

  await test.step("and so are the first rows of tables that the run gave", async () => {
    await part(/The recorded run/).check();
    expect((await held(page)).results).toMatchObject([
      {
        numSampled: 3,
        values: [
          ["de", "fr", "it"],
          ["100", "100", "100"],
        ],
      },
    ]);
    await part(/The first rows of the table/).uncheck();
    expect((await held(page)).results).toBeUndefined();
    await part(/The first rows of the table/).check();
    expect((await held(page)).results).toHaveLength(1);
  });

  await test.step("as a link, Markdown, HTML and a badge; the copied link is kept in the list of shared ones", async () => {
    const address = await link.inputValue();
    await dialog.getByRole("button", { name: "Copy link" }).click();
    await expect(dialog.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
    expect(await copied()).toBe(address);
    for (const [name, text] of [
      ["Markdown", `[Orders \\& \\<more\\>](${address})`],
      ["README badge", `[![Open Orders \\& \\<more\\> in Runnel](${app.home}badge.svg)](${address})`],
    ] as const) {
      await dialog.getByRole("button", { name }).click();
      await expect.poll(copied).toBe(text);
    }
    await dialog.getByRole("button", { name: "HTML embed" }).click();
    await expect.poll(copied).toContain(`<iframe src="${app.home}embed/#r1`);
    expect(await copied()).toContain('title="Orders &amp; &lt;more&gt;"');
    expect((await page.request.get(`${app.home}badge.svg`)).ok()).toBe(true);
    const settings = await app.stored.rows("settings");
    const kept = settings.find(({ value }) => value.key === "shared-links")?.value;
    expect(kept?.value).toMatchObject([{ title: "Orders & <more>", link: address }]);
  });

  await test.step("as a QR code that is saved as SVG and PNG", async () => {
    await dialog.getByRole("button", { name: "QR code" }).click();
    await expect(dialog.getByRole("img", { name: "QR code of the link" })).toBeVisible();
    for (const [as, begin] of [
      ["SVG", "<svg xmlns"],
      ["PNG", "\u0089PNG"],
    ] as const) {
      const downloading = page.waitForEvent("download");
      await dialog.getByRole("button", { name: `Save as ${as}` }).click();
      const stream = await (await downloading).createReadStream();
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).subarray(0, begin.length).toString("latin1")).toBe(begin);
    }
  });

  await test.step("and leads to the cell in which a key was found", async () => {
    await dialog.getByRole("button", { name: "Go to the cell" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.locator("[data-cell]").filter({ hasText: "const key" })).toBeInViewport();
  });

  await test.step("and is on the home page, to be opened, copied and forgotten", async () => {
    await expect(page.getByText("Saved", { exact: true })).toBeAttached();
    await page.goto(app.home);
    const list = page.getByRole("region", { name: "Recently shared links" });
    await list.getByRole("button", { name: "Copy the link to Orders & <more>" }).click();
    await expect.poll(copied).toContain(`${app.home}#r1`);
    await list.getByRole("link", { name: "Orders & <more>" }).click();
    await expect(page.getByText("Nothing has run")).toBeVisible();
    await expect(app.cell("by_country").getByRole("table")).toContainText("100");
    await expect(app.cell("by_country")).toContainText("not run here");
    await page.goBack();
    await list.getByRole("button", { name: "Forget the link to Orders & <more>" }).click();
    await expect(list).toBeHidden();
  });
});

test("on a phone the dialog fills the screen, and a moment that is looked at goes along", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const app = new App(page);
  await app.openExample("Hello, flow");
  await app.run("Completed");
  await page.evaluate(() => {
    location.hash = `${location.hash}&t=100`;
  });
  await openShare(page);
  const dialog = page.getByRole("dialog");
  const { moment, run = [] } = await held(page);
  expect(moment).toMatch(/^\d+(~\d+)?$/);
  expect(run.length).toBeGreaterThan(10);
  expect(await dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await dialog.getByRole("checkbox", { name: "The moment that is looked at" }).uncheck();
  expect((await held(page)).moment).toBeUndefined();
  // A part of the app that does not come takes nothing else along.
  await page.route("**/_next/static/**", (route) => route.abort());
  await dialog.getByRole("button", { name: "QR code" }).click();
  await expect(page.getByText("A part of the app could not be loaded")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Copy link" })).toBeEnabled();
});
