import type { RunLook, TaskFold } from "../../fold";

/** What the retry of a run does with what the run did, in a sentence: what completed and is kept is not run again. */
export function retryText(look: RunLook): string {
  const tasks = look.tasks.filter(({ child }) => child === undefined);
  const reused = tasks.filter((task) => isKept(task, look)).length;
  const again = tasks.length - reused;
  if (reused === 0) return "Runs all again: of what completed, no result is kept that a retry could use.";
  const rest = again === 0 ? "calls its flow again" : `runs ${again.toLocaleString("en")} again`;
  return `Reuses the results of ${reused.toLocaleString("en")} ${reused === 1 ? "task run" : "task runs"}, and ${rest}.`;
}

/** Whether its result is kept under a key that it has in a retry too: a subflow of that is another run. */
function isKept(task: TaskFold, look: RunLook): boolean {
  const { decided, run } = task;
  if (!decided || decided.position >= look.position || !look.stateOf(task)?.isCompleted()) return false;
  const { key, outcome, parts } = decided.decision;
  const isFound = outcome === "hit" || outcome === "miss";
  return isFound && key !== null && (!("RUN_ID" in parts) || run.flowRunId === look.root?.run.id);
}
