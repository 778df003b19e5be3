import { EventLog, type RunEvent } from "../engine";
import { RunFold } from "./run-fold";

/** The fold of a run's events, as the page makes it: the log takes each in first. Throws where the run's beginning is missing. */
export function foldOf(events: readonly RunEvent[]): RunFold {
  const log = new EventLog({ keepEvents: false });
  const [first] = events;
  if (first?.type !== "flow-run") throw new Error("A log begins with its run.");
  const fold = new RunFold(first.flowRun.id, log);
  for (const event of events) {
    log.record(event);
    fold.take(event);
  }
  return fold;
}
