import type { RunLook } from "../../fold";
import { isKept } from "./kept";

/** What the retry of a run does with what the run did, in a sentence: what completed and is kept is not run again. */
export function retryText(look: RunLook): string {
  const tasks = look.tasks.filter(({ child }) => child === undefined);
  const reused = tasks.filter((task) => isKept(task, look)).length;
  const again = tasks.length - reused;
  if (reused === 0) return "Runs all again: of what completed, no result is kept that a retry could use.";
  const rest = again === 0 ? "calls its flow again" : `runs ${again.toLocaleString("en")} again`;
  return `Reuses the results of ${reused.toLocaleString("en")} ${reused === 1 ? "task run" : "task runs"}, and ${rest}.`;
}
