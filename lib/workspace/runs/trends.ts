import type { RunSummary } from "../../storage";
import { byDay, latestDays } from "./day";
import { allStandings, standing, type Standing } from "./run-find";

/** How the runs of a day went. */
export interface DayTrend {
  readonly day: string;
  readonly total: number;
  readonly counts: Readonly<Record<Standing, number>>;
  /** Of those that completed, in milliseconds; absent where none did. */
  readonly medianMs?: number;
}

/** How runs went over some days. */
export interface Trends {
  readonly days: readonly DayTrend[];
  readonly total: number;
  /** How many of them were simulated: they count for nothing that follows, as their hours and faults are made up. */
  readonly simulated: number;
  /** Of the runs that are over, how many completed: from 0 to 1; absent where none is over. */
  readonly completed?: number;
  readonly medianMs?: number;
}

/** How runs went over the latest days, so many, today's last. Days without runs are there too. */
export function trendsOf(runs: readonly RunSummary[], days: number, now: number): Trends {
  const byName = new Map(byDay(runs).map(({ day, items }) => [day, items]));
  const shown = latestDays(days, now).map((day) => ({ day, items: byName.get(day) ?? [] }));
  const all = shown.flatMap(({ items }) => items);
  const real = all.filter(isReal);
  const counts = countsOf(real);
  const over = counts.completed + counts.failed + counts.crashed + counts.cancelled;
  return {
    days: shown.map(({ day, items }) => ({
      day,
      total: items.length,
      counts: countsOf(items),
      ...medianOf(items.filter(isReal)),
    })),
    total: all.length,
    simulated: all.length - real.length,
    ...(over > 0 && { completed: counts.completed / over }),
    ...medianOf(real),
  };
}

function isReal({ simulated }: RunSummary): boolean {
  return simulated !== true;
}

/** How many runs there are of each standing. */
export function countsOf(runs: readonly Pick<RunSummary, "stateType">[]): Readonly<Record<Standing, number>> {
  const counts = Object.fromEntries(allStandings.map((one) => [one, 0])) as Record<Standing, number>;
  for (const run of runs) counts[standing(run)]++;
  return counts;
}

function medianOf(runs: readonly RunSummary[]): { readonly medianMs?: number } {
  const durations = runs
    .flatMap(({ stateType, startTime, endTime }) =>
      stateType === "COMPLETED" && startTime !== undefined && endTime !== undefined
        ? [Math.max(0, endTime - startTime)]
        : [],
    )
    .sort((a, b) => a - b);
  const middle = durations.length / 2;
  const [low, high] = [durations[Math.ceil(middle) - 1], durations[Math.floor(middle)]];
  return low === undefined || high === undefined ? {} : { medianMs: (low + high) / 2 };
}
