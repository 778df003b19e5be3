"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { FoldedLines, type LineRow, type RunLook } from "@/lib/fold";
import type { FlowRunId, LogLevel, LogLine, Place, ShownRun } from "@/lib/workspace";
import { saveBlob } from "../../_ui/save-blob";
import { countText, manyText } from "../../_ui/time";
import { Nothing } from "../nothing";
import { useViewedPart, view } from "../viewed";
import { LogBar } from "./log-bar";
import { LogRow } from "./log-row";

interface LogLensProps {
  readonly look: RunLook;
  readonly run: ShownRun;
  /** Gives all lines that are stored, as a file. */
  readonly logFile: (run: FlowRunId) => Promise<File | undefined>;
  /** Goes to a place in the notebook. */
  readonly onGoTo: (place: Place) => void;
}

/** A run's log at a moment: filtered, equal lines folded. It follows the end while that is in view. */
export function LogLens({ look, run, logFile, onGoTo }: LogLensProps) {
  const selected = useViewedPart("selected");
  const levels = useViewedPart("levels").join(",");
  const states = useViewedPart("states").join(",");
  const isOwn = useViewedPart("isOwn");
  const text = useDeferredValue(useViewedPart("text"));
  const [open, turnOpen] = useNumbers();
  const [isWrapped, setWrapped] = useState(() => matchMedia("(max-width: 40rem)").matches);
  const of = isOwn ? selected : undefined;
  const folded = useMemo(() => {
    const chosen = new Set(levels.split(",").filter(Boolean) as LogLevel[]);
    const inStates = new Set(states.split(",").filter(Boolean));
    return new FoldedLines({ levels: chosen, text: text.toLowerCase(), of, states: inStates, open });
  }, [levels, text, of, states, open]);
  const rows = useMemo(() => folded.rows(look), [folded, look]);
  const total = look.lineCount - look.firstLine;
  const selectedName = selected === undefined ? undefined : nameOfSelected(selected, look);
  if (look.lineCount === 0) return <Nothing>Nothing was logged.</Nothing>;
  return (
    <div className="@container flex h-full flex-col">
      <LogBar
        {...{ rows, total, isWrapped }}
        selected={selectedName}
        onWrap={setWrapped}
        onDownload={() => void logFile(run.id).then((file) => file && saveBlob(file, file.name))}
      />
      {states !== "" && (
        <p className="border-b border-line bg-raised px-3 py-1 text-xs break-words text-muted">
          {countText(rows.lines)} of {manyText(total, "line")}: of {states.replaceAll(",", " and ")} task
          runs.{" "}
          <button type="button" className="text-accent underline" onClick={() => view({ states: [] })}>
            Show all
          </button>
        </p>
      )}
      {look.firstLine > 0 && (
        <p className="border-b border-line bg-raised px-3 py-1 text-xs text-muted">
          {countText(look.firstLine)} earlier lines are only stored: the download has them.
        </p>
      )}
      <Lines {...{ look, rows, isWrapped, onGoTo, turnOpen }} />
    </div>
  );
}

interface LinesProps extends Pick<LogLensProps, "look" | "onGoTo"> {
  readonly rows: ReturnType<FoldedLines["rows"]>;
  readonly isWrapped: boolean;
  readonly turnOpen: (number: number) => void;
}

function Lines({ look, rows, isWrapped, onGoTo, turnOpen }: LinesProps) {
  const [whole, turnWhole] = useNumbers();
  const scroller = useRef<HTMLDivElement>(null);
  const top = useRef(0);
  /** How many lines there were when the end went out of sight; undefined while it is followed. */
  const [away, setAway] = useState<number>();
  const { count } = rows;
  const virtual = useVirtualizer({
    count,
    getItemKey: useCallback((index: number) => rows.at(index)?.number ?? -index, [rows]),
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    overscan: 10,
  });
  const follows = away === undefined;
  useEffect(() => {
    if (follows && count > 0) virtual.scrollToIndex(count - 1, { align: "end" });
  }, [rows, count, follows, virtual]);
  const isNew = away === undefined ? 0 : Math.max(0, rows.lines - away);
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        className="h-full overflow-auto py-1"
        tabIndex={0}
        role="log"
        aria-label="Log"
        // Rows come and go as one scrolls, thousands in a second while it runs.
        aria-live="off"
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          if (scrollTop + clientHeight > scrollHeight - 24) setAway(undefined);
          // What follows the end goes down alone: up goes a person.
          else if (scrollTop < top.current) setAway((before) => before ?? rows.lines);
          top.current = scrollTop;
        }}
      >
        {count === 0 && <p className="px-3 py-2 text-sm text-muted">No line fits.</p>}
        <ol className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = rows.at(index);
            const line = row && look.line(row.number);
            if (!line) return null;
            const { number, head } = row;
            return (
              <li
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className="absolute min-w-full data-wrapped:inset-x-0 @max-md:inset-x-0"
                data-wrapped={isWrapped ? "" : undefined}
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogRow
                  {...{ line, isWrapped, onGoTo }}
                  {...whose(line, row, look)}
                  count={row.count}
                  onFold={row.count > 1 || head !== number ? () => turnOpen(head) : undefined}
                  isWhole={whole.has(number)}
                  onWhole={() => turnWhole(number)}
                />
              </li>
            );
          })}
        </ol>
      </div>
      {!follows && (
        <button
          type="button"
          className="absolute right-4 bottom-3 inline-flex h-7 items-center gap-1 rounded-full border border-line-strong bg-surface px-3 text-xs tabular-nums shadow-(--shadow) hover:bg-raised"
          onClick={() => setAway(undefined)}
        >
          {isNew > 0 ? `${countText(isNew)} new` : "To the last line"}
          <ArrowDown className="size-3" aria-hidden />
        </button>
      )}
    </div>
  );
}

/** A set of numbers, and the way to put one in or take it out. */
function useNumbers(): readonly [ReadonlySet<number>, (number: number) => void] {
  const [numbers, setNumbers] = useState<ReadonlySet<number>>(new Set());
  const turn = useCallback((number: number) => {
    setNumbers((before) => {
      const numbers = new Set(before);
      if (!numbers.delete(number)) numbers.add(number);
      return numbers;
    });
  }, []);
  return [numbers, turn];
}

/** Whose a line is: of equal ones of many runs the task, else the run. */
function whose({ taskRunId, flowRunId }: LogLine, { number, count, isMixed }: LineRow, look: RunLook) {
  const task = taskRunId === null ? undefined : look.task(taskRunId);
  const flow = flowRunId === null ? undefined : look.flow(flowRunId);
  if (isMixed) return { who: "several tasks", attempt: undefined, onSelect: undefined };
  if (!task) return { who: flow?.run.flowName ?? "", attempt: undefined, onSelect: undefined };
  const selected = count > 1 ? task.group.id : task.run.id;
  const attempt = count > 1 ? undefined : look.attemptOf(number);
  return {
    who: count > 1 ? task.group.name : task.run.name,
    attempt: attempt !== undefined && attempt > 1 ? attempt : undefined,
    onSelect: () => view({ selected }),
  };
}

function nameOfSelected(id: string, look: RunLook): string | undefined {
  return look.group(id)?.name ?? look.task(id as Parameters<RunLook["task"]>[0])?.run.name;
}
