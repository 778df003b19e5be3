import { AbortError } from "../base";
import { orAbort } from "./abort";

/** Runs work once for all who ask for the same key meanwhile. */
export type SharedJobs<T> = (
  key: string,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

interface Job<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** Makes a set of shared jobs. A job is aborted when the last of those who wait for it has left. */
export function sharedJobs<T>(): SharedJobs<T> {
  const jobs = new Map<string, Job<T>>();

  const start = (key: string, work: (signal: AbortSignal) => Promise<T>): Job<T> => {
    const controller = new AbortController();
    const job: Job<T> = {
      controller,
      waiting: 0,
      result: work(controller.signal).finally(() => jobs.delete(key)),
    };
    job.result.catch(() => {
      // Those who wait hear of it; nobody may be left.
    });
    jobs.set(key, job);
    return job;
  };

  return async (key, signal, work) => {
    signal?.throwIfAborted();
    let job = jobs.get(key);
    while (job?.controller.signal.aborted) {
      await orAbort(job.result.then(nothing, nothing), signal);
      job = jobs.get(key);
    }
    job ??= start(key, work);
    job.waiting++;
    try {
      return await orAbort(job.result, signal);
    } finally {
      job.waiting--;
      if (job.waiting === 0) job.controller.abort(new AbortError("Nobody waits for this any more."));
    }
  };
}

function nothing(): void {
  // Only the end counts.
}
