import { State } from "../../engine";
import { digest } from "./seed.suite";
import type { Outcome, TaskPlan } from "./program.suite";

/** A value as short text: the same for equal values, in every run. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return short(`[${value.map(textOf).join(",")}]`);
  if (value instanceof State) return `<${value.name}>`;
  if (value instanceof Error) return short(`!${value.message}`);
  if (typeof value === "object" && value !== null)
    return short(`{${Object.values(value).map(textOf).join(",")}}`);
  return short(String(value));
}

/** What a task gives for its arguments: a spelled-out call, so that every value says where it came from. */
export function valueFor(name: string, args: readonly unknown[]): string {
  return short(`${name}(${args.map(textOf).join(",")})`);
}

/** What the attempt of a run with these arguments comes to; attempts count from 0. */
export function outcomeFor(plan: TaskPlan, args: readonly unknown[], attempt: number): Outcome {
  const list = plan.outcomes[digest(args.map(textOf).join(",")) % plan.outcomes.length]!;
  return list[Math.min(attempt, list.length - 1)]!;
}

/**
 * The names of the states of a run that nothing from outside breaks in on; null where that depends on more than the plan
 * says.
 */
export function statesFor(plan: TaskPlan, args: readonly unknown[]): readonly string[] | null {
  const states = ["Pending", "Running"];
  const isPlain =
    plan.nested.length === 0 && !plan.slots && !plan.cache && plan.persist === false && !plan.isPortable;
  if (!isPlain || plan.isGenerator || plan.onCommit.length > 0) return null;
  for (let attempt = 0; ; attempt++) {
    const { type, after } = outcomeFor(plan, args, attempt);
    const deadline = plan.timeout === undefined ? Infinity : plan.timeout * 1000;
    // Which of two things that are due at one time comes first is not said.
    if (after === deadline) return null;
    const isLate = type === "hang" || after > deadline;
    const end = isLate ? "TimedOut" : ends[type];
    const fails = isLate || type.startsWith("throw") || type === "failed state";
    if (end === "Crashed" || !fails || attempt >= plan.retries || (plan.retryCondition ?? "yes") !== "yes")
      return [...states, end];
    if (plan.retryDelay) states.push("AwaitingRetry");
    states.push("Retrying");
  }
}

const ends: Record<Outcome["type"], string> = {
  return: "Completed",
  throw: "Failed",
  "throw text": "Failed",
  "throw timeout": "TimedOut",
  "throw abort": "Crashed",
  "failed state": "Failed",
  "cancelled state": "Cancelled",
  "named state": "Fine",
  hang: "TimedOut",
};

function short(text: string): string {
  return text.length <= 48 ? text : `${text.slice(0, 32)}~${digest(text).toString(36)}`;
}
