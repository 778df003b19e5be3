import type { FlowRunId } from "../../base";
import type { CacheDecision } from "../../engine";
import type { Definition } from "../../notebook";
import type { PastRun } from "../run/run-book";
import { listed, partText, ruleTexts } from "../shown/cache-words";

/** What becomes of a definition: it runs, is served from the cache, does not come to run, or is decided by what a run tells. */
export type Outcome = "runs" | "reused" | "fails" | "open";

/** A sentence of it, with names in backticks, and what it rests on. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly why: string;
  /** The hash of the source that it had, where its text has changed since. */
  readonly changedFrom?: string;
}

/** What is known before a run. */
export interface VerdictFacts {
  /** Of a query or data cell, else of code. */
  readonly isTable: boolean;
  /** Whether code decides when it is called, and with what. */
  readonly isCalled: boolean;
  readonly decision?: Omit<CacheDecision, "taskRunId">;
  /** Why it would fail. */
  readonly problem?: string;
  /** What the runs in memory know of it, the latest first. */
  readonly past: readonly PastRun[];
  /** What of a query's text makes its rows others each time. */
  readonly changing?: string;
  /** Whether its own text is what it was when it had that source; undefined where nobody knows. */
  readonly hadSameText: (source: string) => boolean | undefined;
  /** What it comes to first. */
  readonly next: readonly NextFacts[];
  /** What a run is called. */
  readonly runName: (id: FlowRunId) => string;
}

export interface NextFacts {
  readonly name: string;
  readonly outcome: Outcome;
  /** The hash of its source; absent where it is no definition. */
  readonly source?: string;
  /** Whether it is known which table it gives, also where it runs. */
  readonly isTable: boolean;
}

/** Says what becomes of a definition in the next run, and why. */
export function verdictOf(definition: Definition, facts: VerdictFacts): Verdict {
  const { decision, problem, isCalled, next } = facts;
  if (definition.kind === "flow")
    return { outcome: "runs", why: "Runs where it is called: flows are not cached." };
  if (decision?.outcome === "hit") {
    const when = isCalled ? "Reused if it is called as it stands" : "Reused";
    return { outcome: "reused", why: `${when}: ${reusedText(decision, facts)}.` };
  }
  if (problem !== undefined) return { outcome: "fails", why: `Fails: ${sentence(problem)}` };
  if (decision) {
    const { text, changedFrom } = missText(definition.name, decision, facts);
    const when = isCalled ? "Runs if it is called as it stands" : "Runs";
    return { outcome: "runs", why: `${when}: ${text}.`, ...(changedFrom !== undefined && { changedFrom }) };
  }
  if (!facts.isTable) return codeVerdict(definition, facts);
  const failing = next.find(({ outcome }) => outcome === "fails");
  if (failing) return { outcome: "fails", why: `Does not run: \`${failing.name}\` fails.` };
  const open = next.filter(({ outcome, isTable }) => outcome === "open" || (outcome === "runs" && !isTable));
  const what = listed(open.map(({ name }) => name));
  return {
    outcome: "open",
    why: `Decided as it runs: it depends on what ${what} ${open.length > 1 ? "give" : "gives"}.`,
  };
}

function reusedText({ key }: Omit<CacheDecision, "taskRunId">, { past, runName }: VerdictFacts): string {
  const decided = past.filter(({ decision }) => decision !== undefined);
  const first = decided.findIndex(({ decision }) => decision?.key === key);
  if (first < 0) return "its result is kept from an earlier run";
  const after = decided.slice(first).findIndex(({ decision }) => decision?.key !== key);
  const since = decided[(after < 0 ? decided.length : first + after) - 1];
  if (!since) return "its result is kept from an earlier run";
  const run = runName(since.id);
  return first === 0 ? `nothing changed since ${run}` : `it is again as in ${run}`;
}

/** Why a task executes, by the rule of the engine that decided; of a key with no result, by what of it is another. */
function missText(
  name: string,
  { rule, parts }: Omit<CacheDecision, "taskRunId">,
  facts: VerdictFacts,
): { readonly text: string; readonly changedFrom?: string } {
  if (rule !== undefined && rule !== "found" && rule !== "absent") return { text: ruleTexts[rule] };
  if (facts.changing !== undefined)
    return { text: `\`${facts.changing}\` gives something else in each run, so no earlier result is served` };
  const last = facts.past.find(({ decision }) => Object.keys(decision?.parts ?? {}).length > 0);
  if (!last?.decision) return { text: "nothing cached yet" };
  // Of code, the key is that of the last run, whatever its parts.
  const before = facts.isTable ? last.decision.parts : parts;
  const all = [...new Set([...Object.keys(before), ...Object.keys(parts)])];
  const differs = all.filter((part) => before[part] !== parts[part]).sort();
  const isSourceNew = differs.includes("TASK_SOURCE");
  const changed = facts.next.filter(({ name: next, source }) => source !== last.sources[next]);
  const own = last.sources[name];
  const hadSameText = own === undefined ? undefined : facts.hadSameText(own);
  if (isSourceNew && !(hadSameText ?? changed.length > 0))
    return { text: "its text changed", ...(own !== undefined && { changedFrom: own }) };
  const inputs = differs.flatMap((part) =>
    part.startsWith("INPUTS.") ? [part.slice("INPUTS.".length)] : [],
  );
  const running = facts.next.filter((one) => one.outcome === "runs" && inputs.includes(one.name));
  if (running.length > 0) return { text: `${listed(running.map((one) => one.name))} will run` };
  if (inputs.length > 0) return { text: inputs.map(inputText).join(", and ") };
  if (changed.length > 0) return { text: `${listed(changed.map((one) => one.name))} changed` };
  if (isSourceNew) return { text: "what it uses changed" };
  const run = facts.runName(last.id);
  return {
    text: last.isIncomplete ? `it did not complete in ${run}` : `its result of ${run} is no longer kept`,
  };
}

/** What is known of a task of code, which decides by what it is given. */
function codeVerdict(
  { name, source, parameters }: Definition,
  { past, isCalled, runName, hadSameText }: VerdictFacts,
): Verdict {
  const [last] = past;
  const when = isCalled ? " where it is called" : "";
  if (!last) return { outcome: "open", why: "Decided as it runs: no run of it is known here." };
  const before = last.sources[name];
  if (before !== source) {
    const isSame = before === undefined ? undefined : hadSameText(before);
    const what = isSame ? "what it uses changed" : "its text changed";
    return {
      outcome: "open",
      why: `Decided as it runs: ${what} since ${runName(last.id)}.`,
      ...(before !== undefined && !isSame && { changedFrom: before }),
    };
  }
  const { decision } = last;
  if (!decision) return { outcome: "runs", why: `Runs${when}: what it gives is not kept.` };
  const { rule, parts } = decision;
  if (rule !== undefined && alwaysRuns.has(rule))
    return { outcome: "runs", why: `Runs${when}: ${ruleTexts[rule as keyof typeof ruleTexts]}.` };
  if (rule === "no-inputs" && parameters.length === 0)
    return { outcome: "runs", why: `Runs${when}: ${ruleTexts[rule]}.` };
  if ("RUN_ID" in parts) return { outcome: "runs", why: `Runs${when}: its result counts within one run.` };
  const made = Object.keys(parts).filter((name) => name !== "TASK_SOURCE");
  const key = made.length > 0 ? `, and its key also holds ${listed(made.map(partText))}` : "";
  return { outcome: "open", why: `Decided as it runs: its text is as in ${runName(last.id)}${key}.` };
}

/** The rules that a task's text alone decides. */
const alwaysRuns: ReadonlySet<string> = new Set([
  "refresh-cache",
  "refresh-setting",
  "generator",
  "no-cache",
  "not-persisted",
  "caching-off",
]);

function inputText(name: string): string {
  return name.startsWith("$") ? `the parameter \`${name}\` changed` : `\`${name}\` has other rows`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
