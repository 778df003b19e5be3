import { messageOf, type Clock, type NewId } from "../base";
import { endingEvents } from "../engine";
import { parseEvent, storedEvent } from "../runtime";
import type { RunSummary, Stores } from "../storage";
import { RunRecord } from "./run-record";
import { lockName } from "./run-session";

interface RecoveryPorts {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly newId: NewId;
}

const message = "The tab or browser that ran this was closed before the run ended.";

/**
 * Ends the runs that say they are under way and that nobody runs: their owner's lock is free (design: a lock is a sign of life).
 * Gives why that could not be stored of some, for the person to hear: it keeps nobody from opening a notebook.
 */
export async function recoverRuns(ports: RecoveryPorts): Promise<readonly string[]> {
  const problems = new Set<string>();
  const note = (error: unknown) =>
    problems.add(`A run was interrupted, which could not be stored. ${messageOf(error)}`);
  const unfinished = await ports.stores.runs.unfinished().catch((error: unknown) => void note(error));
  for (const summary of unfinished ?? []) await recover(summary, ports).catch(note);
  return [...problems];
}

async function recover(summary: RunSummary, ports: RecoveryPorts): Promise<void> {
  await navigator.locks.request(lockName(summary.id), { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    const { stores, clock, newId } = ports;
    const { record, nextSeq } = await readRun(summary.id, stores);
    const events = endingEvents(record.log, { why: "lost", message }, { now: clock.now(), newId });
    for (const event of events) record.record(event);
    const stored = events.map(storedEvent);
    const { id, notebookId, flowName, createdAt } = summary;
    // A run of which nothing but its summary was stored has no states to end: its summary says it.
    const ended: RunSummary =
      record.log.flowRuns.length > 0
        ? record.summary({ id, notebookId, flowName, createdAt })
        : { ...summary, stateType: "CRASHED", stateName: "Crashed", message };
    await stores.runs.append({ runId: id, seq: nextSeq, events: stored }, ended);
  });
}

/** A stored run, folded from its events; what is no event, or does not fit the log so far, is left out. */
export async function readRun(
  id: RunSummary["id"],
  stores: Stores,
): Promise<{ readonly record: RunRecord; readonly nextSeq: number }> {
  const record = new RunRecord(id);
  let nextSeq = 0;
  for await (const { seq, events } of stores.runs.events(id)) {
    nextSeq = Math.max(nextSeq, seq + 1);
    for (const stored of events) {
      const event = parseEvent(stored);
      try {
        if (event) record.record(event);
      } catch {
        // A corrupt log shows what it can.
      }
    }
  }
  return { record, nextSeq };
}
