import type { StateType } from "../../engine";
import type { RunSummary } from "../../storage";

/** Names that are said of those that ran. */
const mostNames = 2;

const ends: readonly StateType[] = ["COMPLETED", "FAILED", "CRASHED", "CANCELLED"];

/** States of task runs that have not begun. */
const notBegun = ["NotReady", "Pending", "Scheduled"];

/** What a run did, in a few words: `14 reused, 1 ran: by_airport`; of a simulated run it says that first. Empty where it had no task runs. */
export function wentText({ taskRunCounts, executed = [], simulated, stateType }: RunSummary): string {
  const { Cached: reused = 0, ...others } = taskRunCounts;
  const sum = (areBegun: boolean) =>
    Object.entries(others).reduce(
      (total, [name, count]) => total + (notBegun.includes(name) === areBegun ? 0 : count),
      0,
    );
  const [ran, notRun] = [sum(true), sum(false)];
  const isOver = ends.includes(stateType);
  const parts = [
    ...(reused > 0 ? [`${reused.toLocaleString("en")} reused`] : []),
    ...(ran > 0 ? [`${ran.toLocaleString("en")} ran${namesOf(ran, reused, executed)}`] : []),
    ...(notRun > 0 ? [`${notRun.toLocaleString("en")} not run${isOver ? "" : " yet"}`] : []),
  ];
  return [...(simulated ? ["Simulated"] : []), parts.join(", ")].filter(Boolean).join(": ");
}

/** How many of a run's task runs failed or crashed; by their states' usual names, where its record is older. */
export function failedOf({ failedCount, taskRunCounts }: RunSummary): number {
  const named = () => ["Failed", "Crashed", "TimedOut"].map((name) => taskRunCounts[name] ?? 0);
  return failedCount ?? named().reduce((sum, one) => sum + one, 0);
}

/** What a green word would hide: `11 task runs failed`; empty where nothing is hidden. */
export function failedText(type: StateType, failed: number): string {
  if (type !== "COMPLETED" || failed === 0) return "";
  return `${failed.toLocaleString("en")} ${failed === 1 ? "task run" : "task runs"} failed`;
}

/** Which ran, where that tells this run from others: some were served, and few names say it. */
function namesOf(ran: number, reused: number, executed: readonly string[]): string {
  if (reused === 0 || executed.length === 0) return "";
  const names = executed.slice(0, mostNames).join(", ");
  return executed.length > mostNames && ran > mostNames ? `: ${names}, …` : `: ${names}`;
}
