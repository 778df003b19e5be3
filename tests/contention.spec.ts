import { expect, test, type BrowserContext } from "@playwright/test";
import { App } from "./app";
import { audit, lastRuns, type StoredRun } from "./audit";
import { randomOf } from "./random";

/** How often three tabs act on the runs of one notebook at once; CONTENTION_ROUNDS=125 for the whole of R7. */
const rounds = Number(process.env["CONTENTION_ROUNDS"] ?? 6);
const seed = Number(process.env["CONTENTION_SEED"] ?? 1);

/** A run that waits to be resumed between its tasks, of which each says when it is at work. */
const code = `const step = task({ taskRunName: "step {n}", retries: 1 }, async (n: number) => {
  console.log("attempt " + runtime.taskRun.runCount + " of " + n);
  if (n === 2 && runtime.taskRun.runCount < 2) throw new Error("not at the first attempt");
  return n;
});
const main = flow(async () => {
  const before = await Promise.all([step(0), step(1), step(2)]);
  await pauseFlowRun();
  const after = await Promise.all([step(3), step(4)]);
  return "sum " + [...before, ...after].reduce((sum, n) => sum + n, 0);
});`;

/** Tabs of one browser with the same notebook open. */
async function openTabs(context: BrowserContext, count: number): Promise<readonly App[]> {
  const first = new App(await context.newPage());
  await first.openNew({ kind: "TypeScript", text: code });
  await expect(first.page.getByText("Saved", { exact: true })).toBeAttached();
  const apps = [first];
  while (apps.length < count) {
    const app = new App(await context.newPage());
    await app.page.goto(first.page.url());
    await expect(app.title).toBeVisible();
    apps.push(app);
  }
  return apps;
}

type Press = "Run" | "Stop" | "Stop this run" | "Resume" | "Take over";

/** Presses a button in the page after so many milliseconds, if it is there by then; says whether it was. */
async function press({ page }: App, button: Press, after: number): Promise<boolean> {
  return await page.evaluate(
    async ([label, ms]) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      const found = [...document.querySelectorAll("button")].find(
        ({ innerText, disabled }) => innerText.trim() === label && !disabled,
      );
      found?.click();
      return found !== undefined;
    },
    [button, after] as const,
  );
}

/** Checks that a run moved as one that was asked once. */
function checkOnce({ state, lines, tasks }: StoredRun): void {
  const attempts = lines.filter((line) => line.startsWith("attempt "));
  expect(attempts.filter((line, index) => attempts.indexOf(line) !== index)).toEqual([]);
  const names = tasks.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  if (state === "Completed")
    expect([...attempts].sort()).toEqual([
      ...["attempt 1 of 0", "attempt 1 of 1", "attempt 1 of 2", "attempt 1 of 3", "attempt 1 of 4"],
      "attempt 2 of 2",
    ]);
}

test(`[R7] WS42 three tabs start, stop and resume the same runs at once, ${rounds} times`, async ({
  context,
}) => {
  test.setTimeout(120_000 + rounds * 60_000);
  const random = randomOf(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const apps = await openTabs(context, 3);
  const [{ page }] = apps as readonly [App];
  /** How many of it the tabs show together. */
  const shown = async (role: "button" | "form", name: string) => {
    const counts = apps.map(({ page: tab }) => tab.getByRole(role, { name, exact: true }).count());
    return (await Promise.all(counts)).reduce((sum, count) => sum + count);
  };
  let runs = 0;
  const presses = new Map<string, number>();
  /** In all tabs at nearly the same time. */
  const all = async (choose: () => Press) => {
    const chosen = apps.map((app) => ({ app, button: choose(), after: random() * 30 }));
    const pressed = await Promise.all(chosen.map(({ app, button, after }) => press(app, button, after)));
    for (const [place, { button }] of chosen.entries())
      if (pressed[place]) presses.set(button, (presses.get(button) ?? 0) + 1);
    return chosen.filter((_, place) => pressed[place]).map(({ button }) => button);
  };

  for (let round = 1; round <= rounds; round++)
    await test.step(`round ${round}`, async () => {
      // One run that all tabs see, or a run of each tab.
      const starters = random() < 0.7 ? [pick(apps)] : apps;
      await Promise.all(starters.map((app) => press(app, "Run", random() * 30)));
      runs += starters.length;
      for (const app of apps) await expect(app.page.getByRole("form", { name: "Resume main" })).toBeVisible();
      expect(await shown("button", "Stop")).toBe(starters.length);

      const asked = new Set<Press>();
      const stop = () => (starters.length > 1 ? "Stop" : pick<Press>(["Stop", "Stop this run"]));
      const mood = pick([
        () => "Resume" as const,
        stop,
        () => (random() < 0.5 ? "Resume" : stop()),
        () => (random() < 0.6 ? "Resume" : "Take over"),
      ]);
      // A tab may have pressed what it did not have.
      do for (const button of await all(mood)) asked.add(button);
      while ((await shown("form", "Resume main")) > 0);
      for (const app of apps) await app.ended(/Completed|Cancelled/);

      expect(await page.evaluate(audit, null)).toMatchObject({ orphans: [], faults: [] });
      const told = await page.evaluate(lastRuns, starters.length);
      expect(told).toHaveLength(starters.length);
      told.forEach(checkOnce);
      if (!asked.has("Stop") && !asked.has("Stop this run"))
        expect(told.map(({ state }) => state)).toEqual(starters.map(() => "Completed"));
      if (!asked.has("Resume"))
        expect(told.map(({ state }) => state)).toEqual(starters.map(() => "Cancelled"));
      // One edits, and the others say so.
      await expect.poll(() => shown("button", "Take over")).toBe(apps.length - 1);
    });
  const figures = [...presses].map(([button, count]) => `${button} ${count}`).join(", ");
  test
    .info()
    .annotations.push({ type: "figures", description: `seed ${seed}: ${runs} runs; pressed ${figures}` });
});
