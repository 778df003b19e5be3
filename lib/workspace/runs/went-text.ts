import type { RunSummary } from "../../storage";

/** Names that are said of those that ran. */
const mostNames = 2;

/** What a run did, in a few words: `14 reused, 1 ran: by_airport`. Empty where it had no task runs. */
export function wentText({ taskRunCounts, executed = [] }: RunSummary): string {
  const { Cached: reused = 0, NotReady: notRun = 0, ...others } = taskRunCounts;
  const ran = Object.values(others).reduce((sum, count) => sum + count, 0);
  const parts = [
    ...(reused > 0 ? [`${reused.toLocaleString("en")} reused`] : []),
    ...(ran > 0 ? [`${ran.toLocaleString("en")} ran${namesOf(ran, reused, executed)}`] : []),
    ...(notRun > 0 ? [`${notRun.toLocaleString("en")} not run`] : []),
  ];
  return parts.join(", ");
}

/** Which ran, where that tells this run from others: some were served, and few names say it. */
function namesOf(ran: number, reused: number, executed: readonly string[]): string {
  if (reused === 0 || executed.length === 0) return "";
  const names = executed.slice(0, mostNames).join(", ");
  return executed.length > mostNames && ran > mostNames ? `: ${names}, …` : `: ${names}`;
}
