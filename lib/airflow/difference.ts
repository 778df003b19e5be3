import { defaultRetryDelay } from "./dag";
import type { Parting } from "./parting";
import { rulesOf, type Rules } from "./rules";
import type { ComparedTask } from "./sides";

/** The first moment at which both sides part. */
export interface Difference {
  /** The row of the task; undefined: the run as a whole. */
  readonly row: ComparedTask | undefined;
  /** Seconds on the clock of the run. */
  readonly at: number;
  /** What is different: of a task its beginning, a pause, how often it is tried, how it ends, or whether it runs at all; or the run's end. */
  readonly kind: Parting["kind"];
  readonly rules: Rules;
}

interface Found {
  readonly row: ComparedTask | undefined;
  readonly at: number;
  readonly parting: Parting;
}

/** Seconds that are no difference: so long may a real worker take to begin. */
const slack = 0.5;

/** Where the sides part first (AF21). */
export function firstDifference(
  rows: readonly ComparedTask[],
  from: number,
  run: { readonly runnel: string; readonly airflow: string; readonly at: number; readonly isSame: boolean },
): Difference | undefined {
  const endOf = new Map(rows.map(({ name, runnel }) => [name, runnel.endedAt]));
  const found = rows.flatMap((row) => partingsOf(row, from, endOf));
  const { isSame, at, ...ends } = run;
  if (!isSame) found.push({ row: undefined, at, parting: { kind: "run", ...ends } });
  // The sort keeps those of one moment in their order.
  const [first] = found.sort((a, b) => a.at - b.at);
  return first && { row: first.row, at: first.at, kind: first.parting.kind, rules: rulesOf(first.parting) };
}

function partingsOf(row: ComparedTask, from: number, endOf: ReadonlyMap<string, number>): readonly Found[] {
  const { dag, runnel, airflow, unwritable } = row;
  const why = unwritable !== undefined && { unwritable };
  const partings: Found[] = [];
  const add = (at: number, parting: Parting) => partings.push({ row, at, parting });
  if (runnel.state === "Cached") add(runnel.startedAt ?? runnel.endedAt, { kind: "cached" });
  if (runnel.startedAt !== undefined && airflow.startedAt !== undefined) {
    const by = runnel.startedAt - airflow.startedAt;
    const ready = Math.max(from, ...dag.upstream.map((one) => endOf.get(one) ?? from));
    // What waits for a place or a limit was called in time: that is no rule of either side.
    const isCalledLate = runnel.madeAt - ready > slack;
    const isFiredEarly = ready - airflow.startedAt > slack && dag.rule !== "all_success";
    if (by > slack && (isCalledLate || isFiredEarly))
      add(airflow.startedAt, {
        kind: "began-later",
        by,
        rule: dag.rule,
        hasUpstream: dag.upstream.length > 0,
      });
  }
  const [ours, theirs] = [runnel.bars.filter(isAttempt), airflow.bars.filter(isAttempt)];
  for (const [place, { to }] of ours.entries()) {
    const [next, other, otherNext] = [ours[place + 1], theirs[place], theirs[place + 1]];
    if (!next || !other || !otherNext) continue;
    const pauses = { runnel: next.from - to, airflow: otherNext.from - other.to };
    if (Math.abs(pauses.runnel - pauses.airflow) > slack)
      add(Math.min(to, other.to), {
        kind: "pause",
        ...pauses,
        isDefault: dag.retryDelay === defaultRetryDelay,
      });
  }
  if (ours.length > 0 && theirs.length > 0 && ours.length !== theirs.length && runnel.state !== "Cached") {
    const last = Math.min(ours.length, theirs.length) - 1;
    const at = Math.min(ours[last]?.to ?? from, theirs[last]?.to ?? from);
    add(at, { kind: "tries", runnel: ours.length, airflow: theirs.length, ...why });
  }
  if (runnel.state === "RolledBack") add(runnel.endedAt, { kind: "rolled-back" });
  else if (runnel.end !== airflow.end) {
    const at = Math.min(runnel.startedAt ?? runnel.endedAt, airflow.startedAt ?? airflow.endedAt);
    // Where both ran, they part at the end; else as soon as one is decided upon.
    const isRunByBoth = ours.length > 0 && theirs.length > 0;
    const ends = { runnel: runnel.state, airflow: airflow.end, rule: dag.rule, ...why };
    add(isRunByBoth ? Math.min(runnel.endedAt, airflow.endedAt) : at, { kind: "end", ...ends });
  }
  return partings;
}

const isAttempt = ({ kind }: { readonly kind: string }) => kind !== "pause";
