/*
 * The platform's own time, taken before a simulated realm puts its own in the place of it: what paces a simulation, and how it
 * waits for the realm to come to rest.
 */

const { setTimeout: start, clearTimeout: stop, performance } = globalThis;
const age = performance.now.bind(performance);
const { setImmediate: soon } = globalThis as { setImmediate?: (callback: () => void) => unknown };

/** Real time, as a simulated clock needs it. */
export interface RealTime {
  /** Milliseconds since some moment. */
  now(): number;
  /** Calls back once; the returned function takes that back. */
  after(ms: number, callback: () => void): () => void;
}

/** The longest that is waited at a time: a platform's timer takes no longer one. */
const longest = 2 ** 31 - 1;

export const realTime: RealTime = {
  now: age,
  after(ms, callback) {
    const timer = start(callback, Math.min(ms, longest));
    return () => stop(timer);
  },
};

/** Resolves in a turn of the event loop of its own: once every promise of this realm has settled that can. */
export const rest: () => Promise<void> = soon ? () => new Promise((resolve) => void soon(resolve)) : turns();

/** The same where there is only a channel for it, which is quicker than a timer. */
function turns(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}
