import type { Cause } from "./cause";
import type { Difference } from "./difference";
import type { History } from "./history";
import type { Moment } from "./moment";

/** How far a check has come. */
export interface Progress {
  /** Moments of the calm run after which it was killed. */
  readonly points: { readonly done: number; readonly of: number };
  /** Seeds under which the flow was run, the calm run's among them. */
  readonly seeds: { readonly done: number; readonly of: number };
  /** Histories that say nothing: the flow failed without a crash, or went another way than before. */
  readonly unjudged: number;
  /** How many of the points fail. */
  readonly failing: number;
  /** The shortest history that has failed so far. */
  readonly failure: Failure | null;
}

/** A history that fails. */
export interface Failure {
  readonly history: History;
  /** After which the run was killed. */
  readonly moment: Moment;
  /** What it left; none: it could not be resumed. */
  readonly differences: readonly Difference[];
  readonly cause: Cause;
}

/** What a check has found. */
export type Verdict =
  | ({
      readonly type: "survives" | "fails";
      /** False: it was stopped, or its time was up. */
      readonly isWhole: boolean;
      /** Whether the flow writes anything that a crash could spoil. */
      readonly writes: boolean;
      /** What differs without a crash, too, and was not compared. */
      readonly unsteady: readonly string[];
    } & Progress)
  /** The flow cannot be checked. */
  | { readonly type: "refused"; readonly why: string };

/** A verdict as one line. */
export function verdictText(verdict: Verdict): string {
  if (verdict.type === "refused") return verdict.why;
  const { points, seeds, failure, failing, isWhole } = verdict;
  if (failure) {
    const { seed, after } = failure.history;
    const how =
      failing > 0
        ? `${count(failing)} of ${count(points.done)} crash points fail, the first`
        : "fails when killed";
    return `Does not survive: ${how} after ${count(after)} ${after === 1 ? "event" : "events"} (seed ${seed})`;
  }
  const told = `${count(points.done)} of ${count(points.of)} crash points, ${count(seeds.done)} ${seeds.done === 1 ? "seed" : "seeds"}`;
  return isWhole ? `Survives: ${told}` : `No fault so far: ${told}`;
}

function count(number: number): string {
  return number.toLocaleString("en");
}
