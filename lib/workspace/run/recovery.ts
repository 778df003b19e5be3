import { messageOf, systemClock, type Clock, type FlowRunId, type NewId } from "../../base";
import { endingEvents, type RunEvent } from "../../engine";
import { parseEvent, storedEvent } from "../../runtime";
import type { RunSummary, Stores } from "../../storage";
import { freeDeadSlots } from "./dead-slots";
import type { LastKeys } from "./last-keys";
import type { Locks } from "../locks";
import { isUnderWay } from "../runs/run-find";
import { Breath } from "./breath";
import { pendingRun } from "./page-event";
import { RunRecord } from "./run-record";
import { lockName } from "./run-lock";

export interface RecoveryPorts {
  readonly stores: Stores;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly newId: NewId;
}

const message = "The tab or browser that ran this was closed before the run ended.";
const whilePaused =
  "The tab or browser that ran this was closed while the run waited for you: a pause lasts as long as its tab. Run it again, and keep that tab open.";

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

/** Waits until nobody runs a run any more, and ends it where its owner did not. Rejects where the wait is given up. */
export async function afterRun(id: FlowRunId, ports: RecoveryPorts, signal: AbortSignal): Promise<void> {
  await ports.locks.request(lockName(id), { signal }, () => undefined);
  const summary = (await ports.stores.runs.unfinished()).find((run) => run.id === id);
  if (summary) await recover(summary, ports);
}

async function recover(summary: RunSummary, ports: RecoveryPorts): Promise<void> {
  await ports.locks.request(lockName(summary.id), { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    const { stores, clock, newId } = ports;
    const { id, notebookId, flowName, createdAt } = summary;
    const { record, nextSeq } = await readRun(id, stores);
    // Another tab was quicker.
    if (record.isOver) return;
    const events: RunEvent[] = [];
    const write = (event: RunEvent) => {
      record.record(event);
      events.push(event);
    };
    // Of a run that had only been asked for, there is nothing yet to end.
    if (!record.log.flowRun(id)) write(pendingRun({ id, flowName, at: createdAt, stateId: newId() }));
    const isPaused = record.log.flowRuns.some(({ state }) => state.isPaused());
    const why = { why: "lost", message: isPaused ? whilePaused : message } as const;
    endingEvents(record.log, why, { now: record.hour(clock), newId }).forEach(write);
    const stored = events.map(storedEvent);
    const ended = record.summary({ id, notebookId, flowName, createdAt });
    await stores.runs.append({ runId: id, seq: nextSeq, events: stored }, ended);
    await freeDeadSlots(record.log, notebookId, ports);
  });
}

/** A run of the list, folded from what is stored of its log. One that is over in the list is over, whatever its log lacks. */
export async function readListed(summary: RunSummary, stores: Stores, keys?: LastKeys): Promise<RunRecord> {
  const { record } = await readRun(summary.id, stores, keys);
  endAsListed(record, summary);
  return record;
}

/** Has a run that was read whole be over where it is in the list. */
export function endAsListed(record: RunRecord, summary: RunSummary): void {
  if (!record.isOver && !isUnderWay(summary)) record.endedAs(summary);
}

/**
 * A stored run, folded from its events, all of which are shown; what is no event, or does not fit the log so far, is left out, which
 * the run then says.
 */
export async function readRun(
  id: RunSummary["id"],
  stores: Stores,
  keys?: LastKeys,
): Promise<{ readonly record: RunRecord; readonly nextSeq: number }> {
  const record = new RunRecord(id, keys);
  return { record, nextSeq: await readOn(record, 0, stores) };
}

/**
 * Takes into a record what is stored of its run from a batch on; gives the number of the next. `onBatch` hears of each; where it gives
 * false, no more is read.
 */
export async function readOn(
  record: RunRecord,
  from: number,
  stores: Stores,
  onBatch: () => unknown = () => undefined,
): Promise<number> {
  let nextSeq = from;
  const breath = new Breath(systemClock);
  for await (const { seq, events } of stores.runs.events(record.id, from)) {
    nextSeq = Math.max(nextSeq, seq + 1);
    for (const stored of events) {
      if (breath.isDue) await breath.take();
      const event = parseEvent(stored);
      try {
        if (event) record.record(event);
        else record.shown.leaveOut();
      } catch {
        // A corrupt log shows what it can.
        record.shown.leaveOut();
      }
    }
    record.show();
    if (onBatch() === false) break;
  }
  return nextSeq;
}
