import { underWayNow, type Count } from "@/lib/fold";
import { countText } from "../_ui/time";

/** How many task runs there are, how many of them are over, and how many of these failed. */
export interface Progress {
  readonly all: number;
  readonly done: number;
  readonly failed: number;
  /** Of those that are done, the ones that were served. */
  readonly cached: number;
  /** How many wait to be tried again, or are. */
  readonly retried: number;
}

const failures = new Set<string>(["FAILED", "CRASHED"]);
const retries = new Set(["AwaitingRetry", "Retrying"]);
const ends = new Set<string>([...failures, "COMPLETED", "CANCELLED"]);

/** How far a run is, by the states of its task runs. */
export function progressOf(counts: readonly Count[]): Progress {
  const sum = (isCounted: (type: string, name: string) => boolean) =>
    counts.reduce((all, { type, name, count }) => (isCounted(type, name) ? all + count : all), 0);
  return {
    all: sum(() => true),
    done: sum((type) => ends.has(type)),
    failed: sum((type) => failures.has(type)),
    cached: sum((type, name) => type === "COMPLETED" && name === "Cached"),
    retried: sum((_, name) => retries.has(name)),
  };
}

/** How many are under way, in words: `3 running, 5 waiting`; empty where none is. */
export function underWayText(counts: readonly Count[]): string {
  return Object.entries(underWayNow(counts))
    .filter(([, count]) => count > 0)
    .map(([standing, count]) => `${countText(count)} ${standing}`)
    .join(", ");
}
