import type { Axis, Count, RunLook, Segment } from "@/lib/fold";
import { stateLook } from "../../_ui/state";
import { isBad } from "./drawing";
import { placed } from "./placed";
import { segmentText } from "./wait-text";

interface BarsProps {
  readonly look: RunLook;
  readonly axis: Axis;
  readonly segments: readonly Segment[];
}

/** What one task run did with its time: attempts solid, waits hatched, what was served hollow. */
export function Bars({ look, axis, segments }: BarsProps) {
  return segments.map((segment, index) => {
    const [left, right] = [axis.x(segment.from), axis.x(segment.to)];
    if (right < 0 || left > 1) return null;
    const style = placed(left, right);
    const title = segmentText(look, segment);
    if (segment.kind === "wait")
      return <span key={index} title={title} style={style} className="hatch absolute inset-y-2 min-w-px" />;
    if (segment.kind === "end") {
      const { text } = stateLook(segment.end);
      return (
        <span
          key={index}
          title={title}
          style={{ left: style.left }}
          className={`absolute top-1/2 size-2 -translate-1/2 rotate-45 border-2 border-current ${text}`}
        />
      );
    }
    const { end } = segment;
    const state = attemptState(end);
    const { fill } = stateLook(state);
    return (
      <span
        key={index}
        title={title}
        style={style}
        className={`absolute inset-y-1.75 min-w-0.75 rounded-xs ${fill} ${forced(end && state)} ${end === undefined ? "animate-pulse motion-reduce:animate-none" : ""}`}
      />
    );
  });
}

/** How an attempt is told from others where there are no colours: what runs is hollow, what failed is crossed out, the rest is solid. */
function forced(state: Kind | undefined): string {
  if (state === undefined) return "forced-colors:border forced-colors:border-[CanvasText]";
  return isBad(state.type) ? "forced-cross" : "forced-colors:bg-[CanvasText]";
}

type Kind = Pick<Count, "type" | "name">;

/** An attempt's state to be drawn, by the one that ended it: one that is tried again had failed. */
export function attemptState(end: Kind | undefined): Kind {
  if (end === undefined) return { type: "RUNNING", name: "Running" };
  const { type, name } = end;
  if (name === "AwaitingRetry" || name === "Retrying") return { type: "FAILED", name: "Failed" };
  if (type === "FAILED" || type === "CRASHED" || type === "CANCELLED") return { type, name };
  return { type: "COMPLETED", name: "Completed" };
}
