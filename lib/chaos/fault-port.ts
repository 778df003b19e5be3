import { chanceOf, type TaskRunId } from "../base";
import type { FaultPort, TaskFault } from "../engine";
import type { ChaosPlan, TaskRule } from "./plan";

/** What goes wrong in a run by its plan: drawn from the seed, the task, which of its runs it is, and the attempt. */
export function faultsOf({ seed, text: plan, rules }: ChaosPlan): FaultPort {
  const places = new Map<TaskRunId, number>();
  const counts = new Map<string, number>();
  /** Which of the task's runs it is, in the order of their first attempts. */
  const placeOf = (task: string, run: TaskRunId): number => {
    const known = places.get(run);
    if (known !== undefined) return known;
    const place = counts.get(task) ?? 0;
    counts.set(task, place + 1);
    places.set(run, place);
    return place;
  };
  return {
    seed,
    plan,
    of({ task, run, attempt }) {
      const place = placeOf(task, run);
      return rules.flatMap((rule, line): readonly TaskFault[] => {
        if (rule.kind === "jump" || (rule.task ?? task) !== task) return [];
        if (rule.attempts && !rule.attempts.includes(attempt)) return [];
        const chance = (what: string) => chanceOf(seed, line, what, task, place, attempt);
        if (rule.probability !== undefined && chance("happens") >= rule.probability) return [];
        return [faultOf(rule, chance("seconds"))];
      });
    },
  };
}

function faultOf({ kind, seconds }: TaskRule, chance: number): TaskFault {
  if (!seconds) return { kind };
  const [from, to] = seconds;
  return { kind, seconds: Math.round((from + chance * (to - from)) * 1000) / 1000 };
}
