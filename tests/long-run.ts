import { expect, type Page } from "@playwright/test";
import { App } from "./app";

/** How many task runs the flow below has, without those that stand for its subflows. */
export const size = 200;

/** Its tasks. */
export const tasks = ["read", "clean", "join", "scale", "total"];

/** A flow of 200 tasks: mapped, joined, retried where their number says so, in subflows and in a chain; all results are kept. */
const code = `const cachePolicy = INPUTS.plus(TASK_SOURCE);
const read = task({ cachePolicy, taskRunName: "read {day}" }, async (day: number) => (day * 37) % 101);
const clean = task({ cachePolicy, retries: 2, taskRunName: "clean {day}" }, async (day: number, value: number) => {
  if (day % 4 === 0 && runtime.taskRun.runCount < 2) throw new Error("not at the first attempt");
  return value + day;
});
const join = task({ cachePolicy, taskRunName: "join {day}" }, async (day: number, left: number, right: number) =>
  (left * 31 + right * 17 + day) % 1009);
const scale = task({ cachePolicy, taskRunName: "scale {week}.{part}" }, async (week: number, part: number, value: number) =>
  (value * (week + 2) + part) % 997);
const total = task({ cachePolicy, taskRunName: "total {name}" }, async (name: string, values: number[]) =>
  values.reduce((sum, value) => (sum * 7 + value) % 99991, 1));
const week = flow({ name: "week" }, async (number: number, values: number[]) => {
  const scaled = values.map((value, part) => scale.submit(number, part, value));
  return await total("of week " + number, scaled);
});
const main = flow(async () => {
  const days = Array.from({ length: 60 }, (_, day) => day);
  const reads = days.map((day) => read.submit(day));
  const cleaned = days.map((day) => clean.submit(day, reads[day]));
  const joined = days.slice(0, 50).map((day) => join.submit(day, cleaned[day], cleaned[59 - day]));
  const values = [];
  for (const one of joined) values.push(await one.result());
  const weeks = [];
  for (let number = 0; number < 5; number++) weeks.push(await week(number, values.slice(number * 10, number * 10 + 4)));
  let last = await total("of weeks", weeks);
  for (let step = 0; step < 4; step++) last = await total("of step " + step, [last, step]);
  return "checksum " + last;
});`;

/** What the flow's output says, reckoned without tasks. */
export const answer = `checksum ${reckoned()}`;

function reckoned(): number {
  const total = (values: readonly number[]) => values.reduce((sum, value) => (sum * 7 + value) % 99991, 1);
  const cleaned = Array.from({ length: 60 }, (_, day) => ((day * 37) % 101) + day);
  const joined = cleaned
    .slice(0, 50)
    .map((value, day) => (value * 31 + (cleaned[59 - day] ?? 0) * 17 + day) % 1009);
  const weeks = Array.from({ length: 5 }, (_, week) =>
    total(joined.slice(week * 10, week * 10 + 4).map((value, part) => (value * (week + 2) + part) % 997)),
  );
  return [0, 1, 2, 3].reduce((last, step) => total([last, step]), total(weeks));
}

/** A notebook whose run takes a while, as a person sees it. */
export class LongRun {
  readonly app: App;
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(60_000);
    this.app = new App(page);
  }

  /** Writes the notebook; gives its address. */
  async write(): Promise<string> {
    await this.app.openNew({ kind: "TypeScript", text: code });
    await this.page.getByText("Saved").waitFor({ state: "attached" });
    return this.page.url();
  }

  /** Opens it, on another page or after a crash; resolves to how many milliseconds its last run took to be told as over. */
  async reopen(address: string): Promise<number> {
    await this.page.goto(address);
    const loaded = performance.now();
    const over = /^(Completed|Crashed|Cancelled|Failed|No run yet)$/;
    try {
      await this.app.runPanel.locator("header").getByText(over).waitFor();
    } catch (cause) {
      const shown = await this.page.locator("body").innerText();
      throw new Error(`The run is not told as over. The page says: ${shown}`, { cause });
    }
    return performance.now() - loaded;
  }

  /** Runs it, however busy the machine is. */
  async complete(): Promise<void> {
    await this.app.start();
    await expect(this.page.getByRole("button", { name: "Run", exact: true })).toBeVisible({
      timeout: 300_000,
    });
    await expect(this.app.runPanel.locator("header")).toContainText("Completed");
  }

  /** What the flow's output says. */
  get output(): Promise<string | null> {
    return (
      this.page
        .getByRole("main")
        .getByText(/^checksum \d/)
        // Where it is not in sight, it has no text that shows.
        .textContent()
    );
  }

  /** The states of the task runs by name, without those that stand for subflows. */
  async states(): Promise<Map<string, string>> {
    // So high that no task run is left out of the list.
    await this.page.setViewportSize({ width: 1280, height: 7000 });
    return new Map(
      Object.entries(await this.app.taskStates()).filter(([name]) =>
        /^(read|clean|join|scale|total) /.test(name),
      ),
    );
  }
}

/** In a page: tells how many runs of each task its cell shows as finished, whenever there are more. */
export function watchCounts(): void {
  const told = new Map<string, number>();
  const look = () => {
    for (const states of document.querySelectorAll("main [data-state]")) {
      const [name = "", state, ...counts] = [...states.children].map((part) => part.textContent);
      // "× 60" of one state, "10 Cached, 40 Completed" of several, and nothing where there is one run.
      const all = /^× (\d+)$/.exec(counts[0] ?? "")?.[1];
      const each = [...(counts[0] ?? "").matchAll(/(\d+) (Completed|Cached)/g)].map(([, count]) =>
        Number(count),
      );
      const isOver = state === "Completed" || state === "Cached";
      const count = each.length > 0 ? each.reduce((sum, one) => sum + one) : isOver ? Number(all ?? 1) : 0;
      if (count <= (told.get(name) ?? 0)) continue;
      told.set(name, count);
      (globalThis as unknown as { saw(name: string, count: number): void }).saw(name, count);
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}
