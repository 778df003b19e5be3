import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goldenLine, goldenRuns } from "../../lib/simulation/golden.suite";
import { sites } from "../../scripts/test-sites.mjs";
import { probe } from "../attacks/probe";
import { App } from "./app";
import { isInstalled, open, type Browser, type Kind } from "./open";

const kinds: Readonly<Record<Kind, string>> = {
  firefox: "Firefox",
  webkit: "WebKit",
  "webkit-private": "WebKit, private",
};

for (const [kind, name] of Object.entries(kinds) as [Kind, string][]) {
  const isThere = isInstalled(kind);
  if (!isThere) console.log(`${name}: not installed, skipped`);
  describe.skipIf(!isThere)(name, { timeout: 600_000 }, () => {
    let browser: Browser;
    let app: App;
    beforeAll(async () => {
      browser = await open(kind);
      app = new App(browser.page);
    }, 120_000);
    afterAll(() => browser.close());
    for (const [title, smoke] of Object.entries(smokesOf(kind)))
      test(title, async () => {
        await smoke(app);
        expect(await app.violations()).toBe("");
      });
  });
}

/** Whether all is tried everywhere, however long it takes: BROWSER_ALL=1. */
const isAll = process.env.BROWSER_ALL === "1";

/**
 * What is tried there. Where DuckDB takes long to start, at each notebook, and for each query, a dropped file is tried in the private
 * window alone, and three million rows where all is.
 */
function smokesOf(kind: Kind): Readonly<Record<string, Smoke>> {
  if (kind === "firefox") return { ...smokes, ...withGolden, ...withFlights, ...withDroppedFile };
  if (kind === "webkit") return { ...smokes, ...withLeaving, ...(isAll && withFlights) };
  return withDroppedFile;
}

type Smoke = (app: App) => Promise<void>;

/** What is tried in every browser. */
const smokes: Readonly<Record<string, Smoke>> = {
  async "hello, flow: a task fails twice and is retried"(app) {
    await app.openExample("Hello, flow");
    await app.run(/Completed/);
    await app.page.says(/HELLO, MARVIN!/);
  },

  async "Stop ends a loop in a task"(app) {
    await app.openNew({
      kind: "TypeScript",
      text: "const spin = task(() => { for (;;); });\nconst main = flow(async () => await spin());",
    });
    await app.page.click("Run");
    await app.page.says(/spin\s+Running/, 'section[aria-label="Run"]');
    await app.page.click("Stop");
    await app.ended(/Cancelled/);
  },

  async "a timeout ends a loop, and the next attempt runs in another worker"(app) {
    await app.openNew({
      kind: "TypeScript",
      text: `const spin = task({ timeoutSeconds: 0.3, retries: 1 }, () => { for (;;); });
const main = flow(async () => { await spin().catch(() => 0); return "survived"; });`,
    });
    await app.run(/Completed/);
    await app.page.says(/survived/);
    await app.page.says(/TimedOut/);
  },

  async "a second tab shows the notebook, and says that it is open in another"(app) {
    const path = await app.openNew({
      kind: "TypeScript",
      text: "const main = flow(async () => `answer ${41 + 1}`);",
    });
    await app.run(/Completed/);
    const back = await app.page.otherTab();
    await app.goto(path);
    await app.page.says(/open in another tab/i);
    await app.page.says(/answer 42/, "[data-cell]");
    await back();
  },

  async "an error names the line of the author's cell"(app) {
    await app.openNew({
      kind: "TypeScript",
      text: `const bad = task(() => {\n  throw new RangeError("too far");\n});\nconst main = flow(async () => await bad());`,
    });
    await app.run(/Failed/);
    await app.page.says(/too far/, "[data-cell]");
    await app.page.says(/line 2/i, "[data-cell]");
  },

  async "an author's code reaches no storage, no page, no network and no more code"(app) {
    const hits: string[] = [];
    const server = createServer(({ url = "" }, response) => {
      hits.push(url);
      response.setHeader("Access-Control-Allow-Origin", "*").end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await app.goto();
    await app.page.eval(async () => {
      localStorage.setItem("canary", "1");
      await caches.open("canary");
    });
    const pageBlob = await app.page.eval(() => URL.createObjectURL(new Blob(["x"])));
    await app.openForeign({
      kind: "TypeScript",
      text: `const probe = async () => {${probe(sites.app, { url: outside }, pageBlob)}};
const inTask = task(probe);
const main = flow(async () => [await probe(), await inTask()].join(" & "));`,
    });
    await app.run(/Completed/);
    await app.page.says(/control: works & control: works\s*$/, "[data-cell]");
    // What comes last arrives, and finds itself alone.
    await fetch(`${outside}last`);
    expect(hits).toEqual(["/last"]);
    server.close();
  },
};

/** Which has WebKit keep a transaction open for ever whose page is left. */
const withLeaving: Readonly<Record<string, Smoke>> = {
  async "a page that is left while it writes keeps no other from the storage"(app) {
    const path = await app.openNew({
      kind: "TypeScript",
      text: `const step = task(async (n: number) => { await new Promise((go) => setTimeout(go, 1)); return n; });
const main = flow(async () => { for (let n = 0; ; n++) await step(n); });`,
    });
    for (let time = 0; time < 12; time++) {
      await app.goto(path);
      await app.page.click("Run");
      await app.page.says(/step\s+× \d/, 'section[aria-label="Run"]');
      await app.goto();
      // As soon as it can be read, which a transaction that is left open would never let it.
      await app.notebooks();
    }
  },
};

/** Logs of simulated runs, which every browser gives as Node does. */
const withGolden: Readonly<Record<string, Smoke>> = {
  async "[SI1] simulated runs give the logs that Node gives, byte for byte: five seeds"(app) {
    const golden = readFileSync(join(import.meta.dirname, "../../lib/simulation/golden.txt"), "utf8");
    const told: string[] = [];
    for (const run of goldenRuns.slice(0, 5)) {
      await app.openNew({ kind: "TypeScript", text: run.code.trim() });
      await app.simulate(run.seed);
      const { id, lines } = await app.latestLog();
      // What the page notes is its own.
      told.push(
        goldenLine(
          run,
          lines.filter((line) => !line.includes('"event":"runnel.')),
          id,
        ),
      );
    }
    expect(told).toEqual(golden.split("\n").slice(0, 5));
  },
};

/** The example of three million rows. */
const withFlights: Readonly<Record<string, Smoke>> = {
  async "flight delays, from Parquet, CSV and JSON; then cached; its last row; after a reload all is there"(
    app,
  ) {
    await app.openExample("Flight delays");
    await app.run(/Completed/);
    await app.run(/Completed/);
    const clean = 'section[aria-label$="cell clean"]';
    await app.page.says(/Cached/, clean);
    // More rows than any element of a browser is long.
    for (let part = 2; part <= 5; part++) await app.page.click("Rows after", clean);
    await app.page.waitFor("the last row", () => {
      const rows = document.querySelector('[aria-label="Rows of clean"]');
      if (rows) rows.scrollTop = rows.scrollHeight;
      return rows?.textContent.includes("2001-06-30");
    });
    const path = await app.page.eval(() => location.pathname.slice(1) + location.search);
    await app.goto(path);
    await app.page.says(/percent_late/, 'section[aria-label$="cell by_airport"]');
    await app.page.says(/Completed/, 'section[aria-label="Run"] header');
  },
};

/** Which is a blob to be kept: a private window of WebKit's keeps none. */
const withDroppedFile: Readonly<Record<string, Smoke>> = {
  async "a CSV file that is dropped is a table, cached, and there after a reload"(app) {
    await app.goto();
    await app.page.says(/Hello, flow/);
    await dropCsv(app);
    await app.run(/Completed/);
    await app.page.says(/Lisbon/, "table");
    const path = await app.page.eval(() => location.pathname.slice(1) + location.search);
    await app.goto(path);
    await app.page.says(/Lisbon/, "table");
    await app.run(/Completed/);
    await app.page.says(/Cached/);
  },
};

async function dropCsv(app: App): Promise<void> {
  await app.page.eval(() => {
    const files = new DataTransfer();
    files.items.add(new File(["city,people\nLisbon,545000\nPorto,231000\n"], "cities.csv"));
    for (const type of ["dragenter", "dragover", "drop"])
      document.body.dispatchEvent(
        new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true }),
      );
  });
}
