/*
 * The app demands Trusted Types of itself: no text becomes a script's address but in this file, whose two policies the page's
 * content security policy names.
 */

/** The part of the platform's Trusted Types that this needs; absent where a browser has none. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

// As they are before any code of an author runs, and before the sandbox takes them away.
const { trustedTypes, Worker: WorkerClass } = globalThis as typeof globalThis & {
  readonly trustedTypes?: TrustedTypes;
};
let policy: ReturnType<TrustedTypes["createPolicy"]> | undefined;

/** Makes a worker from an address that is one of the app's own; inside, `name` is its global of that name. */
export function trustedWorker(url: string, name = ""): Worker {
  policy ??= trustedTypes?.createPolicy("runnel", { createScriptURL: (text) => text });
  return new WorkerClass((policy?.createScriptURL(url) ?? url) as string, { name });
}

/** Registers a service worker at an address that is one of the app's own. Rejects where the browser takes none. */
export async function registerServiceWorker(url: string): Promise<ServiceWorkerRegistration> {
  policy ??= trustedTypes?.createPolicy("runnel", { createScriptURL: (text) => text });
  // Asked for anew each time: a host may say that all may be kept for a while.
  return await navigator.serviceWorker.register((policy?.createScriptURL(url) ?? url) as string, {
    updateViaCache: "none",
  });
}

/** What a worker is asked first. Whatever it says then shows that its loop turns. */
export const hello = "runnel:hello";

/**
 * What a worker of a script is told next, with what one before it left, and a port where it is to speak on that and not to its maker.
 */
export interface Beginning {
  readonly type: typeof begin;
  readonly left: unknown;
}
export const begin = "runnel:begin";

/** How a worker leaves something to those of its script that come after it. */
export interface Estate {
  readonly type: typeof estate;
  readonly left: unknown;
}
export const estate = "runnel:estate";

/**
 * Makes a worker that answers `hello`, and upon `begin` runs some code of ours and then the script at an absolute address of the
 * app's own. Its answer is the name of a lock that it holds for as long as it lives, or null where it can have none. By way of a
 * blob, so that it inherits the page's content security policy also where the host sends none with scripts.
 */
export function scriptWorker(url: string, before = ""): Worker {
  const lock = `runnel:worker:${crypto.randomUUID()}`;
  const text = `{
    const answer = postMessage.bind(self);
    const hold = () => {
      answer("${lock}");
      return new Promise(() => {});
    };
    const hear = ({ data, ports: [port] }) => {
      // Denied where the site is denied its data.
      if (data === "${hello}") navigator.locks.request("${lock}", hold).catch(() => answer(null));
      if (data?.type !== "${begin}") return;
      removeEventListener("message", hear);
      self.runnelEstate = { left: data.left, leave: (left) => answer({ type: "${estate}", left }) };
      ${before}
      if (port) self.postMessage = (message, transfer) => port.postMessage(message, transfer);
      const url = ${JSON.stringify(url)};
      const policy = self.trustedTypes?.createPolicy("runnel-load", { createScriptURL: (text) => text });
      importScripts(policy ? policy.createScriptURL(url) : url);
      if (!port) return;
      port.onmessage = ({ data }) => dispatchEvent(new MessageEvent("message", { data }));
      port.onmessageerror = () => { throw new Error("a message that cannot be read"); };
    };
    addEventListener("message", hear);
  }`;
  return trustedWorker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}
