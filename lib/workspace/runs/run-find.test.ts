import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aRun, notebooks } from "./runs.suite";
import { byDay, dayOf, latestDays } from "./day";
import { flowNameOf, flowText } from "./flow-name";
import { allStandings, finder, standing, standingsOf, type RunFind } from "./run-find";
import { trendsOf } from "./trends";

const now = new Date(2026, 2, 12, 15).getTime();
const hour = 3_600_000;
const [sales, flights] = notebooks;
const titles = { [sales]: "Sales", [flights]: "Flight delays" };
const runs = [
  aRun({ name: "tidy-raven", flowName: "etl", notebookId: flights, createdAt: now - hour }),
  aRun({ name: "calm-otter", flowName: "etl", stateType: "FAILED", message: "No answer", createdAt: now }),
  aRun({ name: "old-mole", flowName: "main", stateType: "CRASHED", createdAt: now - 40 * 24 * hour }),
  aRun({
    name: "new-mole",
    givenName: "Daily load",
    flowName: "main",
    stateType: "RUNNING",
    createdAt: now - 30 * hour,
  }),
  aRun({
    ...{ name: "shy-owl", flowName: "main", stateType: "PAUSED", createdAt: now - 8 * 24 * hour },
    ...{ taskRunCounts: { Cached: 14, Completed: 1 }, executed: ["by_airport"] },
  }),
];
const found = (find: RunFind) => runs.filter(finder(find, titles, now)).map(({ name }) => name);

describe("WS130 runs are found", () => {
  const all = runs.map(({ name }) => name);
  const cases: readonly (readonly [RunFind, readonly string[]])[] = [
    [{}, all],
    [{ state: "failed" }, ["calm-otter"]],
    [{ state: "failed,crashed" }, ["calm-otter", "old-mole"]],
    [{ state: "under way,paused" }, ["new-mole", "shy-owl"]],
    [{ state: "no such state" }, all],
    [{ notebook: flights }, ["tidy-raven"]],
    [{ flow: "etl" }, ["tidy-raven", "calm-otter"]],
    [{ flow: "Daily load" }, ["new-mole"]],
    [{ text: "daily main" }, ["new-mole"]],
    [{ time: "1d" }, ["tidy-raven", "calm-otter"]],
    [{ time: "7d" }, ["tidy-raven", "calm-otter", "new-mole"]],
    [{ time: "2026-03-11" }, ["new-mole"]],
    [{ time: "whenever" }, all],
    [{ text: "MOLE" }, ["old-mole", "new-mole"]],
    [{ text: "flight  raven" }, ["tidy-raven"]],
    [{ text: "answer" }, ["calm-otter"]],
    [{ text: "answer raven" }, []],
    [{ text: "by_airport" }, ["shy-owl"]],
    [{ text: "14 reused" }, ["shy-owl"]],
    [{ flow: "etl", state: "completed", text: "tidy" }, ["tidy-raven"]],
  ];
  test.each(cases)("%j", (find, names) => {
    expect(found(find)).toEqual(names);
  });

  test("each by one standing, and whatever the address says keeps none away that it does not name", () => {
    expect(runs.map(standing)).toEqual(["completed", "failed", "crashed", "under way", "paused"]);
    expect(standingsOf({ state: allStandings.join(",") })).toEqual(allStandings);
    fc.assert(
      fc.property(fc.string(), fc.string(), (state, time) => {
        fc.pre(standingsOf({ state }).length === 0 && !/^\d+d$|^\d{4}-\d\d-\d\d$/.test(time));
        expect(found({ state, time })).toEqual(all);
      }),
    );
  });
});

describe("WS135 days", () => {
  test("are in order, each once, also where the clock changes", () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date(1990, 0), max: new Date(2090, 0) }),
        (date) => {
          const days = latestDays(400, date.getTime());
          expect(new Set(days).size).toBe(400);
          expect(days).toEqual([...days].sort());
          expect(days.at(-1)).toBe(dayOf(date.getTime()));
        },
      ),
      { numRuns: 50 },
    );
  });

  test("have their runs in the order in which they came", () => {
    const newest = [...runs].sort((a, b) => b.createdAt - a.createdAt);
    expect(byDay(newest).map(({ day, items }) => [day, items.map(({ name }) => name)])).toEqual([
      ["2026-03-12", ["calm-otter", "tidy-raven"]],
      ["2026-03-11", ["new-mole"]],
      ["2026-03-04", ["shy-owl"]],
      ["2026-01-31", ["old-mole"]],
    ]);
  });

  test("add up to a trend, with the median of what completed", () => {
    const took = (ms: number, more: object = {}) =>
      aRun({ createdAt: now, startTime: now, endTime: now + ms, ...more });
    const { days, total, completed, medianMs } = trendsOf(
      [...runs, took(100), took(400), took(200), took(9, { stateType: "FAILED" })],
      14,
      now,
    );
    expect(days).toHaveLength(14);
    expect(days.at(-1)).toMatchObject({ day: "2026-03-12", total: 6, medianMs: 200 });
    expect(days.at(-1)?.counts).toMatchObject({ completed: 4, failed: 2, crashed: 0 });
    expect(days.at(-2)).toMatchObject({ day: "2026-03-11", total: 1 });
    expect(days.at(-3)).toEqual({ ...days.at(-4), day: "2026-03-10" });
    expect({ total, completed, medianMs }).toEqual({ total: 8, completed: 4 / 6, medianMs: 200 });
    const simulated = took(9e9, { simulated: true, stateType: "FAILED" });
    expect(trendsOf([took(100), simulated], 1, now)).toMatchObject({
      ...{ total: 2, simulated: 1, completed: 1, medianMs: 100 },
    });
    expect(trendsOf([], 2, now)).toMatchObject({ total: 0 });
    expect(trendsOf([took(100), took(200)], 1, now).medianMs).toBe(150);
  });
});

test("WS160 a run in a list has its flow's own name, and the constant beside it where that is another", () => {
  expect(runs.map(flowText).slice(1, 4)).toEqual(["etl", "main", "Daily load (main)"]);
  expect(runs.map(flowNameOf).slice(1, 4)).toEqual(["etl", "main", "Daily load"]);
});
