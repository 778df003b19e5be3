"use client";

import { useCallback, useMemo, useRef, useState, type RefObject } from "react";
import {
  byDay,
  countsOf,
  dayOf,
  finder,
  flowNameOf,
  trendsOf,
  without,
  type AllRuns,
  type FlowRunId,
  type RunFind,
  type RunSummary,
  type RunTarget,
  type RunsLook,
  type Workspace,
} from "@/lib/workspace";
import { Button } from "../../_design/button";
import { AlertDialog } from "../../_design/dialog";
import { EmptyState } from "../../_design/empty-state";
import { List } from "../../_design/list";
import { go } from "../../_shell/navigation";
import { requestRun } from "../../_shell/run-request";
import { useStore } from "../../_ui/store";
import { countText, dayText, manyText } from "../../_ui/time";
import { useNow } from "../../_ui/use-now";
import { ChosenRuns } from "./chosen-runs";
import { CopyDialog } from "./copy-dialog";
import { RunFilters } from "./run-filters";
import { RunRow, type RunAction } from "./run-row";
import { TrendStrip } from "./trend-strip";

/** Rows that are drawn at first, and with each wish for more. */
const pageSize = 100;
const trendDays = 14;

interface RunListProps {
  readonly workspace: Workspace;
  readonly all: AllRuns;
  readonly find: RunFind;
  readonly onFind: (find: RunFind) => void;
}

/** The runs that are looked for, by day, how they went, and what can be done with them. */
export function RunList({ workspace, all, find, onFind }: RunListProps) {
  const look = useStore(all.list);
  const now = useNow(30_000);
  const shown = useFound(look, find, now);
  const [most, setMost] = useState(pageSize);
  const [selected, setSelected] = useState<ReadonlySet<FlowRunId>>(new Set());
  const [doomed, setDoomed] = useState<readonly RunSummary[]>();
  const [copied, setCopied] = useState<RunSummary>();
  const [problem, setProblem] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);

  const attempt = useCallback(async (work: () => void | Promise<unknown>) => {
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }, []);
  const start = useCallback(
    ({ notebookId }: RunSummary, target: RunTarget) => {
      if (workspace.opened.running.get().includes(notebookId))
        throw new Error("Its notebook runs at the moment: wait until that is over, or cancel it.");
      requestRun(notebookId, target);
      go({ page: "notebook", id: notebookId });
    },
    [workspace],
  );
  const act = useCallback(
    (run: RunSummary, action: RunAction) => {
      switch (action) {
        case "cancel":
          return void attempt(() => all.cancel(run));
        case "retry":
          return void attempt(async () => start(run, await all.again(run)));
        case "copy":
          return setCopied(run);
        case "delete":
          return setDoomed([run]);
      }
    },
    [all, attempt, start],
  );
  const select = useCallback(
    (run: RunSummary, isSelected: boolean) =>
      setSelected((before) => {
        const after = new Set(before);
        if (isSelected) after.add(run.id);
        else after.delete(run.id);
        return after;
      }),
    [],
  );
  const chosen = shown.runs.filter(({ id }) => selected.has(id));
  const drawn = shown.runs.slice(0, most);
  const isEmpty = look.runs.length === 0 && !look.isReading;
  return (
    <>
      <div className="mt-4">
        <TrendStrip
          trends={shown.trends}
          chosen={find.time}
          onChoose={(day) => onFind(day === undefined ? without(find, "time") : { ...find, time: day })}
        />
      </div>
      <RunFilters
        {...{ find, onFind }}
        counts={shown.counts}
        titles={look.titles}
        flows={useMemo(() => [...new Set(look.runs.map(flowNameOf))].sort(), [look.runs])}
      />
      <Tally count={shown.runs.length} look={look} heading={heading} />
      {problem !== undefined && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {problem}
        </p>
      )}
      {isEmpty && (
        <EmptyState>Nothing has run yet. Open a notebook and press Run: it appears here.</EmptyState>
      )}
      {!isEmpty && drawn.length === 0 && !look.isReading && <EmptyState>No run is like that.</EmptyState>}
      {drawn.length > 0 && (
        <ChosenRuns
          runs={chosen}
          isAll={drawn.every(({ id }) => selected.has(id))}
          onAll={(isAll) => setSelected(new Set(isAll ? drawn.map(({ id }) => id) : []))}
          onCancel={(runs) => void attempt(() => Promise.all(runs.map((run) => all.cancel(run))))}
          onDelete={setDoomed}
        />
      )}
      {byDay(drawn).map(({ day, items }) => (
        <section key={day} className="mt-4" aria-label={dayText(day, dayOf(now))}>
          <h3 className="mb-1.5 text-sm font-semibold text-muted">{dayText(day, dayOf(now))}</h3>
          <List>
            {items.map((run) => (
              <RunRow
                key={run.id}
                run={run}
                title={look.titles[run.notebookId]}
                isSelected={selected.has(run.id)}
                onSelect={select}
                onAct={act}
              />
            ))}
          </List>
        </section>
      ))}
      {shown.runs.length > most && (
        <div className="mt-4 flex justify-center">
          <Button onClick={() => setMost(most + pageSize)}>
            Show more ({countText(shown.runs.length - most)} left)
          </Button>
        </div>
      )}
      {copied && (
        <CopyDialog
          {...{ all, workspace }}
          run={copied}
          onStart={(target) => {
            setCopied(undefined);
            void attempt(() => start(copied, target));
          }}
          onClose={() => setCopied(undefined)}
        />
      )}
      {doomed && (
        <AlertDialog
          title={doomed.length === 1 ? "Delete the run?" : `Delete ${manyText(doomed.length, "run")}?`}
          cancel={doomed.length === 1 ? "Keep it" : "Keep them"}
          action="Delete"
          focusAfter={heading}
          onAction={() => void attempt(() => all.remove(doomed))}
          onClose={() => setDoomed(undefined)}
        >
          States and logs will be gone from this browser; results that are kept for later runs stay. This
          cannot be undone.
        </AlertDialog>
      )}
    </>
  );
}

/** What is looked for, and what the trends and chips say beside it. */
function useFound({ runs, titles }: RunsLook, find: RunFind, now: number) {
  return useMemo(() => {
    return {
      runs: runs.filter(finder(find, titles, now)),
      counts: countsOf(runs.filter(finder(without(find, "state"), titles, now))),
      trends: trendsOf(runs.filter(finder(without(find, "state", "time"), titles, now)), trendDays, now),
    };
  }, [runs, titles, find, now]);
}

interface TallyProps {
  readonly count: number;
  readonly look: RunsLook;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

/** How many there are, and whether that is all. */
function Tally({ count, look: { isReading, hasMore }, heading }: TallyProps) {
  const text = manyText(count, "run");
  return (
    <h2 ref={heading} tabIndex={-1} className="mt-5 text-sm font-semibold" aria-live="polite">
      {text}
      {isReading && <span className="font-normal text-muted"> · reading…</span>}
      {hasMore && <span className="font-normal text-muted"> · older ones are not searched</span>}
    </h2>
  );
}
