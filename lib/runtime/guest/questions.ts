import { abortReason, fromWire, toWire, type WireError } from "../../base";

/*
 * Questions over a port, one at a time: a call by name, as `remote.ts` makes it, costs more than a small task. Between a
 * question and its answer the other end may tell of things.
 */

type Reply = { readonly told: unknown } | { readonly value: unknown } | { readonly error: WireError };

/** The end that asks. An answer is waited for before the next question; all reject once `closed` aborts. */
export function asking(
  port: MessagePort,
  closed: AbortSignal,
  hear: (told: unknown) => void,
): (question: unknown) => Promise<unknown> {
  let settle:
    { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void } | undefined;
  port.onmessage = ({ data }: MessageEvent<Reply>) => {
    if ("told" in data) {
      hear(data.told);
      return;
    }
    const waiting = settle;
    settle = undefined;
    if ("error" in data) waiting?.reject(fromWire(data.error));
    else waiting?.resolve(data.value);
  };
  closed.addEventListener("abort", () => settle?.reject(abortReason(closed)));
  return (question) =>
    new Promise((resolve, reject) => {
      closed.throwIfAborted();
      port.postMessage(question);
      settle = { resolve, reject };
    });
}

/** The end that answers; gives the way to tell. `unsendable` is the error for a value that the platform will not copy. */
export function answering(
  port: MessagePort,
  answer: (question: unknown) => unknown,
  unsendable: (question: unknown, cause: unknown) => Error,
): (told: unknown) => void {
  const reply = (said: Reply) => {
    port.postMessage(said);
  };
  const replyTo = async (question: unknown) => {
    try {
      const value = await answer(question);
      try {
        reply({ value });
      } catch (cause) {
        throw unsendable(question, cause);
      }
    } catch (error) {
      reply({ error: toWire(error) });
    }
  };
  port.onmessage = ({ data }: MessageEvent<unknown>) => void replyTo(data);
  return (told) => reply({ told });
}
