import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { App } from "./app";

type Line = object | string;

/** A moment of the first of January, so many milliseconds after midnight. */
const at = (ms: number) => Date.UTC(2026, 0, 1) + ms;
const state = (type: string, ms: number) => ({ id: randomUUID(), type, at: at(ms) });

/** The lines of a run's log, as an engine of some version, or nobody, wrote them. */
class Log {
  readonly id = randomUUID();
  readonly lines: Line[] = [];

  constructor(flowName = "odd") {
    const names = { name: "odd-run", flowName, definition: null, tags: [], parameters: {} };
    const parents = { parentTaskRunId: null, parentFlowRunId: null };
    const flowRun = { id: this.id, ...names, state: state("PENDING", 0), ...parents };
    this.lines.push(
      { type: "flow-run", flowRun },
      { type: "flow-state", id: this.id, state: state("RUNNING", 1) },
    );
  }

  /** Makes a task run, which runs and completes; gives its id. */
  task(name: string, from: number, to: number, inputs: readonly string[] = []): string {
    const id = randomUUID();
    this.made(id, name, from, inputs);
    this.lines.push(
      { type: "task-state", id, state: state("RUNNING", from) },
      { type: "task-state", id, state: state("COMPLETED", to) },
    );
    return id;
  }

  made(id: string, name: string, from: number, inputs: readonly string[] = []): void {
    const waitFor = inputs.map((one) => ({ inputType: "taskRun", id: one }));
    const names = { name: `${name}-000`, taskName: name, taskKey: name, definition: null, tags: [] };
    const of = { flowRunId: this.id, flowRunRunCount: 1, parameters: {}, taskInputs: { waitFor } };
    this.lines.push({ type: "task-run", taskRun: { id, ...names, ...of, state: state("PENDING", from) } });
  }

  ended(ms: number): this {
    this.lines.push({ type: "flow-state", id: this.id, state: state("COMPLETED", ms) });
    return this;
  }
}

interface Odd {
  readonly what: string;
  readonly log: Log;
  /** How many rows the timeline has. */
  readonly rows: number;
  /** What the head or the graph says of it. */
  readonly says?: RegExp;
}

function odds(): readonly Odd[] {
  const holes = new Log("holes");
  holes.lines.push(
    { type: "task-state", id: randomUUID(), state: state("RUNNING", 2) },
    { type: "placed", at: at(2), id: randomUUID(), worker: 0 },
    { type: "teleported", at: at(2), to: "nowhere" },
    "no event at all",
    { type: "task-run", taskRun: { id: "7" } },
  );
  holes.task("known", 3, 9, [randomUUID()]);

  const back = new Log("back");
  for (let number = 0; number < 5; number++) back.task(`step ${number}`, 500 - number * 100, -1_000 * number);

  const names = new Log("names");
  names.task("n".repeat(1_990), 2, 5);
  names.task("<img src=x onerror=alert(1)>\u202e\u0000 \ud83e", 3, 6);

  const ring = new Log("ring");
  const [one, two] = [randomUUID(), randomUUID()];
  ring.made(one, "first", 2, [two]);
  ring.made(two, "second", 2, [one]);

  const groups = new Log("groups");
  for (let number = 0; number < 10_000; number++) groups.task(`task ${number}`, 2 + number, 3 + number);

  return [
    { what: "holes and events that nobody knows", log: holes.ended(10), rows: 1, says: /5 events of this run’s log could not be read/ }, // prettier-ignore
    { what: "times that go back", log: back.ended(-5_000), rows: 5 },
    { what: "long and hostile names", log: names.ended(10), rows: 2 },
    { what: "a ring", log: ring.ended(10), rows: 2 },
    {
      what: "ten thousand groups",
      log: groups.ended(20_000),
      rows: 10_000,
      says: /9,000 more are not drawn/,
    },
  ];
}

test("a run whose log is not as the engine writes it is shown in all lenses, as far as it makes sense, and says what is left out", async ({
  page,
}) => {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  const app = new App(page);
  const address = await app.stored.addNotebook("Odd", "own", "");
  const notebookId = new URL(address).searchParams.get("id");
  const all = odds();
  for (const [place, { log }] of all.entries()) {
    const createdAt = at(place);
    const events = log.lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
    const names = { name: "odd-run", flowName: "odd", stateType: "COMPLETED", stateName: "Completed" };
    const times = { createdAt, startTime: createdAt, endTime: createdAt + 10 };
    await app.stored.put("journal", { version: 1, runId: log.id, seq: 0, events });
    const record = {
      version: 1,
      id: log.id,
      notebookId,
      ...names,
      ...times,
      taskRunCounts: { Completed: 1 },
    };
    await app.stored.put("runs", record);
  }
  const { runPanel: panel, head } = app;
  const tab = (name: RegExp) => panel.getByRole("tab", { name }).click();
  for (const { what, log, rows, says } of all)
    await test.step(what, async () => {
      await page.goto(`${address}&run=${log.id}`);
      await expect(head).toContainText("Completed");
      await expect(head).not.toContainText("still being read");
      const grid = panel.getByRole("treegrid", { name: "Task runs" });
      await expect(grid).toHaveAttribute("aria-rowcount", String(rows));
      await grid.getByRole("row").first().click();
      await expect(panel.getByRole("region", { name: /^Detail of / })).toBeVisible();
      await tab(/^Graph/);
      await expect(panel.getByRole("region", { name: "Graph" }).getByRole("listitem").first()).toBeVisible();
      if (says) await expect(panel).toContainText(says);
      await tab(/^Logs/);
      await expect(panel.getByRole("log")).toBeVisible();
      const slider = panel.getByRole("slider", { name: "Time" });
      await slider.focus();
      for (const key of ["Home", "ArrowRight", "PageUp", "End"]) await page.keyboard.press(key);
      await tab(/^History/);
      await expect(panel.getByRole("tabpanel").getByRole("listitem")).toHaveCount(all.length);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
    });
  expect(faults).toEqual([]);
});
