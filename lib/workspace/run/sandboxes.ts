import { AbortError, RunnelError } from "../../base";
import { startWorker } from "../worker";
import type { FileUrl } from "../workspace";
import { Sandbox, type Connections, type FrameHost } from "../../runtime";

/** A notebook's sandbox. */
export interface Sandboxes {
  /** A sandbox that may connect there: the one that is open, or another in its place. */
  open(connect: Connections): Promise<Sandbox>;
  close(): void;
}

/** One sandbox for a notebook: opened at the first need, and again after it was lost, or where another may connect elsewhere. */
export function sandboxes(fileUrl: FileUrl, frameHost: () => FrameHost): Sandboxes {
  let current: { readonly connect: string; readonly sandbox: Promise<Sandbox> } | undefined;
  const make = async (connect: Connections) => {
    const response = await fetch(fileUrl("sandbox/guest.js")).catch(() => undefined);
    if (!response?.ok)
      throw new RunnelError(
        "sandbox/missing",
        "The sandbox could not be loaded. Check your connection and run again.",
      );
    return await Sandbox.open({
      host: frameHost(),
      guest: await response.text(),
      connect,
      startGate: (gone) => startWorker({ url: fileUrl("workers/gate.js") }, gone),
    });
  };
  const close = (why: string) => {
    current?.sandbox.then(
      (sandbox) => sandbox.close(new AbortError(why)),
      () => undefined,
    );
    current = undefined;
  };
  return {
    async open(connect) {
      const key = JSON.stringify(connect);
      if (current && current.connect !== key) close("The notebook may now connect to other hosts.");
      const before = await current?.sandbox.catch(() => undefined);
      if (before && (await before.isThere())) return before;
      const opened = (current ??= { connect: key, sandbox: make(connect) });
      const forget = () => {
        if (current === opened) current = undefined;
      };
      opened.sandbox.then((sandbox) => sandbox.closed.addEventListener("abort", forget), forget);
      return await opened.sandbox;
    },
    close: () => close("The notebook was closed."),
  };
}
