"use client";

import { useCallback } from "react";
import type { Axis, Lane } from "@/lib/fold";
import { attemptState } from "./bars";
import { Drawing, isBad, type Draw } from "./drawing";

interface LaneBarsProps {
  readonly axis: Axis;
  readonly lane: Lane;
}

/** What ran in one place: a bar for each attempt, on tracks where they overlap. What failed is drawn last, and never too thin. */
export function LaneBars({ axis, lane }: LaneBarsProps) {
  const draw = useCallback<Draw>(
    (drawing, width, height, colour) => {
      const tall = height / lane.tracks;
      const gap = tall > 4 ? 1 : 0;
      for (const isFailed of [false, true])
        for (const { from, to, end, track } of lane.bars) {
          const state = attemptState(end);
          if (isBad(state.type) !== isFailed) continue;
          const [left, right] = [axis.x(from) * width, axis.x(to) * width];
          if (right < 0 || left > width) continue;
          drawing.fillStyle = colour(state);
          // What follows at once is told apart by a line between.
          const wide = right - left > 3 ? right - left - 1 : Math.max(isFailed ? 3 : 1, right - left);
          drawing.fillRect(left, track * tall, wide, Math.max(1, tall - gap));
        }
    },
    [axis, lane],
  );
  return <Drawing draw={draw} />;
}
