import { commands } from "vitest/browser";
import type { WorkerQuestion } from "../../scripts/browser-commands.mjs";

declare module "vitest/browser" {
  interface BrowserCommands {
    askWorkers: (question: WorkerQuestion) => Promise<unknown>;
    failRequests: (pattern: string | null) => Promise<void>;
  }
}

/** The app's own workers, by their scripts. */
type OwnWorker = "data" | "compile-typescript";

/**
 * Calls a function inside of the worker of that script, of which one notebook may be open; it finds nothing there but what it is
 * given. Gives what it gives.
 */
export async function inWorker<Given, Answer>(
  script: OwnWorker,
  call: (given: Given) => Answer,
  given: Given,
): Promise<Answer> {
  const isIt = `performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/workers/${script}.js"))`;
  const text = `(given) => ${isIt} ? { is: (${call.toString()})(given) } : undefined`;
  const answer = await commands.askWorkers({ isSandboxed: false, call: text, given, from: 0 });
  if (answer) return (answer as { readonly is: Answer }).is;
  throw new Error(`The page has no worker of ${script}.js.`);
}

/** Ends the worker of that script from the inside, without a word; resolves once the page knows. */
export async function endWorker(script: OwnWorker): Promise<void> {
  const { held = [] } = await navigator.locks.query();
  // After the answer to this.
  await inWorker(script, () => void setTimeout(() => close()), undefined);
  // Of each worker's end a lock tells the page, which stands before us in line.
  const over = new AbortController();
  const signs = held.flatMap(({ name = "" }) => (name.startsWith("runnel:worker:") ? [name] : []));
  await Promise.any(
    signs.map((sign) => navigator.locks.request(sign, { signal: over.signal }, () => undefined)),
  );
  over.abort();
}
