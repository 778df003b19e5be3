/**
 * Starts a worker from a script's URL. By way of a blob, so that it inherits the page's content security policy also where
 * the host sends none with scripts. A promise that nobody handles counts as an error of the worker: without this, a failed
 * load of the WebAssembly would hang in silence.
 */
export function startScript(url: string): Worker {
  const text = `
    self.addEventListener("unhandledrejection", (event) => { throw event.reason; });
    importScripts(${JSON.stringify(absolute(url))});`;
  return new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}

/** A URL that a worker of a blob can use: such a worker has no address of its own to begin from. */
export function absolute(url: string): string {
  return new URL(url, self.location.href).href;
}
