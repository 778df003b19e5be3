import { expect, test } from "@playwright/test";
import { App } from "./app";

const flows = `const keep = task(async (n: number) => await load(await fromRows([{ n }]), "shop.daily"));
const main = flow(async () => await keep(2));
const needy = flow(async (n: number) => await keep(n));`;

test("WS120 what a run would do is told before it, by keyboard alone, and run from there", async ({
  page,
}) => {
  const app = new App(page);
  const dialog = page.getByRole("dialog", { name: "Plan" });
  const steps = dialog.getByRole("list", { name: "Steps" }).getByRole("listitem");
  const button = page.getByRole("button", { name: "Plan", exact: true });
  const isFocusInside = () => dialog.evaluate((element) => element.contains(document.activeElement));
  const openByKey = async () => {
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(dialog).toBeVisible();
  };

  await test.step("of queries, before the first run and after a change of one", async () => {
    const first = { kind: "SQL", name: "first", text: "SELECT 1 AS a" } as const;
    await app.openNew(first, { kind: "SQL", name: "second", text: "SELECT a + 1 AS b FROM first" });
    await openByKey();
    await expect(dialog.getByRole("status")).toHaveText("Untitled: 2 run.");
    await expect(steps).toHaveText([/^first.*nothing cached yet/, /^second.*nothing cached yet/]);
    for (let key = 0; key < 5; key++) {
      // Past the last, a guard outside has it for a frame, and hands it back to the first.
      await expect.poll(isFocusInside).toBe(true);
      await page.keyboard.press("Tab");
    }
    await dialog.getByRole("button", { name: "Run" }).focus();
    await page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    await app.ended("Completed");

    await app.write(app.cell("second"), "SELECT a + 2 AS b FROM first");
    await openByKey();
    await expect(dialog.getByRole("status")).toContainText("Untitled: 1 run, 1 reused. It took");
    await expect(steps.first()).toContainText("Reused: nothing changed since run 1.");
    const changes = dialog.getByRole("group", { name: "What changed in second" });
    await expect(changes.getByRole("deletion")).toContainText("a + 1");
    await expect(changes.getByRole("insertion")).toContainText("a + 2");
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    await expect(button).toBeFocused();
  });

  await test.step("of a flow that is chosen; one that cannot run says why, and is not run", async () => {
    await app.openNew({ kind: "TypeScript", text: flows });
    await openByKey();
    await expect(dialog.getByRole("list", { name: "What it reaches" })).toContainText(
      "shop.dailyis a new table",
    );
    await dialog.getByLabel("Flow").selectOption("needy");
    await expect(dialog.getByRole("alert")).toHaveText(
      "The flow needy needs a value for n: give it a default, as in `(n = …)`.",
    );
    await expect(dialog.getByRole("button", { name: "Run" })).toBeDisabled();
    await dialog.getByLabel("Flow").selectOption("main");
    await dialog.getByRole("button", { name: "Run" }).click();
    await app.ended("Completed");
  });

  await test.step("what it writes over is said, on a phone too", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await app.chooseMore("Plan");
    await expect(dialog).toContainText("is written over: it has 1 row now");
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  });
});
