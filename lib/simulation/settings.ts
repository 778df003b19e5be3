import { RunnelError } from "../base";
import type { Simulation } from "../engine";

/** A simulated run's settings where nobody says otherwise. The hour is one that stays, so that two runs are alike: a Monday morning. */
export const usualSimulation: Simulation = {
  seed: 1,
  startsAt: Date.UTC(2026, 2, 2, 6),
  slots: 4,
  mayWrite: false,
};

/** How many times as quick as real time one looks on, where nobody says otherwise. */
export const usualSpeed = 60;

/** The latest hour: what a date can hold, less a thousand years to run in. */
const latest = 8.64e15 - 1000 * 366 * 86_400_000;
const mostSlots = 10_000;

/** Settings of a simulated run. Throws `simulation/settings`, with what to write, where they are none. */
export function simulationOf(given: Partial<Simulation> = {}): Simulation {
  const settings = { ...usualSimulation, ...given };
  const { seed, startsAt, slots } = settings;
  if (!Number.isSafeInteger(seed)) throw wrong(`a seed is a whole number, such as 7, and not ${seed}`);
  if (!(Math.abs(startsAt) <= latest))
    throw wrong("it begins at a date and hour, such as 2026-03-02T06:00:00Z");
  if (!Number.isInteger(slots) || slots < 1 || slots > mostSlots)
    throw wrong(`tasks run 1 to ${mostSlots} at a time, and not ${slots}`);
  return { ...settings, startsAt: Math.floor(startsAt) };
}

function wrong(what: string): RunnelError {
  return new RunnelError("simulation/settings", `This run cannot be simulated: ${what}.`);
}
