import { readFileSync } from "node:fs";
import { openApp } from "./app.mjs";
import { median } from "./report.mjs";

/** How the dialog of a link keeps up with what is chosen, and how long links are. */
export async function measureSharing(repeated) {
  const app = await openApp();
  try {
    return {
      rows,
      rounds: await repeated({ repeats: 3, warmUps: 0 }, async () => ({
        ...(await choosing(app)),
        ...(await examples(app)),
        readableMs: await opening(app),
      })),
      versions: { chromium: app.browser.version() },
      notes: [
        "A choice counts from its click until the dialog shows the link's new size.",
        "The data has five columns: a number, a time, two words of a few, and an amount.",
      ],
    };
  } finally {
    await app.close();
  }
}

const slugs = ["hello-flow", "flight-delays", "run-dashboard"];

const rows = [
  row("10,000 rows: one column left out, or taken again", "columnMs", 100),
  row("the recorded run left out, or taken again", "runMs", 100),
  row("all 10,000 rows taken, the first time", "rowsMs"),
  row("the page's longest task meanwhile", "longestMs", 100),
  row("a link is opened in a fresh profile, until it can be read", "readableMs", 1000),
  ...slugs.flatMap((slug) => [
    { ...row(`${slug}: the notebook`, `${slug} notebook`), unit: "characters" },
    { ...row("with 100 rows of each of its files", `${slug} rows`), unit: "characters" },
    { ...row("with its recorded run", `${slug} run`), unit: "characters" },
  ]),
];

function row(workload, ours, atMost) {
  return { workload, ours, unit: "ms", ...(atMost !== undefined && { target: { atMost } }) };
}

async function choosing(app) {
  const page = await app.openPage(notebook, orders);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator("#run header").getByText("Completed", { exact: true }).first().waitFor();
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ type: "longtask" });
  });
  await openShare(page);
  await page.getByRole("checkbox", { name: /^Rows of orders/ }).check();
  await ready(page);
  const rowsMs = await page.evaluate(measured, { select: "Which rows of orders", value: "all" });
  await page.locator("details summary").click();
  const columns = [];
  const runs = [];
  for (let time = 0; time < 10; time++) {
    columns.push(await page.evaluate(measured, { check: ["amount", "id", "country"][(time >> 1) % 3] }));
    runs.push(await page.evaluate(measured, { check: "The recorded run" }));
  }
  const longestMs = await page.evaluate(() => globalThis.longest);
  await page.context().close();
  return { rowsMs, columnMs: median(columns), runMs: median(runs), longestMs };
}

/** In a page: milliseconds from a choice until the dialog shows another size. */
async function measured({ check, select, value }) {
  const dialog = document.querySelector("[role=dialog]");
  const size = () => dialog.querySelector("[data-size]").dataset.size;
  const before = size();
  const from = performance.now();
  if (check) {
    const labels = [...dialog.querySelectorAll("label")];
    labels.find((label) => label.textContent.startsWith(check)).click();
  } else {
    const list = dialog.querySelector(`[aria-label="${select}"]`);
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(list, value);
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }
  while (size() === before) await new Promise(requestAnimationFrame);
  return performance.now() - from;
}

/** Milliseconds from the start of the navigation to a link until its bar and first cell are drawn. */
async function opening(app) {
  const page = await (await app.browser.newContext()).newPage();
  await page.addInitScript(() => {
    const look = () => {
      const bar = document.querySelector('[aria-label="Where this comes from"]');
      if (bar && document.querySelector("[data-cell]")) globalThis.readableMs = performance.now();
      else requestAnimationFrame(look);
    };
    look();
  });
  await page.goto(`${app.home}#${link}`);
  await page.waitForFunction(() => globalThis.readableMs !== undefined);
  const ms = await page.evaluate(() => globalThis.readableMs);
  await page.context().close();
  return ms;
}

/** Characters of the links to the examples, the address with them. */
async function examples(app) {
  const figures = {};
  for (const slug of slugs) {
    const page = await (await app.browser.newContext()).newPage();
    await page.goto(`${app.home}notebook/?example=${slug}`);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page
      .locator("#run header")
      .getByText("Completed", { exact: true })
      .first()
      .waitFor({ timeout: 120_000 });
    await openShare(page);
    const run = page.getByRole("checkbox", { name: /^The recorded run/ });
    figures[`${slug} run`] = await sizeOf(page);
    await run.uncheck();
    figures[`${slug} notebook`] = await sizeOf(page);
    for (const source of await page.getByRole("checkbox", { name: /^Rows of/ }).all()) await source.check();
    figures[`${slug} rows`] = await sizeOf(page);
    await page.context().close();
  }
  return figures;
}

async function openShare(page) {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await ready(page);
}

async function ready(page) {
  await page.getByRole("button", { name: "Copy link" }).and(page.locator(":enabled")).waitFor();
}

async function sizeOf(page) {
  await ready(page);
  return (await page.getByRole("textbox", { name: "Link" }).inputValue()).length;
}

const csv = Array.from({ length: 10_000 }, (_, n) => {
  const [day, amount] = [new Date(1_767_225_600_000 + n * 3_517_000), ((n * 7919) % 20_000) / 100];
  const time = day.toISOString().slice(0, 19).replace("T", " ");
  return `${10_000 + n},${time},${["de", "fr", "it", "es", "nl"][(n * 31) % 5]},${["paid", "shipped"][(n * 17) % 2]},${amount.toFixed(2)}`;
}).join("\n");

const link = readFileSync(new URL("../lib/share/golden/v1-run.txt", import.meta.url), "utf8").trim();

const notebook = `\`\`\`csv name=orders src=orders.csv
\`\`\`

\`\`\`sql name=orders_seen
SELECT * FROM orders
\`\`\`
`;

const orders = {
  name: "orders.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(`id,ordered_at,country,status,amount\n${csv}\n`),
};
