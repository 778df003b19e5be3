import { TimeoutError, type Clock, type TaskRunId } from "../../base";
import { UnfinishedRun, ValueError } from "../errors";
import type { ResultOptions, State } from "../states/state";
import { typeName } from "../text";

export interface WaitOptions extends ResultOptions {
  /** Seconds to wait at most; default: for ever. */
  readonly timeout?: number;
}

/** What a future needs to know of its run: a `TaskCall`, or a run that is under way elsewhere. */
export interface FutureRun {
  readonly run: { readonly id: TaskRunId };
  readonly state: State;
  readonly isSettled: boolean;
  /** Why the run was never let in. */
  readonly refusal?: Error | undefined;
  /** Calls back once the run is over, at once if it is. */
  whenSettled(listener: () => void): void;
  readonly context: {
    readonly core: { readonly clock: Clock };
    /** The flow that it was submitted in. */
    readonly flow?: { throwIfSuspended(): void } | null;
  };
}

/** A handle on a run that was submitted. Not a promise: an async function may return one. */
export class Future<R = unknown> {
  readonly #call: FutureRun;

  constructor(call: FutureRun) {
    this.#call = call;
  }

  get taskRunId(): TaskRunId {
    return this.#call.run.id;
  }

  /** The run's state now. */
  get state(): State<R> {
    return this.#call.state as State<R>;
  }

  /** The run's value; rejects with its exception if it failed, or with a `TimeoutError` (rule 4.3). */
  async result({ timeout, raiseOnFailure = true }: WaitOptions = {}): Promise<R> {
    await this.wait(timeout);
    this.throwIfSuspended();
    if (!this.#call.isSettled)
      throw new TimeoutError(`Task run ${this.taskRunId} did not complete within ${String(timeout)} seconds`);
    if (this.#call.refusal) throw this.#call.refusal;
    return await this.state.result({ raiseOnFailure });
  }

  /** Resolves once the run is over, or the time is up; never rejects, unless the flow is suspended (rules 4.2 and 4.12). */
  async wait(timeoutSeconds?: number): Promise<void> {
    this.throwIfSuspended();
    await settledWithin([this], timeoutSeconds, this.clock);
  }

  /** Ends the caller where the flow of the run has been suspended (rule 4.12). */
  throwIfSuspended(): void {
    this.#call.context.flow?.throwIfSuspended();
  }

  /** Calls back with this future once the run is over, at once if it is (rule 4.4). */
  addDoneCallback(callback: (future: Future<R>) => void): void {
    this.#call.whenSettled(() => {
      try {
        callback(this);
      } catch {
        // One listener's mistake must not keep the others from hearing.
      }
    });
  }

  /** Whether the run is over. */
  get isDone(): boolean {
    return this.#call.isSettled;
  }

  get clock(): Clock {
    return this.#call.context.core.clock;
  }
}

/** Lists whose futures are not known yet, or never will be. */
const fillings = new WeakMap<object, Promise<void>>();

/** Resolves once a list has its futures; undefined where it has. Rejects where they could not be made (rules 3.M1 and 3.M5). */
export function fillingOf(futures: object): Promise<void> | undefined {
  return fillings.get(futures);
}

/** The futures of a `map`, in the order of its input. */
export class FutureList<R = unknown> extends Array<Future<R>> {
  /** What `slice`, `filter` and the like give is a plain array. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  static holding<R>(futures: Iterable<Future<R>>): FutureList<R> {
    const list = new FutureList<R>();
    for (const future of futures) list.push(future);
    return list;
  }

  /** A list that is filled later: reading it before throws `UnfinishedRun`. */
  static filling<R>(futures: Promise<readonly Future<R>[]>): FutureList<R> {
    const list = new FutureList<R>();
    const proxy: FutureList<R> = new Proxy(list, {
      get(target, key, receiver) {
        const reads =
          key === "length" || key === Symbol.iterator || (typeof key === "string" && /^\d+$/.test(key));
        if (reads && fillings.has(proxy))
          throw new UnfinishedRun(
            "The futures of this `map` are not known until its input is: wait for the list first.",
          );
        return Reflect.get(target, key, receiver) as unknown;
      },
    });
    const filling = futures.then((known) => {
      fillings.delete(proxy);
      for (const future of known) list.push(future);
    });
    filling.catch(() => undefined);
    fillings.set(proxy, filling);
    return proxy;
  }

  /** Resolves once all runs are over, or the time is up. */
  async wait(timeoutSeconds?: number): Promise<void> {
    const timeout = checkedTimeout(timeoutSeconds);
    await fillingOf(this);
    this[0]?.throwIfSuspended();
    await settledWithin([...this], timeout, this[0]?.clock);
  }

  /** All values in order; rejects with the first failure, in order of completion (rule 4.6). */
  async result({ timeout: seconds, raiseOnFailure = true }: WaitOptions = {}): Promise<R[]> {
    const timeout = checkedTimeout(seconds);
    await fillingOf(this);
    const all = Promise.all(this.map((future) => future.result({ raiseOnFailure })));
    const clock = this[0]?.clock;
    if (timeout === undefined || !clock) return await all;
    // As Prefect looks at the time first, no time is too little even for what is done.
    all.catch(() => undefined);
    return await new Promise<R[]>((resolve, reject) => {
      const late = new TimeoutError(
        `Timed out waiting for all futures to complete within ${timeout} seconds`,
      );
      if (timeout === 0) return reject(late);
      const cancel = clock.after(timeout * 1000, () => reject(late));
      all.then(resolve, reject).finally(cancel);
    });
  }
}

/** Which of some futures are done, once all are or the time is up (rule 4.7). */
export async function wait<F extends Future>(
  futures: Iterable<F>,
  timeoutSeconds?: number,
): Promise<{ done: Set<F>; notDone: Set<F> }> {
  const timeout = checkedTimeout(timeoutSeconds);
  const all = [...new Set(await knownFutures(futures))];
  all[0]?.throwIfSuspended();
  await settledWithin(all, timeout, all[0]?.clock);
  return {
    done: new Set(all.filter((future) => future.isDone)),
    notDone: new Set(all.filter((future) => !future.isDone)),
  };
}

/** Futures in order of completion, those already done first (rule 4.8). Throws a `TimeoutError` when the time is up. */
export async function* asCompleted<F extends Future>(
  futures: Iterable<F>,
  timeoutSeconds?: number,
): AsyncGenerator<F, void> {
  const timeout = checkedTimeout(timeoutSeconds);
  const pending = new Set(await knownFutures(futures));
  const total = pending.size;
  const [first] = pending;
  const done: F[] = [];
  let wake: () => void = () => undefined;
  let isLate = timeout === 0;
  // A wait of its own, not a date: the hour may be set meanwhile.
  const stopTimer =
    timeout === undefined
      ? undefined
      : first?.clock.after(timeout * 1000, () => {
          isLate = true;
          wake();
        });
  for (const future of pending)
    future.addDoneCallback(() => {
      done.push(future);
      wake();
    });
  try {
    while (pending.size > 0) {
      first?.throwIfSuspended();
      const next = done.shift();
      if (next) {
        pending.delete(next);
        yield next;
        continue;
      }
      if (isLate) throw new TimeoutError(`${pending.size} (of ${total}) futures unfinished`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stopTimer?.();
  }
}

function settledWithin(
  futures: readonly Future[],
  timeoutSeconds: number | undefined,
  clock: Clock | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    let left = futures.length;
    if (left === 0) return resolve();
    const cancel =
      timeoutSeconds === undefined
        ? undefined
        : clock?.after(timeoutSeconds > 0 ? timeoutSeconds * 1000 : 0, resolve);
    for (const future of futures)
      future.addDoneCallback(() => {
        if (--left > 0) return;
        cancel?.();
        resolve();
      });
  });
}

/** A timeout of several futures; undefined: none. Throws where it is no number, or one below 0. */
function checkedTimeout(timeout: unknown): number | undefined {
  if (timeout === undefined || timeout === null) return undefined;
  if (typeof timeout !== "number")
    throw new TypeError(`'timeout' must be a non-negative number, got ${typeName(timeout)}`);
  if (timeout >= 0) return timeout;
  throw new ValueError(`'timeout' must be a non-negative number, got ${timeout}`);
}

/** The futures of a list, once it has them. Throws a `TypeError` for what is no list, or holds anything else. */
async function knownFutures<F extends Future>(futures: Iterable<F>): Promise<readonly F[]> {
  const given: unknown = futures;
  if (typeof given !== "object" || given === null || !(Symbol.iterator in given))
    throw new TypeError(
      `Expected a list of futures, as \`map\` gives one; got ${given instanceof Future ? "one future: put it into a list" : typeName(given)}.`,
    );
  await fillingOf(given);
  const known: readonly F[] = [...futures];
  for (const one of known as readonly unknown[])
    if (!(one instanceof Future))
      throw new TypeError(`Expected futures, as \`submit\` and \`map\` give them; got ${typeName(one)}.`);
  return known;
}
