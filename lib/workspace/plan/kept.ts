import type { RunLook, TaskFold } from "../../fold";

/** Whether a task run's result is kept under a key that it has in a retry too: what comes but once, as a subflow of a task, has another there. */
export function isKept(task: TaskFold, look: RunLook): boolean {
  const { decided, run } = task;
  if (!decided || decided.position >= look.position || !look.stateOf(task)?.isCompleted()) return false;
  const { key, outcome, parts } = decided.decision;
  const isFound = outcome === "hit" || outcome === "miss";
  if (!isFound || key === null) return false;
  const keptAs = parts["RUN_ID"];
  return keptAs === undefined || run.flowRunId === look.root?.run.id || /^[^%]+\/[^%]+$/.test(keptAs);
}
