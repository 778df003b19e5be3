import { RunnelError } from "../base";

/** Where a worker's script is: an absolute address. */
export interface WorkerSource {
  readonly url: string;
}

/**
 * Starts one of the app's own workers. By way of a blob, so that it inherits the page's content security policy also where
 * the host sends no headers with scripts.
 */
export function startWorker({ url }: WorkerSource, onFailure: (reason: Error) => void): Worker {
  const script = URL.createObjectURL(
    new Blob([`importScripts(${JSON.stringify(url)})`], { type: "text/javascript" }),
  );
  const worker = new Worker(script);
  worker.onerror = (event) => {
    onFailure(
      new RunnelError(
        "worker/failed",
        `A part of the app could not be loaded (${event.message}). Reload the page.`,
      ),
    );
  };
  return worker;
}
