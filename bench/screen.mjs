import { openApp } from "./app.mjs";
import { median } from "./report.mjs";

/** How the app's own pages keep up: what a keystroke costs, and how far what is shown is behind what is stored. */
export async function measureScreen(repeated) {
  const app = await openApp();
  try {
    return {
      rows,
      rounds: await repeated({ repeats: 3, warmUps: 0 }, async () => ({
        ...(await typing(app)),
        ...(await mapping(app, 10_000)),
        ...(await mapping(app, 50_000)),
        ...(await flights(app)),
      })),
      versions: { chromium: app.browser.version() },
      notes: [
        "A keystroke is all that the page's thread does for it until the text is compiled and saved, less what it does in as much time without one.",
        "Behind: from the moment at which the storage had so many ended task runs until the page showed as many.",
      ],
    };
  } finally {
    await app.close();
  }
}

const rows = [
  row("A keystroke in a notebook of 5 cells", "keystroke5Ms"),
  { ...row("the same of 60 cells, in times of that", "keystroke60", 1.3), unit: "×" },
  { ...row("the same of 200 cells", "keystroke200", 1.3), unit: "×" },
  { ...row("5 cells, a run of 10,000 tasks beside them", "keystroke5Run", 1.3), unit: "×" },
  { ...row("60 cells, the same", "keystroke60Run", 1.3), unit: "×" },
  { ...row("200 cells, the same", "keystroke200Run", 1.3), unit: "×" },
  ...[10_000, 50_000].flatMap((count) => [
    row(
      `${count.toLocaleString("en")} mapped tasks: the page behind the storage, at most`,
      `behind${count}Ms`,
      1000,
    ),
    row("its longest task meanwhile", `longest${count}Ms`, 100),
    { ...row("how often the clock went back", `back${count}`, 0), unit: "times" },
  ]),
  row("Flight delays: the page's longest task", "flightsLongestMs", 150),
];

function row(workload, ours, atMost) {
  return { workload, ours, unit: "ms", ...(atMost !== undefined && { target: { atMost } }) };
}

/** Keystrokes that are measured, and milliseconds from one to the next: time to compile and to save. */
const [strokes, pace] = [8, 700];

async function typing(app) {
  const figures = {};
  const of = async (cells, hasRun) => {
    const page = await app.openPage(notebookOf(cells));
    if (hasRun) await runToEnd(page);
    const ms = await keystroke(page);
    await page.context().close();
    return ms;
  };
  const base = await of(5, false);
  figures.keystroke5Ms = base;
  for (const cells of [60, 200]) figures[`keystroke${cells}`] = (await of(cells, false)) / base;
  for (const cells of [5, 60, 200]) figures[`keystroke${cells}Run`] = (await of(cells, true)) / base;
  return figures;
}

/** Milliseconds of the page's thread for one keystroke, in a cell in the middle. */
async function keystroke(page) {
  const editors = page.locator("[data-cell] .cm-content");
  await editors.last().waitFor({ state: "attached" });
  const editor = editors.nth((await editors.count()) >> 1);
  await editor.click();
  await page.keyboard.press("ControlOrMeta+End");
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async (work) => {
    const before = await taskSeconds(devtools);
    await work();
    return ((await taskSeconds(devtools)) - before) * 1000;
  };
  const all = [];
  for (let stroke = -2; stroke < strokes; stroke++) {
    const idle = await busy(() => page.waitForTimeout(pace));
    const ms = await busy(async () => {
      await page.keyboard.press(stroke % 2 === 0 ? "x" : "Backspace");
      await page.waitForTimeout(pace);
    });
    if (stroke >= 0) all.push(ms - idle);
  }
  return median(all);
}

async function taskSeconds(devtools) {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value;
}

/** A run of so many mapped tasks, watched in the page, and in the storage from beside it. */
async function mapping(app, count) {
  const page = await app.openPage(mapNotebook(count));
  const beside = await page.context().newPage();
  await beside.goto(`${app.home}404.html`);
  await page.bringToFront();
  await watch(page);
  const stored = beside.evaluate(watchStorage, count);
  await runToEnd(page);
  const samples = await stored;
  const { shown, clocks, longest } = await page.evaluate(() => globalThis.watched);
  await page.context().close();
  const lags = samples.map(({ at, ended }) => {
    const seen = shown.find((one) => one.ended >= ended);
    return seen ? seen.at - at : Number.POSITIVE_INFINITY;
  });
  return {
    [`behind${count}Ms`]: Math.max(0, ...lags),
    [`longest${count}Ms`]: longest,
    [`back${count}`]: clocks.filter((ms, index) => ms < clocks[index - 1]).length,
  };
}

async function flights(app) {
  const context = await app.browser.newContext();
  const page = await context.newPage();
  await page.goto(app.home);
  await page.getByRole("link", { name: "Flight delays" }).click();
  await page.locator("[data-cell] .cm-content").last().waitFor({ state: "attached" });
  await watch(page);
  await runToEnd(page);
  const { longest } = await page.evaluate(() => globalThis.watched);
  await context.close();
  return { flightsLongestMs: longest };
}

async function runToEnd(page) {
  const run = page.getByRole("button", { name: "Run", exact: true });
  await run.click();
  await page.getByRole("button", { name: "Stop" }).waitFor();
  await run.waitFor({ timeout: 600_000 });
  await page.locator("#run header").getByText("Completed").first().waitFor();
  await page.waitForTimeout(500);
}

/** Notes in the page what it shows, frame by frame, and how long its tasks take. */
async function watch(page) {
  await page.evaluate(() => {
    const watched = { shown: [], clocks: [], longest: 0 };
    globalThis.watched = watched;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.longest = Math.max(watched.longest, duration);
    }).observe({ type: "longtask" });
    const units = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
    const look = () => {
      const states = document.querySelector("main [data-state]")?.textContent ?? "";
      const each = [...states.matchAll(/(\d+) Completed/g)].map(([, of]) => Number(of));
      const all = /^\D*Completed× (\d+)/.exec(states);
      const ended = all ? Number(all[1]) : each.reduce((sum, of) => sum + of, 0);
      if (ended > (watched.shown.at(-1)?.ended ?? 0)) watched.shown.push({ at: Date.now(), ended });
      const clock = document.querySelector("[data-clock]")?.textContent ?? "";
      if (clock !== "")
        watched.clocks.push(
          [...clock.matchAll(/([\d.]+) (ms|s|min|h)/g)].reduce(
            (sum, [, n, unit]) => sum + Number(n) * units[unit],
            0,
          ),
        );
      requestAnimationFrame(look);
    };
    look();
  });
}

/** Notes in another page how many task runs of the newest run have ended, as stored, until so many have. */
async function watchStorage(count) {
  const opened = indexedDB.open("runnel");
  await new Promise((resolve) => (opened.onsuccess = resolve));
  const samples = [];
  for (let ended = 0; ended < count;) {
    const all = opened.result.transaction("runs").objectStore("runs").getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    const newest = all.result.sort((a, b) => b.createdAt - a.createdAt)[0];
    const now = newest?.taskRunCounts.Completed ?? 0;
    if (now > ended) samples.push({ at: Date.now(), ended: now });
    ended = now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  opened.result.close();
  return samples;
}

const mapNotebook = (count) => `\`\`\`ts
const square = task((n: number) => n * n);
\`\`\`

\`\`\`ts
const main = flow(async () => {
  await square.map(Array.from({ length: ${count} }, (_, n) => n)).wait();
});
\`\`\`
`;

/** So many cells of ten lines, one in two of each kind, and a flow of ten thousand tasks. */
function notebookOf(count) {
  const cells = Array.from({ length: count - 2 }, (_, index) => {
    const lines = Array.from({ length: 8 }, (_, line) => line);
    if (index % 2 === 0)
      return `\`\`\`sql name=table_${index}\nSELECT\n${lines.map((line) => `  ${line} AS column_${line},`).join("\n")}\n  9 AS last\n\`\`\`\n`;
    return `\`\`\`ts\nconst step_${index} = task((n: number) => {\n${lines.map((line) => `  const part_${line} = n * ${line};`).join("\n")}\n  return part_7;\n});\n\`\`\`\n`;
  });
  return `${mapNotebook(10_000)}\n${cells.join("\n")}`;
}
