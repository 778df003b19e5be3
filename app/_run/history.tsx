"use client";

import { useMemo, useState } from "react";
import {
  byDay,
  countsOf,
  dayOf,
  failedOf,
  failedText,
  finder,
  flowText,
  isUnderWay,
  wentText,
  type FlowRunId,
  type RunSummary,
} from "@/lib/workspace";
import { Button } from "../_design/button";
import { Ago } from "../_ui/ago";
import { StateIcon } from "../_ui/state-badge";
import { dayText, durationText } from "../_ui/time";
import type { RunComparing } from "./comparing";
import { CountsBar } from "./counts-bar";
import { Nothing } from "./nothing";
import { RunSearch } from "./run-search";
import { StandingChips } from "./standing-chips";
import { useViewedPart, view } from "./viewed";
import { part } from "../_design/part";

const CompareDialog = part(async () => ({ default: (await import("./compare-dialog")).CompareDialog }));

interface HistoryProps {
  readonly history: readonly RunSummary[];
  readonly looked: FlowRunId | undefined;
  readonly onLook: (run: FlowRunId) => void;
  /** Absent: no two can be compared. */
  readonly comparing?: RunComparing;
}

/** The runs of the notebook that are looked for, by day, the latest first: one of them is looked at, and two can be compared. */
export function History({ history, looked, onLook, comparing }: HistoryProps) {
  const [opened] = useState(() => Date.now());
  const [ticked, setTicked] = useState<readonly FlowRunId[]>([]);
  const [compared, setCompared] = useState<readonly [FlowRunId, FlowRunId]>();
  const { found, counts } = useFound(history);
  if (history.length === 0) return <Nothing>Nothing has run here yet.</Nothing>;
  // What goes on is not compared yet.
  const comparable = comparing ? history.filter((run) => !isUnderWay(run)).map(({ id }) => id) : [];
  const canCompare = comparable.length > 1;
  const [one, other] = ticked.filter((id) => comparable.includes(id));
  // A third takes the place of the first.
  const tick = (id: FlowRunId, isTicked: boolean) =>
    setTicked([...ticked.filter((known) => known !== id), ...(isTicked ? [id] : [])].slice(-2));
  return (
    <div className="h-full overflow-auto pb-1">
      {canCompare && (
        <div className="sticky top-0 z-head flex min-h-9 items-center justify-between gap-2 bg-surface pr-4 pl-4 text-xs text-muted">
          {one === undefined || other === undefined
            ? "Tick two runs to compare them."
            : "Two runs are ticked."}
          <Button
            size="small"
            disabled={one === undefined || other === undefined}
            onClick={() => {
              if (one !== undefined && other !== undefined) setCompared([one, other]);
            }}
          >
            Compare
          </Button>
        </div>
      )}
      {history.length > 1 && <Filters counts={counts} />}
      {found.length === 0 && (
        <Nothing>
          No run is like that.{" "}
          <Button size="small" onClick={showAll}>
            Show all
          </Button>
        </Nothing>
      )}
      {byDay(found).map(({ day, items }) => (
        <section key={day} aria-label={dayText(day, dayOf(opened))}>
          <h3 className="px-4 pt-2 pb-0.5 text-xs font-semibold text-muted">{dayText(day, dayOf(opened))}</h3>
          <ul>
            {items.map((run) => (
              <li key={run.id} className="flex items-stretch hover:bg-raised">
                <Look run={run} isLooked={run.id === looked} onLook={onLook} />
                {canCompare && comparable.includes(run.id) && (
                  <label className="flex w-10 shrink-0 items-center justify-center">
                    <input
                      type="checkbox"
                      className="size-4 accent-accent"
                      aria-label={`Compare ${run.name}`}
                      checked={run.id === one || run.id === other}
                      onChange={({ target }) => tick(run.id, target.checked)}
                    />
                  </label>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {comparing && compared && (
        <CompareDialog runs={compared} comparing={comparing} onClose={() => setCompared(undefined)} />
      )}
    </div>
  );
}

const showAll = () => view({ runs: "", runText: "" });

/** The runs that are looked for, and how many there would be of each standing. */
function useFound(history: readonly RunSummary[]) {
  const [state, text] = [useViewedPart("runs"), useViewedPart("runText")];
  return useMemo(() => {
    const named = history.filter(finder({ text }, {}, 0));
    return { found: named.filter(finder({ state }, {}, 0)), counts: countsOf(named) };
  }, [history, state, text]);
}

function Filters({ counts }: { readonly counts: ReturnType<typeof countsOf> }) {
  const [state, text] = [useViewedPart("runs"), useViewedPart("runText")];
  return (
    <div className="flex flex-col gap-2 px-4 pt-1 pb-1.5 text-sm">
      <StandingChips state={state} counts={counts} isShort onChange={(runs) => view({ runs })} />
      <RunSearch
        text={text}
        placeholder="Name, flow, message, what ran"
        className="w-full"
        onChange={(runText) => view({ runText })}
      />
    </div>
  );
}

interface LookProps {
  readonly run: RunSummary;
  readonly isLooked: boolean;
  readonly onLook: (run: FlowRunId) => void;
}

/** A run: how it went, and what it did; looks at it. */
function Look({ run, isLooked, onLook }: LookProps) {
  const went = wentText(run);
  const hidden = failedText(run.stateType, failedOf(run));
  return (
    <button
      type="button"
      aria-current={isLooked}
      onClick={() => onLook(run.id)}
      className="flex min-w-0 flex-1 items-center gap-2 border-l-3 border-transparent py-1.5 pr-4 pl-3.25 text-left text-sm focus-visible:-outline-offset-2 aria-current:border-accent aria-current:bg-accent-soft forced-colors:border-[Canvas] forced-colors:aria-current:border-[Highlight]"
    >
      <StateIcon state={{ type: run.stateType, name: run.stateName }} />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{flowText(run)}</span>
        <span className="block truncate text-xs text-muted">
          {run.stateName}
          {hidden && <span className="text-state-failed"> · {hidden}</span>} · {run.name}
        </span>
        {went !== "" && (
          <span className="block truncate text-xs text-muted" title={went}>
            {went}
          </span>
        )}
        <span className="mt-1 block">
          <CountsBar counts={run.taskRunCounts} />
        </span>
      </span>
      <span className="text-right text-xs text-faint tabular-nums">
        <Ago at={run.createdAt} />
        {run.startTime !== undefined && run.endTime !== undefined && (
          <span className="block">{durationText(run.endTime - run.startTime)}</span>
        )}
      </span>
    </button>
  );
}
