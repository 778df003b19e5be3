"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import type { LogLine, TaskRunView } from "@/lib/workspace";
import { timeText } from "../../_ui/time";

const levels: Record<LogLine["level"], string> = {
  debug: "text-faint",
  info: "text-muted",
  warning: "text-warn",
  error: "text-danger",
};

interface LogListProps {
  readonly lines: readonly LogLine[];
  readonly taskRuns: readonly TaskRunView[];
}

/** A run's log; follows its end while that is in view. */
export function LogList({ lines, taskRuns }: LogListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const names = useMemo(() => new Map(taskRuns.map(({ id, name }) => [id, name])), [taskRuns]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 36,
    overscan: 10,
  });
  useEffect(() => {
    if (follows.current && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: "end" });
  }, [lines.length, virtual]);

  if (lines.length === 0) return <p className="px-4 py-3 text-sm text-muted">Nothing was logged.</p>;
  return (
    <div
      ref={scroller}
      className="h-full overflow-auto py-1"
      tabIndex={0}
      role="log"
      aria-label="Log"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        follows.current = scrollTop + clientHeight > scrollHeight - 24;
      }}
    >
      <ol className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          if (!line) return null;
          return (
            <li
              key={index}
              ref={virtual.measureElement}
              data-index={index}
              className="absolute inset-x-0 px-4 py-0.5 text-xs leading-4"
              style={{ transform: `translateY(${start}px)` }}
            >
              <div className="flex gap-2 text-faint tabular-nums">
                <span>{timeText(line.at)}</span>
                <span className={`font-medium ${levels[line.level]}`}>{line.level.toUpperCase()}</span>
                <span className="truncate">{line.taskRunId ? names.get(line.taskRunId) : "flow"}</span>
              </div>
              <p className="font-mono break-words whitespace-pre-wrap">{line.message}</p>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
