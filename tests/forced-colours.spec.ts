import { expect, test, type Page } from "@playwright/test";
import { App, home } from "./app";
import { unseenInForcedColours } from "./forced-colours";

/** A run that goes on, and has before it what completed, what was served, what failed, and more of a task than one row has room for. */
const going = `const kept = task({ cacheKeyFn: () => "forced" }, async () => 1);
const again = task({ cacheKeyFn: () => "forced" }, async () => 2);
const good = task({ retries: 1 }, async () => {
  if (runtime.taskRun.runCount === 1) throw new Error("busy");
});
const bad = task(async () => {
  throw new Error("no answer");
});
const some = task(async (n: number) => {
  if (n === 3) throw new Error("not three");
});
const forever = task(async () => await new Promise(() => undefined));
const main = flow(async () => {
  await kept();
  await again();
  await good();
  await bad().catch(() => undefined);
  await Promise.allSettled(some.map([1, 2, 3, 4]).map((one) => one.result()));
  await good();
  await forever();
});`;

/** In the end each control that takes the focus is seen, and its ring; nothing is drawn in a colour that the system does not have. */
async function look(page: Page, screen: string): Promise<void> {
  const eventually = expect.configure({ soft: true });
  await eventually.poll(() => page.evaluate(unseenInForcedColours), { message: screen }).toEqual([]);
}

test("in the system's own colours each control, the ring of the focus, states, bars, ribbons and edges are seen, and told apart", async ({
  page,
}) => {
  const app = new App(page);
  // The page's theme is the other one: nothing may hang on it.
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
  await page.goto(`${home}nowhere`);
  await page.evaluate(() => localStorage.setItem("runnel:theme", "light"));
  await app.openNew({ kind: "TypeScript", text: going }, { kind: "SQL", name: "n", text: "SELECT 1 AS n" });
  await look(page, "a notebook");
  await app.start();
  const row = (name: RegExp) => app.runPanel.getByRole("row", { name });
  await expect(row(/^forever.*Running/)).toBeVisible();
  await look(page, "a run");

  await test.step("states are told apart by their marks alone", async () => {
    const marks = await app.runPanel
      .getByRole("row")
      .evaluateAll((rows) =>
        rows.map((one) => [
          /Running|Failed|Cached|Completed/.exec(one.getAttribute("aria-label") ?? "")?.[0],
          one.querySelector("svg.lucide:not(.lucide-chevron-right)")?.innerHTML,
        ]),
      );
    const byMark = new Map(marks.map(([state, mark]) => [mark, state]));
    expect(new Set(marks.map(([state]) => state))).toEqual(
      new Set(["Completed", "Cached", "Failed", "Running"]),
    );
    expect(byMark.size).toBe(4);
    expect(byMark.has(undefined)).toBe(false);
  });

  for (const lens of ["Graph", "Logs", "History"] as const) {
    await app.lens(lens);
    await look(page, lens);
  }
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await app.ended(/Cancelled|Crashed/);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(page.getByRole("dialog", { name: /Share/ })).toBeVisible();
  await look(page, "a dialog");
  for (const place of ["", "runs/", "learn/", "learn/?lesson=retries"]) {
    await page.goto(home + place);
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
    if (place.includes("lesson")) await expect(page.getByRole("region", { name: "Graph" })).toBeVisible();
    await look(page, place || "home");
  }
});
