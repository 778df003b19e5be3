"use client";

import { useCallback } from "react";
import type { Axis, GroupFold, RunLook, UnderWay } from "@/lib/fold";
import { Drawing, isBad, type Colours, type Draw } from "./drawing";

/** Pixels of one part. */
const part = 2;
/** How much of the height the rest takes at most: what failed is higher, and so told from it without its colour. */
const highest = 0.8;

interface RibbonProps {
  readonly look: RunLook;
  readonly axis: Axis;
  readonly group: GroupFold;
}

/**
 * How many task runs of a group waited and ran, pale, and over that when they ended, by state: what failed is drawn last, and wide
 * enough that one in ten thousand shows.
 */
export function Ribbon({ look, axis, group }: RibbonProps) {
  const draw = useCallback<Draw>((...on) => drawGroup(...on, look, axis, group), [look, axis, group]);
  return <Drawing draw={draw} />;
}

function drawGroup(
  drawing: CanvasRenderingContext2D,
  width: number,
  height: number,
  colour: Colours,
  look: RunLook,
  axis: Axis,
  group: GroupFold,
): void {
  const parts = Math.max(1, Math.floor(width / part));
  // Parts of equal time are parts of equal width but for folded gaps, in which nothing ends.
  const span = { from: axis.from, to: axis.to };
  const fine = look.ribbonOf(group, span, parts);
  const xOf = (index: number) =>
    axis.gaps.length === 0
      ? index * part
      : axis.x(span.from + ((index + 0.5) / parts) * (span.to - span.from)) * width;
  drawUnderWay(drawing, height, colour, look.underWayOf(group, span, parts), xOf);
  const sums = Array<number>(parts).fill(0);
  for (const { ends } of fine)
    for (const [index, count] of ends.entries()) sums[index] = (sums[index] ?? 0) + count;
  const most = Math.max(1, ...sums);
  const base = Array<number>(parts).fill(height);
  const order = [...fine].sort((a, b) => Number(isBad(a.type)) - Number(isBad(b.type)));
  for (const { type, name, ends } of order) {
    drawing.fillStyle = colour({ type, name });
    for (const [index, count] of ends.entries()) {
      if (count === 0) continue;
      if (isBad(type)) {
        drawing.fillRect(xOf(index) - 0.5, 0, Math.max(3, part), height);
        continue;
      }
      const tall = Math.max(2, (count / most) * height * highest);
      const top = (base[index] ?? height) - tall;
      drawing.fillRect(xOf(index), top, part - 0.5, tall);
      base[index] = top;
    }
  }
}

/** What ran stands on the ground, and on that what waited. */
function drawUnderWay(
  drawing: CanvasRenderingContext2D,
  height: number,
  colour: Colours,
  { running, waiting }: UnderWay,
  xOf: (index: number) => number,
): void {
  const most = Math.max(1, ...running.map((count, index) => count + (waiting[index] ?? 0)));
  const tall = (count: number) => (count === 0 ? 0 : Math.max(1, (count / most) * height * highest));
  const [runs, waits] = [
    colour({ type: "RUNNING", name: "Running" }),
    colour({ type: "PENDING", name: "Pending" }),
  ];
  for (const [index, count] of running.entries()) {
    const [low, high] = [tall(count), tall(waiting[index] ?? 0)];
    drawing.globalAlpha = 0.5;
    drawing.fillStyle = runs;
    drawing.fillRect(xOf(index), height - low, part, low);
    drawing.globalAlpha = 0.25;
    drawing.fillStyle = waits;
    drawing.fillRect(xOf(index), height - low - high, part, high);
  }
  drawing.globalAlpha = 1;
}
