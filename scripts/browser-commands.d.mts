import type { BrowserCommand } from "vitest/node";

/** What is asked of workers. */
export interface WorkerQuestion {
  /** Of the sandbox's workers, or of the app's own. */
  readonly isSandboxed: boolean;
  /** The text of a function, which gives nothing in a worker that is not meant. */
  readonly call: string;
  /** What it is given. */
  readonly given: unknown;
  /** Where among the workers to begin, from 0 to 1. */
  readonly from: number;
}

export const askWorkers: BrowserCommand<[question: WorkerQuestion]>;
export const failRequests: BrowserCommand<[pattern: string | null]>;
