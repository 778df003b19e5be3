"use client";

import { Pin, PinOff, Square } from "lucide-react";
import { useState } from "react";
import type { Place, ShownRun } from "@/lib/workspace";
import { Button } from "../_design/button";
import { IconButton } from "../_design/icon-button";
import { ErrorText } from "../_ui/error-text";
import { StateBadge } from "../_ui/state-badge";
import { useStore } from "../_ui/store";
import { durationText, timeText } from "../_ui/time";
import { Ticking } from "./ticking";

interface RunHeadProps {
  readonly run: ShownRun;
  readonly isPinned: boolean;
  readonly onGoTo: (place: Place) => void;
  readonly onPin: (isPinned: boolean) => void;
}

/** How a run goes: its state, since when, and for how long. */
export function RunHead({ run, isPinned, onGoTo, onPin }: RunHeadProps) {
  const { state, name, flowName, startTime, endTime, error } = useStore(run.head);
  return (
    <header className="border-b border-line px-4 py-3">
      <div className="flex items-baseline justify-between gap-2">
        <h2 className="truncate font-semibold" title={`Flow run ${name}`}>
          {flowName}
        </h2>
        <div className="flex items-center gap-1">
          <StateBadge state={state} />
          <IconButton
            icon={isPinned ? PinOff : Pin}
            label={
              isPinned ? "Unpin: results may go when room is needed" : "Pin: keep the results of this run"
            }
            isMain={isPinned}
            disabled={endTime === undefined}
            onClick={() => onPin(!isPinned)}
          />
        </div>
      </div>
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-xs text-muted tabular-nums">
        <span>{name}</span>
        {startTime !== undefined && <span>{timeText(startTime)}</span>}
        {startTime !== undefined && (
          <span data-clock>
            {endTime !== undefined ? (
              durationText(endTime - startTime)
            ) : (
              <Ticking>{(now) => durationText(Math.max(0, run.until(now) - startTime))}</Ticking>
            )}
          </span>
        )}
      </p>
      {error && (
        <div className="mt-1.5 max-h-40 overflow-auto text-sm">
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

/** The run of another tab can be stopped from here too. */
export function Elsewhere({ onStop }: { readonly onStop: () => Promise<void> }) {
  const [isStopping, setStopping] = useState(false);
  const stop = async () => {
    setStopping(true);
    await onStop();
    setStopping(false);
  };
  return (
    <div className="flex items-center justify-between gap-3 border-b border-line bg-raised px-4 py-3 text-sm">
      <p>Another tab runs this.</p>
      <Button look="danger" disabled={isStopping} onClick={() => void stop()}>
        <Square className="size-3.5 fill-current" aria-hidden />
        Stop this run
      </Button>
    </div>
  );
}
