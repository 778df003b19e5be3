import { deferred, sleep, type Clock } from "../../base";
import type { FlowWorker } from "../../runtime";

/**
 * Milliseconds that a stopped run has to say that it heard of it, and to end by itself, before its worker is taken from it.
 * One whose thread a loop keeps hears nothing.
 */
const silence = 200;
const grace = 400;

/** Once `stopping` aborts, asks a run to end; `spent` resolves when it has had its time to. */
export function askToStop(
  { control }: Pick<FlowWorker, "control">,
  stopping: AbortSignal,
  clock: Clock,
): { readonly spent: Promise<void>; readonly end: () => void } {
  const { promise: spent, resolve } = deferred<undefined>();
  const over = new AbortController();
  const ask = () => {
    let isHeard = false;
    control.cancel().then(
      () => (isHeard = true),
      () => undefined,
    );
    const spend = async () => {
      await sleep(clock, silence, over.signal);
      if (isHeard) await sleep(clock, grace - silence, over.signal);
      resolve(undefined);
    };
    spend().catch(() => undefined);
  };
  if (stopping.aborted) ask();
  else stopping.addEventListener("abort", ask, { once: true, signal: over.signal });
  return { spent, end: () => over.abort() };
}
