"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { useTheme } from "../../_ui/use-theme";
import type { Count } from "@/lib/fold";

/** A kind of state. */
export type ColourOf = Pick<Count, "type" | "name">;

/** Draws on a ground of so many pixels, with the theme's colours of states. */
export type Draw = (
  drawing: CanvasRenderingContext2D,
  width: number,
  height: number,
  colour: (of: ColourOf) => string,
) => void;

interface DrawingProps {
  /** Drawn anew as it changes. */
  readonly draw: Draw;
}

/** A row's ground that is drawn on, for what is too much to be elements. */
export function Drawing({ draw }: DrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(canvas);
  const theme = useTheme();
  useEffect(() => {
    const drawing = canvas.current?.getContext("2d");
    if (!canvas.current || !drawing || width === 0) return;
    const height = canvas.current.clientHeight;
    const scale = devicePixelRatio;
    canvas.current.width = width * scale;
    canvas.current.height = height * scale;
    drawing.scale(scale, scale);
    const style = getComputedStyle(canvas.current);
    draw(drawing, width, height, (of) => style.getPropertyValue(variableOf(of)));
  }, [draw, width, theme]);
  return <canvas ref={canvas} className="absolute inset-y-1 h-[calc(100%-0.5rem)] w-full" aria-hidden />;
}

export function isBad(type: string): boolean {
  return type === "FAILED" || type === "CRASHED";
}

function variableOf({ type, name }: ColourOf): string {
  return name === "Cached" ? "--state-cached" : `--state-${type.toLowerCase()}`;
}

function useWidth(element: { readonly current: HTMLElement | null }): number {
  return useSyncExternalStore(
    (listener) => {
      const observer = new ResizeObserver(listener);
      if (element.current) observer.observe(element.current);
      return () => observer.disconnect();
    },
    () => element.current?.clientWidth ?? 0,
    () => 0,
  );
}
