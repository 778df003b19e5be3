/**
 * A worker that speaks on a port, as DuckDB's client takes one; terminating it aborts `gone`. Of errors it tells nothing: at one
 * DuckDB's client would only forget what is under way.
 */
export function workerOver(port: MessagePort, gone: AbortController): Worker {
  port.start();
  return Object.assign(port, {
    onmessage: null,
    onmessageerror: null,
    onerror: null,
    terminate: () => gone.abort(),
  });
}
