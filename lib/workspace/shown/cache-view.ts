import type { RunLook, TaskFold } from "../../fold";
import type { CacheView } from "./view";

/** How it was decided whether a task run executes; undefined where that was not by then, or nobody asked that its result be kept. */
export function cacheView({ decided, differs }: TaskFold, look: RunLook): CacheView | undefined {
  if (!decided || decided.position >= look.position) return undefined;
  const { outcome, rule } = decided.decision;
  return { outcome, ...(rule && { rule }), ...(differs && { differs }) };
}
