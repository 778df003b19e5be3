import { expect, test } from "@playwright/test";
import { App } from "./app";
import { audit } from "./audit";
import { rowsByStore } from "./rows-by-store";

// More runs are in `sessions/soak.browser.test.ts`, and what they cost is measured by `npm run bench -- soak`.

test("[R11] each run of a notebook leaves a run in the storage, and nothing else", async ({ page }) => {
  const app = new App(page);
  await app.openNew({
    kind: "TypeScript",
    text: `const same = task(async (x: number) => x);
const kept = task({ cachePolicy: INPUTS }, async (x: number) => x);
const main = flow(async () => {
  await kept(1);
  await same.map([1, 2, 3]).wait();
});`,
  });
  await app.run("Completed");
  await expect(page.getByText("Saved")).toBeAttached();
  const first = await page.evaluate(rowsByStore);
  expect(first["runs"]).toBe(1);
  for (let run = 2; run <= 4; run++) await app.run("Completed");
  expect(await page.evaluate(rowsByStore)).toEqual({ ...first, runs: 4 });
  await expect(await app.history()).toHaveCount(4);
  expect(await page.evaluate(audit, null)).toMatchObject({
    orphans: [],
    faults: [],
    results: [expect.anything()],
  });
});
