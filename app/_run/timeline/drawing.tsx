"use client";

import { useEffect, useRef, useState } from "react";
import { useMedia } from "../../_design/media";
import { useTheme } from "../../_ui/use-theme";
import type { Count } from "@/lib/fold";

/** A kind of state. */
export type ColourOf = Pick<Count, "type" | "name">;

/** Draws on a ground of so many pixels, with the theme's colours of states. */
export type Draw = (
  drawing: CanvasRenderingContext2D,
  width: number,
  height: number,
  colour: Colours,
) => void;

/** What a state is filled with. */
export type Colours = (of: ColourOf) => string | CanvasPattern;

interface DrawingProps {
  /** Drawn anew as it changes. */
  readonly draw: Draw;
}

/** A row's ground that is drawn on, for what is too much to be elements. */
export function Drawing({ draw }: DrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, height] = useSize(canvas);
  const theme = useTheme();
  const isForced = useMedia("(forced-colors: active)");
  useEffect(() => {
    const drawing = canvas.current?.getContext("2d");
    if (!canvas.current || !drawing || width === 0) return;
    const scale = devicePixelRatio;
    canvas.current.width = width * scale;
    canvas.current.height = height * scale;
    drawing.scale(scale, scale);
    const style = getComputedStyle(canvas.current);
    const colour: Colours = isForced
      ? forcedColours(drawing, style.color)
      : (of) => style.getPropertyValue(variableOf(of));
    draw(drawing, width, height, colour);
  }, [draw, width, height, theme, isForced]);
  return <canvas ref={canvas} className="absolute inset-y-1 h-[calc(100%-0.5rem)] w-full" aria-hidden />;
}

export function isBad(type: string): boolean {
  return type === "FAILED" || type === "CRASHED";
}

/** The system's one colour: what failed is crossed out in it, as `.forced-cross` is, and the rest solid. */
function forcedColours(drawing: CanvasRenderingContext2D, text: string): Colours {
  const cross = new OffscreenCanvas(4, 4);
  const lines = cross.getContext("2d");
  if (lines) {
    lines.strokeStyle = text;
    for (const from of [-4, 0, 4]) {
      lines.moveTo(from, 4);
      lines.lineTo(from + 4, 0);
    }
    lines.stroke();
  }
  const crossed = drawing.createPattern(cross, "repeat") ?? text;
  return ({ type }) => (isBad(type) ? crossed : text);
}

function variableOf({ type, name }: ColourOf): string {
  return name === "Cached" ? "--state-cached" : `--state-${type.toLowerCase()}`;
}

/** How wide and high an element is, in pixels; 0 until it is known. Told of it, not asked: to ask has the page laid out once more. */
function useSize(element: { readonly current: HTMLElement | null }): readonly [number, number] {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize(entry.contentRect);
    });
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return [Math.round(size.width), Math.round(size.height)];
}
