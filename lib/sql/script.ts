import { startScript } from "../base";

/**
 * Starts a worker from a script's URL. A promise that nobody handles counts as an error of the worker: without this, a failed
 * load of the WebAssembly would hang in silence.
 */
export function startEngineScript(url: string): Worker {
  return startScript(
    absolute(url),
    `self.addEventListener("unhandledrejection", (event) => { throw event.reason; });`,
  );
}

/** A URL that a worker of a blob can use: such a worker has no address of its own to begin from. */
export function absolute(url: string): string {
  return new URL(url, self.location.href).href;
}
