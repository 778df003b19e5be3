import { openApp, settled } from "./app.mjs";
import { median } from "./report.mjs";

/** How the view of a run keeps up: opened, scrolled, zoomed, taken back in time, and while the run goes on. */
export async function measureSeeing(repeated) {
  const app = await openApp();
  try {
    return {
      rows,
      rounds: await repeated({ repeats: 3, warmUps: 0 }, () => round(app)),
      versions: { chromium: app.browser.version() },
      notes: [
        "A run is opened from a click in the history, once the notebook has been opened anew, until its first rows are there.",
        "An update and a moment cost what the page's thread does for it, drawing and all, less what it does without one.",
        "All of its log is there some time later, which the second row of each says: the view grows meanwhile.",
        "A frame is the time from one to the next; the peer is a bare page in the same browser, which does nothing in its frames.",
      ],
    };
  } finally {
    await app.close();
  }
}

const [some, many] = [10_000, 100_000];

const rows = [
  ...[some, many].flatMap((count) => [
    row(`A stored run of ${count.toLocaleString("en")} tasks, opened`, `opened${count}Ms`, {
      atMost: count === some ? 500 : 1000,
    }),
    row("the same, all of its log read", `read${count}Ms`),
  ]),
  row("its rows scrolled: a frame, the median", "scrollMs", { ratioAtMost: 1.1 }, "bareMs"),
  row("the same, p95", "scroll95Ms", { ratioAtMost: 1.1 }, "bare95Ms"),
  row("its time zoomed: a frame, the median", "zoomMs", { ratioAtMost: 1.1 }, "bareMs"),
  row("the same, p95", "zoom95Ms", { ratioAtMost: 1.1 }, "bare95Ms"),
  row("A moment of it, of 400,000 events", "momentMs"),
  row("A moment of 100,000 events, as a part of that", "moment100000Ms", { atMost: 50 }),
  { ...row("Memory of the page that shows it", "heapMb", { atMost: 400 }), unit: "MB" },
  row("10,000 task runs, listed, of a run that goes on: an update", "updateMs", { atMost: 8 }),
];

function row(workload, ours, target, peer) {
  return { workload, ours, unit: "ms", ...(target && { target }), ...(peer && { peer }) };
}

async function round(app) {
  const updateMs = await updating(app);
  const page = await app.openPage(notebook);
  // So many come after the first two that these are not in memory when the notebook is opened.
  const flows = ["many", "some", ...Array(20).fill("one")];
  for (const [index, flow] of flows.entries()) await runCell(page, flow, index + 1);
  await page.reload();
  await page.getByRole("tab", { name: `History ${flows.length}`, exact: true }).waitFor();
  await settled(page);
  const times = { some: [], many: [] };
  for (let number = 0; number < 3; number++)
    for (const flow of ["some", "many"]) times[flow].push(await open(page, flow));
  const devtools = await counting(page);
  const momentMs = await moments(page, devtools);
  await openRows(page);
  const [scrollMs, scroll95Ms] = await framesOf(page, () => page.evaluate(scroll));
  const [zoomMs, zoom95Ms] = await framesOf(page, () => zoom(page));
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  await page.goto("about:blank");
  const [bareMs, bare95Ms] = await framesOf(page, () => page.waitForTimeout(3000));
  await page.context().close();
  return {
    ...{ updateMs, momentMs, moment100000Ms: momentMs / 4, heapMb: usedSize / 1e6 },
    ...{ scrollMs, scroll95Ms, zoomMs, zoom95Ms, bareMs, bare95Ms },
    [`opened${some}Ms`]: median(times.some.map(({ first }) => first)),
    [`read${some}Ms`]: median(times.some.map(({ whole }) => whole)),
    [`opened${many}Ms`]: median(times.many.map(({ first }) => first)),
    [`read${many}Ms`]: median(times.many.map(({ whole }) => whole)),
    times,
  };
}

/** The page's devtools, which count the time of its thread. */
async function counting(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  return devtools;
}

/** Milliseconds of the page's thread for each update, while nothing but time goes on. */
async function updating(app) {
  const page = await app.openPage(notebook);
  const devtools = await counting(page);
  await startCell(page, "going");
  await page.getByRole("row", { name: "10,000 Completed" }).waitFor();
  await openRows(page);
  const clock = async () => await page.locator("#run [data-clock]").textContent();
  const before = await clock();
  const busy = await busyFor(page, devtools, 5000);
  if ((await clock()) === before) throw new Error("The view of the run that goes on stood still.");
  // The head has no Stop, and the clock stands: a chip says Completed long before.
  await page.getByRole("button", { name: "Run", exact: true }).waitFor();
  await settled(page);
  const idle = await busyFor(page, devtools, 5000);
  await page.context().close();
  return (busy - idle) / (5 * 4);
}

async function busyFor(page, devtools, ms) {
  const before = await taskSeconds(devtools);
  await page.waitForTimeout(ms);
  return ((await taskSeconds(devtools)) - before) * 1000;
}

async function taskSeconds(devtools) {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value;
}

/** Opens the row of all task runs, and has those that are in sight drawn. */
async function openRows(page) {
  await page.getByRole("button", { name: "Open square" }).click();
  await page.locator('#run [role=row][aria-level="2"]').first().waitFor();
  await atRest(page);
}

/** Resolves once nothing moves any more that a click has moved, and the page's thread has nothing to do. */
async function atRest(page) {
  await page.evaluate(async () => {
    const turns = ({ effect }) => effect.getComputedTiming().iterations * effect.getComputedTiming().duration;
    const moves = document.getAnimations().filter((one) => turns(one) < 1000);
    await Promise.all(moves.map(({ finished }) => finished.catch(() => undefined)));
  });
  await settled(page);
}

async function startCell(page, flow) {
  const cell = page.locator("[data-cell]").filter({ hasText: `const ${flow} = flow` });
  await cell.getByRole("button", { name: "Run cell" }).click();
}

/** Runs a flow to its end, as the notebook's run of that number. */
async function runCell(page, flow, number) {
  await startCell(page, flow);
  await page.getByRole("tab", { name: `History ${number}`, exact: true }).waitFor({ timeout: 600_000 });
}

/** Milliseconds from a click in the history, and then one on Timeline, until the first rows are there. */
async function open(page, flow) {
  await page.getByRole("tab", { name: /History/ }).click();
  await page.locator("#run ul button").filter({ hasText: flow }).waitFor();
  return await page.evaluate(async (name) => {
    const frame = () => new Promise(requestAnimationFrame);
    const run = document.querySelector("#run");
    const entry = [...run.querySelectorAll("ul button")].find((one) => one.textContent.startsWith(name));
    const before = performance.now();
    entry.click();
    while (run.querySelector("h2").textContent !== name) await frame();
    [...run.querySelectorAll("[role=tab]")].find((one) => one.textContent === "Timeline").click();
    while (!run.querySelector("[role=treegrid] [role=row]")) await frame();
    const first = performance.now() - before;
    while (run.querySelector("header").textContent.includes("still being read")) await frame();
    return { first, whole: performance.now() - before };
  }, flow);
}

/** Milliseconds of the page's thread for each of twenty moments, from all over the run. */
async function moments(page, devtools) {
  const count = 20;
  const before = await taskSeconds(devtools);
  const ms = await page.evaluate(async (all) => {
    const began = performance.now();
    const slider = document.querySelector("[aria-label=Time]");
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    for (let number = 0; number < all; number++) {
      set.call(slider, (((number * 7) % all) / all) * slider.max);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      // What it draws is drawn, and what that calls for is done.
      for (let time = 0; time < 2; time++) {
        await new Promise(requestAnimationFrame);
        await new Promise((resolve) => requestIdleCallback(resolve));
      }
    }
    return performance.now() - began;
  }, count);
  const busy = ((await taskSeconds(devtools)) - before) * 1000;
  const idle = await busyFor(page, devtools, ms);
  await page.locator("#run").getByRole("button", { name: "To the end" }).click();
  return (busy - idle) / count;
}

/** The median and the p95 of the milliseconds from one frame to the next, while something is done in the page. */
async function framesOf(page, work) {
  await page.evaluate(() => {
    const times = [];
    const note = (now) => {
      times.push(now);
      globalThis.noting = requestAnimationFrame(note);
    };
    globalThis.times = times;
    note(performance.now());
  });
  await work();
  const times = await page.evaluate(() => {
    cancelAnimationFrame(globalThis.noting);
    return globalThis.times;
  });
  const frames = times.slice(2).map((time, index) => time - times[index + 1]);
  frames.sort((a, b) => a - b);
  return [median(frames), frames[Math.floor(frames.length * 0.95)]];
}

/** In a page: has the rows go by for three seconds' frames, a page of them at once now and then. */
async function scroll() {
  const grid = document.querySelector("#run [role=treegrid]");
  for (let frame = 0; frame < 180; frame++) {
    grid.scrollTop += frame % 60 === 0 ? 5000 : 97;
    await new Promise(requestAnimationFrame);
  }
}

/** Draws a part of the time with the pointer, to which the view then zooms: four times, and back. */
async function zoom(page) {
  const axis = page.locator('#run [title="Drag to zoom"], #run [title="Double click: all of the time"]');
  for (let time = 0; time < 4; time++) {
    const { x, y, width } = await axis.boundingBox();
    await page.mouse.move(x + width * 0.2, y + 8);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.8, y + 8, { steps: 20 });
    await page.mouse.up();
  }
  await axis.dblclick();
}

const notebook = `\`\`\`ts
const square = task((n: number) => n * n);
\`\`\`

\`\`\`ts
const many = flow(async () => { await square.map(Array.from({ length: ${many} }, (_, n) => n)).wait(); });
\`\`\`

\`\`\`ts
const some = flow(async () => { await square.map(Array.from({ length: ${some} }, (_, n) => n)).wait(); });
\`\`\`

\`\`\`ts
const one = flow(async () => { await square(1); });
\`\`\`

\`\`\`ts
const going = flow(async () => {
  await square.map(Array.from({ length: ${some} }, (_, n) => n)).wait();
  await sleep(12);
});
\`\`\`
`;
