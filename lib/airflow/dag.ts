import { attemptsIn, tasksOf, type Ran, type RanTask } from "./ran";
import { triggerRules, type TriggerRule } from "./trigger-rule";

/** A task of a DAG: what Airflow needs to know of it, and what it does when it is run. */
export interface DagTask {
  readonly name: string;
  readonly upstream: readonly string[];
  readonly rule: TriggerRule;
  readonly retries: number;
  /** Seconds before each retry. */
  readonly retryDelay: number;
  /** One at least. */
  readonly attempts: readonly [Attempt, ...Attempt[]];
  /** Whether it is not known what it does: it did not run, or was served from a cache. */
  readonly isAssumed: boolean;
  /** What it returns, as text; absent where that is nothing. */
  readonly value?: string;
}

/** What an attempt does. */
export interface Attempt {
  readonly seconds: number;
  readonly end: "success" | "failed" | "skipped";
}

/** Airflow's own pause before a retry, in seconds. */
export const defaultRetryDelay = 300;

/** What is taken of a task that did not run. */
const assumed: Attempt = { seconds: 1, end: "success" };

/** A run's tasks as a DAG: they do what they did in the run (AF1 to AF4). */
export function dagOf(ran: Ran): readonly DagTask[] {
  const tasks = tasksOf(ran);
  const names = new Set(tasks.map(({ name }) => name));
  return tasks.map((task): DagTask => {
    const attempts = attemptsOf(task);
    const [first = assumed, ...more] = attempts;
    const { name, retries, result } = task;
    return {
      ...{ name, retries, rule: ruleOf(task), retryDelay: pauseOf(task) ?? defaultRetryDelay },
      upstream: [...new Set([...task.reads, ...task.waitsFor])].filter(
        (one) => names.has(one) && one !== name,
      ),
      attempts: [first, ...more],
      isAssumed: attempts.length === 0,
      ...(result !== undefined && { value: result }),
    };
  });
}

function attemptsOf({ states }: RanTask): readonly Attempt[] {
  if (states.at(-1)?.name === "Cached") return [];
  return attemptsIn(states).map(({ from, to, end }): Attempt => {
    const isSkipped = end.type === "COMPLETED" && end.name === "Skipped";
    return {
      seconds: to - from,
      end: isSkipped ? "skipped" : end.type === "COMPLETED" ? "success" : "failed",
    };
  });
}

/** How long it waited for its first retry; undefined where it did not. */
function pauseOf({ states }: RanTask): number | undefined {
  const place = states.findIndex(({ name }) => name === "AwaitingRetry");
  const [waits, next] = [states[place], states[place + 1]];
  return waits && next ? next.at - waits.at : undefined;
}

const tag = "trigger_rule=";

function ruleOf({ tags }: RanTask): TriggerRule {
  const named = tags.find((one) => one.startsWith(tag))?.slice(tag.length);
  return triggerRules.find((rule) => rule === named) ?? "all_success";
}
