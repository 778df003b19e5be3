import { ValueError } from "../errors";
import { typeName } from "../text";

/** Where and how many at a time a flow's submitted tasks run. */
export interface TaskRunner {
  /** `worker`: each in a worker of its own, where there are workers; `concurrent`: side by side in the flow's realm. */
  readonly kind: "worker" | "concurrent" | "sequential";
  readonly maxWorkers: number;
}

export interface TaskRunnerOptions {
  /** Default: as many as there are tasks. */
  readonly maxWorkers?: number;
}

/** One task a worker, so that a busy loop can be stopped; without workers, runs in the flow's realm and keeps its bound. */
export function WebWorkerTaskRunner(options: TaskRunnerOptions = {}): TaskRunner {
  return { kind: "worker", maxWorkers: bound(options) };
}

/** In the flow's own realm: cheap, for work that waits. Prefect's ThreadPoolTaskRunner (rule 6.9). */
export function ConcurrentTaskRunner(options: TaskRunnerOptions = {}): TaskRunner {
  return { kind: "concurrent", maxWorkers: bound(options) };
}

/** One after the other, in order of submission. */
export function SequentialTaskRunner(): TaskRunner {
  return { kind: "sequential", maxWorkers: 1 };
}

/** Throws where an option is no task runner, nor makes one. */
export function assertTaskRunner(value: unknown): void {
  if (value === undefined || value === null) return;
  const runner: unknown = typeof value === "function" ? (value as () => unknown)() : value;
  if (typeof runner === "object" && runner !== null && "kind" in runner && "maxWorkers" in runner) return;
  throw new TypeError(
    `Expected 'taskRunner' to be a task runner, such as ConcurrentTaskRunner(); got ${typeName(value)}.`,
  );
}

function bound({ maxWorkers = Infinity }: TaskRunnerOptions): number {
  if (typeof maxWorkers !== "number" || Number.isNaN(maxWorkers) || maxWorkers < 1)
    throw new ValueError("`maxWorkers` must be a number >= 1.");
  return maxWorkers;
}

/** Work that waits for a place. */
interface Submission {
  /** Must not reject. It is given its place, where that is one to give on while it waits. */
  readonly work: (place: Place | undefined) => Promise<void>;
  /** Called instead, where the flow ends first. */
  readonly dropped: () => void;
}

/** A submission's place, which others use while it waits: a worker that waits does nothing for anybody (rule 6.3). */
export interface Place {
  /** Gives the place on, if it is held. */
  leave(): void;
  /** Resolves once there is a place again, ahead of all that has not begun; undefined where one is held already. */
  again(): Promise<void> | undefined;
}

/**
 * The submissions of one flow run: at most so many at a time, first come first served (rule 6.3). Closed at the flow's end:
 * what waits in the queue is dropped, what runs is waited for (rule 5.28).
 */
export class Submissions {
  readonly maxWorkers: number;
  readonly #givesOn: boolean;
  readonly #queue: Submission[] = [];
  /** What has begun, and waits for a place again. */
  readonly #returning: (() => void)[] = [];
  readonly #begun = new Set<Promise<void>>();
  #taken = 0;
  #closed = false;

  /** `givesOn`: whether what waits gives its place on. */
  constructor(maxWorkers: number, givesOn = false) {
    this.maxWorkers = maxWorkers;
    this.#givesOn = givesOn;
  }

  /** Whether the flow has ended: a task that reaches its call only now is cancelled. */
  get closed(): boolean {
    return this.#closed;
  }

  get isFull(): boolean {
    return this.#taken >= this.maxWorkers;
  }

  /** Runs the work as soon as there is a place. */
  submit(submission: Submission): void {
    if (this.#closed) submission.dropped();
    else if (this.isFull) this.#queue.push(submission);
    else this.#start(submission);
  }

  /** Takes nothing more; resolves once nothing runs. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const submission of this.#queue.splice(0)) submission.dropped();
    for (const go of this.#returning.splice(0)) {
      this.#taken++;
      go();
    }
    while (this.#begun.size > 0) await Promise.all(this.#begun);
  }

  #start({ work }: Submission): void {
    this.#taken++;
    const place = this.#place();
    const run = Promise.resolve(this.#givesOn ? place : undefined)
      .then(work)
      .finally(() => {
        this.#begun.delete(run);
        place.leave();
      });
    this.#begun.add(run);
  }

  #place(): Place {
    let isHeld = true;
    return {
      leave: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#free();
      },
      again: () => {
        if (isHeld) return undefined;
        isHeld = true;
        if (this.#closed || !this.isFull) {
          this.#taken++;
          return undefined;
        }
        return new Promise((go) => this.#returning.push(go));
      },
    };
  }

  /** A place comes free: it goes to who has begun already, else to who has waited longest. */
  #free(): void {
    const back = this.#returning.shift();
    if (back) {
      back();
      return;
    }
    this.#taken--;
    const next = this.#queue.shift();
    if (next) this.#start(next);
  }
}
