import type { RunLook, TaskFold } from "../../fold";
import { isKept } from "./kept";

/** What the retry of a run does with what the run did, in a sentence: what completed and is kept is not run again. */
export function retryText(look: RunLook): string {
  const { reused, again, subflows } = retryCounts(look);
  if (reused === 0) return "Runs all again: of what completed, no result is kept that a retry could use.";
  return `Reuses the results of ${countOf(reused, "task run")}, and ${againText(again, subflows)}.`;
}

function againText(again: number, subflows: number): string {
  if (again === 0) return "calls its flow again";
  if (again === subflows) return `calls ${countOf(subflows, "subflow")} again`;
  const runs = `runs ${again.toLocaleString("en")} again`;
  if (subflows === 0) return runs;
  return `${runs}, ${subflows.toLocaleString("en")} of them ${subflows === 1 ? "a subflow" : "subflows"}`;
}

function countOf(count: number, word: string): string {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}

/** How many task runs are reused, and run again; how many of these stand for a subflow, which is called again in any case. */
function retryCounts(look: RunLook) {
  let [reused, again, subflows] = [0, 0, 0];
  // What is reused, and what that called, which is not called again.
  const served = new Set<TaskFold | undefined>();
  for (const task of look.tasks) {
    const parents = task.run.taskInputs["__parents__"] ?? [];
    if (served.has(look.callerOf(task)) || parents.some(({ id }) => served.has(look.task(id)))) {
      served.add(task);
    } else if (isKept(task, look)) {
      served.add(task);
      reused++;
    } else {
      again++;
      if (task.child !== undefined) subflows++;
    }
  }
  return { reused, again, subflows };
}
