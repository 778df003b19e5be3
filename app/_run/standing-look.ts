import type { StateView, Standing } from "@/lib/workspace";

/** A state that looks as runs of a standing do. */
export const standingStates: Readonly<Record<Standing, StateView>> = {
  "under way": { type: "RUNNING", name: "" },
  paused: { type: "PAUSED", name: "" },
  completed: { type: "COMPLETED", name: "" },
  failed: { type: "FAILED", name: "" },
  crashed: { type: "CRASHED", name: "" },
  cancelled: { type: "CANCELLED", name: "" },
};

/** A standing as a word of its own: `Under way`. */
export function standingText(standing: Standing): string {
  return standing.charAt(0).toUpperCase() + standing.slice(1);
}
