import type { TaskRunId } from "../../base";
import type { Core } from "../context";
import { isOfThisRealm } from "../ports/memory-storage";
import type { Storage } from "../ports/storage";
import type { EventLog } from "../runs/event-log";
import type { TaskRun } from "../runs/run";

/** A place in the queue: which run, of which task. */
export interface Ticket {
  readonly taskKey: string;
  readonly id: TaskRunId;
}

/** The record of a run that an engine of this realm has put into the queue: what serves it here continues that. */
interface KeptRun {
  readonly core: Core;
  readonly log: EventLog;
  readonly run: TaskRun;
}

/** What a serving hears at once. */
interface BoardListener {
  /** A run can be taken. */
  queued(ticket: Ticket): void;
  /** A run needs nobody any more; without an id: one never got into the queue. */
  gone(id?: TaskRunId): void;
}

/**
 * What the engines of one realm tell each other about the queue in the storage that they share. Engines elsewhere hear
 * nothing of it, and find everything in the storage itself.
 */
export class Board {
  readonly runs = new Map<TaskRunId, KeptRun>();
  readonly #listeners = new Set<BoardListener>();
  readonly #ends = new Map<TaskRunId, (() => void)[]>();
  readonly #arriving = new Set<Promise<void>>();

  /** How many runs are on their way into the storage. */
  get arriving(): number {
    return this.#arriving.size;
  }

  /** Resolves once every run that was delayed here is in the storage, or could not be put there. */
  async arrived(): Promise<void> {
    while (this.#arriving.size > 0) await Promise.allSettled(this.#arriving);
  }

  /** Tells of a run as soon as it is stored; rejects where it could not be. */
  async arrive(ticket: Ticket, written: Promise<void>): Promise<void> {
    this.#arriving.add(written);
    try {
      await written;
    } catch (error) {
      this.#arriving.delete(written);
      for (const listener of [...this.#listeners]) listener.gone();
      throw error;
    }
    this.#arriving.delete(written);
    this.queued(ticket);
  }

  queued(ticket: Ticket): void {
    for (const listener of [...this.#listeners]) listener.queued(ticket);
  }

  /** Tells that a run's end is in the storage. */
  ended(id: TaskRunId): void {
    this.runs.delete(id);
    const ends = this.#ends.get(id) ?? [];
    this.#ends.delete(id);
    for (const end of ends) end();
    for (const listener of [...this.#listeners]) listener.gone(id);
  }

  /** Calls back, once, when a run ends in this realm. */
  onEnd(id: TaskRunId, listener: () => void): void {
    const ends = this.#ends.get(id);
    if (ends) ends.push(listener);
    else this.#ends.set(id, [listener]);
  }

  listen(listener: BoardListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const boards = new WeakMap<Storage, Board>();

/** The board of all who have this storage. */
export function boardOf(storage: Storage): Board {
  const known = boards.get(storage);
  if (known) return known;
  const board = new Board();
  boards.set(storage, board);
  return board;
}

/**
 * Whether to look into the storage from time to time, for what other realms did: never under a simulated clock (one that can
 * be held), whose time would race from one look to the next.
 */
export function polls({ storage, clock }: Core): boolean {
  return !isOfThisRealm(storage) && clock.hold === undefined;
}
