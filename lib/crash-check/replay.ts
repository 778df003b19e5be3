import type { Simulation } from "../engine";
import { nothingKept } from "./kept";
import { live, resuming, type Life, type Realm, type Watch } from "./life";

export interface Replay extends Watch {
  /** How it is simulated; its seed is the history's. */
  readonly simulation: Simulation;
  /** How many moments the run lives for. */
  readonly after: number;
  /** Which of a history's two runs is watched: the one that is killed, or the one that resumes it. */
  readonly run: "killed" | "resumed";
}

/** Runs one of a history's two runs again, for whoever looks on: that which resumes the other has that run first, unseen. */
export async function replayHistory(
  realm: Realm,
  { simulation, after, run, ...watch }: Replay,
): Promise<Life> {
  const kept = nothingKept(realm.newWorld());
  const first = { simulation, kept, worldSeed: simulation.seed, after, isResumed: false };
  if (run === "killed") return await live(realm, { ...first, watch });
  const killed = await live(realm, first);
  const again = resuming(simulation, killed, 1);
  return await live(realm, { ...first, simulation: again, after: Infinity, isResumed: true, watch });
}
