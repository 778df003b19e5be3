import type { StateType } from "./state";

/*
 * How a run may move and what that adds up to, by the words of Prefect's rules and of our SPEC: the reference that the engine
 * is compared with. Everything is worked out anew from the whole history; nothing here is the engine's.
 */

/** One state of a run, as far as rules speak of it. */
export interface ModelState {
  readonly type: StateType;
  readonly name: string;
  readonly at: number;
}

type Kind = "flow" | "task";

const isFinal = (type: StateType) => /^(COMPLETED|CANCELLED|FAILED|CRASHED)$/.test(type);
const isIn = (type: StateType, ...types: readonly StateType[]) => types.includes(type);

/** What a rule forbids: null stands for the run that is not there yet. Whatever no rule forbids is legal. */
const forbidden: readonly {
  readonly rule: string;
  readonly is: (from: StateType | null, to: StateType) => boolean;
}[] = [
  { rule: "1.20, 1.29: a run begins", is: (from, to) => from === null && !isIn(to, "PENDING", "SCHEDULED") },
  {
    rule: "1.41: what ended is not cancelled, paused or crashed",
    is: (from, to) => from !== null && isFinal(from) && isIn(to, "CANCELLING", "PAUSED", "CRASHED"),
  },
  {
    rule: "EN15: what ended moves only to run again, or (1.26) to be rolled back",
    is: (from, to) =>
      from !== null && isFinal(from) && isFinal(to) && !(from === "COMPLETED" && to === "COMPLETED"),
  },
  {
    rule: "1.42: only Cancelled ends a cancelling",
    is: (from, to) => from === "CANCELLING" && to !== "CANCELLED",
  },
  { rule: "1.46: only what runs is paused", is: (from, to) => to === "PAUSED" && from !== "RUNNING" },
  {
    rule: "1.47: a pause is left by a resume or an end",
    is: (from, to) => from === "PAUSED" && to === "PENDING",
  },
  {
    rule: "1.20, 1.25, 1.47: only what ran completes, or is paused in it",
    is: (from, to) => to === "COMPLETED" && !isIn(from ?? "PENDING", "RUNNING", "PAUSED", "COMPLETED"),
  },
];

/** The rule that forbids a run to go from one type to another; undefined where none does. */
export function ruleAgainst(from: StateType | null, to: StateType): string | undefined {
  return forbidden.find(({ is }) => is(from, to))?.rule;
}

/** When a run enters a state that is proposed at a time: after the one before (rule 1.10). */
export function entryTime(before: ModelState | undefined, now: number): number {
  return before && now <= before.at ? before.at + 0.001 : now;
}

/** What a run is called that says nothing of it (rule 1.4). */
export function nameOf(type: StateType): string {
  return `${type.slice(0, 1)}${type.slice(1).toLowerCase()}`;
}

/** Counters and times of a run (rules 1.34, 1.47 and 1.51). */
export function totals(kind: Kind, history: readonly ModelState[]) {
  const indexes = [...history.keys()];
  const runs = indexes.filter((index) => history[index]!.type === "RUNNING");
  const ends = indexes.filter((index) => isFinal(history[index]!.type));
  const last = history.length - 1;
  // A resume is an entry to Running with a pause between it and what ran or ended last.
  const isResume = (index: number) => {
    const since = indexes
      .slice(0, index)
      .findLastIndex((one) => isIn(history[one]!.type, "RUNNING") || isFinal(history[one]!.type));
    return history.slice(since + 1, index).some(({ type }) => type === "PAUSED");
  };
  const start = kind === "flow" ? Math.min(runs[0] ?? Infinity, ends[0] ?? Infinity) : (runs[0] ?? Infinity);
  // The first of the final states that the run is in now, a rollback being another (rule 1.26).
  const firstEnd = history.findLastIndex(({ type }) => !isFinal(type)) + 1;
  const hasStarted = start !== Infinity;
  return {
    runCount: runs.filter((index) => !isResume(index)).length,
    startTime: hasStarted ? history[start]!.at : null,
    endTime: hasStarted && isFinal(history[last]!.type) ? history[Math.max(firstEnd, start)]!.at : null,
    totalRunTime: runs
      .filter((index) => index < last)
      .reduce((sum, index) => sum + history[index + 1]!.at - history[index]!.at, 0),
    expectedStartTime: history[0]!.at,
  };
}

/** Why runs are ended from outside, and what that makes of one (rules 1.27, 1.28, 1.29, 1.38 and 1.42). */
export function endingOf(
  kind: Kind,
  { type, name }: ModelState,
  isDeferred: boolean,
  why: "cancelled" | "lost" | "done",
): readonly StateType[] {
  const stays =
    isFinal(type) || (type === "PENDING" && name === "NotReady") || (type === "SCHEDULED" && isDeferred);
  if (stays || (why === "done" && isIn(type, "PENDING", "PAUSED"))) return [];
  if (type === "CANCELLING") return ["CANCELLED"];
  return kind === "flow" && why === "cancelled" ? ["CANCELLING", "CANCELLED"] : ["CRASHED"];
}

/** What a returned value ends a run in (rule 1.17): states alone, or in a list or set of nothing else, count together. */
export function aggregateOf(types: readonly StateType[]): {
  readonly type: StateType;
  readonly message: string;
} {
  const precedence: readonly (readonly [end: StateType, counted: readonly StateType[], what: string])[] = [
    ["CANCELLED", ["CANCELLED"], "cancelled"],
    ["PAUSED", ["PAUSED"], "paused"],
    ["FAILED", ["FAILED", "CRASHED"], "failed"],
    ["FAILED", ["SCHEDULED", "PENDING", "RUNNING", "CANCELLING"], "are not final"],
  ];
  for (const [type, counted, what] of precedence) {
    const count = types.filter((one) => counted.includes(one)).length;
    if (count > 0) return { type, message: `${count}/${types.length} states ${what}.` };
  }
  return { type: "COMPLETED", message: "All states completed." };
}
