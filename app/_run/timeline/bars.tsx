import type { Axis, Count, RunLook, Segment } from "@/lib/fold";
import { stateLook } from "../../_ui/state";
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
    const { fill } = stateLook(attemptState(end));
    return (
      <span
        key={index}
        title={title}
        style={style}
        className={`absolute inset-y-1.75 min-w-0.75 rounded-xs ${fill} forced-colors:border forced-colors:border-[CanvasText] ${end === undefined ? "animate-pulse motion-reduce:animate-none" : ""}`}
      />
    );
  });
}

/** From the left edge to the right one, as a style; what is beyond them is cut. */
export function placed(left: number, right: number): { readonly left: string; readonly width: string } {
  const [from, to] = [Math.max(0, left), Math.min(1, right)];
  return { left: `${(from * 100).toFixed(3)}%`, width: `${(Math.max(0, to - from) * 100).toFixed(3)}%` };
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
