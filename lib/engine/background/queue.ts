import { isId, type TaskRunId } from "../../base";
import type { Storage } from "../ports/storage";
import type { Ticket } from "./board";

/** A run as it lies in the queue. */
export interface QueuedRun extends Ticket {
  readonly version: 1;
  /** The flow around it, packed; null: there is none. */
  readonly flow: unknown;
  /** The run, packed. */
  readonly task: unknown;
  /** Its parameters and `waitFor`, in their stored form. */
  readonly args: unknown;
  readonly hasUpstreams: boolean;
}

/** Puts a run at the end of the queue of its task: ids sort in the order of their making. */
export async function enqueue(storage: Storage, queued: QueuedRun): Promise<void> {
  await storage.write(path(queued), queued);
}

/** The runs of some tasks that have not ended, the oldest first (rule 3.5). */
export async function queuedFor(storage: Storage, taskKeys: readonly string[]): Promise<Ticket[]> {
  const lists = await Promise.all(
    taskKeys.map(async (taskKey) => {
      const start = folder(taskKey);
      const ids = (await storage.keys(start)).map((key) => key.slice(start.length));
      return ids.filter((id) => isId(id)).map((id) => ({ taskKey, id: id as TaskRunId }));
    }),
  );
  return lists.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A run of the queue; undefined where it has left it, `"unreadable"` where another version of this program put it there. */
export async function readQueued(
  storage: Storage,
  ticket: Ticket,
): Promise<QueuedRun | "unreadable" | undefined> {
  const value = (await storage.read(path(ticket)))?.value;
  if (value === undefined) return undefined;
  if (typeof value !== "object" || value === null || !("version" in value) || value.version !== 1)
    return "unreadable";
  return value as QueuedRun;
}

export async function dequeue(storage: Storage, ticket: Ticket): Promise<void> {
  await storage.remove(path(ticket));
}

function path(ticket: Ticket): string {
  return `${folder(ticket.taskKey)}${ticket.id}`;
}

function folder(taskKey: string): string {
  return `background/queue/${encodeURIComponent(taskKey)}/`;
}
