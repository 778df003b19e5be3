import { expect, type Page } from "@playwright/test";
import { sites } from "../scripts/test-sites.mjs";
import { encodeLink } from "../lib/share";
import { orders, recordedRun, sixCells } from "../lib/share/realistic.suite";
import { App } from "./app";
import { arm, seenBy } from "./attacks/armed-page";
import { test } from "./outside";

/** A notebook with data, a query, and a flow that says what it was asked with; `outside` is where its text and code lead. */
const text = (outside: string) => `---
title: Orders
---

# Orders

![a picture](${outside}picture.png) [a link](${outside}link)

\`\`\`csv name=orders src=orders.csv
\`\`\`

\`\`\`sql name=totals
SELECT country, count(*) AS orders FROM orders GROUP BY ALL
\`\`\`

\`\`\`ts
const report = flow(async (least: number = 1) => {
  getRunLogger().info(\`at least \${least}\`);
  return await totals();
});
const send = task(async () => await fetch("${outside}sent"));
\`\`\`
`;

/** The addresses that a page asks for, workers and frames included. */
function asked(page: Page): readonly string[] {
  const addresses: string[] = [];
  page.context().on("request", (request) => addresses.push(request.url()));
  return addresses;
}

const opened = (page: Page) => page.getByText("Nothing has run");

for (const site of [sites.app, sites.plain])
  test(`a link opens at once and asks nobody, is replayed, and is made one's own and run: ${site === sites.app ? "second site" : "plain host"}`, async ({
    page,
    outside,
  }) => {
    const app = new App(page, site);
    const addresses = asked(page);
    const notebook = `${text(outside.url)}\n\`\`\`csv name=rates src=rates.csv\n\`\`\`\n`;
    const columns = ["day DATE", "rate DOUBLE"].map((column) => column.split(" "));
    const rates = {
      ...{ name: "rates", format: "csv", numRows: 9, numSampled: 0, values: [null, null] },
      schema: columns.map(([name = "", type = ""]) => ({ name, type })),
    };
    const link = encodeLink({
      ...{ notebook, parameters: { least: 7 }, data: [orders(50), rates] },
      ...{ run: await recordedRun(), moment: "5000" },
    });
    // Whoever opens a link sees nothing of the home page before it.
    const home = {
      heading: page.getByRole("heading", { name: "Pipelines that run in this tab" }),
      isSeen: false,
    };
    await page.goto(`${site}#${link.text}`, { waitUntil: "commit" });
    await expect(async () => {
      home.isSeen ||= await home.heading.isVisible();
      expect(await opened(page).isVisible()).toBe(true);
    }).toPass({ intervals: [0] });
    expect(home.isSeen).toBe(false);
    const bar = page.getByRole("region", { name: "Where this comes from" });
    await expect(bar).toContainText(`network ${new URL(outside.url).origin} · file orders.csv`);
    await expect(page).toHaveTitle(/Orders/);
    await expect(app.cell("orders").getByRole("table")).toContainText("2026-01-01");
    await expect(app.head).toContainText("not run here");
    await expect(app.head).toContainText("Running");
    const slider = app.runPanel.getByRole("slider", { name: "Time" });
    // Wherever one reads, the bar and the run's foot stay.
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    for (const stays of [bar, slider]) await expect(stays).toBeInViewport({ ratio: 1 });
    await page.evaluate(() => scrollTo(0, 0));
    for (const stays of [bar, slider]) await expect(stays).toBeInViewport({ ratio: 1 });
    await slider.press("End");
    await expect(app.head).toContainText("Completed");
    await expect(page.getByRole("button", { name: "Run", exact: true })).toHaveCount(0);
    expect(addresses.filter((one) => !one.startsWith(site) && !one.startsWith("blob:"))).toEqual([]);
    expect(addresses.filter((one) => one.includes("sandbox") || one.includes("duckdb"))).toEqual([]);

    // The moment and the run are in the address: they are there after a reload.
    await slider.press("Home");
    await expect(app.head).not.toContainText("Completed");
    await page.reload();
    await expect(opened(page)).toBeVisible();
    await expect(app.head).not.toContainText("Completed");

    // What did not come along is named, and what the person has stands in for it.
    const missing = app.cell("rates").getByRole("group", { name: "File rates.csv" });
    await expect(missing).toContainText("rates.csv did not come along");
    await expect(app.cell("rates")).toContainText("rate");
    await expect(app.cell("orders")).toContainText("Not all rows of orders.csv came along");
    await app.drop("main", { name: "yours.csv", text: "day,amount\n2026-01-02,5\n" });
    await expect(missing).toContainText("yours.csv stands in for rates.csv");
    await app.drop("main", { name: "more.csv", text: "a\n1\n" });
    await expect(bar).toContainText("“more.csv” was not taken");
    await missing
      .getByLabel("A file for rates.csv")
      .setInputFiles({ name: "mine.csv", mimeType: "", buffer: Buffer.from("day,amount\nx,5\n") });
    await expect(missing).toContainText("mine.csv stands in for rates.csv");

    await page.getByRole("button", { name: "Make it mine and run" }).click();
    await app.ended("Completed");
    await expect(app.title).toHaveValue("Orders");
    await expect(app.cell("orders")).toContainText("A sample: 50 of 2,000 rows");
    await expect(await app.log()).toContainText("at least 7");
    await expect(app.cell("totals").getByRole("table")).toContainText("nl");
    expect(outside.hits).toEqual([]);
    await app.cell("rates").getByRole("button", { name: "Run cell (Ctrl+Enter)" }).click();
    const unfit = app.cell("rates").getByRole("status", { name: "Columns of rates.csv" });
    await expect(unfit).toContainText("rates.csv has no column rate, which the link’s had");
    await expect(unfit).toContainText("the column day is VARCHAR; in the link’s it was DATE");
    await page.getByRole("button", { name: "Run with that" }).click();
    await app.ended("Completed");
    await expect(await app.log()).toContainText("at least 7");

    await page.getByRole("link", { name: "open the original" }).click();
    await expect(opened(page)).toBeVisible();
    await expect(bar).toContainText("You have a copy");
    await page.getByRole("button", { name: "Compare" }).click();
    await expect(page.getByRole("dialog")).toContainText("They say the same.");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Close: go home" }).click();
    await expect(page.getByRole("region", { name: "Your notebooks" })).toBeVisible();
    await page.goBack();
    await page.getByRole("button", { name: "Make it mine", exact: true }).click();
    await app.editable("Orders");
  });

test("whatever follows the # shows what can be made out of it, as text, and what is lost", async ({
  page,
}) => {
  await arm(page);
  const payload = `<img src=x onerror=xss()>`;
  const hostile = `---\ntitle: "${payload}"\n---\n\n${payload}\n\n\`\`\`csv name=a src="${payload}.csv"\n\`\`\`\n\n\`\`\`ts\n${payload}\n\`\`\`\n`;
  const sample = {
    ...orders(3),
    name: "a",
    schema: orders(3).schema.map(({ type }) => ({ name: payload, type })),
  };
  const whole = encodeLink({
    notebook: sixCells,
    parameters: {},
    data: [orders(20)],
    run: await recordedRun(),
  }).text;
  const dark = encodeLink({
    notebook: hostile,
    parameters: { [payload]: payload },
    data: [sample],
    origin: payload,
  }).text;
  const heading = (name: string) => page.getByRole("heading", { level: 1, name });
  const show = (hash: string) => page.evaluate((next) => (location.hash = next), hash);

  await page.goto(`${sites.plain}#${dark}`);
  await expect(opened(page)).toBeVisible();
  await expect(heading(payload)).toBeAttached();
  // Another link in the same page is another notebook.
  await show(whole);
  await expect(heading("Orders by day").first()).toBeAttached();
  for (const [hash, said] of [
    [whole.slice(0, whole.length - 40), "The link ends too early"],
    [whole.slice(0, 400), "What can be read of the notebook is shown"],
    [whole.slice(0, 400), "What is lost of it may ask for more"],
    [`${whole.slice(0, 900)}AAAA${whole.slice(904)}`, "The link was changed on its way"],
    ["r9AAAA", "newer version"],
    ["r", "holds no notebook"],
    ["r1", "holds no notebook"],
    [`r1${"A".repeat(3000)}`, "cannot be read"],
    ["rubbish", "holds no notebook"],
    [`r${encodeURIComponent(payload)}`, "holds no notebook"],
    [encodeURIComponent(`"${whole}".`), "Nothing has run"],
  ] as const) {
    await show(hash);
    await expect(page.getByText(said).first()).toBeVisible();
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
  }
  expect(await seenBy(page)).toEqual([]);
});

test("another site may frame a link, which is shown and replayed there, and is opened in a tab of its own", async ({
  page,
  outside,
}) => {
  const { text: link } = encodeLink({
    notebook: sixCells,
    parameters: {},
    data: [orders(20)],
    run: await recordedRun(),
  });
  await page.goto(outside.url);
  await page.evaluate((address) => {
    document.body.append(
      Object.assign(document.createElement("iframe"), { src: address, width: 1000, height: 600 }),
    );
  }, `${sites.app}embed/#${link}`);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByText("Nothing has run")).toBeVisible();
  // In a frame that is small the notebook comes first, and the run is a bar.
  const run = frame.getByRole("region", { name: "Run", exact: true });
  const slider = frame.getByRole("slider", { name: "Time" });
  await expect(run.getByRole("button", { name: /^report/ })).toHaveAttribute("aria-expanded", "false");
  await run.getByRole("button", { name: /^report/ }).click();
  await slider.press("Home");
  await expect(run.locator("header")).not.toContainText("Completed");
  await expect(frame.getByRole("button", { name: /Make it mine|^Run|Choose a file/ })).toHaveCount(0);
  expect(await page.frames()[1]!.evaluate(() => indexedDB.databases().catch(() => []))).toEqual([]);

  // What is behind its links opens apart: no other page of the app comes into the frame.
  for (const name of ["Runnel: home", "Open in Runnel"]) {
    const opening = page.context().waitForEvent("page");
    await frame.getByRole("link", { name }).click();
    const tab = await opening;
    if (name === "Open in Runnel") await expect(opened(tab)).toBeVisible();
    else await expect(tab.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await tab.close();
  }
  await expect(frame.getByText("Nothing has run")).toBeVisible();
});

for (const site of [sites.app, sites.plain])
  test(`a file elsewhere is fetched when its person says so, from that host alone, and its newer version is found: ${site === sites.app ? "second site" : "plain host"}`, async ({
    page,
    outside,
  }) => {
    const app = new App(page, site);
    const address = `${outside.url}orders.md`;
    outside.notebooks.set("/orders.md", { text: text(outside.url) });
    outside.notebooks.set("/moved.md", { location: outside.url.replace("127.0.0.1", "localhost") });
    outside.notebooks.set("/huge.md", { text: "x".repeat(5_000_001) });
    const open = async (url: string) => {
      await page.goto(`${site}#url=${encodeURIComponent(url)}`);
      await page.getByRole("button", { name: /^Fetch from/ }).click();
    };

    await page.goto(`${site}#url=${encodeURIComponent(address)}`);
    await expect(page.getByRole("button", { name: `Fetch from ${new URL(outside.url).host}` })).toBeVisible();
    expect(outside.hits).toEqual([]);
    await page.getByRole("button", { name: /^Fetch from/ }).click();
    await expect(opened(page)).toBeVisible();
    expect(outside.hits).toEqual(["GET /orders.md"]);
    await page.getByRole("button", { name: "Make it mine", exact: true }).click();
    await app.editable("Orders");

    outside.notebooks.set("/orders.md", { text: text(outside.url).replace("count(*)", "sum(amount)") });
    // Who said yes to the host, and looks there again, is not asked once more.
    await page.getByRole("link", { name: "look for a newer version" }).click();
    await expect(page.getByText("You have a copy of another version")).toBeVisible();
    await page.getByRole("button", { name: "Compare" }).click();
    await expect(page.getByRole("dialog")).toContainText("SQL totals");

    // What it is written in is told by the file.
    outside.notebooks.set("/totals.sql", { text: "SELECT 7 AS seven;" });
    await open(`${outside.url}totals.sql`);
    await expect(opened(page)).toBeVisible();
    await expect(page.getByRole("list", { name: "Cells" })).toContainText("SELECT 7 AS seven");

    for (const [path, said] of [
      ["moved.md", "could not be read"],
      ["huge.md", "more than 5,000,000 bytes"],
    ] as const) {
      await open(outside.url + path);
      await expect(page.getByRole("alert").filter({ hasText: said })).toBeVisible();
    }
    await page.goto(`${site}#url=${encodeURIComponent("http://you.example/a.md")}`);
    await expect(page.getByRole("heading", { name: "This address cannot be opened" })).toBeVisible();
    const paths = ["orders.md", "orders.md", "totals.sql", "moved.md", "huge.md"];
    expect(outside.hits).toEqual(paths.map((path) => `GET /${path}`));
  });
