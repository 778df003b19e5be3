import type { RunLook, TaskFold } from "../../fold";

/** Whether a task run's result is kept under a key that it has in a retry too: a subflow of that is another run. */
export function isKept(task: TaskFold, look: RunLook): boolean {
  const { decided, run } = task;
  if (!decided || decided.position >= look.position || !look.stateOf(task)?.isCompleted()) return false;
  const { key, outcome, parts } = decided.decision;
  const isFound = outcome === "hit" || outcome === "miss";
  return isFound && key !== null && (!("RUN_ID" in parts) || run.flowRunId === look.root?.run.id);
}
