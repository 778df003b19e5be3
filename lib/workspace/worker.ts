import { RunnelError, startScript } from "../base";

/** Where a worker's script is: an absolute address. */
export interface WorkerSource {
  readonly url: string;
}

/** Starts one of the app's own workers. */
export function startWorker({ url }: WorkerSource, onFailure: (reason: Error) => void): Worker {
  const worker = startScript(url);
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
