import { createContext, use } from "react";
import type { Axis, Row } from "@/lib/fold";
import type { Goal } from "@/lib/lessons";
import { placed } from "./placed";

/** A run that is the goal of a lesson: it stands behind each run that is shown. */
export const GoalContext = createContext<Goal | undefined>(undefined);

/** The goal; undefined where there is none. */
export const useGoal = () => use(GoalContext);

/** Says what the outlines are. */
export function GoalLegend() {
  if (!useGoal()) return null;
  return (
    <p className="flex items-center gap-1.5 border-t border-line px-3 py-1 text-xs text-muted">
      <span aria-hidden className="h-3 w-5 shrink-0 rounded-sm border border-dashed border-field" />
      Dashed: the goal, as a run of the solution goes
    </p>
  );
}

interface GoalBarsProps {
  readonly row: Row;
  readonly axis: Axis;
  /** When the run that is shown began, and ended or has come to. */
  readonly zero: number;
  readonly until: number;
}

/** Of a row's task the bars that it has in the goal, as outlines behind its own. */
export function GoalBars({ row, axis, zero, until }: GoalBarsProps) {
  const goal = useGoal();
  if (!goal || row.kind === "lane") return null;
  const group = row.kind === "group" ? row.group : row.task.group;
  const runs = Object.hasOwn(goal.tasks, group.name) ? goal.tasks[group.name] : undefined;
  const bars = row.kind === "group" ? (runs ?? []).flat() : (runs?.[group.tasks.indexOf(row.task)] ?? []);
  const ms = goal.isOrder ? (until - zero) / Math.max(1, goal.ms) : 1;
  return bars.map(([from, to], place) => (
    <span
      key={place}
      aria-hidden
      title="In the goal"
      style={placed(axis.x(zero + from * ms), axis.x(zero + to * ms))}
      className="absolute inset-y-0.5 min-w-1 rounded-sm border border-dashed border-field"
    />
  ));
}
