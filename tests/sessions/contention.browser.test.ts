import { expect, test } from "vitest";
import { sleep, systemClock } from "../../lib/base";
import { audit, lastRuns, type StoredRun } from "../audit";
import { randomOf } from "../random";
import { asked } from "./asked";
import { Tab, type OpenNotebook } from "./open-session";

/** How often three tabs act on the runs of one notebook at once; CONTENTION_ROUNDS=125 for the whole of R7. */
const rounds = Number(asked("CONTENTION_ROUNDS", "12"));
const seed = Number(asked("CONTENTION_SEED", "4"));

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

/**
 * Tabs with the same notebook open. All are of this page: what tabs have in common, locks, channels and the database, knows them
 * by what each of them opened, and not by their pages; and as no page is slower than another, they come closer to each other.
 */
async function openTabs(count: number): Promise<readonly OpenNotebook[]> {
  const first = await (await Tab.open()).openNew({ kind: "ts", text: code });
  await first.until(() => first.isSaved);
  const others = Array.from({ length: count - 1 }, async () => await (await Tab.open()).open(first.id));
  return [first, ...(await Promise.all(others))];
}

/** What a person can press, where it is there; resolves once that is done. */
const buttons = {
  Run: { isThere: ({ isRunning }) => !isRunning, press: (tab) => tab.start() },
  Stop: { isThere: ({ isRunning }) => isRunning, press: async (tab) => tab.stop() },
  "Stop this run": { isThere: ({ shown }) => shown?.isElsewhere === true, press: (tab) => tab.stopShown() },
  Resume: { isThere: (tab) => isPaused(tab), press: (tab) => tab.resume() },
  "Take over": { isThere: ({ mayEdit }) => !mayEdit, press: (tab) => tab.takeOver() },
} satisfies Record<
  string,
  { isThere: (tab: OpenNotebook) => boolean; press: (tab: OpenNotebook) => Promise<unknown> }
>;
type Button = keyof typeof buttons;

const isPaused = ({ shown }: OpenNotebook) => shown?.isPaused === true;

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

test(
  `[R7] WS42 three tabs start, stop and resume the same runs at once, ${rounds} times`,
  { timeout: 120_000 + rounds * 10_000 },
  async ({ annotate }) => {
    const random = randomOf(seed);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
    const tabs = await openTabs(3);
    let runs = 0;
    const pressed = new Map<Button, number>();
    const work: Promise<unknown>[] = [];
    /** Presses a button after up to 30 ms, if it is there by then; says whether it was. */
    const press = async (tab: OpenNotebook, button: Button) => {
      await sleep(systemClock, random() * 30);
      if (!buttons[button].isThere(tab)) return false;
      work.push(buttons[button].press(tab));
      pressed.set(button, (pressed.get(button) ?? 0) + 1);
      return true;
    };
    /** In all tabs at nearly the same time; gives what was there. */
    const pressAll = async (choose: () => Button) => {
      const chosen = tabs.map((tab) => ({ tab, button: choose() }));
      const werePressed = await Promise.all(chosen.map(({ tab, button }) => press(tab, button)));
      return chosen.filter((_, place) => werePressed[place]).map(({ button }) => button);
    };

    for (let round = 1; round <= rounds; round++) {
      const where = `round ${round}`;
      // One run that all tabs see, or a run of each tab.
      const starters = random() < 0.7 ? [pick(tabs)] : tabs;
      await Promise.all(starters.map((tab) => press(tab, "Run")));
      runs += starters.length;
      // One whose own run still begins may show another's.
      const isOwnPaused = (tab: OpenNotebook) => isPaused(tab) && tab.shown?.isElsewhere === false;
      for (const tab of starters) await tab.until(() => isOwnPaused(tab) || !tab.isRunning);
      expect(
        tabs.filter(({ isRunning }) => isRunning),
        where,
      ).toHaveLength(starters.length);
      for (const tab of tabs) await tab.until(() => isPaused(tab));

      const done = new Set<Button>();
      const stop = () => (starters.length > 1 ? "Stop" : pick<Button>(["Stop", "Stop this run"]));
      const mood = pick<() => Button>([
        () => "Resume",
        stop,
        () => (random() < 0.5 ? "Resume" : stop()),
        () => (random() < 0.6 ? "Resume" : "Take over"),
      ]);
      // A tab may have pressed what it did not have.
      do for (const button of await pressAll(mood)) done.add(button);
      while (tabs.some(isPaused));
      for (const tab of tabs) await tab.until(() => !tab.isRunning && tab.shown?.isOver === true);
      for (const { shown } of tabs) expect(shown?.state, where).toMatch(/Completed|Cancelled/);

      const [{ id }] = tabs as readonly [OpenNotebook];
      expect(await audit(id), where).toMatchObject({ orphans: [], faults: [] });
      const told = await lastRuns(id, starters.length);
      expect(told, where).toHaveLength(starters.length);
      told.forEach(checkOnce);
      const states = told.map(({ state }) => state);
      const isStopped = done.has("Stop") || done.has("Stop this run");
      if (!isStopped) expect(states, where).toEqual(starters.map(() => "Completed"));
      if (!done.has("Resume")) expect(states, where).toEqual(starters.map(() => "Cancelled"));
      // One edits, and the others say so.
      const oneEdits = () => tabs.filter(({ mayEdit }) => mayEdit).length === 1;
      await Promise.race(tabs.map((tab) => tab.until(oneEdits)));
    }
    await Promise.all(work);
    await Promise.all(tabs.map((tab) => tab.close()));
    const figures = [...pressed].map(([button, times]) => `${button} ${times}`).join(", ");
    await annotate(`seed ${seed}: ${runs} runs; pressed ${figures}`);
  },
);
