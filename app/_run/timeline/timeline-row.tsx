import { memo, type KeyboardEvent } from "react";
import { ChevronRight, RotateCcw, Route, Zap } from "lucide-react";
import {
  failuresBelow,
  type Axis,
  type Count,
  type LanePlace,
  type Row,
  type RunLook,
  type Segment,
  type TaskFold,
} from "@/lib/fold";
import { cacheView, whyOf, type ShownRun } from "@/lib/workspace";
import { errorText } from "../../_ui/error-text";
import { StateIcon } from "../../_ui/state-badge";
import { countText, durationText, manyText } from "../../_ui/time";
import { underWayText } from "../progress";
import { Bars } from "./bars";
import { GoalBars } from "./goal";
import { LaneBars } from "./lane-bars";
import { placed } from "./placed";
import { Ribbon } from "./ribbon";
import { segmentText, waitText } from "./wait-text";

interface TimelineRowProps {
  readonly row: Row;
  readonly look: RunLook;
  readonly run: ShownRun;
  readonly axis: Axis;
  readonly index: number;
  readonly top: number;
  readonly size: number;
  readonly isSelected: boolean;
  /** Whether the keyboard comes to it first. */
  readonly isCurrent: boolean;
  /** Whether the run's length is made of it. */
  readonly isOnPath: boolean;
  readonly acts: RowActs;
}

/** What can be done with any row: the same functions for all rows, for as long as they are there. */
export interface RowActs {
  readonly select: (row: Row) => void;
  readonly tap: () => void;
  readonly turn: (row: Row) => void;
  readonly open: () => void;
  readonly press: (event: KeyboardEvent) => void;
}

/** A row of the timeline: what it is, what it did with its time, and how long it took. Where other rows come into sight, it is not drawn anew. */
export const TimelineRow = memo(DrawnRow, isSame);

/** A row is made anew whenever it is asked for, and a look as time goes on: of what has ended neither changes anything. */
function isSame(
  { row: before, look: earlier, ...rest }: TimelineRowProps,
  { row: after, look, ...others }: TimelineRowProps,
): boolean {
  const isSameLook =
    look === earlier ||
    (after.kind === "task" && look.isStill(after.task, earlier)) ||
    (after.kind === "group" && look.isStill(after.group, earlier));
  const isSameRow =
    before.id === after.id &&
    before.isOpen === after.isOpen &&
    before.canOpen === after.canOpen &&
    before.depth === after.depth &&
    (before.kind !== "lane" || before === after);
  return (
    isSameLook &&
    isSameRow &&
    (Object.keys(rest) as (keyof typeof rest)[]).every((name) => rest[name] === others[name])
  );
}

function DrawnRow(props: TimelineRowProps) {
  const { row, look, run, axis, index, top, size, isSelected, isCurrent, isOnPath, acts } = props;
  const segments = row.kind === "task" ? look.segmentsOf(row.task) : [];
  const took = tookOf(row, look, segments);
  return (
    <div
      role="row"
      aria-label={`${labelOf(row, look, segments, took)}${isOnPath ? ", on the longest path" : ""}`}
      aria-rowindex={index + 1}
      aria-level={row.depth + 1}
      aria-selected={isSelected}
      {...(row.canOpen && { "aria-expanded": row.isOpen })}
      tabIndex={isCurrent ? 0 : -1}
      ref={(element) => {
        // The keyboard moves the selection, and the focus goes with it.
        const active = document.activeElement;
        if (isSelected && element && active !== element && active?.getAttribute("role") === "row")
          element.focus();
      }}
      className="group absolute inset-x-0 flex items-center border-l-3 border-transparent px-3 pl-2.25 text-sm hover:bg-raised focus-visible:-outline-offset-2 aria-selected:border-accent aria-selected:bg-accent-soft forced-colors:border-[Canvas] forced-colors:aria-selected:border-[Highlight]"
      style={{ height: size, transform: `translateY(${top}px)` }}
      onClick={() => {
        acts.select(row);
        acts.tap();
      }}
      onKeyDown={acts.press}
      onDoubleClick={() => (row.canOpen ? acts.turn(row) : acts.open())}
      onFocus={({ target, currentTarget }) => {
        if (target === currentTarget && target.matches(":focus-visible")) acts.select(row);
      }}
    >
      <div
        role="gridcell"
        className="flex h-full w-(--name-width) shrink-0 items-center gap-1.5 pr-2"
        style={{ paddingLeft: `${row.depth * 0.875}rem` }}
      >
        {row.canOpen ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={`${row.isOpen ? "Close" : "Open"} ${nameOf(row)}`}
            className="-mx-1 flex size-6 shrink-0 items-center justify-center rounded text-muted hover:text-ink"
            onClick={(event) => {
              event.stopPropagation();
              acts.turn(row);
            }}
          >
            <ChevronRight
              className={`size-3.5 transition-transform motion-reduce:transition-none ${row.isOpen ? "rotate-90" : ""}`}
              aria-hidden
            />
          </button>
        ) : (
          <span className="w-4 shrink-0 @max-md:hidden" aria-hidden />
        )}
        {row.kind === "group" ? (
          <>
            <GroupName
              counts={look.countsOf(row.group)}
              name={row.group.name}
              size={look.sizeOf(row.group)}
            />
            <FailuresMark count={failuresBelow(row.group, look)} />
            <FaultMark count={row.group.faults} />
          </>
        ) : row.kind === "lane" ? (
          <LaneName place={row.lane.place} size={row.lane.tasks.length} />
        ) : (
          <>
            <TaskName look={look} task={row.task} isWhole={row.isWhole} attempts={attemptsOf(segments)} />
            <FailuresMark count={failuresBelow(row.task, look)} />
            <FaultMark count={faultsBefore(row.task, look.position)} />
          </>
        )}
        {isOnPath && (
          <span className="ml-auto shrink-0 text-muted @max-md:hidden" title="On the longest path">
            <Route className="size-3" aria-hidden />
          </span>
        )}
      </div>
      <div role="gridcell" className="relative h-full min-w-0 flex-1 overflow-hidden">
        <GoalBars row={row} axis={axis} zero={look.span.from} until={look.time} />
        {row.kind === "group" ? (
          <Ribbon look={look} axis={axis} group={row.group} />
        ) : row.kind === "lane" ? (
          <LaneBars axis={axis} lane={row.lane} />
        ) : (
          <>
            <Bars look={look} axis={axis} segments={segments} />
            <Note look={look} run={run} axis={axis} task={row.task} segments={segments} />
          </>
        )}
      </div>
      <div
        role="gridcell"
        className="w-16 shrink-0 text-right text-xs whitespace-nowrap text-faint tabular-nums"
      >
        {took === undefined ? "" : durationText(took)}
      </div>
    </div>
  );
}

function GroupName({
  counts,
  name,
  size,
}: {
  readonly counts: readonly Count[];
  readonly name: string;
  readonly size: number;
}) {
  const telling = tellingOf(counts);
  const underWay = underWayText(counts);
  return (
    <>
      {telling && <StateIcon state={telling} />}
      {/* Where there is no room for both in a line, they are one below the other. */}
      <span className="flex min-w-0 items-baseline gap-x-1.5 @max-md:flex-col @max-md:leading-4">
        <span className="max-w-2/3 shrink-0 truncate @max-md:max-w-full" title={name}>
          {name}
        </span>
        <span
          title={underWay}
          className="max-w-full min-w-0 truncate text-xs text-muted tabular-nums @max-md:leading-3"
        >
          × {countText(size)}
          {underWay && ` · ${underWay}`}
        </span>
      </span>
      <span className="sr-only">
        {counts.map((kind) => `${countText(kind.count)} ${kind.name}`).join(", ")}
      </span>
    </>
  );
}

/** How many task runs failed in the subflows that it stands for, which may all have completed. */
function FailuresMark({ count }: { readonly count: number }) {
  if (count === 0) return null;
  const text = failuresText(count);
  return (
    <span className="flex shrink-0 items-center gap-0.5 text-xs text-danger tabular-nums" title={text}>
      <StateIcon state={failed} />
      <span aria-hidden>{countText(count)}</span>
      <span className="sr-only">{text}</span>
    </span>
  );
}

const failed = { type: "FAILED", name: "Failed" } as const;

function failuresText(count: number): string {
  return `${manyText(count, "task run")} failed in it`;
}

function faultsBefore({ faults = [] }: TaskFold, position: number): number {
  return faults.filter((fault) => fault.position < position).length;
}

/** How many things were made to go wrong there. */
function FaultMark({ count }: { readonly count: number }) {
  if (count === 0) return null;
  const text = `${manyText(count, "fault")} of chaos`;
  return (
    <span className="flex shrink-0 items-center text-xs text-warn tabular-nums" title={text}>
      <Zap className="size-3" aria-hidden />
      {count > 1 && <span aria-hidden>{countText(count)}</span>}
      <span className="sr-only">{text}</span>
    </span>
  );
}

function LaneName({ place, size }: { readonly place: LanePlace; readonly size: number }) {
  return (
    <>
      <span className="min-w-0 truncate">{placeText(place)}</span>
      <span className="shrink-0 text-xs text-muted tabular-nums">× {countText(size)}</span>
    </>
  );
}

/** Where task runs ran, in words. */
function placeText(place: LanePlace): string {
  if (typeof place === "number") return `Worker ${place + 1}`;
  return { data: "DuckDB", flow: "In the flow itself", none: "Did not run" }[place];
}

interface TaskNameProps {
  readonly look: RunLook;
  readonly task: TaskFold;
  readonly isWhole: boolean;
  readonly attempts: number;
}

function TaskName({ look, task, isWhole, attempts }: TaskNameProps) {
  const state = look.stateOf(task);
  const name = isWhole ? task.group.name : task.run.name;
  return (
    <>
      {state && <StateIcon state={{ type: state.type, name: state.name }} />}
      <span className="min-w-0 truncate" title={`${task.run.name}: ${state?.name ?? ""}`}>
        {name}
      </span>
      <span className="sr-only">{state?.name}</span>
      {attempts > 1 && (
        <span
          className="flex shrink-0 items-center text-xs text-muted tabular-nums"
          title={`${attempts} attempts`}
        >
          <RotateCcw className="size-3" aria-hidden />
          <span aria-hidden>{attempts}</span>
          <span className="sr-only">{attempts} attempts</span>
        </span>
      )}
    </>
  );
}

interface NoteProps {
  readonly look: RunLook;
  readonly run: ShownRun;
  readonly axis: Axis;
  readonly task: TaskFold;
  readonly segments: readonly Segment[];
}

/** What there is to say of it: why it failed, did not run, or does not run yet. */
function Note({ look, run, axis, task, segments }: NoteProps) {
  const error = run.errorOf(task, look);
  const last = segments.at(-1);
  const isOver = look.stateOf(task)?.isFinal() ?? false;
  const text = error
    ? errorText(error)
    : last?.kind === "wait" && !isOver && last.to >= look.time
      ? look.isOver
        ? "Never ran: the run ended first"
        : waitText(look, last)
      : isOver
        ? decidedText(task, look)
        : undefined;
  if (text === undefined) return null;
  const [left, right] = [axis.x(segments[0]?.from ?? axis.from), axis.x(last?.to ?? axis.from)];
  // Where there is room: after the bars, before them, or over them.
  const isAfter = right < 0.6;
  const isBefore = !isAfter && left > 0.4;
  return (
    <span
      title={text}
      className={`absolute inset-y-0 flex items-center px-1 text-xs ${isBefore ? "justify-end" : ""} ${error ? "text-danger" : "text-muted"}`}
      style={isAfter ? placed(right, 1) : isBefore ? placed(0, left) : placed(0, 1)}
    >
      <span className={`truncate ${isAfter || isBefore ? "" : "rounded bg-surface/85 px-1"}`}>{text}</span>
    </span>
  );
}

/** Why it ran, or was served, where its result is kept; of a first run there is nothing to say. */
function decidedText(task: TaskFold, look: RunLook): string | undefined {
  const cache = cacheView(task, look);
  if (!cache || (cache.outcome === "miss" && !cache.differs)) return undefined;
  return whyOf(cache).reason.replaceAll("`", "");
}

/** The row as it is read out. */
function labelOf(row: Row, look: RunLook, segments: readonly Segment[], took: number | undefined): string {
  const inside = row.kind === "lane" ? 0 : failuresBelow(row.kind === "group" ? row.group : row.task, look);
  const time = `${inside > 0 ? `, ${failuresText(inside)}` : ""}${took === undefined ? "" : `, ${durationText(took)}`}`;
  if (row.kind === "group") {
    const counts = look.countsOf(row.group).map(({ name, count }) => `${countText(count)} ${name}`);
    return `${row.group.name} × ${countText(look.sizeOf(row.group))}: ${counts.join(", ")}${faultsText(row.group.faults)}${time}`;
  }
  if (row.kind === "lane") return `${nameOf(row)}: ${manyText(row.lane.tasks.length, "task run")}${time}`;
  const attempts = attemptsOf(segments);
  const waits = segments.flatMap((one) => (one.kind === "wait" ? [`, ${segmentText(look, one)}`] : []));
  return `${row.task.run.name}: ${look.stateOf(row.task)?.name ?? ""}${attempts > 1 ? `, ${attempts} attempts` : ""}${faultsText(faultsBefore(row.task, look.position))}${time}${waits.join("")}`;
}

function faultsText(count: number): string {
  return count === 0 ? "" : `, ${manyText(count, "fault")} of chaos`;
}

function nameOf(row: Row): string {
  if (row.kind === "lane") return placeText(row.lane.place);
  return row.kind === "group" ? row.group.name : row.task.run.name;
}

/** Milliseconds that a row took; of a lane those in which anything ran in it. */
function tookOf(row: Row, look: RunLook, segments: readonly Segment[]): number | undefined {
  if (row.kind === "lane") return row.lane.bars.length > 0 ? row.lane.busyMs : undefined;
  return row.kind === "task" ? look.tookOf(row.task, segments) : spanOf(row, look);
}

function spanOf(row: Extract<Row, { kind: "group" }>, look: RunLook): number | undefined {
  const span = look.spanOf(row.group);
  return span && (span.to ?? look.time) - span.from;
}

function attemptsOf(segments: readonly Segment[]): number {
  return Math.max(0, ...segments.map((segment) => (segment.kind === "run" ? segment.attempt : 0)));
}

const weights = ["FAILED", "CRASHED", "RUNNING", "PAUSED", "CANCELLED", "SCHEDULED", "PENDING", "COMPLETED"];

/** The kind of state that says most of many runs. */
function tellingOf(counts: readonly Count[]): Count | undefined {
  return [...counts].sort((a, b) => rank(a) - rank(b))[0];
}

function rank({ type, name }: Count): number {
  return weights.indexOf(type) + (name === "Cached" ? 0.5 : 0);
}
