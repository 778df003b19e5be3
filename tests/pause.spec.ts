import { expect, test } from "@playwright/test";
import { App } from "./app";

const schema = `const answer = {
  "~standard": {
    version: 1, vendor: "own",
    validate: (value: unknown) =>
      typeof value === "number" ? { value } : { issues: [{ message: "Expected a number" }] },
  },
} as const;`;

/** Gives a paused run an answer, wrong ones first. */
async function answer(app: App, value: string): Promise<void> {
  const { page } = app;
  const form = page.getByRole("form", { name: "Resume main" });
  await expect(form).toContainText("waits for you");
  await expect(form).toContainText("Keep this tab open");
  await expect(app.head).toContainText("Paused");
  const field = form.getByLabel("Input, as JSON");
  const resume = form.getByRole("button", { name: "Resume" });

  await field.fill("many");
  await resume.click();
  await expect(form.getByRole("alert")).toContainText("This is not JSON");
  await field.fill('"many"');
  await resume.click();
  await expect(form.getByRole("alert")).toHaveText("Cannot resume this run: Reason: Expected a number");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await field.fill(value);
  await resume.click();
  await app.ended("Completed");
  await expect(form).toHaveCount(0);
}

test("a paused run waits for the person: a wrong input is refused beside the field, a right one goes on", async ({
  page,
}) => {
  const app = new App(page);
  await app.openNew({
    kind: "TypeScript",
    text: `${schema}\nconst ask = task(async () => (await pauseFlowRun({ waitForInput: answer, timeout: 600 })) + 1);\nconst main = flow(async () => await ask());`,
  });
  await page.setViewportSize({ width: 390, height: 844 });
  for (const colorScheme of ["light", "dark"] as const)
    await test.step(`on a phone, ${colorScheme}`, async () => {
      await page.emulateMedia({ colorScheme });
      await app.start();
      await answer(app, "41");
    });

  await test.step("by keyboard: the focus goes to the field that is wrong, and once it is right to what comes after the form", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await app.start();
    const form = page.getByRole("form", { name: "Resume main" });
    const field = form.getByLabel("Input, as JSON");
    await field.focus();
    await page.keyboard.type("many");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await expect(form.getByRole("alert")).toBeVisible();
    await expect(field).toBeFocused();
    await field.fill("41");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await expect(form).toHaveCount(0);
    await expect(app.runPanel.getByRole("tab", { name: "Timeline" })).toBeFocused();
    await app.ended("Completed");
    await expect(app.runPanel.getByRole("img", { name: "Paused for a person" })).toBeVisible();
  });

  await test.step("a suspended run starts again when it is resumed, and Stop cancels one", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await app.write(
      page.locator("[data-cell]").first(),
      `const main = flow(async () => { await suspendFlowRun(); return "done"; });`,
    );
    await app.start();
    await expect(app.head).toContainText("Suspended");
    await page.getByRole("button", { name: "Resume" }).click();
    await app.ended("Completed");

    await app.start();
    await expect(app.head).toContainText("Suspended");
    await page.getByRole("button", { name: "Stop" }).click();
    await app.ended("Cancelled");
  });
});
