import type { StateType } from "../engine";
import type { GraphNode } from "./graph";

/** How the runs of a node went, in words: "Completed", "11 Failed, 9,989 Completed", "Completed, 1 failed in it"; empty before the first. */
export function stateText({
  states,
  count,
  failedBelow = 0,
}: Pick<GraphNode, "states" | "count" | "failedBelow">): string {
  const [first] = states;
  if (!first) return "";
  const isOne = states.length === 1 && (count <= 1 || first.count === count);
  const own = isOne ? [first.name] : states.map((state) => `${countOf(state.count)} ${state.name}`);
  return [...own, ...(failedBelow > 0 ? [`${countOf(failedBelow)} failed in it`] : [])].join(", ");
}

function countOf(count: number): string {
  return count.toLocaleString("en");
}

/** The colour of each type of state on light ground: for what leaves the app, whose own colours are the theme's. */
export const stateColour: Readonly<Record<StateType, string>> = {
  SCHEDULED: "#835800",
  PENDING: "#5f646b",
  RUNNING: "#0068b1",
  COMPLETED: "#006e3b",
  FAILED: "#bf2124",
  CRASHED: "#a24300",
  CANCELLED: "#575168",
  CANCELLING: "#575168",
  PAUSED: "#6c4c9f",
};
