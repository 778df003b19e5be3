import { sleep, systemClock } from "../base";

/*
 * Of a worker that ends without a word nobody is told: its port says nothing (Chromium 156), and the sandbox's opaque origin has
 * no locks. But the address of a blob dies with the worker that made it, and lives however busy that worker is.
 */

// As they are before any code of an author runs.
const { fetch } = globalThis;

/** Milliseconds between two looks at a sign. */
const pause = 1_000;

/** Looks after which a worker that has given no sign yet counts as one that ended before it could. */
const mostWithout = 20;

const scope = globalThis as unknown as { readonly postMessage: (message: unknown) => void };

/** In a worker: gives whoever started it the address that shows that it lives. */
export function giveLifeSign(): void {
  scope.postMessage(URL.createObjectURL(new Blob([])));
}

/** Resolves once a worker that gives a sign of life has ended by itself; rejects once nobody asks any more. */
export async function ended(worker: Worker, over: AbortSignal): Promise<void> {
  let sign: string | undefined;
  worker.onmessage = ({ data }: MessageEvent<unknown>) => (sign ??= String(data));
  for (let looks = 0; ; looks++) {
    await sleep(systemClock, pause, over);
    if (sign === undefined ? looks >= mostWithout : !(await isThere(sign))) return;
  }
}

async function isThere(sign: string): Promise<boolean> {
  return await fetch(sign).then(
    () => true,
    () => false,
  );
}
