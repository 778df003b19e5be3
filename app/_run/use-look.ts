"use client";

import { useMemo } from "react";
import { positionOf, type RunLook } from "@/lib/fold";
import type { ShownRun } from "@/lib/workspace";
import { useStore } from "../_ui/store";
import { useNow } from "../_ui/use-now";
import { useViewedPart } from "./viewed";

/** The run as it was at the moment that is looked at; else as it is now, drawn anew four times a second while it goes on: a simulated one with its clock. */
export function useLook(run: ShownRun): RunLook {
  const latest = useStore(run.look);
  const moment = useViewedPart("moment");
  const isMoving = moment === undefined && !latest.isOver;
  const now = useNow(250, isMoving);
  useStore(run.hour);
  const until = run.until(now);
  return useMemo(() => {
    if (moment !== undefined) return run.fold.look(positionOf(run.fold, moment));
    return isMoving ? run.fold.look(Infinity, until) : latest;
  }, [run, latest, moment, isMoving, until]);
}
