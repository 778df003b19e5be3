import { listed, partText, ruleTexts } from "./cache-words";
import type { CacheView } from "./view";

/** What is known of a task run when somebody asks why. Times are in milliseconds. */
export interface WhyFacts {
  /** How it was decided whether it executes; absent where nobody asked that its result be kept. */
  readonly cache?: CacheView;
  /** Whether it has begun, or was served. */
  readonly hasBegun: boolean;
  /** The run since which its key is what it is. */
  readonly since?: string;
  /** Its attempts that failed and were followed by another: what was thrown, and how long it waited then. */
  readonly retries: readonly { readonly error: string; readonly delayMs: number }[];
  /** For what it waited before it began, with what that is called, and how long. */
  readonly waits: readonly Waited[];
  /** The task whose failure kept it from running. */
  readonly failedUpstream?: string;
  /** Where it is on the longest path of the run: how long it took there, of how long the run took. */
  readonly longest?: { readonly ownMs: number; readonly runMs: number };
}

/** A wait that is over, or goes on. */
export interface Waited {
  readonly reason: "upstream" | "worker" | "data" | "limit" | "rate" | "pause";
  readonly names?: readonly string[];
  readonly ms: number;
  readonly isOver: boolean;
}

/** One answer: a sentence by rule, with names in backticks. */
export interface Why {
  readonly of: "served" | "ran" | "not run" | "waited" | "retried" | "slow";
  readonly text: string;
}

/** A share of the run's time from which on a task is worth naming. */
const worthNaming = 0.2;

/** Why a task run went as it did: what decided first, then what it waited for, and what took its time. */
export function whyOf(facts: WhyFacts, durationText: (ms: number) => string): readonly Why[] {
  const { failedUpstream, waits, retries, longest } = facts;
  if (failedUpstream !== undefined)
    return [{ of: "not run", text: `Not run: ${listed([failedUpstream])} failed.` }];
  const share = longest && longest.runMs > 0 ? longest.ownMs / longest.runMs : 0;
  return [
    ...decidedText(facts),
    ...waits.map((wait): Why => ({ of: "waited", text: waitText(wait, durationText) })),
    ...retries.map(({ error, delayMs }): Why => {
      const after = delayMs > 0 ? ` after ${durationText(delayMs)}` : "";
      return { of: "retried", text: `Retried${after}: ${sentence(error)}` };
    }),
    ...(longest && share >= worthNaming
      ? [
          {
            of: "slow" as const,
            text: `The run waited for it: ${durationText(longest.ownMs)} of its ${durationText(longest.runMs)} (${Math.round(share * 100)} %).`,
          },
        ]
      : []),
  ];
}

function decidedText({ cache, hasBegun, since }: WhyFacts): readonly Why[] {
  if (!hasBegun) return [];
  if (!cache) return [{ of: "ran", text: "Ran: what it gives is not kept." }];
  const { outcome, rule, differs } = cache;
  if (outcome === "hit") {
    const unchanged = differs !== undefined && differs.length === 0;
    const when = since === undefined ? "" : unchanged ? ` since ${since}` : ` in ${since}`;
    const what = unchanged
      ? `nothing changed${when}`
      : `its text and inputs are as they were${when || " before"}`;
    return [{ of: "served", text: `Reused: ${what}.` }];
  }
  if (rule !== undefined && rule !== "found" && rule !== "absent")
    return [{ of: "ran", text: `Ran: ${ruleTexts[rule]}.` }];
  if (differs === undefined) return [{ of: "ran", text: "Ran: nothing was cached yet." }];
  return [
    {
      of: "ran",
      text: `Ran: ${differs.length === 0 ? "its last result was no longer kept" : changedText(differs)}.`,
    },
  ];
}

/** What of a key changed: the text first, as a changed text of what it reads changes its inputs too. */
function changedText(differs: readonly string[]): string {
  const inputs = differs.flatMap((name) => (name.startsWith("INPUTS.") ? [partText(name)] : []));
  const others = differs.filter((name) => !name.startsWith("INPUTS.") && name !== "TASK_SOURCE");
  const text = differs.includes("TASK_SOURCE") ? ["its text, or that of what it uses, changed"] : [];
  const given =
    inputs.length > 0 ? [`${listed(inputs)} ${inputs.length > 1 ? "are" : "is"} another than before`] : [];
  const more = others.map((name) => otherParts[name] ?? `${listed([partText(name)])} changed`);
  return [...text, ...given, ...more].join(", and ");
}

const otherParts: Readonly<Record<string, string>> = {
  RUN_ID: "its result counts within one run",
  FLOW_PARAMETERS: "the flow's parameters changed",
  cacheKeyFn: "its `cacheKeyFn` gave another key",
};

function waitText({ reason, names = [], ms, isOver }: Waited, durationText: (ms: number) => string): string {
  const what = names.length > 0 ? ` ${listed(names)}` : "";
  const told: Readonly<Record<Waited["reason"], string>> = {
    upstream: `for${what || " what it needs"}`,
    worker: "for a free worker",
    data: "for DuckDB",
    limit: `for the limit${what}`,
    rate: `for the rate limit${what}`,
    pause: "for somebody to resume it",
  };
  return `${isOver ? "Waited" : "Waits since"} ${durationText(ms)} ${told[reason]}.`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
