"use client";

import { memo, useMemo, useRef, useState, type PointerEvent } from "react";
import { pausesOf, type Axis, type RunLook } from "@/lib/fold";
import { durationText } from "../../_ui/time";
import { placed } from "./placed";
import { toldApart } from "./tick-texts";

interface TimeAxisProps {
  readonly look: RunLook;
  readonly axis: Axis;
  readonly isZoomed: boolean;
  /** Zooms to a part of the time; without one, back to all of it. */
  readonly onZoom: (zoom?: { readonly from: number; readonly to: number }) => void;
}

/** The time above the rows: round marks, and how many ran at once. Drag over it to zoom. Rows that go by draw nothing of it. */
export const TimeAxis = memo(function TimeAxis({ look, axis, isZoomed, onZoom }: TimeAxisProps) {
  const [brush, setBrush] = useState<{ readonly from: number; readonly to: number }>();
  const grip = useRef<number>(undefined);
  const zero = look.span.from;
  const at = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width));
  };
  const ticks = toldApart(axis.ticks(4, zero));
  return (
    <div
      className="relative h-9 flex-1 cursor-col-resize touch-none select-none"
      title={isZoomed ? "Double click: all of the time" : "Drag to zoom"}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = at(event);
      }}
      onPointerMove={(event) => {
        if (grip.current === undefined) return;
        const [a, b] = [grip.current, at(event)];
        setBrush({ from: Math.min(a, b), to: Math.max(a, b) });
      }}
      onPointerUp={() => {
        if (brush && brush.to - brush.from > 0.01)
          onZoom({ from: axis.time(brush.from), to: axis.time(brush.to) });
        grip.current = undefined;
        setBrush(undefined);
      }}
      onPointerCancel={() => {
        grip.current = undefined;
        setBrush(undefined);
      }}
      onDoubleClick={() => onZoom()}
    >
      {ticks.map(({ at: place, ms, text }, index) => (
        <span
          key={ms}
          className={`absolute top-0.5 text-xs whitespace-nowrap text-faint tabular-nums @max-[22rem]:even:hidden ${index > 0 && index < ticks.length - 1 ? "@max-[20rem]:hidden" : "@max-[20rem]:block!"} ${place < 0.05 ? "" : place > 0.92 ? "-translate-x-full" : "-translate-x-1/2"}`}
          style={{ left: `${place * 100}%` }}
        >
          {text}
        </span>
      ))}
      <Busy look={look} axis={axis} />
      {axis.gaps.map(({ from, to }) => (
        <span
          key={from}
          className="absolute inset-y-0 flex items-end justify-center border-x border-dashed border-line-strong text-[0.625rem] text-faint"
          style={placed(axis.x(from), axis.x(to))}
          title={`${durationText(Math.min(to, look.time) - from)} in which nothing ran`}
        >
          ⌇
        </span>
      ))}
      {pausesOf(look).map(({ from, to }) => {
        const [left, right] = [axis.x(from), axis.x(to)];
        if (right < 0 || left > 1) return null;
        return (
          <span
            key={from}
            className="hatch absolute bottom-0 h-3.5 min-w-0.75"
            style={placed(left, right)}
            role="img"
            aria-label={`Paused for a person: ${durationText(to - from)}`}
            title={`${durationText(to - from)}: paused for a person`}
          />
        );
      })}
      {brush && (
        <span
          className="absolute inset-y-0 bg-accent/20 outline outline-accent"
          style={placed(brush.from, brush.to)}
        />
      )}
    </div>
  );
});

/** How many task runs ran at once, as a strip of steps. */
function Busy({ look, axis }: { readonly look: RunLook; readonly axis: Axis }) {
  const parts = 80;
  const most = useMemo(() => look.busy({ from: axis.from, to: axis.to }, parts), [look, axis]);
  const highest = Math.max(...most);
  if (highest < 2) return null;
  const step = (axis.to - axis.from) / parts;
  const points = most.flatMap((count, index) => {
    const y = 10 - (count / highest) * 10;
    const [left, right] = [axis.x(axis.from + index * step), axis.x(axis.from + (index + 1) * step)];
    return [`${(left * 100).toFixed(2)},${y.toFixed(2)}`, `${(right * 100).toFixed(2)},${y.toFixed(2)}`];
  });
  return (
    <svg
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      className="absolute inset-x-0 bottom-0.5 h-3.5 w-full text-line-strong"
      role="img"
      aria-label={`At most ${highest} ran at once`}
    >
      <title>{`At most ${highest} ran at once`}</title>
      <polygon points={`0,10 ${points.join(" ")} 100,10`} fill="currentColor" />
    </svg>
  );
}
