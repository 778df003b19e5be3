"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useRef } from "react";
import type { ShownRun, TaskRunView } from "@/lib/workspace";
import { errorText } from "../_ui/error-text";
import { StateIcon } from "../_ui/state-badge";
import { stateLook } from "../_ui/state";
import { useStore } from "../_ui/store";
import { durationText } from "../_ui/time";
import { cacheText } from "./cache-text";
import { Nothing } from "./nothing";
import { Ticking } from "./ticking";

const rowHeight = 30;

/** The task runs of a run, in order of creation; only those in view are drawn. */
export function TaskList({ run }: { readonly run: ShownRun }) {
  const taskRuns = useStore(run.taskRuns);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: taskRuns.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  if (taskRuns.count === 0) return <Nothing>No task has run.</Nothing>;
  return (
    <div ref={scroller} className="h-full overflow-auto" tabIndex={0} role="region" aria-label="Task runs">
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const task = taskRuns.at(index);
          return task && <TaskRow key={task.id} task={task} run={run} top={start} />;
        })}
      </ul>
    </div>
  );
}

interface TaskRowProps {
  readonly task: TaskRunView;
  readonly run: ShownRun;
  readonly top: number;
}

const TaskRow = memo(function TaskRow({ task, run, top }: TaskRowProps) {
  const { state, name, startTime, endTime, runCount, cache, error, waitsFor } = task;
  const why = error ? errorText(error) : (waitsFor ?? (cache && cacheText(cache)));
  return (
    <li
      className="absolute inset-x-0 flex items-center gap-2 px-4 text-sm hover:bg-raised"
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
      title={error ? why : state.message}
    >
      <StateIcon state={state} />
      <span className="min-w-30 flex-1 truncate">{name}</span>
      {runCount > 1 && (
        <span className="text-xs whitespace-nowrap text-muted tabular-nums">{runCount} attempts</span>
      )}
      {why && (
        <span className="min-w-0 truncate text-xs text-muted" title={why}>
          {why}
        </span>
      )}
      <span className={`text-xs font-medium ${stateLook(state).text}`}>{state.name}</span>
      <span className="w-14 shrink-0 text-right text-xs whitespace-nowrap text-faint tabular-nums">
        {startTime !== undefined &&
          (endTime !== undefined ? (
            durationText(endTime - startTime)
          ) : state.type === "RUNNING" ? (
            <Ticking>{(now) => durationText(Math.max(0, run.until(now) - startTime))}</Ticking>
          ) : null)}
      </span>
    </li>
  );
});
