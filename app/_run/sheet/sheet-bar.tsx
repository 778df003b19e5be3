import { ChevronsDownUp, ChevronsUpDown, Square } from "lucide-react";
import { useLayoutEffect, useRef } from "react";
import type { RunLook } from "@/lib/fold";
import { stateThen, type ShownRun } from "@/lib/workspace";
import { Button } from "../../_design/button";
import { IconButton } from "../../_design/icon-button";
import { stateLook } from "../../_ui/state";
import { StateIcon } from "../../_ui/state-badge";
import { useStore } from "../../_ui/store";
import { countText, durationText } from "../../_ui/time";
import { progressOf, type Progress } from "../progress";
import { handOnFocus, takeOwedFocus } from "./stop-focus";
import type { Sheet } from "./use-sheet";

interface SheetBarProps {
  readonly sheet: Sheet;
  /** The run that is looked at, and how; none: nothing has run yet. */
  readonly run?: ShownRun;
  readonly look?: RunLook;
  /** The id of what the sheet shows when it is raised. */
  readonly controls: string;
  /** Stops what runs; undefined while nothing does. */
  readonly stop: (() => void) | undefined;
}

/** The upper edge of the sheet, by which it is dragged: how the run goes, in a line. */
export default function SheetBar({ sheet, run, look, controls, stop }: SheetBarProps) {
  const { height, setHeight, handle } = sheet;
  const isFull = height === "full";
  const isOpen = height !== "bar";
  return (
    <div
      {...handle}
      className="relative flex h-14 shrink-0 touch-none items-center gap-1.5 border-b border-line pr-3 select-none"
    >
      <span
        className="absolute top-1.5 left-1/2 h-1 w-9 -translate-x-1/2 rounded-full bg-line-strong forced-colors:bg-[CanvasText]"
        aria-hidden
      />
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={controls}
        onClick={() => setHeight(isOpen ? "bar" : "half")}
        className="flex h-full min-w-0 flex-1 items-center gap-2.5 pt-1.5 pl-4 text-left focus-visible:-outline-offset-2"
      >
        {run && look ? <Going run={run} look={look} /> : <span className="font-medium">No run yet</span>}
      </button>
      {stop && <StopButton onStop={stop} />}
      <IconButton
        icon={isFull ? ChevronsDownUp : ChevronsUpDown}
        label={isFull ? "Half of the page" : "All of the page"}
        onClick={() => setHeight(isFull ? "half" : "full")}
      />
    </div>
  );
}

/** What stops the run; when it is over, whoever had the focus here can run again. */
function StopButton({ onStop }: { readonly onStop: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const own = button.current;
    takeOwedFocus(own);
    return () => {
      // With a run's first event another bar takes the place of this one.
      if (document.activeElement === own) queueMicrotask(handOnFocus);
    };
  }, []);
  return (
    <Button ref={button} data-stop look="danger" onClick={onStop}>
      <Square className="size-3.5 fill-current" aria-hidden />
      Stop
    </Button>
  );
}

function Going({ run, look }: { readonly run: ShownRun; readonly look: RunLook }) {
  const { flowName, state: latest, pauses } = useStore(run.head);
  const state = stateThen(look, latest);
  const progress = progressOf(look.counts);
  const isWaiting = look.isLatest && pauses.length > 0;
  return (
    <>
      <StateIcon state={{ type: state.type, name: state.name }} className="size-5" />
      <span className="min-w-0">
        <span className="flex items-baseline gap-1.5">
          <span className="truncate font-semibold">{flowName}</span>
          <span className={`shrink-0 text-sm font-medium ${stateLook(state).text}`}>
            {isWaiting ? "waits for you" : state.name}
          </span>
        </span>
        <span className="block truncate text-xs text-muted tabular-nums">
          {countText(progress.done)} of {countText(progress.all)}
          {look.tookMs !== undefined && (
            // A clock is not read out.
            <span aria-hidden> · {durationText(look.tookMs)}</span>
          )}
          {progress.failed > 0 && (
            <span className="font-medium text-state-failed"> · {countText(progress.failed)} failed</span>
          )}
        </span>
      </span>
      {!look.isOver && <ProgressLine {...progress} />}
    </>
  );
}

/** How much is done, along the edge; failures come first, and are wide enough to be seen. */
function ProgressLine({ all, done, failed }: Progress) {
  const percent = (count: number) => `${(count / Math.max(1, all)) * 100}%`;
  return (
    <span
      className="absolute inset-x-0 -bottom-px flex h-0.75 bg-sunken forced-color-adjust-none"
      aria-hidden
    >
      {failed > 0 && <span className="min-w-1 bg-state-failed" style={{ width: percent(failed) }} />}
      <span className="bg-state-running transition-[width]" style={{ width: percent(done - failed) }} />
    </span>
  );
}
