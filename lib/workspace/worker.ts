import { RunnelError, startScript } from "../base";

/** Where a worker's script is: an absolute address. */
export interface WorkerSource {
  readonly url: string;
}

/**
 * Starts one of the app's own workers, which ends when `gone` aborts; `gone` aborts, with the reason, where the worker fails or
 * ends by itself. Of an end without a word a lock tells that the worker holds: browsers have no other sign of it.
 */
export function startWorker({ url }: WorkerSource, gone: AbortController): Worker {
  const lock = `runnel:worker:${crypto.randomUUID()}`;
  const worker = startScript(url, held(lock));
  gone.signal.addEventListener("abort", () => worker.terminate());
  worker.onerror = ({ message }) => {
    gone.abort(
      new RunnelError(
        "worker/failed",
        `A part of the app could not be loaded (${message}). Try again; if that does not help, reload the page.`,
      ),
    );
  };
  const watch = ({ data }: MessageEvent) => {
    if (data !== lock) return;
    worker.removeEventListener("message", watch);
    void navigator.locks.request(lock, () => {
      gone.abort(
        new RunnelError("worker/gone", "A part of the app ended by itself. Try again: it starts anew."),
      );
    });
  };
  worker.addEventListener("message", watch);
  return worker;
}

/** Code that holds a lock for as long as its worker lives, and says so by the lock's name. */
function held(lock: string): string {
  return `navigator.locks.request("${lock}", () => {
      postMessage("${lock}");
      return new Promise(() => {});
    }).catch(() => {}); // Denied where the site is denied its data.`;
}
