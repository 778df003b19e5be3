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

/** Starts a worker from an address that is one of the app's own; inside, `name` is its global of that name. */
export function trustedWorker(url: string, name = ""): Worker {
  policy ??= trustedTypes?.createPolicy("runnel", { createScriptURL: (text) => text });
  return new WorkerClass((policy?.createScriptURL(url) ?? url) as string, { name });
}

/**
 * Starts a worker from the absolute address of one of the app's own scripts, after some code of ours. By way of a blob, so that
 * it inherits the page's content security policy also where the host sends none with scripts.
 */
export function startScript(url: string, before = ""): Worker {
  const text = `${before}
    {
      const url = ${JSON.stringify(url)};
      const policy = self.trustedTypes?.createPolicy("runnel-load", { createScriptURL: (text) => text });
      importScripts(policy ? policy.createScriptURL(url) : url);
    }`;
  return trustedWorker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}
