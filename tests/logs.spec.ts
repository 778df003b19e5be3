import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { App } from "./app";

const code = `const shaky = task({ retries: 1 }, async () => {
  getRunLogger().warning("about to throw");
  throw new RangeError("odd");
});
const quiet = task(async (n: number) => n);
const main = flow(async () => {
  getRunLogger().debug("details");
  await shaky.withOptions({ returnState: true })();
  await quiet.map(Array.from({ length: 40 }, (_, n) => n)).wait();
  for (let n = 0; n < 300; n++) getRunLogger().info(\`line \${n}\`);
});`;

test.describe("the log of a run", () => {
  test("is filtered by level, text and task, folds equal lines and stacks, leads to the cell, and is saved whole", async ({
    page,
  }) => {
    const app = new App(page);
    await app.openNew({ kind: "TypeScript", text: code });
    await app.run("Completed");
    const log = await app.log();
    const lines = log.getByRole("listitem");
    const { runPanel } = app;
    const filter = runPanel.getByRole("searchbox", { name: "Filter lines" });
    const chip = (name: RegExp) => runPanel.getByRole("button", { name });

    await test.step("it is at its end, and says what came while one looks elsewhere", async () => {
      await expect(lines.last()).toContainText("Finished in state");
      await log.hover();
      await page.mouse.wheel(0, -500);
      await chip(/^To the last line/).click();
      await expect(lines.last()).toContainText("Finished in state");
      await expect(chip(/^To the last line/)).toHaveCount(0);
    });
    await test.step("levels are counted, and chosen", async () => {
      await expect(chip(/^Warnings 2$/)).toHaveAttribute("aria-pressed", "false");
      await chip(/^Errors 2$/).click();
      await expect(lines).toHaveCount(2);
      await expect(lines.first()).toContainText(/\d\d:\d\d:\d\d\.\d{3}error/);
      await expect(lines.first()).toContainText("shaky");
      await expect(lines.first()).toContainText("#2");
    });
    await test.step("a stack is folded to the frames of cells, which lead there", async () => {
      await expect(lines.first()).toContainText("RangeError: odd");
      await expect(lines.first()).not.toContainText(" at ");
      await lines.first().getByRole("button", { name: "shaky, line 3" }).click();
      await expect(app.cell("shaky, quiet, main").locator(".cm-content")).toBeFocused();
      await chip(/^Errors 2$/).click();
    });
    await test.step("a text is searched for, and the matches are counted; equal lines are one until opened", async () => {
      await filter.fill("FINISHED in state completed");
      await expect(runPanel.getByRole("status").filter({ hasText: /^41 of \d+$/ })).toBeVisible();
      await expect(lines).toHaveCount(1);
      await expect(lines).toContainText("several tasks");
      await lines.getByRole("button", { name: "× 41" }).click();
      await expect(lines.nth(5)).toContainText("quiet-");
      await lines.first().getByRole("button", { name: "fold" }).click();
      await expect(lines).toHaveCount(1);
      await filter.fill("");
    });
    await test.step("those of one task alone are listed, which the address says too", async () => {
      await filter.fill("about to throw");
      await lines.first().getByRole("button", { name: "shaky", exact: true }).click();
      await filter.fill("");
      await chip(/^of shaky$/).click();
      await expect(lines).toHaveCount(5);
      await expect(page).toHaveURL(/lines=own/);
      await chip(/^of shaky$/).click();
    });
    await test.step("what is selected is told in detail, until Escape", async () => {
      await chip(/^The first that failed$/).click();
      const detail = runPanel.getByRole("region", { name: /^Detail of shaky-/ });
      await expect(detail).toContainText("#1");
      await expect(detail).toContainText("RangeError('odd')");
      await expect(detail.getByRole("button", { name: "Run failed again" })).toBeEnabled();
      await detail.getByRole("button", { name: "Go to the cell" }).click();
      await expect(app.cell("shaky, quiet, main").locator(".cm-content")).toBeFocused();
      await detail.getByRole("button", { name: "Copy link" }).press("Escape");
      await expect(detail).toHaveCount(0);
    });
    await test.step("all lines are saved", async () => {
      const saved = page.waitForEvent("download");
      await runPanel.getByRole("button", { name: "Download all lines" }).click();
      const file = await saved;
      expect(file.suggestedFilename()).toMatch(/\.log$/);
      const text = await readFile(await file.path(), "utf8");
      expect(text.match(/main  line \d+$/gm)).toHaveLength(300);
      expect(text).toContain("DEBUG   main  details");
    });
  });
});
