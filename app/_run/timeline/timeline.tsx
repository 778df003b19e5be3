"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  type ComponentProps,
  type KeyboardEvent,
} from "react";
import {
  Axis,
  failureBelow,
  holdersOf,
  isFailure,
  lanesOf,
  rowsOf,
  type Row,
  type RunLook,
  type TaskFold,
} from "@/lib/fold";
import type { Definition, ShownRun } from "@/lib/workspace";
import { useRem } from "../../_design/rem";
import { countText, manyText } from "../../_ui/time";
import { Nothing } from "../nothing";
import { useIdsOnPath } from "../use-path";
import { useViewed, view, zoomOf, zoomText } from "../viewed";
import { GoalLegend, useGoal } from "./goal";
import { Playhead } from "./playhead";
import { TimeAxis } from "./time-axis";
import { TimelineBar } from "./timeline-bar";
import { TimelineRow, type RowActs } from "./timeline-row";
import { useKept } from "./use-kept";

interface TimelineProps {
  readonly look: RunLook;
  readonly run: ShownRun;
  /** The place of a definition in the notebook. */
  readonly placeOf: (definition: string | null) => number;
  /** What the notebook defines. */
  readonly definitions: readonly Definition[];
  /** Shows more of what is selected. */
  readonly onOpen: () => void;
  /** The same of what was just selected by a tap, where that shows it. */
  readonly onTap: (() => void) | undefined;
}

/** Pixels at a font of 16; rows grow with the text. */
const rowHeight = 28;
const groupHeight = 40;

/** The task runs over time: a row for each group, and below those that are open a row for each task run. */
export function Timeline({ look, run, placeOf, definitions, onOpen, onTap }: TimelineProps) {
  const { selected, states, text, sort, zoom: zoomed } = useViewed();
  const [turned, setOpen] = useState<ReadonlySet<string>>(() => new Set());
  // What is selected is in sight, also where a link selected it.
  const holders = selected === undefined ? "" : holdersOf(look, selected).join(" ");
  const open = useMemo(
    () => (holders === "" ? turned : new Set([...turned, ...holders.split(" ")])),
    [turned, holders],
  );
  const goal = useGoal();
  const drawnNow = useMemo(() => {
    const [zoom, zero] = [zoomOf(zoomed ?? ""), look.span.from];
    if (zoom) return Axis.of(look, { zoom: { from: zero + zoom.from, to: zero + zoom.to } });
    // The goal is in sight as a whole, in one measure with the run.
    return Axis.of(look, goal && !goal.isOrder ? { until: zero + goal.ms } : undefined);
  }, [look, zoomed, goal]);
  const axis = useKept(drawnNow);
  const lanes = useMemo(() => {
    if (sort !== "worker") return undefined;
    const tables = new Set(definitions.flatMap(({ name, kind }) => (isCode(kind) ? [] : name)));
    return lanesOf(look, (name) => name !== null && tables.has(name));
  }, [look, sort, definitions]);
  const rows = useMemo(() => {
    const filter = { states: new Set(states), text: text.toLowerCase() };
    return rowsOf(look, { open, sort: sort === "worker" ? "start" : sort, lanes, ...filter, placeOf });
  }, [look, open, sort, states, text, placeOf, lanes]);
  const onPath = useIdsOnPath(look);
  const scroller = useRef<HTMLDivElement>(null);
  const finder = useRef<HTMLInputElement>(null);
  const scale = useRem();
  // The same functions while the same rows stand there: with others, each of a hundred thousand is measured anew.
  const measured = useKept(rows);
  const estimateSize = useCallback(
    (index: number) => (measured.at(index)?.kind === "task" ? rowHeight : groupHeight) * scale,
    [measured, scale],
  );
  const getItemKey = useCallback((index: number) => measured.at(index)?.id ?? index, [measured]);
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    ...{ estimateSize, getItemKey },
    overscan: 8,
  });

  const scrollTo = useEffectEvent((id: string) => {
    const index = rows.indexOf(id);
    if (index >= 0) virtual.scrollToIndex(index);
  });
  useEffect(() => {
    if (selected !== undefined) scrollTo(selected);
  }, [selected]);

  const zero = look.span.from;
  const zoomTo = useCallback<ComponentProps<typeof TimeAxis>["onZoom"]>(
    (to) => view({ zoom: to && zoomText({ from: to.from - zero, to: to.to - zero }) }),
    [zero],
  );
  const choose = (index: number) => {
    const row = rows.at(Math.min(rows.count - 1, Math.max(0, index)));
    if (row) view({ selected: row.id });
  };
  const goToFailed = (index: number) => {
    const row = rows.at(index);
    const found = row && failureIn(row, look);
    if (found) view({ selected: found.run.id });
    else choose(index);
  };
  const turn = (id: string, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) next.add(id);
    else next.delete(id);
    setOpen(next);
    if (!isOpen && holders.split(" ").includes(id)) view({ selected: id });
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = selected === undefined ? -1 : rows.indexOf(selected);
    const row = rows.at(at);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => choose(at + 1),
      ArrowUp: () => choose(at - 1),
      PageDown: () => choose(at + 15),
      PageUp: () => choose(at - 15),
      Home: () => choose(0),
      End: () => choose(rows.count - 1),
      ArrowRight: () => (row?.canOpen && !row.isOpen ? turn(row.id, true) : choose(at + 1)),
      ArrowLeft: () => {
        if (row?.canOpen && row.isOpen) turn(row.id, false);
        else choose(parentOf(rows, at));
      },
      Enter: onOpen,
      ".": () => goToFailed(nextFailed(rows, look, at)),
      "/": () => finder.current?.focus(),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  const acts = useLatest({
    select: (row) => view({ selected: row.id }),
    tap: () => onTap?.(),
    turn: (row) => turn(row.id, !row.isOpen),
    open: onOpen,
    press,
  });

  if (look.counts.length === 0)
    return <Nothing>{look.isOver ? "No task has run." : "No task has run yet."}</Nothing>;
  const current = selected !== undefined && rows.indexOf(selected) >= 0 ? selected : rows.at(0)?.id;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <TimelineBar {...{ text, sort, finder }} isZoomed={zoomed !== undefined} />
      <div className="flex border-b border-line px-3 text-xs text-faint">
        <span className="w-(--name-width) shrink-0 self-end pb-1">task</span>
        <TimeAxis {...{ look, axis }} isZoomed={zoomed !== undefined} onZoom={zoomTo} />
        <span className="w-16 shrink-0 self-end pb-1 text-right">took</span>
      </div>
      <div
        ref={scroller}
        className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
        role="treegrid"
        aria-label="Task runs"
        aria-rowcount={rows.count}
        aria-colcount={3}
        tabIndex={-1}
      >
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, size }) => {
            const row = rows.at(index);
            return (
              row && (
                <TimelineRow
                  key={row.id}
                  {...{ row, look, run, axis, index, size }}
                  top={start}
                  isSelected={row.id === selected}
                  isCurrent={row.id === current}
                  isOnPath={onPath.has(row.id)}
                  acts={acts}
                />
              )
            );
          })}
          <Playhead look={look} axis={axis} />
        </div>
      </div>
      <GoalLegend />
      {rows.shown < rows.total && (
        <p className="border-t border-line px-3 py-1 text-xs text-muted">
          {countText(rows.shown)} of {manyText(rows.total, "task run")}.{" "}
          <button
            type="button"
            className="text-accent underline"
            onClick={() => view({ states: [], text: "" })}
          >
            Show all
          </button>
        </p>
      )}
    </div>
  );
}

/** The same functions for good, each of which does what it would do now. */
function useLatest(acts: RowActs): RowActs {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  return useMemo(
    () => ({
      select: (row) => latest.current.select(row),
      tap: () => latest.current.tap(),
      turn: (row) => latest.current.turn(row),
      open: () => latest.current.open(),
      press: (event) => latest.current.press(event),
    }),
    [],
  );
}

type Rows = ReturnType<typeof rowsOf>;

function parentOf(rows: Rows, index: number): number {
  const depth = rows.at(index)?.depth ?? 0;
  let at = index - 1;
  while (at > 0 && (rows.at(at)?.depth ?? 0) >= depth) at--;
  return Math.max(0, at);
}

/** The next row with a failure in it, from the top again after the last. */
function nextFailed(rows: Rows, look: RunLook, from: number): number {
  for (let step = 1; step <= rows.count; step++) {
    const index = (from + step) % rows.count;
    const row = rows.at(index);
    if (!row) continue;
    const kinds =
      row.kind === "group"
        ? look.countsOf(row.group)
        : (row.kind === "lane" ? row.lane.tasks : [row.task]).map((task) => look.stateOf(task));
    // Of a group that is open its task runs are gone through.
    if (kinds.some(isFailure) && !(row.kind === "group" && row.isOpen)) return index;
    if (failureIn(row, look)) return index;
  }
  return from;
}

/** Of a closed row that did not fail itself the first failure that it hides. */
function failureIn(row: Row, look: RunLook): TaskFold | undefined {
  if (row.isOpen || row.kind === "lane") return undefined;
  if (row.kind === "task")
    return isFailure(look.stateOf(row.task)) ? undefined : failureBelow(row.task, look);
  return row.group.tasks.find((task) => isFailure(look.stateOf(task))) ?? failureBelow(row.group, look);
}

/** Whether a definition of that kind is a function, and no table. */
function isCode(kind: string): boolean {
  return kind === "task" || kind === "flow";
}
