import type { ChaosPlan, TaskRule } from "./plan";
import type { TaskRecord } from "./record";

/** How many retries a task of a plan could use at most: nobody sets more. */
const mostRetries = 1_000;

/**
 * What number of retries would have saved a task that failed at an attempt for good, as a sentence; `isLate`: its transaction was rolled back
 * by the attempt itself, as it would be before a retry.
 */
export function neededRetries(
  { rules }: ChaosPlan,
  { name }: TaskRecord,
  attempt: number,
  isLate: boolean,
): string {
  const harmful = rules.filter(
    (rule): rule is TaskRule => rule.kind !== "jump" && rule.kind !== "full" && (rule.task ?? name) === name,
  );
  const meets = (rule: TaskRule, next: number) => rule.attempts?.includes(next) ?? true;
  let next = attempt + 1;
  const isSure = (one: number) => harmful.some((rule) => rule.probability === undefined && meets(rule, one));
  while (next <= mostRetries && isSure(next)) next++;
  if (next > mostRetries)
    return `No retry would have saved it, as every attempt goes wrong: let the flow bear it, with \`allowFailure\` or \`returnState\`.`;
  if (isLate)
    return "A retry of it would have come too late: the first attempt that fails rolls its transaction back.";
  const isChance = harmful.some((rule) => rule.probability !== undefined && meets(rule, next));
  return `\`retries: ${next - 1}\` ${isChance ? "might" : "would"} have saved it.`;
}
