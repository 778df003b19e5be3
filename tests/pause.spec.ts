import { expect, test } from "@playwright/test";
import { App } from "./app";

const schema = `const answer = {
  "~standard": {
    version: 1, vendor: "own",
    validate: (value: unknown) =>
      typeof value === "number" ? { value } : { issues: [{ message: "Expected a number" }] },
  },
} as const;`;

test.describe("a paused run waits for the person", () => {
  for (const colorScheme of ["light", "dark"] as const)
    test(`on a phone, ${colorScheme}: a wrong input is refused beside the field, a right one goes on`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      const app = new App(page);
      await app.openNew({
        kind: "TypeScript",
        text: `${schema}\nconst ask = task(async () => (await pauseFlowRun({ waitForInput: answer, timeout: 600 })) + 1);\nconst main = flow(async () => await ask());`,
      });
      await page.setViewportSize({ width: 390, height: 844 });
      await app.start();
      const form = page.getByRole("form", { name: "Resume main" });
      await expect(form).toContainText("waits for you");
      await expect(app.runPanel.locator("header")).toContainText("Paused");
      const field = form.getByLabel("Input, as JSON");
      const resume = form.getByRole("button", { name: "Resume" });

      await field.fill("many");
      await resume.click();
      await expect(form.getByRole("alert")).toContainText("This is not JSON");
      await field.fill('"many"');
      await resume.click();
      await expect(form.getByRole("alert")).toHaveText("Cannot resume this run: Reason: Expected a number");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

      await field.fill("41");
      await resume.click();
      await app.ended("Completed");
      await expect(form).toHaveCount(0);
    });

  test("a suspended run starts again when it is resumed, and Stop cancels one", async ({ page }) => {
    const app = new App(page);
    await app.openNew({
      kind: "TypeScript",
      text: `const main = flow(async () => { await suspendFlowRun(); return "done"; });`,
    });
    await app.start();
    await expect(app.runPanel.locator("header")).toContainText("Suspended");
    await page.getByRole("button", { name: "Resume" }).click();
    await app.ended("Completed");

    await app.start();
    await expect(app.runPanel.locator("header")).toContainText("Suspended");
    await page.getByRole("button", { name: "Stop" }).click();
    await app.ended("Cancelled");
  });
});
