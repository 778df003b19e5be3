import { RunnelError, abortReason, systemClock, type Clock } from "../base";
import { hello } from "./script";

/** Milliseconds that a worker has to answer: the first, the one in its place, and the last. */
export const patience: readonly number[] = [4_000, 8_000, 16_000];

/** A worker whose loop turns, and what it said first. */
export interface Answered {
  readonly worker: Worker;
  readonly said: unknown;
}

export interface AnsweredOptions {
  /** Ends the start, and the worker that is being started. */
  readonly signal: AbortSignal;
  /** Default: the platform's. */
  readonly clock?: Clock;
}

/**
 * Makes a worker, and gives it once it has answered that its loop turns: that it exists does not show that (Firefox 153). One
 * that does not answer is ended, and made again. Rejects with `worker/failed` where its script throws, and with `worker/silent`
 * where none of three answers.
 */
export async function answered(
  make: () => Worker,
  { signal, clock = systemClock }: AnsweredOptions,
): Promise<Answered> {
  for (const ms of patience) {
    const worker = make();
    let said: unknown = silence;
    try {
      said = await firstWord(worker, ms, clock, signal);
      if (said !== silence) return { worker, said };
    } finally {
      if (said === silence) worker.terminate();
    }
  }
  throw new RunnelError(
    "worker/silent",
    "The browser did not start a part of the app, three times. Close other tabs of Runnel and try again; if that does not help, restart the browser.",
  );
}

const silence = Symbol("silence");

async function firstWord(worker: Worker, ms: number, clock: Clock, signal: AbortSignal): Promise<unknown> {
  const heard = new AbortController();
  const listening = { signal: heard.signal };
  try {
    return await new Promise((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener("abort", () => reject(abortReason(signal)), listening);
      heard.signal.addEventListener(
        "abort",
        clock.after(ms, () => resolve(silence)),
      );
      worker.addEventListener("message", ({ data }: MessageEvent) => resolve(data), listening);
      worker.addEventListener("error", (event) => reject(failure(event)), listening);
      worker.postMessage(hello);
    });
  } finally {
    heard.abort();
  }
}

/** What an error of a worker says, and where it was, as an error. */
export function failure(event: ErrorEvent, place = ""): RunnelError {
  event.preventDefault();
  // Of a script that cannot be fetched, no browser says a word.
  return new RunnelError(
    "worker/failed",
    event.message ? event.message + place : "its script cannot be loaded",
  );
}
