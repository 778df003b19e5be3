import { openApp } from "./app.mjs";
import { median } from "./report.mjs";

/** How soon a lesson can be read, and how soon its checks answer. */
export async function measureLessons(repeated) {
  const app = await openApp();
  try {
    return {
      rows,
      rounds: await repeated({ repeats: 3, warmUps: 0 }, () => round(app)),
      versions: { chromium: app.browser.version() },
      notes: [
        "A lesson is open once its text, its first cell and its checks are drawn, from the start of the navigation.",
        "A check answers from the frame in which the run is over until the one in which it says what it saw.",
      ],
    };
  } finally {
    await app.close();
  }
}

const rows = [
  row("the list of lessons, in a fresh profile, until it can be read", "listMs", 1000),
  row("a lesson, in a fresh profile, until it can be read", "openMs", 1000),
  row("the same again, in that profile", "againMs", 1000),
  row("its checks answer after the first run", "firstMs", 100),
  row("its checks answer after a later run", "laterMs", 100),
];

function row(workload, ours, atMost) {
  return { workload, ours, unit: "ms", target: { atMost } };
}

const times = 5;

async function round(app) {
  const listMs = await readable(app, "learn/", ["[aria-label=Lessons] li"]);
  const page = await (await app.browser.newContext()).newPage();
  const open = () => readableIn(page, `${app.home}learn/?lesson=retries`, parts);
  const openMs = await open();
  const againMs = await open();
  const answers = [];
  for (let run = 0; run < times; run++) {
    answers.push(await page.evaluate(answered));
    await page.getByRole("button", { name: "Start over" }).click();
  }
  await page.context().close();
  const [firstMs, ...later] = answers;
  return { listMs, openMs, againMs, firstMs, laterMs: median(later) };
}

const parts = ['[aria-label="Lesson"] .prose p', "[data-cell]", "[aria-label=Checks] li"];

async function readable(app, path, selectors) {
  const page = await (await app.browser.newContext()).newPage();
  const ms = await readableIn(page, `${app.home}${path}`, selectors);
  await page.context().close();
  return ms;
}

/** Milliseconds from the start of a navigation until all of some parts are drawn. */
async function readableIn(page, address, selectors) {
  await page.addInitScript((wanted) => {
    const look = () => {
      if (wanted.every((one) => document.querySelector(one))) globalThis.readableMs = performance.now();
      else requestAnimationFrame(look);
    };
    look();
  }, selectors);
  await page.goto(address);
  await page.waitForFunction(() => globalThis.readableMs !== undefined);
  return await page.evaluate(() => globalThis.readableMs);
}

/** In a page: runs the notebook; milliseconds from the end of the run until a check says what it saw. */
async function answered() {
  const buttons = (name) =>
    [...document.querySelectorAll("button")].filter((one) => one.innerText.trim() === name);
  const frame = () => new Promise(requestAnimationFrame);
  const says = () => document.querySelectorAll("[aria-label=Checks] li p").length;
  const before = says();
  buttons("Run")[0].click();
  while (buttons("Stop").length === 0) await frame();
  while (buttons("Stop").length > 0) await frame();
  const over = performance.now();
  while (says() === before) await frame();
  return performance.now() - over;
}
