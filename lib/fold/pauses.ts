import type { FlowFold } from "./run-fold";
import type { RunLook, Span } from "./run-look";

/** The times in which a flow run stood paused; default: the run itself. */
export function pausesOf(look: RunLook, flow: FlowFold | undefined = look.root): readonly Required<Span>[] {
  if (!flow) return [];
  const { states } = flow;
  const count = states.countBefore(look.position);
  return Array.from({ length: count }, (_, index) => index)
    .filter((index) => states.at(index)?.type === "PAUSED")
    .map((index) => ({
      from: states.timeOf(index),
      to: index + 1 < count ? states.timeOf(index + 1) : look.time,
    }));
}
