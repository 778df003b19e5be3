import { listed, partText, ruleTexts } from "./cache-words";
import type { CacheView } from "./view";

/** Why a task run executed, or was served: names are in backticks. */
export interface Why {
  readonly isReused: boolean;
  /** What comes after “Reused: ” or “Ran: ”, without a full stop. */
  readonly reason: string;
}

/** Why a task run executed, or was served; undefined of the decision: nobody asked that its result be kept. */
export function whyOf(cache: CacheView | undefined): Why {
  if (!cache) return { isReused: false, reason: "what it gives is not kept" };
  const { outcome, rule, differs } = cache;
  if (outcome === "hit") {
    const reason = differs?.length === 0 ? "nothing changed" : "its text and inputs are as they were before";
    return { isReused: true, reason };
  }
  return { isReused: false, reason: ranText(rule, differs) };
}

function ranText(rule: CacheView["rule"], differs: CacheView["differs"]): string {
  if (rule !== undefined && rule !== "found" && rule !== "absent") return ruleTexts[rule];
  if (differs === undefined) return "nothing was cached yet";
  return differs.length === 0 ? "no result of it was kept, though nothing changed" : changedText(differs);
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
