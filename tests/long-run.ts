import type { Page } from "@playwright/test";
import { App } from "./app";

/** How many task runs the flow below has, without those that stand for its subflows. */
export const size = 200;

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
    await this.app.runPanel
      .locator("header")
      .getByText(/^(Completed|Crashed|Cancelled|Failed)$/)
      .waitFor();
    return performance.now() - loaded;
  }

  /** What the run's output says. */
  get answer(): Promise<string> {
    return this.page
      .getByRole("main")
      .getByText(/^checksum \d/)
      .innerText();
  }

  /** The states of the task runs by name, without those that stand for subflows. */
  async states(): Promise<Map<string, string>> {
    await this.app.runPanel.getByRole("tab", { name: /Task runs/ }).click();
    const rows = await this.app.runPanel
      .getByRole("region", { name: "Task runs" })
      .getByRole("listitem")
      .evaluateAll((items) => items.map((item) => [...item.children].map((part) => part.textContent)));
    return new Map(
      rows.flatMap((parts) => {
        const name = parts.find((part) => /^(read|clean|join|scale|total) /.test(part));
        const state = parts.find((part) => /^[A-Z]/.test(part));
        return name !== undefined && state !== undefined ? [[name, state] as const] : [];
      }),
    );
  }
}

/** In a page: tells of each row of a run that shows a task run as finished. */
export function watchRows(): void {
  const told = new Set<Element>();
  const look = () => {
    // So high that no task run is left out of the list.
    const panel = document.querySelector<HTMLElement>("#run");
    if (panel) panel.style.height = "7000px";
    for (const row of document.querySelectorAll('[aria-label="Task runs"] li')) {
      if (told.has(row)) continue;
      const parts = [...row.children].map((part) => part.textContent);
      const name = parts.find((part) => /^(read|clean|join|scale|total) /.test(part));
      if (name === undefined || !parts.some((part) => part === "Completed" || part === "Cached")) continue;
      told.add(row);
      (globalThis as unknown as { saw(name: string): void }).saw(name);
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

/** What is stored of the runs of this browser, where it breaks a promise. */
export interface Audit {
  /** Runs that say they are under way and that nobody runs: their lock is free. */
  readonly orphans: readonly string[];
  /** Journals with gaps, task runs that were made or ended twice. */
  readonly faults: readonly string[];
  /** The keys of the kept results of a notebook. */
  readonly results: readonly string[];
}

/** In a page: reads what is stored, below the app. */
export async function audit(): Promise<Audit> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const db = await asked(indexedDB.open("runnel"));
  const all = <T>(store: string, range?: IDBKeyRange) =>
    asked(db.transaction(store).objectStore(store).getAll(range)) as Promise<T[]>;
  const notebook = new URLSearchParams(location.search).get("id");
  const { held = [] } = await navigator.locks.query();
  const owned = new Set(held.map(({ name }) => name));
  const final = ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"];
  const runs = await all<{ id: string; notebookId: string; stateType: string; createdAt: number }>("runs");
  const orphans = runs.filter(
    ({ id, stateType }) => !final.includes(stateType) && !owned.has(`runnel:run:${id}`),
  );

  const faults: string[] = [];
  for (const { id } of runs.filter(({ notebookId }) => notebookId === notebook)) {
    const batches = await all<{ seq: number; events: readonly unknown[] }>(
      "journal",
      IDBKeyRange.bound([id], [id, []]),
    );
    if (batches.some(({ seq }, index) => seq !== index)) faults.push(`${id} has gaps`);
    const [made, ended] = [new Set<string>(), new Set<string>()];
    const once = (set: Set<string>, run: string, what: string) => {
      if (set.has(run)) faults.push(`${run} was ${what} twice`);
      set.add(run);
    };
    for (const event of batches.flatMap(({ events }) => events)) {
      const {
        type,
        taskRun,
        state,
        id: run,
      } = event as {
        type: string;
        id: string;
        taskRun: { id: string };
        state: { type: string };
      };
      if (type === "task-run") once(made, taskRun.id, "made");
      if (type === "task-state" && final.includes(state.type)) once(ended, run, "ended");
    }
  }
  const keys = await asked(db.transaction("entries").objectStore("entries").getAllKeys());
  const results = keys.map(String).filter((key) => key.startsWith(`notebooks/${notebook}/results/`));
  db.close();
  return { orphans: orphans.map(({ id, stateType }) => `${id} ${stateType}`), faults, results };
}
