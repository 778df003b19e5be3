"use client";

import { ChevronLeft, ChevronRight, Pin, PinOff } from "lucide-react";
import type { RunLook } from "@/lib/fold";
import {
  stateThen,
  type FlowRunId,
  type Place,
  type RunStanding,
  type RunSummary,
  type ShownRun,
} from "@/lib/workspace";
import { IconButton } from "../_design/icon-button";
import { ErrorText } from "../_ui/error-text";
import { StateBadge } from "../_ui/state-badge";
import { useStore } from "../_ui/store";
import { countText, durationText, manyText, timeText } from "../_ui/time";
import type { DetailActions } from "./detail/selection";
import { progressOf } from "./progress";
import { SaveRun } from "./save-run";
import { StateChips } from "./state-chips";
import { WholePageButton, type WholePage } from "./whole-page";
import { part } from "../_design/part";

// Only a run from a link is marked so.
const Recorded = part(() => import("../_ui/recorded"));
// Few are simulated.
const Simulated = part(() => import("../_ui/simulated"));
// Nor do things go wrong on purpose in many.
const ChaosNote = part(() => import("./chaos-note"));
const CrashNote = part(() => import("./crash-note"));

interface RunHeadProps {
  readonly run: ShownRun;
  readonly look: RunLook;
  readonly history: readonly RunSummary[];
  readonly standing: RunStanding;
  readonly whole: WholePage;
  readonly onShow: (run: FlowRunId) => void;
  readonly onGoTo: (place: Place) => void;
  readonly detail: Pick<DetailActions, "runAgain" | "keep">;
  readonly onPin: (isPinned: boolean) => void;
}

/** How a run goes: its state, since when, for how long, and how its task runs do. */
export function RunHead({
  run,
  look,
  history,
  standing,
  whole,
  onShow,
  onGoTo,
  detail,
  onPin,
}: RunHeadProps) {
  const { isPinned, isRecorded } = standing;
  const {
    name,
    flowName,
    startTime,
    endTime,
    leftOut,
    isPartial,
    lost,
    error: latestError,
    simulation,
    state: latest,
  } = useStore(run.head);
  const state = stateThen(look, latest);
  const error = look.isLatest ? latestError : undefined;
  const { failed } = progressOf(look.counts);
  return (
    <header className="border-b border-line px-4 py-3 max-lg:py-2">
      <div className="flex items-start justify-between gap-2 max-lg:items-center">
        <div className="min-w-0">
          {/* In the sheet, its bar says this. */}
          <div className="flex flex-wrap items-center gap-x-2 max-lg:sr-only">
            <h2 className="max-w-full truncate font-semibold" title={`Flow run ${name}`}>
              {flowName}
            </h2>
            <StateBadge state={state} failed={failed} />
          </div>
          <p className="mt-0.5 flex flex-wrap gap-x-3 text-xs text-muted tabular-nums">
            <span className="max-w-full truncate">{name}</span>
            {startTime !== undefined && <span>{timeText(startTime)}</span>}
            {look.tookMs !== undefined && (
              <span className="max-lg:hidden" data-clock>
                {durationText(look.tookMs)}
              </span>
            )}
          </p>
          {simulation && <Simulated {...simulation} />}
          {isRecorded && <Recorded at={startTime} />}
        </div>
        <div className="flex shrink-0 items-center">
          <Neighbours run={run.id} history={history} onShow={onShow} />
          <SaveRun look={look} name={name} />
          {!isRecorded && (
            <IconButton
              icon={isPinned ? PinOff : Pin}
              label={
                isPinned ? "Unpin: results may go when room is needed" : "Pin: keep the results of this run"
              }
              isMain={isPinned}
              disabled={endTime === undefined}
              onClick={() => onPin(!isPinned)}
            />
          )}
          <WholePageButton {...whole} />
        </div>
      </div>
      <StateChips look={look} />
      {run.fold.chaos && <ChaosNote run={run} look={look} />}
      {simulation?.crash && <CrashNote {...{ run, simulation }} {...detail} work={simulation.crash} />}
      {isPartial && (
        <p role="status" className="mt-1.5 text-xs text-muted">
          The log of this run is still being read.
        </p>
      )}
      {leftOut !== undefined && leftOut > 0 && (
        <p className="mt-1.5 text-xs text-warn">
          {manyText(leftOut, "event")} of this run’s log could not be read, and {leftOut === 1 ? "is" : "are"}{" "}
          left out: another version of the app wrote {leftOut === 1 ? "it" : "them"}.
        </p>
      )}
      {lost && <p className="mt-1.5 text-xs text-warn">{lostTexts[lost]}</p>}
      {error && (
        <div className="mt-1.5 max-h-40 overflow-auto text-sm max-lg:max-h-20">
          <ErrorText error={error} end={state.name} isSentence onGoTo={onGoTo} />
        </div>
      )}
      {!error && state.message && state.type !== "COMPLETED" && (
        <p className="mt-1.5 max-h-24 overflow-auto text-sm break-words whitespace-pre-wrap text-danger">
          {state.message}
        </p>
      )}
    </header>
  );
}

const lostTexts = {
  all: "Its log is gone from this browser: how it ended is all that is known.",
  end: "Its log breaks off before the run ended: what came after that is not known.",
};

interface NeighboursProps {
  readonly run: FlowRunId;
  readonly history: readonly RunSummary[];
  readonly onShow: (run: FlowRunId) => void;
}

/** Which of the notebook's runs it is, and the ways to the one before and the one after. */
function Neighbours({ run, history, onShow }: NeighboursProps) {
  const place = history.findIndex(({ id }) => id === run);
  if (place < 0 || history.length < 2) return null;
  const [earlier, later] = [history[place + 1], history[place - 1]];
  return (
    <>
      <IconButton
        icon={ChevronLeft}
        label="The run before"
        disabled={!earlier}
        onClick={() => earlier && onShow(earlier.id)}
      />
      <span className="text-xs whitespace-nowrap text-muted tabular-nums">
        run {countText(history.length - place)} of {countText(history.length)}
      </span>
      <IconButton
        icon={ChevronRight}
        label="The run after"
        disabled={!later}
        onClick={() => later && onShow(later.id)}
      />
    </>
  );
}
