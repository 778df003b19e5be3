import { sleep, type TaskRunId } from "../../base";
import type { Core } from "../context";
import { Future, type FutureRun } from "../futures/future";
import type { Storage } from "../ports/storage";
import type { State } from "../states/state";
import { boardOf, polls } from "./board";
import { readOutcome } from "./outcome";

/** A handle on a run that may be under way anywhere: in another engine, another tab, or later (rule 4.11). */
export class DistributedFuture<R = unknown> extends Future<R> {}

/** Milliseconds between two looks into the storage, for an end that was reached elsewhere: the first and the longest. */
const [firstLook, longestLook] = [250, 10_000];

/** A background run, as those see it who wait for it: its end is what the storage says of it. */
export class BackgroundRun implements FutureRun {
  readonly run: { readonly id: TaskRunId };
  readonly context: { readonly core: Core };
  readonly #results: Storage;
  readonly #current: () => State;
  #end: State | undefined;
  #listeners: (() => void)[] = [];
  #isWatched = false;

  /** `current` tells where the run stands before it has ended; `results` is where its value will be. */
  constructor(core: Core, id: TaskRunId, current: () => State, results: Storage = core.storage) {
    this.run = { id };
    this.context = { core };
    this.#results = results;
    this.#current = current;
    boardOf(core.storage).onEnd(id, () => void this.#look());
  }

  get state(): State {
    return this.#end ?? this.#current();
  }

  get isSettled(): boolean {
    return this.#end !== undefined;
  }

  /** Calls back once the run is over. From the first call on, ends that were reached in other realms are looked for. */
  whenSettled(listener: () => void): void {
    if (this.#end) {
      listener();
      return;
    }
    this.#listeners.push(listener);
    if (this.#isWatched) return;
    this.#isWatched = true;
    void this.#keepLooking();
  }

  /** Ends the run for those who wait here. */
  settle(end: State): void {
    if (this.#end) return;
    this.#end = end;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }

  async #look(): Promise<void> {
    const { core } = this.context;
    // A storage that does not answer is asked again.
    const end = await readOutcome(core, this.run.id, this.#results).catch(() => undefined);
    if (end) this.settle(end);
  }

  async #keepLooking(): Promise<void> {
    const {
      core,
      core: { clock, storage },
    } = this.context;
    await this.#look();
    for (let wait = firstLook; !this.#end && polls(core); wait = Math.min(2 * wait, longestLook)) {
      await sleep(clock, wait);
      await this.#look();
    }
    if (this.#end) boardOf(storage).ended(this.run.id);
  }
}
