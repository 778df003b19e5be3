import type { TaskHandle } from "../definition/task-definition";
import { hashObjects } from "./hash";

/** A `cacheKeyFn`: one key for a task, its text and its arguments, in whichever run (rule 7.31). */
export function taskInputHash(
  { task }: { readonly task: unknown },
  parameters: Readonly<Record<string, unknown>>,
): string {
  const { taskKey, fn } = task as TaskHandle;
  return hashObjects(taskKey, String(fn), parameters);
}
