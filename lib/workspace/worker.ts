import { RunnelError, abortReason } from "../base";
import { startScript } from "../workers";

/** Where a worker's script is: an absolute address. */
export interface WorkerSource {
  readonly url: string;
}

/**
 * Starts one of the app's own workers, and gives it once it answers. It ends when `gone` aborts; `gone` aborts, with the reason,
 * where the worker fails, ends by itself or does not start.
 */
export async function startWorker({ url }: WorkerSource, gone: AbortController): Promise<Worker> {
  const own = new AbortController();
  gone.signal.addEventListener("abort", () => own.abort(abortReason(gone.signal)));
  own.signal.addEventListener("abort", () => gone.abort(advised(abortReason(own.signal))));
  return await startScript({ url }, own).catch(() => {
    throw abortReason(gone.signal);
  });
}

/** What a person can do about it. */
function advised(error: Error): Error {
  switch (error instanceof RunnelError && error.code) {
    case "worker/failed":
      return new RunnelError(
        "worker/failed",
        `A part of the app could not be loaded (${error.message}). Try again; if that does not help, reload the page.`,
      );
    case "worker/gone":
      return new RunnelError("worker/gone", "A part of the app ended by itself. Try again: it starts anew.");
    default:
      return error;
  }
}
