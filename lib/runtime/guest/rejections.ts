import { Unheard } from "../../engine";

/** The rejections of this worker that nobody awaits, from now on. */
export function unheardHere(): Unheard {
  const unheard = new Unheard();
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    unheard.rejected(event.promise, event.reason);
  });
  addEventListener("rejectionhandled", (event) => unheard.handled(event.promise));
  return unheard;
}

const { port1, port2 } = new MessageChannel();

/**
 * Lets this worker hear of what was rejected until now: it is told in a turn of its own, behind the one that comes next. One
 * waits at a time.
 */
export async function nextTurns(): Promise<void> {
  for (let turn = 0; turn < 2; turn++)
    await new Promise<void>((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
}
