"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Axis, GroupFold, RunLook } from "@/lib/fold";

/** Pixels of one part. */
const part = 2;

interface RibbonProps {
  readonly look: RunLook;
  readonly axis: Axis;
  readonly group: GroupFold;
}

/** When the task runs of a group ended, by state: what failed is drawn last, and wide enough that one in ten thousand shows. */
export function Ribbon({ look, axis, group }: RibbonProps) {
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
    draw(drawing, width, height, look, axis, group, getComputedStyle(canvas.current));
  }, [look, axis, group, width, theme]);
  return <canvas ref={canvas} className="absolute inset-y-1 h-[calc(100%-0.5rem)] w-full" aria-hidden />;
}

function draw(
  drawing: CanvasRenderingContext2D,
  width: number,
  height: number,
  look: RunLook,
  axis: Axis,
  group: GroupFold,
  style: CSSStyleDeclaration,
): void {
  const parts = Math.max(1, Math.floor(width / part));
  // Parts of equal time are parts of equal width but for folded gaps, in which nothing ends.
  const span = { from: axis.from, to: axis.to };
  const fine = look.ribbonOf(group, span, parts);
  const xOf = (index: number) =>
    axis.gaps.length === 0
      ? index * part
      : axis.x(span.from + ((index + 0.5) / parts) * (span.to - span.from)) * width;
  const sums = Array<number>(parts).fill(0);
  for (const { ends } of fine)
    for (const [index, count] of ends.entries()) sums[index] = (sums[index] ?? 0) + count;
  const most = Math.max(1, ...sums);
  const base = Array<number>(parts).fill(height);
  const order = [...fine].sort((a, b) => Number(isBad(a.type)) - Number(isBad(b.type)));
  for (const { type, name, ends } of order) {
    drawing.fillStyle = style.getPropertyValue(colourOf(type, name));
    for (const [index, count] of ends.entries()) {
      if (count === 0) continue;
      if (isBad(type)) {
        drawing.fillRect(xOf(index) - 0.5, 0, Math.max(3, part), height);
        continue;
      }
      const tall = Math.max(2, (count / most) * height);
      const top = (base[index] ?? height) - tall;
      drawing.fillRect(xOf(index), top, part - 0.5, tall);
      base[index] = top;
    }
  }
}

function isBad(type: string): boolean {
  return type === "FAILED" || type === "CRASHED";
}

function colourOf(type: string, name: string): string {
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

/** Changes with the theme, whose colours a canvas has to be given. */
function useTheme(): string {
  return useSyncExternalStore(
    (listener) => {
      const observer = new MutationObserver(listener);
      observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
      return () => observer.disconnect();
    },
    () => document.documentElement.dataset["theme"] ?? "",
    () => "",
  );
}
