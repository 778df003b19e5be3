import type { Clock, NewId, NotebookId } from "../../base";
import { ConcurrencyLimits, type EventLog } from "../../engine";
import type { Stores } from "../../storage";
import { Mask } from "../secrets/mask";
import { notebookStorage } from "./notebook-storage";

interface DeadSlotsPorts {
  readonly stores: Pick<Stores, "kv">;
  readonly clock: Clock;
  readonly newId: NewId;
}

/**
 * Gives back the slots of concurrency limits that a run holds which was ended from outside: by itself it will not, and
 * the next would wait for its leases to run out. Where that fails, they do.
 */
export async function freeDeadSlots(
  { flowRuns, taskRuns }: Pick<EventLog, "flowRuns" | "taskRuns">,
  notebookId: NotebookId,
  { stores, clock, newId }: DeadSlotsPorts,
): Promise<void> {
  const storage = notebookStorage(stores.kv, notebookId, new Mask());
  const limits = new ConcurrencyLimits({ storage, clock, newId });
  await limits.releaseOf(new Set([...flowRuns, ...taskRuns].map(({ id }) => id))).catch(() => undefined);
}
