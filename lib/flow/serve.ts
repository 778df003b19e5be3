import { serveTasks, type OptionNames, type ServeOptions, type Serving, type TaskHandle } from "../engine";
import { taskRef } from "./definitions";
import { checked } from "./known-options";
import { surroundings } from "./task";

const optionNames: OptionNames<ServeOptions> = { limit: true };

/**
 * Runs what was delayed of several tasks, in the order in which it was, and at most `limit` (10) at a time over all of
 * them (rule 3.5). Awaited, it ends once nothing of them is queued. Throws a `TypeError` for what is no task, a `ValueError` for a limit below 1.
 */
export function serve(...given: (TaskHandle | ServeOptions)[]): Serving {
  const isTaskLike = (one: TaskHandle | ServeOptions): one is TaskHandle => typeof one === "function";
  const last = given.at(-1);
  const options = last !== undefined && !isTaskLike(last) ? last : undefined;
  if (options) checked(serve, options, optionNames);
  const tasks = given.slice(0, options ? -1 : undefined) as TaskHandle[];
  return serveTasks(surroundings(), tasks.map(taskRef), options);
}
