import type { Clock, FlowRunId, NewId } from "../../base";
import type { Stores } from "../../storage";
import type { Locks } from "../locks";
import { afterRun, readOn } from "./recovery";
import type { RunBook } from "./run-book";
import { RunRecord } from "./run-record";

interface FollowerPorts {
  readonly stores: Stores;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly runs: Pick<RunBook, "keys" | "join" | "refresh">;
  /** Told when there is more to show. */
  readonly onChange: () => void;
}

/** Shows the runs that other tabs run of the same notebook, and ends those whose tab was closed. */
export class RunFollower {
  readonly #ports: FollowerPorts;
  readonly #closed = new AbortController();
  readonly #followed = new Map<FlowRunId, () => Promise<void>>();
  /** Runs that are over: of them there is no more to hear, and their records are let go. */
  readonly #over = new Set<FlowRunId>();

  constructor(ports: FollowerPorts) {
    this.#ports = ports;
  }

  /** Follows a run, where it does not yet, and takes in what is stored of it. */
  heard(id: FlowRunId): void {
    if (!this.#over.has(id)) void (this.#followed.get(id) ?? this.#follow(id))();
  }

  close(): void {
    this.#closed.abort();
  }

  #follow(id: FlowRunId): () => Promise<void> {
    const { stores, runs, onChange } = this.#ports;
    const record = new RunRecord(id, runs.keys);
    let next = 0;
    const readMore = oneAtATime(async () => {
      next = await readOn(record, next, stores);
      onChange();
    });
    this.#followed.set(id, readMore);
    runs.join(record);
    afterRun(id, this.#ports, this.#closed.signal)
      .then(readMore)
      .then(() => {
        this.#followed.delete(id);
        this.#over.add(id);
      })
      .then(() => runs.refresh())
      .then(onChange)
      // The tab has closed the notebook, or the storage is gone, which its own work tells.
      .catch(() => undefined);
    return readMore;
  }
}

/** The work, never twice at a time: asked for while it goes on, it is done once more. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let going: Promise<void> | undefined;
  let wanted = 0;
  const go = async () => {
    try {
      for (let done = -1; done !== wanted;) {
        done = wanted;
        await work();
      }
    } catch {
      // The storage is gone: the notebook's own work tells.
    } finally {
      going = undefined;
    }
  };
  return () => {
    wanted++;
    return (going ??= go());
  };
}
