import { chromium as playwright } from "playwright";
import { buildApp } from "../scripts/build.mjs";
import { chromium } from "../scripts/chromium.mjs";
import { serve, serveSandbox } from "../scripts/serve.mjs";

/** Resolves once a page's thread has nothing to do, twice in a row. */
export async function settled(page) {
  await page.evaluate(async () => {
    for (let time = 0; time < 2; time++) await new Promise((resolve) => requestIdleCallback(resolve));
  });
}

/** The app's own pages, served as `npm start` does, and a browser to look at them. */
export async function openApp() {
  await buildApp();
  const sandbox = await serveSandbox({ ancestor: "http://localhost:*" });
  const server = await serve({ sandbox: `http://127.0.0.1:${sandbox.address().port}/` });
  const browser = await playwright.launch(chromium());
  const home = `http://localhost:${server.address().port}/`;
  return {
    browser,
    home,
    /** A page of a browser profile of its own, at a notebook of that text with these files, all of which has been compiled. */
    async openPage(text, ...along) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(home);
      await page.getByRole("button", { name: "Choose a file" }).and(page.locator(":enabled")).waitFor();
      const file = { name: "bench.md", mimeType: "text/markdown", buffer: Buffer.from(text) };
      await page.getByLabel("Data files and notebooks").setInputFiles([file, ...along]);
      await page.locator("[data-cell] .cm-content").last().waitFor({ state: "attached" });
      await page.locator('[data-cell] button[aria-label^="Run cell"]:enabled').first().waitFor();
      await settled(page);
      return page;
    },
    async close() {
      await browser.close();
      server.close();
      sandbox.close();
    },
  };
}
