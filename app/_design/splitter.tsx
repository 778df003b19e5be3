"use client";

import { useRef, type KeyboardEvent, type PointerEvent } from "react";

interface SplitterProps {
  /** What is sized. */
  readonly label: string;
  /** The id of what is sized, which stands at the right of the line. */
  readonly controls: string;
  /** How wide that is, and may be, in pixels. */
  readonly width: number;
  readonly least: number;
  readonly most: number;
  readonly onWidth: (width: number) => void;
  /** Back to how wide it is by itself. */
  readonly onReset: () => void;
}

/** Pixels that an arrow key moves the line. */
const step = 16;

/** A line between two parts of the page that can be moved: dragged, or by arrows, Home and End; a double click takes it back. */
export function Splitter({ label, controls, width, least, most, onWidth, onReset }: SplitterProps) {
  const grip = useRef<{ readonly x: number; readonly width: number }>(undefined);
  const set = (wanted: number) => onWidth(Math.round(Math.min(Math.max(wanted, least), most)));
  const grab = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    // Else the text beside it would be selected. That keeps the focus away too.
    event.preventDefault();
    event.currentTarget.focus({ preventScroll: true });
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { x: event.clientX, width };
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (grip.current) set(grip.current.width + grip.current.x - event.clientX);
  };
  const release = () => (grip.current = undefined);
  const press = (event: KeyboardEvent) => {
    const wanted = { ArrowLeft: width + step, ArrowRight: width - step, Home: least, End: most }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    set(wanted);
  };
  return (
    // To ARIA a separator that has the focus is a control; the rule knows only the other kind.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-label={label}
      aria-controls={controls}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuetext={`${width} pixels`}
      tabIndex={0}
      className="group/splitter absolute inset-y-0 -left-1.5 z-head w-3 cursor-col-resize touch-none not-forced-colors:focus-visible:outline-none"
      onPointerDown={grab}
      onPointerMove={drag}
      onPointerUp={release}
      onLostPointerCapture={release}
      onDoubleClick={onReset}
      onKeyDown={press}
    >
      <div className="mx-auto h-full w-0.5 transition-[color,background-color,border-color] group-hover/splitter:bg-accent group-focus-visible/splitter:w-1 group-focus-visible/splitter:bg-accent group-active/splitter:bg-accent forced-colors:bg-[CanvasText] forced-colors:group-hover/splitter:bg-[Highlight] forced-colors:group-focus-visible/splitter:bg-[Highlight]" />
    </div>
  );
}
