import type { FlowRunId, NotebookId } from "../../base";

/** How far a learner is with a lesson. */
export interface Progress {
  /** The learner's notebook. */
  readonly notebook: NotebookId;
  /** The places of the checks that held at the last run. */
  readonly passed: readonly number[];
  /** Whether all of them held at some run. */
  readonly isDone: boolean;
  /** How many hints were opened. */
  readonly hints: number;
  /** The place of the answer that was chosen, by the place of the question. */
  readonly predicted: Readonly<Record<number, number>>;
  /** The last run before the learner started over: it counts no more, nor do those before it. */
  readonly since?: FlowRunId;
}

export const noProgress: Omit<Progress, "notebook"> = { passed: [], isDone: false, hints: 0, predicted: {} };

/** The progress that was stored; undefined where nothing was, or what is none. */
export function progressIn(stored: unknown): Progress | undefined {
  if (typeof stored !== "object" || stored === null || !("notebook" in stored)) return undefined;
  return { ...noProgress, ...(stored as Progress) };
}
