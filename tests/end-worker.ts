import type { Page } from "@playwright/test";

/** Ends one of the app's own workers from the inside, without a word. */
export async function endWorker(page: Page, script: "data" | "compile-typescript"): Promise<void> {
  const isIt = (path: string) =>
    performance.getEntriesByType("resource").some(({ name }) => new URL(name).pathname.endsWith(path));
  for (const worker of page.workers())
    if (await worker.evaluate(isIt, `/workers/${script}.js`)) {
      await worker.evaluate(() => close());
      return;
    }
  throw new Error(`The page has no worker of ${script}.js.`);
}
