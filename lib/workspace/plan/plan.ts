import type { CellId, FlowRunId } from "../../base";
import { isTable, readSql, type CompiledNotebook, type Definition } from "../../notebook";
import type { Entry } from "../../runtime";
import type { Foreseen } from "../../runtime/dry-run";
import type { PastRun } from "../run/run-book";
import { difference, type DiffLine } from "./difference";
import type { Reach } from "./reach";
import type { Retried } from "./retried";
import type { Touched } from "./touched";
import { verdictOf, type NextFacts, type Outcome, type Verdict } from "./verdict";

/** What a run would do. */
export interface Plan {
  /** The flow, or what stands for it. */
  readonly name: string;
  /** What it comes to, each after what it needs. */
  readonly steps: readonly PlanStep[];
  /** What it reaches outside the notebook, as far as the text tells. */
  readonly touched: Touched;
  /** The last run of that name that tells how long it takes. */
  readonly last?: PlannedBefore;
  /** Milliseconds that it may take: what is not served, as long as it took last, by the longest way; absent where that is not known. */
  readonly expectedMs?: number;
}

/** How a run went before. */
export interface PlannedBefore {
  readonly id: FlowRunId;
  readonly name: string;
  /** The name of its state, where it did not complete. */
  readonly endedAs?: string;
  readonly durationMs?: number;
}

/** What becomes of one definition. */
export interface PlanStep {
  readonly name: string;
  /** `flow`, `task`, or the kind of its cell. */
  readonly kind: string;
  readonly cell: CellId;
  readonly outcome: Outcome;
  /** One sentence, with names in backticks. */
  readonly why: string;
  /** What became of its text, where both are known. */
  readonly difference: readonly DiffLine[];
  /** Milliseconds that it took when it last ran. */
  readonly lastMs?: number;
}

export interface PlanFacts {
  readonly entry: Entry;
  readonly compiled: CompiledNotebook;
  readonly reach: Reach;
  readonly foreseen: readonly Foreseen[];
  /** What the runs in memory know of a definition, the latest first. */
  readonly past: (definition: Definition) => readonly PastRun[];
  /** The text of a definition's cell, where it has one. */
  readonly textOf: (definition: Definition) => string | undefined;
  /** The same by the hash of the definition's source, where a run had it and it is kept. */
  readonly textBefore: (source: string) => string | undefined;
  readonly runName: (id: FlowRunId) => string;
  /** The run that it would be a retry of. */
  readonly retried?: Retried | undefined;
}

/** What becomes of each definition that a run comes to, each after what it needs. */
export function stepsOf(facts: PlanFacts): readonly PlanStep[] {
  const { entry, reach, foreseen, textOf, textBefore, runName, retried } = facts;
  const isCalled = entry.kind === "flow";
  const bySight = new Map(foreseen.map((one) => [one.name, one]));
  const known = new Map<string, NextFacts>();
  return reach.definitions.flatMap((definition): readonly PlanStep[] => {
    if (isCalled && definition.name === entry.name) return [];
    const { name, kind, cell } = definition;
    const [past, text] = [facts.past(definition), textOf(definition)];
    const lastMs = past.find(({ executedMs }) => executedMs !== undefined)?.executedMs;
    const hadSameText = (source: string) => {
      const before = textBefore(source);
      return before === undefined || text === undefined ? undefined : isSame(kind, before, text);
    };
    const changing = kind === "sql" && text !== undefined ? readSql(text).changing : undefined;
    const { decision, problem } = bySight.get(name) ?? {};
    const verdict =
      retried?.verdictOf(definition, runName) ??
      verdictOf(definition, {
        ...{ isTable: isTable(definition), isCalled, past, hadSameText, runName },
        next: nextOf(definition, facts, known),
        ...(decision && { decision }),
        ...(changing !== undefined && { changing }),
        ...(problem !== undefined && { problem }),
      });
    const { outcome, why } = verdict;
    known.set(name, { name, outcome, source: definition.source, isTable: isTable(definition) });
    const lines = differenceOf(verdict, text, textBefore);
    return [{ name, kind, cell, outcome, why, difference: lines, ...(lastMs !== undefined && { lastMs }) }];
  });
}

/** Whether two texts of a definition mean the same: in a query, layout and comments mean nothing. */
function isSame(kind: string, before: string, after: string): boolean {
  return kind === "sql" ? readSql(before).meaning === readSql(after).meaning : before === after;
}

/** What a definition needs first: of a query the names in its text, also those of rows that code makes. */
function nextOf(
  definition: Definition,
  { compiled, reach }: PlanFacts,
  known: ReadonlyMap<string, NextFacts>,
): readonly NextFacts[] {
  const open = (name: string): NextFacts => ({ name, outcome: "open", isTable: false });
  if (!isTable(definition)) return reach.next(definition.name).flatMap(({ name }) => known.get(name) ?? []);
  const reads = compiled.cells[definition.cell]?.uses[definition.name] ?? [];
  return reads.map((name) => known.get(name) ?? open(name));
}

function differenceOf(
  { changedFrom }: Verdict,
  text: string | undefined,
  textBefore: PlanFacts["textBefore"],
): readonly DiffLine[] {
  const before = changedFrom === undefined ? undefined : textBefore(changedFrom);
  return before === undefined || text === undefined ? [] : difference(before, text);
}

/** Milliseconds of the longest way through what is not served; undefined where one of that has never been timed. */
export function longestWay(steps: readonly PlanStep[], reach: Pick<Reach, "next">): number | undefined {
  const ends = new Map<string, number>();
  for (const { name, outcome, lastMs } of steps) {
    const own = outcome === "reused" ? 0 : outcome === "fails" ? 0 : lastMs;
    if (own === undefined) return undefined;
    const before = reach.next(name).map((one) => ends.get(one.name) ?? 0);
    ends.set(name, own + Math.max(0, ...before));
  }
  return Math.max(0, ...ends.values());
}
