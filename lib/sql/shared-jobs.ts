import { AbortError } from "../base";
import type { OnWait } from "../engine";
import { orAbort } from "./abort";

/** Runs work once for all who ask for the same key meanwhile. */
export type SharedJobs<T> = (
  key: string,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal, onWait: OnWait) => Promise<T>,
  /** Hears when the work waits. */
  onWait?: OnWait,
) => Promise<T>;

interface Job<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
  readonly listeners: Set<OnWait>;
  isHeldUp: boolean;
}

/** Makes a set of shared jobs. A job is aborted when the last of those who wait for it has left. */
export function sharedJobs<T>(): SharedJobs<T> {
  const jobs = new Map<string, Job<T>>();

  const start = (key: string, work: Parameters<SharedJobs<T>>[2], first?: OnWait): Job<T> => {
    const controller = new AbortController();
    const listeners = new Set(first ? [first] : []);
    const tell: OnWait = (isWaiting) => {
      job.isHeldUp = isWaiting;
      for (const listener of listeners) listener(isWaiting);
    };
    const job: Job<T> = {
      controller,
      listeners,
      isHeldUp: false,
      waiting: 0,
      result: Promise.resolve()
        .then(() => work(controller.signal, tell))
        .finally(() => jobs.delete(key)),
    };
    job.result.catch(() => {
      // Those who wait hear of it; nobody may be left.
    });
    jobs.set(key, job);
    return job;
  };

  return async (key, signal, work, onWait) => {
    signal?.throwIfAborted();
    let job = jobs.get(key);
    while (job?.controller.signal.aborted) {
      await orAbort(job.result.then(nothing, nothing), signal);
      job = jobs.get(key);
    }
    job ??= start(key, work);
    job.waiting++;
    if (onWait) job.listeners.add(onWait);
    if (job.isHeldUp) onWait?.(true);
    try {
      return await orAbort(job.result, signal);
    } finally {
      if (onWait) job.listeners.delete(onWait);
      job.waiting--;
      if (job.waiting === 0) job.controller.abort(new AbortError("Nobody waits for this any more."));
    }
  };
}

function nothing(): void {
  // Only the end counts.
}
