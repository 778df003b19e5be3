import type { DagTask } from "./dag";
import { attemptsIn, type RanState, type RanTask } from "./ran";
import type { TaskInstance } from "./run-dag";

/** One task on both sides. */
export interface ComparedTask {
  readonly name: string;
  /** What it is called where people read it: as its task, where that ran once. */
  readonly label: string;
  readonly dag: DagTask;
  readonly runnel: Side;
  readonly airflow: Side;
  /** What it wrote for others; see `TaskInstance`. */
  readonly xcom?: string;
  readonly unwritable?: string;
}

/** How a task went on one side. */
export interface Side {
  /** The name of the state in which it ended, as that side calls it. */
  readonly state: string;
  /** The same in Airflow's words. */
  readonly end: string;
  /** When it was made, or ended without having begun, as far as it is known; its first attempt's beginning, and its end. */
  readonly madeAt: number;
  readonly startedAt: number | undefined;
  readonly endedAt: number;
  readonly bars: readonly Bar[];
}

/** A part of a task's time. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  /** An attempt, and what it ended in; or a pause before the next. */
  readonly kind: "success" | "failed" | "skipped" | "pause";
}

/** How a task went in the run. */
export function sideOf({ states }: RanTask): Side {
  const last = states.at(-1) ?? { type: "PENDING", name: "Pending", at: 0 };
  const attempts = attemptsIn(states);
  const bars = attempts.flatMap(({ from, to, end }, place): Bar[] => {
    const kind = wordFor(end) === "skipped" ? "skipped" : end.type === "COMPLETED" ? "success" : "failed";
    const next = attempts[place + 1];
    const pause: Bar[] = next && next.from > to ? [{ from: to, to: next.from, kind: "pause" }] : [];
    return [{ from, to, kind }, ...pause];
  });
  return {
    ...{ state: last.name, end: wordFor(last), bars },
    ...{ madeAt: states[0]?.at ?? 0, startedAt: attempts[0]?.from, endedAt: last.at },
  };
}

/** A state of Runnel's in Airflow's words (AF20). */
function wordFor({ type, name }: RanState): string {
  if (name === "Skipped" || name === "RolledBack") return name === "Skipped" ? "skipped" : name;
  if (name === "NotReady") return "upstream_failed";
  if (type === "COMPLETED") return "success";
  return type === "FAILED" || type === "CRASHED" || type === "CANCELLED" ? "failed" : name;
}

/** How it went under Airflow's rules. */
export function airflowSide({ states }: TaskInstance): Side {
  const last = states.at(-1) ?? { state: "none", at: 0 };
  const bars = states.flatMap(({ state, at }, place): Bar[] => {
    const next = states[place + 1];
    if (state === "running" && next) {
      const kind = next.state === "success" || next.state === "skipped" ? next.state : "failed";
      return [{ from: at, to: next.at, kind }];
    }
    return state === "up_for_retry" && next ? [{ from: at, to: next.at, kind: "pause" }] : [];
  });
  return {
    ...{ state: last.state, end: last.state, bars },
    ...{ madeAt: states[0]?.at ?? 0, endedAt: last.at },
    startedAt: states.find(({ state }) => state === "running")?.at,
  };
}
