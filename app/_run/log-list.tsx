"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { LogLine, ShownRun } from "@/lib/workspace";
import { useStore } from "../_ui/store";
import { timeText } from "../_ui/time";
import { Nothing } from "./nothing";

const levels: Record<LogLine["level"], string> = {
  debug: "text-faint",
  info: "text-muted",
  warning: "text-warn",
  error: "text-danger",
};

/** A run's log; follows its end while that is in view. */
export function LogList({ run }: { readonly run: ShownRun }) {
  const look = useStore(run.look);
  const first = look.firstLine;
  const count = look.lineCount - first;
  const { nameOf } = useStore(run.taskRuns);
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const virtual = useVirtualizer({
    count,
    getItemKey: (index) => first + index,
    getScrollElement: () => scroller.current,
    estimateSize: () => 36,
    overscan: 10,
  });
  useEffect(() => {
    if (follows.current && count > 0) virtual.scrollToIndex(count - 1, { align: "end" });
  }, [look, count, virtual]);

  if (count === 0) return <Nothing>Nothing was logged.</Nothing>;
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
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const line = look.line(first + index);
          if (!line) return null;
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className="absolute inset-x-0 px-4 py-0.5 text-xs leading-4"
              style={{ transform: `translateY(${start}px)` }}
            >
              <div className="flex gap-2 text-faint tabular-nums">
                <span>{timeText(line.at)}</span>
                <span className={`font-medium ${levels[line.level]}`}>{line.level.toUpperCase()}</span>
                <span className="truncate">{line.taskRunId ? nameOf(line.taskRunId) : "flow"}</span>
              </div>
              <p className="font-mono break-words whitespace-pre-wrap">{line.message}</p>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
