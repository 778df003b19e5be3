"use client";

import { useEffect, useState } from "react";
import type { ComparedRun, FlowRunId, RunComparison } from "@/lib/workspace";
import { Dialog } from "../_design/dialog";
import { StateBadge } from "../_ui/state-badge";
import { deltaText, durationText, timeText } from "../_ui/time";
import { ComparedTask } from "./compared-task";
import type { RunComparing } from "./comparing";

interface CompareDialogProps {
  readonly runs: readonly [FlowRunId, FlowRunId];
  readonly comparing: RunComparing;
  readonly onClose: () => void;
}

const grid =
  "grid grid-cols-[minmax(5rem,1fr)_minmax(0,1.2fr)_minmax(0,1.2fr)] gap-x-3 max-sm:grid-cols-[minmax(3rem,0.5fr)_minmax(0,1fr)_minmax(0,1fr)] max-sm:gap-x-2";

/** Two runs side by side: how long they took, what they were given, how each task went, and what is different of what they gave. */
export function CompareDialog({ runs: [one, other], comparing, onClose }: CompareDialogProps) {
  const [comparison, setComparison] = useState<RunComparison>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    comparing
      .compareRuns(one, other)
      .then(setComparison, (error: unknown) =>
        setProblem(error instanceof Error ? error.message : String(error)),
      );
  }, [one, other, comparing]);
  return (
    <Dialog title="Compare two runs" width="large" onClose={onClose}>
      {problem !== undefined && (
        <p role="alert" className="mt-4 text-sm text-danger">
          {problem}
        </p>
      )}
      {!comparison && problem === undefined && <p className="mt-4 text-sm text-muted">Reading both…</p>}
      {comparison && <Comparison comparison={comparison} comparing={comparing} />}
    </Dialog>
  );
}

function Comparison({
  comparison: { earlier, later, parameters, tasks },
  comparing,
}: {
  readonly comparison: RunComparison;
  readonly comparing: RunComparing;
}) {
  return (
    <div role="table" aria-label="Comparison" className="mt-4 text-sm">
      <div role="row" className={`${grid} border-b border-line pb-2`}>
        <span role="columnheader" className="sr-only">
          Task
        </span>
        <span aria-hidden />
        <Head run={earlier} />
        <Head run={later} since={earlier} />
      </div>
      {parameters.map(({ name, earlier: before = "—", later: after = "—" }) => (
        <div key={name} role="row" className={`${grid} border-b border-line/60 py-1.5`}>
          <span role="rowheader" className="wrap-anywhere text-muted">
            {name}
          </span>
          <code role="cell" className="line-clamp-4 font-mono text-xs wrap-anywhere" title={before}>
            {before}
          </code>
          <code
            role="cell"
            className={`line-clamp-4 font-mono text-xs wrap-anywhere ${before === after ? "" : "font-semibold"}`}
            title={after}
          >
            {after}
            {before !== after && <span className="sr-only"> (changed)</span>}
          </code>
        </div>
      ))}
      {tasks.map((task) => (
        <ComparedTask key={task.name} task={task} grid={grid} comparing={comparing} />
      ))}
    </div>
  );
}

function Head({ run, since }: { readonly run: ComparedRun; readonly since?: ComparedRun }) {
  const { name, flowName, state, startTime, durationMs, failed, simulated } = run;
  return (
    <span role="columnheader" className="min-w-0 font-normal">
      <span className="block truncate font-medium">{name}</span>
      <StateBadge state={state} failed={failed} />
      <span className="block text-xs text-muted tabular-nums">
        {flowName}
        {simulated && " · Simulated"}
        {startTime !== undefined && ` · ${timeText(startTime)}`}
        {durationMs !== undefined && ` · ${durationText(durationMs)}`}
        {durationMs !== undefined &&
          since?.durationMs !== undefined &&
          ` (${deltaText(durationMs - since.durationMs)})`}
      </span>
    </span>
  );
}
