import { AbortError } from "../../base";
import { serve } from "../remote";
import { slots } from "../slots";

/** Questions that may wait at a time: more than the sandbox's own scripts ever have. */
const mostWaiting = 20_000;

/** Messages that are no question, of which a port's end sends a few by itself. */
const mostStray = 100;

/**
 * Serves these methods to a realm that may be hostile, some questions at a time, until `over` aborts. It aborts, with why, for one that floods its
 * port, with questions or with what is none. For threads on which nobody waits: a flood keeps them busy until it is noticed.
 */
export function serveGuarded(port: MessagePort, api: object, over: AbortController, atOnce = Infinity): void {
  const { signal } = over;
  const slot = slots(atOnce);
  let waiting = 0;
  let stray = 0;
  const end = (why: string) => over.abort(new AbortError(why));
  signal.addEventListener("abort", () => port.close(), { once: true });
  const counted =
    (method: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]) => {
      if (++waiting > mostWaiting)
        end(`more than ${mostWaiting.toLocaleString("en")} of its questions waited`);
      try {
        return await slot(async () => {
          signal.throwIfAborted();
          return await method(...args);
        });
      } finally {
        waiting--;
      }
    };
  const guarded = (part: object): object =>
    Object.fromEntries(
      Object.entries(part).map(([name, member]: [string, unknown]) => [
        name,
        typeof member === "function"
          ? counted(member as (...args: unknown[]) => unknown)
          : guarded(member as object),
      ]),
    );
  serve(port, guarded(api), () => {
    if (++stray > mostStray) end("it sent messages that mean nothing");
  });
}
